"""/gedeeld: what somebody shares themselves, and taking it back until it was seen."""

from bot.base.button_data import ButtonData
from bot.turns.command import REFERENCE, Command, Need, OwnButton
from bot.turns.turn import Turn
from store import audit, references, sharing
from store.sharing import SharedItem

_START = 24  # characters of an item on its button


def mine(turn: Turn, _: str) -> None:
    """List one's own shared items; each that nobody saw yet has a button (/gedeeld)."""
    items = sharing.own(turn.db, turn.person.id)
    if not items:
        turn.say("shared.none")
        return
    lines = "\n".join(_line(turn, item) for item in items)
    waiting = [item for item in items if not item.was_shown]
    turn.say_marked(f"{turn.text('shared.mine')}\n{lines}", [[_button(turn, item)] for item in waiting])


def take_back_pressed(turn: Turn, button: ButtonData) -> None:
    """Take a shared item back, unless somebody saw it meanwhile."""
    item = references.row(turn.db, references.ReferenceKind.SHARED_ITEM, turn.person.id, button.argument)
    gone = item is not None and sharing.take_back(turn.db, turn.person.id, item)
    if gone:
        key = turn.person.audit_key
        audit.note(turn.db, turn.now, actor=key, event="take back", subject=key, origin="chat")
    turn.settle_press("shared.taken_back" if gone else "shared.too_late")


def _line(turn: Turn, item: SharedItem) -> str:
    state = turn.plain("shared.was_seen" if item.was_shown else "shared.not_seen")
    reader = turn.plain(f"shared.{item.audience}")
    return turn.text(
        "shared.line", reader=reader, state=state, text=f"{item.name}: {item.text}" if item.name else item.text
    )


def _button(turn: Turn, item: SharedItem) -> tuple[str, str]:
    start = item.text if len(item.text) <= _START else f"{item.text[:_START]}…"
    shown = references.refer(turn.db, references.ReferenceKind.SHARED_ITEM, turn.person.id, item.id)
    return turn.button("shared.take_back", "unshare", shown, start=start)


SHARED = Command(
    "shared",
    {"nl": "gedeeld", "en": "shared"},
    Need.LOOK_BACK,
    mine,
    buttons=(OwnButton("unshare", take_back_pressed, REFERENCE),),
)
