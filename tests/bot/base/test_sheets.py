"""A table as a file that a spreadsheet opens as it was meant, formulas excepted."""

import csv
import subprocess
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from odf.opendocument import load
from odf.table import Table, TableCell

from bot.base import sheets
from bot.base.sheets import Sheet

SHEET = Sheet(
    "Balie & één loket, met een naam die langer is dan kan",
    ["Van", "Waarde", "Getal"],
    [[date(2026, 10, 12), "hoog", Decimal("2.50")], [date(2026, 11, 9), ".", Decimal(0)]],
    ["Een punt betekent: te weinig antwoorden."],
)


def test_a_csv_is_as_a_dutch_spreadsheet_wants_it() -> None:
    """A byte order mark, semicolons, decimal commas, days by ISO 8601."""
    assert (
        "\N{ZERO WIDTH NO-BREAK SPACE}Van;Waarde;Getal\r\n2026-10-12;hoog;2,50\r\n2026-11-09;.;0\r\n\r\n"
        "Een punt betekent: te weinig antwoorden.\r\n" == sheets.to_csv(SHEET).decode()
    )


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("x";"y")'])
def test_no_text_is_a_formula(text: str, office: str, tmp_path: Path) -> None:
    """A team may be called anything: a spreadsheet shows it and calculates nothing."""
    sheet = Sheet("x", [text], [[text]], [text])
    assert {f"'{text}"} == {row[0] for row in _rows(sheets.to_csv(sheet)) if row}
    shown = _rows(_opened(office, tmp_path, sheets.to_ods(sheet)))
    assert {text.strip()} == {row[0].strip() for row in shown if any(row)}


def test_libreoffice_opens_the_spreadsheet(office: str, tmp_path: Path) -> None:
    """Days are days, numbers are numbers, words are words, and a point stays a point."""
    rows = _rows(_opened(office, tmp_path, sheets.to_ods(SHEET)))
    assert [
        ["Van", "Waarde", "Getal"],
        ["2026-10-12", "hoog", "2.5"],
        ["2026-11-09", ".", "0"],
        ["", "", ""],
        ["Een punt betekent: te weinig antwoorden.", "", ""],
    ] == rows


@pytest.mark.parametrize(
    ("team", "name"),
    [("Balie/post [1]: *?", "Balie post 1"), ("'t Loket", "t Loket"), ("Team met een naam van 40 letters of meer", 31)],
)
def test_a_sheet_has_a_name_that_any_spreadsheet_takes(team: str, name: str | int) -> None:
    """Whatever the team is called; a name that is not allowed makes a file that counts as broken."""
    (table,) = load(BytesIO(sheets.to_ods(Sheet(team, ["x"], [], [])))).getElementsByType(Table)
    sheet_name = table.getAttribute("name")
    assert name == (len(sheet_name) if isinstance(name, int) else sheet_name)


def test_libreoffice_opens_the_csv(office: str, tmp_path: Path) -> None:
    """With its accents, and with the legend."""
    content = _opened(office, tmp_path, sheets.to_csv(Sheet("x", ["één"], [["."]], ["klaar"])), "csv")
    assert [["één"], ["."], [], ["klaar"]] == _rows(content)


def test_a_spreadsheet_knows_the_kind_of_every_value() -> None:
    """So that it can sort by day."""
    document = load(BytesIO(sheets.to_ods(SHEET)))
    kinds = [cell.getAttribute("valuetype") for cell in document.getElementsByType(TableCell)]
    assert ["string"] * 3 + ["date", "string", "float"] * 2 + ["string"] == kinds


def _rows(content: bytes) -> list[list[str]]:
    dialect = ";" if content.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode()) else ","
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=dialect))


def _opened(office: str, folder: Path, content: bytes, suffix: str = "ods") -> bytes:
    """What LibreOffice makes of the file, as plain comma-separated values with ISO days."""
    file = folder / f"sheet.{suffix}"
    file.write_bytes(content)
    home = f"-env:UserInstallation=file://{folder / 'profile'}"
    how = ["--infilter=CSV:59,34,76,1"] if suffix == "csv" else []
    command = [
        office,
        home,
        "--headless",
        *how,
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
    ]
    subprocess.run([*command, "--outdir", str(folder / "out"), str(file)], check=True, capture_output=True, timeout=120)
    return (folder / "out" / "sheet.csv").read_bytes()
