"""Sheets that others add to the workbook."""

from __future__ import annotations

from cms.workbook.comparison import line_cell, lines_cell
from cms.workbook.sheets import Sheet, register_sheet
from cms.workbook.table import Column

__all__ = ["Column", "Sheet", "line_cell", "lines_cell", "register_sheet"]
