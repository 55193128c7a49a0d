"""Writes workbooks: every text as a text, whatever it begins with; the file appears whole or not at all."""

from __future__ import annotations

import itertools
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from cms.workbook.table import column_letters
from cms.workbook.text import CELL_LIMIT, escaped_for_xlsx, without_forbidden

_TEXT_FORMAT = "@"
_PRICE_FORMAT = "0.00"
_BOLD = Font(bold=True)
_RED = Font(color="B00020")
_WIDTHS = {"title": 40, "description": 60, "body": 60, "message": 60, "email": 30, "name": 30, "photos": 40, "path": 30}
_WIDTH = 16
_NOT_IN_NAMES = re.compile(r"[\\*?:/\[\]]")
_LONGEST_NAME = 31
_ROOM_FOR_NUMBER = 25


class SheetWriter:
    """One sheet being written, row by row. `sheet` is a write-only sheet of openpyxl, whose types are not complete."""

    def __init__(self, sheet: Any, header: Sequence[str]) -> None:
        self._sheet = sheet
        self._header = header

    def begin(self) -> None:
        """Write the header, which stays in sight."""
        self._sheet.freeze_panes = "A2"
        for place, name in enumerate(self._header):
            self._sheet.column_dimensions[column_letters(place)].width = _WIDTHS.get(name, _WIDTH)
        self.row([self.text(name, font=_BOLD) for name in self._header])

    def row(self, cells: Sequence[Any]) -> None:
        """One row; a text goes in as a text, a Decimal as a price."""
        self._sheet.append([self._cell(cell) for cell in cells])

    def _cell(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Decimal):
            cell = WriteOnlyCell(self._sheet, value=float(value))
            cell.number_format = _PRICE_FORMAT
            return cell
        return value

    def text(self, value: str, *, font: Font | None = None) -> Any:
        """A cell that no program takes for a formula, a number or an error."""
        cell = WriteOnlyCell(self._sheet)
        cell.value = escaped_for_xlsx(without_forbidden(value))[:CELL_LIMIT]
        cell.data_type = "s"
        cell.number_format = _TEXT_FORMAT
        if font is not None:
            cell.font = font
        return cell

    def warning(self, value: str) -> Any:
        """A text in red."""
        return self.text(value, font=_RED)


@contextmanager
def new_workbook(path: Path) -> Iterator[Workbook]:
    """A workbook to fill; it replaces the file at `path` in one step, and only when nothing went wrong.

    Only the owner may read the file: there are e-mail addresses in it.
    """
    workbook = Workbook(write_only=True)
    try:
        yield workbook
    except BaseException:
        _drop(workbook)
        raise
    saved_whole(workbook, path)


def saved_whole(workbook: Workbook, path: Path) -> None:
    """Save it: the file at `path` is the old one or the whole new one, for its owner alone."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        workbook.save(temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o600)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _drop(workbook: Workbook) -> None:
    """Close what openpyxl keeps open, and remove its temporary files."""
    sheets: list[Any] = workbook.worksheets
    for sheet in sheets:
        sheet.close()
        sheet._writer.cleanup()  # noqa: SLF001 (openpyxl does it in save() alone)


def add_sheet(workbook: Workbook, name: str) -> Any:
    """A new sheet, under the name or what a spreadsheet program can take of it."""
    title = _NOT_IN_NAMES.sub("_", without_forbidden(name))[:_LONGEST_NAME] or "_"
    taken = {one.lower() for one in workbook.sheetnames}
    numbered = (f"{title[:_ROOM_FOR_NUMBER]} {number}" for number in itertools.count(2))
    return workbook.create_sheet(next(one for one in itertools.chain([title], numbered) if one.lower() not in taken))


def write_sheet(workbook: Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Add a sheet with a header; how many rows it has."""
    writer = SheetWriter(add_sheet(workbook, name), header)
    writer.begin()
    count = 0
    for row in rows:
        writer.row(row)
        count += 1
    return count
