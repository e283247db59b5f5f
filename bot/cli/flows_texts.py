"""Takes the texts of flows out for translators, and brings their work back."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.cli import flows_shelf
from flows import complaints, folder, loader, po, translating, vocabulary
from flows.checks import translations
from flows.flow import Flow

_SHOWN = 12


def export(
    name: str,
    languages: Sequence[str] = (),
    *,
    folders: Sequence[Path] = (),
    to: Path | None = None,
    console: Console | None = None,
) -> int:
    """Bring the catalogues of a flow up to date: those it has, or those of these languages ('u' for formal Dutch).
    They are written beside the flow, or into the folder ``to``, where no other file is overwritten. Returns 1 when
    something is in the way."""
    out = console or Console(highlight=False)
    try:
        script = flows_shelf.find(name, folders).flow
        for key in languages or sorted(script.entries) or ["en", translations.FORMAL]:
            _export(out, script, key, to)
    except (flows_shelf.NotFound, _Refused, po.Unreadable, OSError) as error:
        return flows_shelf.refuse(out, error)
    return 0


class _Refused(Exception):
    """The message says why, and what to do."""


def _export(out: Console, script: Flow, key: str, to: Path | None) -> None:
    if key != translations.FORMAL and (not vocabulary.LANGUAGE.fullmatch(key) or key == script.language):
        raise _Refused(
            f"{key!r} is no language to translate into: write two letters such as en, or u for formal Dutch."
        )
    before = po.read(script.catalogues[key]) if key in script.catalogues else None
    made = translating.export(script, key, before)
    file = (to or Path(script.path).parent) / f"{script.name}.{key}.po"
    if to is not None and file.exists() and po.read(file.read_text("utf-8")) != made:
        raise _Refused(f"{file} holds other work: import it first, or name an empty folder with --to.")
    if made != before or to is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(po.write(made), "utf-8")
    stands = translating.standing(script, key, made.units)
    out.print(f"{file}: {_counted(stands)}", soft_wrap=True, markup=False)
    _list(out, "to translate", stands.missing)
    _list(out, "to read again, the text has changed", stands.stale)


def _counted(stands: translating.Standing) -> str:
    return f"{len(stands.done)} translated, {len(stands.missing)} missing, {len(stands.stale)} stale"


def take(files: Sequence[Path], *, folders: Sequence[Path] = (), console: Console | None = None) -> int:
    """Bring translators' files (FLOW.LANGUAGE.po) into the catalogues beside their flows. Returns 1 when a file could
    not be brought in, or when something in it was not taken."""
    out = console or Console(highlight=False)
    return max([_take(out, file, folders) for file in files], default=0)


def _take(out: Console, file: Path, folders: Sequence[Path]) -> int:
    try:
        name, key = _named(file)
        script = flows_shelf.find(name, folders).flow
        theirs = po.read(folder.text(file))
        ours = po.read(script.catalogues[key]) if key in script.catalogues else None
        merged = translating.merge(script, key, ours, theirs)
        _write(script, key, merged.sheet)
    except (complaints.FlowError, flows_shelf.NotFound, _Refused, po.Unreadable, OSError) as error:
        return flows_shelf.refuse(out, f"{file}: {error}")
    stands = translating.standing(script, key, merged.sheet.units)
    out.print(f"{file}: {len(merged.taken)} taken; now {_counted(stands)}", soft_wrap=True, markup=False)
    _list(out, "not taken, marked fuzzy by the translator", merged.unsure)
    _list(out, "not taken, translated from an older text", merged.outdated)
    _list(out, "not taken, the flow has no such text", merged.unknown)
    return int(bool(merged.unsure or merged.outdated or merged.unknown))


def _named(file: Path) -> tuple[str, str]:
    parts = file.name.split(".")
    if len(parts) != 3 or parts[2] != "po":
        raise _Refused("the name must say which flow and which language: FLOW.LANGUAGE.po, as it was exported.")
    return parts[0], parts[1]


def _write(script: Flow, key: str, sheet: po.Sheet) -> None:
    """Beside the flow, once it is sure that the flow still loads with it; raises FlowError."""
    text = po.write(sheet)
    loader.load(script.source, {**script.catalogues, key: text}, path=script.path)
    Path(script.path).with_name(f"{script.name}.{key}.po").write_text(text, "utf-8")


def _list(out: Console, what: str, places: Sequence[str]) -> None:
    if places:
        more = f" … and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        out.print(f"  {what}: {', '.join(places[:_SHOWN])}{more}", soft_wrap=True, markup=False)
