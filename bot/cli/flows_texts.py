"""Takes the texts of flows out for translators, and brings their work back."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.cli import flows_shelf
from flows import catalogue, complaints, folder, loader, po, translating, vocabulary
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
    A flow without any gets the formal one, if it is Dutch: an empty catalogue of a language that nobody asked for would
    be nothing but gaps. They are written beside the flow, or into the folder ``to``, where no other file is
    overwritten. Returns 1 when something is in the way."""
    out = console or Console(highlight=False)
    try:
        flow = flows_shelf.find(name, folders).flow
        keys = languages or sorted(flow.entries) or _first(flow)
        for key in keys:
            _export(out, flow, key, to)
    except (flows_shelf.FlowNotFound, _Refused, po.NoPoFile, complaints.CannotLoad, OSError) as error:
        return flows_shelf.refuse(out, error)
    if not languages:
        _tell_others(out, flow, keys)
    return 0


def _first(flow: Flow) -> list[str]:
    if flow.language != "nl":
        raise _Refused(f"{flow.name} has no translations: say into which language, such as --language nl.")
    return [translations.FORMAL]


def _tell_others(out: Console, flow: Flow, keys: Sequence[str]) -> None:
    """Tell which languages there are to ask for, while there is only the formal one."""
    if list(keys) == [translations.FORMAL]:
        again = f"./koersvast flows texts export {flow.path} --language en"
        out.print(f"Only with u so far. For English as well: {again}", soft_wrap=True, markup=False)


class _Refused(Exception):
    """The message says why, and what to do."""


def _export(out: Console, flow: Flow, key: str, to: Path | None) -> None:
    if key != translations.FORMAL and (not vocabulary.LANGUAGE.fullmatch(key) or key == flow.language):
        raise _Refused(
            f"{key!r} is no language to translate into: write two letters such as en, or u for formal Dutch."
        )
    before = po.read(flow.catalogues[key]) if key in flow.catalogues else None
    catalogue = translating.export(flow, key, before)
    file = (to or Path(flow.path).parent) / f"{flow.name}.{key}.po"
    if to is not None and file.exists() and po.read(folder.text(file)) != catalogue:
        raise _Refused(f"{file} holds other work: import it first, or name an empty folder with --to.")
    if catalogue != before or to is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(po.write(catalogue), "utf-8")
    stands = translating.standing(flow, key, catalogue.units)
    out.print(f"{file}: {_counted(stands)}", soft_wrap=True, markup=False)
    _list(out, "to translate", stands.missing)
    _list(out, "to read again, the text has changed", stands.stale)
    if stands.missing and key != translations.FORMAL:
        out.print("  until they are there, flows check names each of them; without this file it names none.")


def _counted(stands: translating.TranslationStanding) -> str:
    return f"{len(stands.done)} translated, {len(stands.missing)} missing, {len(stands.stale)} stale"


def take(
    files: Sequence[Path], *, folders: Sequence[Path] = (), beside: Path | None = None, console: Console | None = None
) -> int:
    """Bring translators' files (FLOW.LANGUAGE.po) into the catalogues beside their flows: those in the folder
    ``beside``, or where the file itself lies, or else on the shelves. Returns 1 when a file could not be brought in, or
    when something in it was not taken."""
    out = console or Console(highlight=False)
    return max([_take(out, file, folders, beside) for file in files], default=0)


def _take(out: Console, file: Path, folders: Sequence[Path], beside: Path | None) -> int:
    try:
        name, key = _named(file)
        flow = _flow(name, file, folders, beside)
        theirs = po.read(folder.text(file))
        ours = po.read(flow.catalogues[key]) if key in flow.catalogues else None
        merged = translating.merge(flow, key, ours, theirs)
        _write(flow, key, merged.sheet)
    except po.NoPoFile as error:
        return flows_shelf.refuse(out, "\n".join(map(str, catalogue.of_slips(str(file), error))))
    except complaints.CannotLoad as error:
        return flows_shelf.refuse(out, error)
    except (flows_shelf.FlowNotFound, _Refused, OSError) as error:
        return flows_shelf.refuse(out, f"{file}: {error}")
    stands = translating.standing(flow, key, merged.sheet.units)
    out.print(f"{file}: {len(merged.taken)} taken; now {_counted(stands)}", soft_wrap=True, markup=False)
    strays = [stray.slip for stray in theirs.strays if stray.slip]
    _list(out, "not taken, marked fuzzy by the translator", merged.unsure)
    _list(out, "not taken, translated from an older text", merged.outdated)
    _list(out, "not taken, the flow has no such text", merged.unknown)
    for slip in strays[:_SHOWN]:
        out.print(f"  not taken, line {slip.line}: {slip.reason} — {slip.remedy}", soft_wrap=True, markup=False)
    if strays:
        out.print(f"  {len(strays)} entries of {len(strays) + len(theirs.units)} belong to no text.", markup=False)
    return int(bool(merged.unsure or merged.outdated or merged.unknown or strays))


def _flow(name: str, file: Path, folders: Sequence[Path], beside: Path | None) -> Flow:
    """Find the flow that a file translates."""
    nearest = (beside or file.parent) / f"{name}.yaml"
    if beside or nearest.exists():
        return flows_shelf.find(str(nearest), folders).flow
    try:
        return flows_shelf.find(name, folders).flow
    except flows_shelf.FlowNotFound as error:
        where = f"Say in which folder {name}.yaml lies with --in FOLDER, or set KOERSVAST_FLOWS_DIR=FOLDER in .env."
        raise flows_shelf.FlowNotFound(f"{error}\n{where}") from None


def _named(file: Path) -> tuple[str, str]:
    parts = file.name.split(".")
    if len(parts) != 3 or parts[2] != "po":
        raise _Refused("the name must say which flow and which language: FLOW.LANGUAGE.po, as it was exported.")
    return parts[0], parts[1]


def _write(flow: Flow, key: str, sheet: po.PoFile) -> None:
    """Write a catalogue beside the flow, once it is sure that the flow still loads with it; raises CannotLoad."""
    text = po.write(sheet)
    loader.load(flow.source, {**flow.catalogues, key: text}, path=flow.path)
    Path(flow.path).with_name(f"{flow.name}.{key}.po").write_text(text, "utf-8")


def _list(out: Console, what: str, places: Sequence[str]) -> None:
    if places:
        more = f" … and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        out.print(f"  {what}: {', '.join(places[:_SHOWN])}{more}", soft_wrap=True, markup=False)
