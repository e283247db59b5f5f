"""How a sprint appears in the chat: as messages one below the other, or as a card whose text is replaced."""

from dataclasses import dataclass, field

from flows import events, marked_text
from flows.message_room import MessageRoom


@dataclass(slots=True)
class Display:
    """Collects events in order. In a card, what is said waits for the question that follows, to share its message."""

    card: bool
    room: MessageRoom
    pressed: int | None = None
    """the visit of the message whose button began this sprint"""
    _choice: str = ""
    _held: list[str] = field(default_factory=list)
    _events: list[events.Event] = field(default_factory=list)

    def emit(self, event: events.Event) -> None:
        if isinstance(event, events.Paused | events.Called | events.Finished):
            self.flush()
        self._events.append(event)

    def say(self, text: str) -> None:
        if not marked_text.visible(text):
            return
        pieces = marked_text.divide(text, self.room.fits)
        if self.card:
            self._held += pieces
        else:
            self._events += [events.Said(piece) for piece in pieces]

    def chose(self, text: str) -> None:
        if self.pressed is None:
            return
        if self.card:
            self._choice = text
        else:
            self._events.append(events.Chosen(self.pressed, marked_text.divide(text, self.room.fits)[-1]))
            self.pressed = None

    def ask(self, visit: int, text: str, rows: events.Rows) -> None:
        joined = "\n\n".join((*self._held, text))
        if not self.room.fits(joined):
            self.flush()
            joined = text
        *first, last = marked_text.divide(joined, self.room.fits)
        replaces, self.pressed, self._held = self.pressed is not None and not first, None, []
        self._events += [events.Said(piece) for piece in first]
        self._events.append(events.Asked(visit, last, rows, replaces=replaces))

    def show(self, visit: int, text: str, rows: events.Rows, *, edits: bool, reminder: bool) -> None:
        *first, last = marked_text.divide(text, self.room.fits)
        replaces = edits and self.pressed is not None and not first
        self.pressed = None
        self._events += [events.Said(piece) for piece in first]
        self._events.append(events.Asked(visit, last, rows, replaces=replaces, reminder=reminder))

    def flush(self) -> None:
        """Put texts that waited for a question into the pressed message, or send them; its buttons go."""
        if self.pressed is not None and (self._held or self._choice):
            text = "\n\n".join(self._held) or self._choice
            if self.room.fits(text):
                self._events.append(events.Chosen(self.pressed, text))
                self._held = []
        self._events += [events.Said(text) for text in self._held]
        self.pressed, self._held, self._choice = None, [], ""

    def events(self) -> tuple[events.Event, ...]:
        self.flush()
        return tuple(self._events)
