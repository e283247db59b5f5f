"""Opens a zip in memory, file by file.

One that cannot be opened keeps no other from being read, and none is passed over without a word but what computers add
by themselves.
"""

import contextlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

MOST = 500  # files
_WHOLE = 16 * 1024 * 1024  # bytes that are unpacked of one zip
_LEFTOVERS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", "tests")
_PLAIN = (".txt", ".md")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
"""broken, cut short, packed in a way that we do not know, or locked with a password"""


class NoZip(ValueError):
    """This cannot be opened as a zip."""


@dataclass(frozen=True, slots=True)
class ZipMember:
    """Holds one file of a zip: the last part of its name, so that it cannot lead anywhere; ``content`` is None for one
    that cannot be opened, and at most one byte more than was asked for."""

    name: str
    content: bytes | None


def members(content: bytes, largest: int) -> Iterator[ZipMember]:
    """List what is in a zip, without leftovers, an author's tests and plain notes. After MOST files, or when more is
    unpacked than any zip of flows holds, what follows cannot be opened. Raises NoZip."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for number, info in enumerate(one for one in packed.infolist() if not _is_left(one)):
                read = _read(packed, info, largest) if number < MOST and unpacked < _WHOLE else None
                unpacked += len(read or b"")
                yield ZipMember(_path(info).name, read)
    except _UNREADABLE:
        raise NoZip from None


def _read(packed: zipfile.ZipFile, info: zipfile.ZipInfo, largest: int) -> bytes | None:
    try:
        with packed.open(info) as file:
            return file.read(largest + 1)
    except _UNREADABLE:
        return None


def _is_left(info: zipfile.ZipInfo) -> bool:
    path = _path(info)
    left = any(part in _LEFTOVERS for part in path.parts) or path.name.startswith("._")
    return info.is_dir() or not path.name or left or path.suffix.lower() in _PLAIN


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    """Read its name as whoever packed it wrote it: many a program writes UTF-8 and does not say so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):  # else they are letters of the old code page, as the library took them
            name = name.encode("cp437").decode()
    return PurePosixPath(name.replace("\\", "/"))
