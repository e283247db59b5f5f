"""The flows that coaches' commands work on: found by name on the shelves, or named as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from flows import complaints, engine, loader
from flows.flow import Flow

OURS = Path(__file__).parents[2] / "flows" / "library"


@dataclass(frozen=True, slots=True)
class FoundFlow:
    """Holds a flow, the file that it comes from, and the shelf that it stands on."""

    flow: Flow
    shelf: loader.Shelf

    @property
    def file(self) -> Path:
        return Path(self.flow.path)


class FlowNotFound(Exception):
    """There is no such flow, or it cannot be loaded; the message says what to do, a line for each mistake."""


def find(name: str, folders: Sequence[Path] = ()) -> FoundFlow:
    """Find the flow of that name on our shelf or the organisation's own (``folders``), or the flow file at that path
    with what lies beside it. Raises FlowNotFound."""
    path = Path(name)
    if path.suffix != ".yaml":
        return _by_name(name, every(folders))
    try:
        flow = loader.read(path)
    except complaints.CannotLoad as error:
        raise FlowNotFound(str(error)) from None
    shelf = loader.shelf([OURS, *folders, path.parent])
    return FoundFlow(flow, loader.Shelf({**shelf.flows, flow.name: flow}))


def _by_name(name: str, shelf: loader.Shelf) -> FoundFlow:
    wrong = [str(one) for one in shelf.complaints if Path(one.path).stem == name]
    if wrong:
        raise FlowNotFound("\n".join(wrong))
    try:
        return FoundFlow(shelf.flow(name), shelf)
    except engine.UnknownFlow:
        raise FlowNotFound(f"There is no flow {name}. There are: {', '.join(shelf.flows)}.") from None


def every(folders: Sequence[Path] = ()) -> loader.Shelf:
    """Read our shelf, with the organisation's own flows in the place of ours of the same name."""
    return loader.shelf([OURS, *folders])


def refuse(out: Console, reason: object) -> int:
    """Tell why a command stops, and give its status."""
    out.print(str(reason), style="red", markup=False, soft_wrap=True)
    return 1
