"""Takes the values out of a row, and notes what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _

from cms.workbook.cells import Reader
from cms.workbook.errors import CellRefused
from cms.workbook.table import Cell, Problem, Row, is_blank, shown

Value = TypeVar("Value")


class Fields:
    """One row being read. `refused` says whether anything was wrong with it so far."""

    def __init__(self, sheet: str, row: Row, note: Callable[[Problem], None]) -> None:
        self._sheet = sheet
        self._row = row
        self._note = note
        self.refused = False
        self.number = row.number
        for column, cell in row.strays.items():
            self._refuse(
                _("column %(column)s") % {"column": column},
                _("something stands here, but the column has no header."),
                cell,
            )

    def has(self, column: str) -> bool:
        """Whether the sheet has the column at all: without it, what is stored stays."""
        return column in self._row.cells

    def is_blank(self, column: str) -> bool:
        """Whether the cell is empty, or its column not there."""
        return is_blank(self._row.cells.get(column))

    def take(self, column: str, read: Reader[Value]) -> Value | None:
        """The value of a cell, or None after noting why not."""
        try:
            return read(self._row.cells.get(column))
        except CellRefused as refused:
            self.refuse(column, refused.reason)
            return None

    def refuse(self, column: str | None, message: str) -> None:
        """Note what is wrong with the row."""
        self._refuse(column, message, self._row.cells.get(column) if column else None)

    def _refuse(self, column: str | None, message: str, cell: Cell) -> None:
        self.refused = True
        value = None if is_blank(cell) else shown(cell)
        self._note(Problem(sheet=self._sheet, row=self._row.number, column=column, value=value, message=message))
