"""When something will be, for a text that promises it: worked out at the moment the text is said."""

from collections.abc import Iterator, Mapping

from flows.world import World


class Moments(Mapping[str, str | None]):
    """Name of a moment → `2026-12-03T15:30` on the person's own clock; None where it is not known."""

    def __init__(self, outside: World) -> None:
        self._outside = outside

    def __getitem__(self, name: str) -> str | None:
        try:
            at = self._outside.moment(name, self._outside.now)
        except (LookupError, ValueError):
            return None
        return at.astimezone(self._outside.zone).strftime("%Y-%m-%dT%H:%M")

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
