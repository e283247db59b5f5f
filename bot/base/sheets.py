"""Writes one table as a file: CSV as a Dutch spreadsheet opens it, and OpenDocument."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

CSV_TYPE = "text/csv; charset=utf-8"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
Value = str | date | Decimal
Row = Sequence[Value]
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it a spreadsheet reads é as two signs
_LONGEST_NAME = 31  # of a sheet, in most spreadsheets
_NOT_IN_A_NAME = str.maketrans(
    dict.fromkeys("[]*?:/\\'", " ")
)  # a spreadsheet would call such a sheet otherwise, or broken
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Holds a table for a spreadsheet: a heading, rows, and the sentences that belong below them."""

    name: str
    heading: Sequence[str]
    rows: Sequence[Row]
    legend: Sequence[str]


def to_csv(sheet: Sheet) -> bytes:
    """Write a table as CSV: UTF-8 with a byte order mark, semicolons, decimal commas; a text that would be a formula is
    made harmless."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(name) for name in sheet.heading])
    writer.writerows([_shown(value) for value in row] for row in sheet.rows)
    writer.writerows([[], *([_guarded(line)] for line in sheet.legend)])
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def to_ods(sheet: Sheet) -> bytes:
    """Write a table as an OpenDocument spreadsheet in which days are days, numbers numbers, and no text a formula."""
    from odf.opendocument import OpenDocumentSpreadsheet  # only for who asks for it
    from odf.table import Table, TableRow

    document, table = OpenDocumentSpreadsheet(), Table(name=_name(sheet))
    day = _day_style(document)
    for row in (sheet.heading, *sheet.rows, (), *((line,) for line in sheet.legend)):
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value, day))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    file = BytesIO()
    document.write(file)
    return file.getvalue()


def _name(sheet: Sheet) -> str:
    """Write the name of the sheet as any spreadsheet takes it."""
    return " ".join(sheet.name.translate(_NOT_IN_A_NAME).split())[:_LONGEST_NAME]


def _day_style(document: Any) -> Any:
    """Make a style that shows a day as 2026-10-12; without one it would be the number of days since 1899."""
    from odf.number import DateStyle, Day, Month, Text, Year
    from odf.style import Style

    format = DateStyle(name="day")
    for part in (Year(style="long"), Text(text="-"), Month(style="long"), Text(text="-"), Day(style="long")):
        format.addElement(part)
    style = Style(name="day-cell", family="table-cell", datastylename=format)
    document.automaticstyles.addElement(format)
    document.automaticstyles.addElement(style)
    return style


def _ods_cell(value: Value, day: Any) -> Any:
    from odf.table import TableCell
    from odf.text import P

    match value:
        case Decimal():
            cell = TableCell(valuetype="float", value=str(value))
        case date():
            cell = TableCell(valuetype="date", datevalue=value.isoformat(), stylename=day)
        case _:
            cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def _shown(value: Value) -> str:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return value.isoformat() if isinstance(value, date) else _guarded(value)


def _guarded(text: str) -> str:
    # A spreadsheet would calculate what begins like this, and a team's name is somebody's own choice.
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
