"""The files of a folder of flows, and what stands in them: whatever lies there has an answer and is not waited for."""

import stat
from collections.abc import Iterator
from pathlib import Path

from flows import complaints, decoding
from flows.findings import Finding

LARGEST = 1024 * 1024
"""bytes: a flow has at most 256 kB of text, which in any script of the world fits in this"""
_OTHER_ENDINGS = (".yml", ".YAML", ".YML")


def flows(path: Path) -> list[Path]:
    """List everything in it that is called as a flow, by name; nothing where the folder cannot be read."""
    return [one for one in _inside(path) if one.name.endswith(".yaml")]


def strays(path: Path) -> list[Path]:
    """List what a coach may take for a flow and is never loaded."""
    return [one for one in _inside(path) if one.name.endswith(_OTHER_ENDINGS)]


def stray(path: Path) -> Finding:
    """Say why this file is not loaded."""
    return complaints.complaint(str(path), 1, "a file with this ending is never loaded", "let its name end in .yaml")


def catalogues(flow: Path) -> dict[str, Path]:
    """Find the PO files beside a flow by their key: `NAME.en.po`, `NAME.u.po`."""
    begin = f"{flow.stem}."
    beside = [one for one in _inside(flow.parent) if one.name.startswith(begin) and one.name.endswith(".po")]
    catalogues = {one.name[len(begin) : -len(".po")]: one for one in beside}
    return {key: one for key, one in catalogues.items() if key and "." not in key}


def _inside(path: Path) -> Iterator[Path]:
    try:
        yield from sorted(path.iterdir())
    except OSError:  # no folder, or a closed one: whoever needs a file of it by name hears why
        return


def content(path: Path) -> bytes:
    """Read the bytes of a file. Raises CannotLoad for what is no file of a flow's size, such as a pipe."""
    try:
        kind = path.stat().st_mode  # looked at before it is opened: a pipe would wait for whoever writes to it
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            raise complaints.CannotLoad([_no_file(path)])
        with path.open("rb") as file:
            read = file.read(LARGEST + 1)
    except complaints.CannotLoad:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise complaints.CannotLoad([complaints.unreadable(str(path), error)]) from None
    if len(read) > LARGEST:
        raise complaints.CannotLoad([_too_large(path)])
    return read


def text(path: Path) -> str:
    """Read the text of a file. Raises CannotLoad."""
    return decoding.text(content(path), str(path))


def _no_file(path: Path) -> Finding:
    return complaints.complaint(str(path), 1, "this is a pipe or a device, and no file", "put an ordinary file there")


def _too_large(path: Path) -> Finding:
    return complaints.complaint(
        str(path), 1, "the file is larger than 1 MB", "split it into flows that enter each other"
    )
