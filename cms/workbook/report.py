"""The report of an import: the same sheets, with the reason beside each refused row and the keys of new listings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cms.workbook.planning import Plan, Workbook
from cms.workbook.reading.spool import SheetPlace
from cms.workbook.table import Cell, Problem, shown_whole
from cms.workbook.text import tidy_line
from cms.workbook.writing import SheetWriter, add_sheet, new_workbook

REASON = "#problem"
_KEY = "key"
Reasons = dict[tuple[str, int], list[str]]


def write_report(path: Path, workbook: Workbook, plan: Plan, problems: list[Problem]) -> None:
    """Write the copy. Rows keep their numbers. It can be mended and imported itself: `#problem` is ignored then."""
    reasons: Reasons = defaultdict(list)
    for one in problems:
        if one.sheet is not None and one.row is not None:
            reasons[one.sheet, one.row].append(f"{one.column}: {one.message}" if one.column else one.message)
    with new_workbook(path) as report:
        for place in workbook.sheets:
            copy = _SheetCopy(SheetWriter(add_sheet(report, place.name), []), place, plan, reasons)
            for number, cells in workbook.rows(place):
                copy.add(number, cells)


class _SheetCopy:
    """Copies one sheet, row by row. Its first row says where the columns stand that are filled in."""

    def __init__(self, writer: SheetWriter, place: SheetPlace, plan: Plan, reasons: Reasons) -> None:
        self._writer = writer
        self._name = tidy_line(place.name).casefold()
        self._keys = {row: key for (sheet, row), key in plan.made_keys.items() if sheet == self._name}
        self._reasons = reasons
        self._width = place.columns
        self._row = 0
        self._places: dict[str, int] = {}

    def add(self, number: int, cells: Sequence[Cell]) -> None:
        """Copy a row, after the empty ones before it."""
        while self._row < number - 1:
            self._writer.row([])
            self._row += 1
        self._row = number
        row: list[Any] = [shown_whole(cell) if isinstance(cell, dict) else cell for cell in cells]
        row += [None] * (self._width + 1 + bool(self._keys) - len(row))
        reason = " ".join(self._reasons.get((self._name, number), ()))
        if not self._places:
            self._find_places(cells)
            row[self._places[REASON]] = f"{REASON} {reason}".strip()
            if self._keys:
                row[self._places[_KEY]] = _KEY
        else:
            if number in self._keys:
                row[self._places[_KEY]] = self._keys[number]
            if reason:
                row[self._places[REASON]] = self._writer.warning(reason)
        self._writer.row(row)

    def _find_places(self, header: Sequence[Cell]) -> None:
        names = [tidy_line(shown_whole(cell)).casefold() for cell in header]
        after = int(bool(self._keys) and _KEY not in names)  # No blank column where no key is filled in.
        self._places = {
            _KEY: names.index(_KEY) if _KEY in names else self._width,
            REASON: next((place for place, name in enumerate(names) if name.startswith(REASON)), self._width + after),
        }
