"""What a coach is told about a file that cannot be played: place, reason, remedy."""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.errors import FlowsError
from flows.remark import Remark


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """One mistake at one line (1-based) of one file."""

    path: str
    line: int
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.reason} — {self.remedy}"


class Mistake(FlowsError):
    """A mistake at one line of the file being read; the loader knows which file that is."""

    def __init__(self, line: int, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.line, self.reason, self.remedy = line, reason, remedy

    def at(self, path: str) -> Complaint:
        return Complaint(path, self.line, self.reason, self.remedy)


def unreadable(path: str, error: Exception) -> Complaint:
    """Complain of a file that is not there, may not be read, or holds something else than text."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        remedy = "save it as UTF-8 text; in Notepad: Save as, with UTF-8 as encoding"
        return Complaint(path, line, "this is no text in UTF-8", remedy)
    said = error.strerror if isinstance(error, OSError) else None
    reason = Remark("not readable: {problem}", problem=said or type(error).__name__)
    return Complaint(path, 1, reason, "name a file that is there and that may be read")


def unforeseen(path: str, line: int, error: Exception) -> Complaint:
    """Complain of what no rule of ours thought of. Only the kind of the error is told: its words may be anything."""
    reason = Remark("this cannot be read: {problem}", problem=type(error).__name__)
    return Complaint(path, line, reason, "write it in another way, and tell the makers of Koersvast what stood here")


class CannotLoad(FlowsError, ValueError):
    """A flow that cannot be loaded: correct every line in `complaints` and load it again."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(sorted(complaints))
        super().__init__("\n".join(map(str, self.complaints)))
