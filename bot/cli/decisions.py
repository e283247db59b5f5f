"""`decisions`: makes every draw by chance again and says whether it comes out as it was written down."""

from collections.abc import Sequence

import typer

from bot.base import anchors
from bot.cli.audit import fault_in_words
from bot.cli.desk import Desk, OperatorMistake, open_desk
from bot.dialogue.recording import DRAWS
from bot.rhythm import extras as deciding
from nudges import extras, policy
from store import decisions
from store.database import Transaction
from store.decisions import StoredDecision


def verify() -> None:
    """Recompute u, the arm and, for extras, the probabilities; a decision that differs is named by its number."""
    with open_desk("decisions verify") as desk:
        fault, stored_decisions = desk.do(_look, desk)
        if fault is not None:
            raise OperatorMistake(fault)
        wrong = [
            (name, what)
            for name, kept in stored_decisions
            if (what := complaint(desk.database.keys.study, kept)) is not None
        ]
        for name, what in wrong:
            typer.echo(f"{name}: {what}.")
        if wrong:
            raise OperatorMistake("These decisions do not come out as they were written down.")
        typer.echo(
            "All decisions come out as they were written down. What was forgotten, with the people it was about or by "
            "its age, is not among them."
        )


def complaint(study_key: bytes, stored: StoredDecision) -> str | None:
    """Say what does not agree with the decision as it was written, if anything; `study_key` draws."""
    decision = stored.decision
    if decision.policy not in (DRAWS, extras.POLICY):
        return f"its policy {decision.policy} is unknown to this version"
    if policy.chance(study_key, decision.policy, stored.pseudonym, decision.decision) != decision.u:
        return "another number is drawn"
    if policy.draw(decision.probabilities, decision.u).arm != decision.arm:
        return "that number gives another arm"
    drawable = decision.subject == deciding.SUBJECT and decision.eligible and decision.available
    if drawable and dict(deciding.expected(decision.context)) != dict(decision.probabilities):
        return "what the rule saw gives other probabilities"
    return None


def _look(db: Transaction, desk: Desk) -> tuple[str | None, Sequence[tuple[str, StoredDecision]]]:
    """Find what is wrong with the chains, if anything, and all that was drawn, by name."""
    desk.note(db, "decisions")
    for chain in (decisions.CHAIN, decisions.OUTCOMES):
        fault = chain.fault(db, anchors.by_chain(anchors.read(desk.settings.data_dir))[chain.name])
        if fault is not None:
            return fault_in_words(chain.name, fault), []
    extras_drawn = [(f"Decision {kept.id}", kept) for kept in decisions.every(db)]
    drawn = [
        (f"A draw in leaf {leaf}", StoredDecision(leaf, pseudonym, made, None))
        for leaf, pseudonym, made in decisions.every_draw(db)
    ]
    return None, [*extras_drawn, *drawn]
