"""Whether a row says what is stored already. Then it is left alone, whatever its columns would demand of new values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cms.workbook.table import Cell, is_blank, shown_whole
from cms.workbook.text import tidy_lines, without_forbidden


def line_cell(stored: str) -> str | None:
    """A stored text of one line as a cell."""
    return " ".join(lines_cell(stored).split()) or None


def lines_cell(stored: str) -> str:
    """A stored text of several lines as a cell. Tidied like what comes in, so that both compare equal."""
    return tidy_lines(without_forbidden(stored))


def says_the_same(row: Mapping[str, Cell], stored: Mapping[str, Any]) -> bool:
    """Whether each cell of the row, whatever columns it has, is what an export would write there."""
    return all(is_same_cell(cell, stored.get(column)) for column, cell in row.items())


def is_same_cell(cell: Cell, exported: str | int | Decimal | None) -> bool:
    """Whether a cell that was read is the exported one, also after a spreadsheet program made it a number."""
    if exported is None or exported == "":
        return is_blank(cell)
    if isinstance(cell, dict | bool) or is_blank(cell):
        return False
    if isinstance(exported, str):
        return tidy_lines(shown_whole(cell)) == exported
    return isinstance(cell, int | float) and float(exported) == cell
