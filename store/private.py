"""Files and folders that this account alone may read: 600 and 700, whatever the machine makes by itself."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

_FILE, _FOLDER = 0o600, 0o700
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def umask() -> None:
    """Let all that this process makes from now on be readable by this account alone; for whoever began the process."""
    os.umask(_OTHERS)


def write(file: Path, text: str) -> None:
    """Write a file whole, or not at all; its folder is made if need be."""
    file.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=_FILE)
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)


def tighten(paths: Sequence[Path]) -> int:
    """Take these files and folders, with all that is in them, away from everybody else.

    Returns how many were open to others. What is not there, or belongs to another account, is left alone.
    """
    return sum(close(path) for top in paths for path in _within(top))


def _within(path: Path) -> Iterator[Path]:
    yield path
    if path.is_dir() and not path.is_symlink():
        yield from path.rglob("*")


def close(path: Path) -> bool:
    """Take one file or folder away from everybody else; says whether it was open to others."""
    try:
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or not mode & _OTHERS:
            return False
        path.chmod(_FOLDER if stat.S_ISDIR(mode) else _FILE)
    except OSError:  # gone meanwhile, or somebody else's
        return False
    return True
