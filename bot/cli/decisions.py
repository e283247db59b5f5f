"""`decisions`: makes every draw by chance again and says whether it comes out as it was written down."""

from collections.abc import Sequence

import typer

from bot.base import anchors
from bot.cli import desk
from bot.cli.audit import told
from bot.cli.desk import Desk, OperatorMistake
from bot.dialogue.recording import DRAWS
from bot.rhythm import extras as deciding
from nudges import extras, policy
from store import decisions
from store.database import Transaction
from store.decisions import StoredDecision


def verify() -> None:
    """Recompute u, the arm and, for extras, the probabilities; a decision that differs is named by its number."""
    with desk.opened("decisions verify") as here:
        fault, found = here.do(_look, here)
        if fault is not None:
            raise OperatorMistake(fault)
        wrong = [
            (name, what) for name, kept in found if (what := complaint(here.database.keys.study, kept)) is not None
        ]
        for name, what in wrong:
            typer.echo(f"{name}: {what}.")
        if wrong:
            raise OperatorMistake("These decisions do not come out as they were written down.")
        typer.echo(
            "All decisions come out as they were written down. What was forgotten, with the people it was about or by "
            "its age, is not among them."
        )


def complaint(study_key: bytes, kept: StoredDecision) -> str | None:
    """What does not agree with the decision as it was written, if anything; `study_key` draws."""
    made = kept.made
    if made.policy not in (DRAWS, extras.POLICY):
        return f"its policy {made.policy} is unknown to this version"
    if policy.chance(study_key, made.policy, kept.pseudonym, made.decision) != made.u:
        return "another number is drawn"
    if policy.draw(made.probabilities, made.u).arm != made.arm:
        return "that number gives another arm"
    drawable = made.subject == deciding.SUBJECT and made.eligible and made.available
    if drawable and dict(deciding.expected(made.context)) != dict(made.probabilities):
        return "what the rule saw gives other probabilities"
    return None


def _look(db: Transaction, here: Desk) -> tuple[str | None, Sequence[tuple[str, StoredDecision]]]:
    """What is wrong with the chains, if anything; all that was drawn, by name."""
    here.note(db, "decisions")
    for chain in (decisions.CHAIN, decisions.OUTCOMES):
        fault = chain.fault(db, anchors.by_chain(anchors.read(here.settings.data_dir))[chain.name])
        if fault is not None:
            return told(chain.name, fault), []
    found = [(f"Decision {kept.id}", kept) for kept in decisions.every(db)]
    drawn = [
        (f"A draw in leaf {leaf}", StoredDecision(leaf, pseudonym, made, None))
        for leaf, pseudonym, made in decisions.every_draw(db)
    ]
    return None, [*found, *drawn]
