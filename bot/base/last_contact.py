"""Remembers when the channel last answered, for whoever watches the machine."""

from dataclasses import dataclass, field

from bot.base import clock


@dataclass(slots=True)
class Contact:
    """Remembers when the channel that people call `title` last answered, on the steady clock; `trouble` is what came
    instead of an answer since, empty if all is well."""

    title: str
    answered_at: float = field(default_factory=clock.steady)
    heard: bool = False  # it has answered since the start
    trouble: str = ""

    def answered(self) -> None:
        """Note that the channel answered, be it with a refusal."""
        self.answered_at = clock.steady()
        self.heard = True
        self.trouble = ""

    def failed(self, kind: str) -> None:
        """Note that no answer came, or not the channel's; `kind` names the error."""
        self.trouble = kind

    def silence(self) -> float:
        """Count the seconds since the channel last answered, or since the start."""
        return clock.steady() - self.answered_at
