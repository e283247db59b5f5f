"""Anchors: how far each chain went and its last hash, in a file beside the data and on a line to keep elsewhere.

Whoever cuts the end off a chain, and what the database says about it, must find every anchor as well.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from store import audit, cells, chains, decisions, private
from store.chains import Link
from store.database import Transaction

FILE = "anchors"
CHAINS = (audit.CHAIN, cells.CHAIN, decisions.CHAIN, decisions.OUTCOMES)
_KEPT = 400  # lines: more than a year of days


def write(db: Transaction, folder: Path, now: datetime) -> str:
    """Add where the chains stand now to the file; gives the line without its day."""
    line = chains.line({chain.name: chain.head(db) for chain in CHAINS})
    earlier = _lines(folder)
    if not earlier or earlier[-1].partition(" ")[2] != line:
        private.write(folder / FILE, "\n".join([*earlier[1 - _KEPT :], f"{now:%Y-%m-%d} {line}"]) + "\n")
    return line


def begin_anew(folder: Path) -> None:
    """Put the file aside: a copy that was put back ends before what it says."""
    file = folder / FILE
    if file.exists():
        file.replace(folder / f"{FILE}.before-restore")


def read(folder: Path) -> Sequence[Mapping[str, Link]]:
    """Read the anchors in the file, oldest first; a line that is none is passed over."""
    anchors = []
    for line in _lines(folder):
        try:
            anchors.append(chains.read_line(line.partition(" ")[2]))
        except ValueError:
            continue
    return anchors


def by_chain(lines: Sequence[Mapping[str, Link]]) -> Mapping[str, Sequence[Link]]:
    """Sort the links of anchors by their chain."""
    return {chain.name: [one[chain.name] for one in lines if chain.name in one] for chain in CHAINS}


def _lines(folder: Path) -> list[str]:
    file = folder / FILE
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []
