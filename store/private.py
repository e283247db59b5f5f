"""Files and folders that this account alone may read: 600 and 700, whatever the machine makes by itself."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

_FILE, _FOLDER = 0o600, 0o700
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def umask() -> None:
    """Let whatever this process makes from now on be readable by this account alone."""
    os.umask(_OTHERS)


def write(file: Path, text: str) -> None:
    """Write a file whole, or not at all; its folder is made if need be."""
    file.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=_FILE)
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)


def tighten(folder: Path, files: Sequence[Path] = ()) -> int:
    """Take a folder of ours with all that is in it, and these files, away from everybody else; returns how many were
    open to others. What belongs to another account is left alone."""
    return sum(_close(path) for path in [*_within(folder), *files])


def _within(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield folder
        yield from folder.rglob("*")


def _close(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or not mode & _OTHERS:
            return False
        path.chmod(_FOLDER if stat.S_ISDIR(mode) else _FILE)
    except OSError:  # gone meanwhile, or somebody else's
        return False
    return True
