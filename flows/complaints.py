"""What a coach is told about a file that cannot be played: findings without a number, as no rule was held to it."""

from collections.abc import Iterable

from flows.errors import FlowsError
from flows.findings import Finding
from flows.remark import Remark


def complaint(path: str, line: int, reason: str, remedy: str) -> Finding:
    """Complain of a file that cannot be played."""
    return Finding(path, line, "", reason, remedy)


class Mistake(FlowsError):
    """A mistake at one line of the file being read; the loader knows which file that is."""

    def __init__(self, line: int, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.line, self.reason, self.remedy = line, reason, remedy

    def at(self, path: str) -> Finding:
        return complaint(path, self.line, self.reason, self.remedy)


def unreadable(path: str, error: Exception) -> Finding:
    """Complain of a file that is not there, may not be read, or holds something else than text."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        remedy = "save it as UTF-8 text; in Notepad: Save as, with UTF-8 as encoding"
        return complaint(path, line, "this is no text in UTF-8", remedy)
    said = error.strerror if isinstance(error, OSError) else None
    reason = Remark("not readable: {problem}", problem=said or type(error).__name__)
    return complaint(path, 1, reason, "name a file that is there and that may be read")


def unforeseen(path: str, line: int, error: Exception) -> Finding:
    """Complain of what no rule of ours thought of. Only the kind of the error is told: its words may be anything."""
    reason = Remark("this cannot be read: {problem}", problem=type(error).__name__)
    return complaint(path, line, reason, "write it in another way, and tell the makers of Koersvast what stood here")


class CannotLoad(FlowsError, ValueError):
    """A flow that cannot be loaded: correct every line in `complaints` and load it again."""

    def __init__(self, complaints: Iterable[Finding]) -> None:
        self.complaints = tuple(sorted(complaints))
        super().__init__("\n".join(map(str, self.complaints)))
