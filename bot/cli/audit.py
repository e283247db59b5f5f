"""`audit verify`: whether the trail, the published figures and the decisions are as they were written."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from bot.base import anchors
from bot.cli.desk import OperatorMistake, open_desk
from store import chains
from store.chains import ChainFault, Link
from store.database import Transaction

EVENT = "audit verify"
_NAMES = {
    "audit": "the audit trail",
    "cells": "the published figures",
    "decisions": "the decisions",
    "outcomes": "the outcomes of decisions",
}


class ChainBroken(OperatorMistake):
    """What was written down was changed outside the program; compare with a copy from before."""


def verify(anchor: Sequence[str] = ()) -> None:
    """Say that all is whole, or what is the first that is not; and give the line by which a cut end would show."""
    with open_desk(EVENT) as desk:
        anchored = _anchors(desk.settings.data_dir, anchor)
        desk.do(_check, anchored)
        desk.do(desk.note, "trail and figures")
        typer.echo("All is as it was written: the audit trail, the published figures and the decisions.")
        said = desk.do(anchors.write, desk.settings.data_dir, desk.now)
        typer.echo(f"Keep this line elsewhere, for `audit verify --anchor`: {said}")


def _anchors(folder: Path, lines: Sequence[str]) -> Mapping[str, Sequence[Link]]:
    try:
        typed = [chains.read_line(line) for line in lines]
    except ValueError:
        raise OperatorMistake("--anchor is the whole line that `audit verify` printed, between quotes.") from None
    return anchors.by_chain([*anchors.read(folder), *typed])


def _check(db: Transaction, anchored: Mapping[str, Sequence[Link]]) -> None:
    for chain in anchors.CHAINS:
        fault = chain.fault(db, anchored.get(chain.name, ()))
        if fault is not None:
            raise ChainBroken(f"{fault_in_words(chain.name, fault)} {ChainBroken.__doc__}")


def fault_in_words(name: str, fault: ChainFault) -> str:
    """Word a fault of a chain as a sentence."""
    where = _NAMES[name] if fault.row_id is None else f"row {fault.row_id} of {_NAMES[name]}"
    return f"{where[0].upper()}{where[1:]}: {'it' if fault.row_id else ''} {fault.what}.".replace(":  ", ": ")
