"""A sheet as a table: what its header says, and its rows by the names of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from cms.workbook.text import tidy_line

Cell = Any
"""A text, a number, a bool, None, or a dict for a date or an error: see reading/spool.py."""

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. A required one must be there, and filled in each row."""

    name: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong, for the person who sent the workbook. What concerns no row or no column has None there."""

    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    message: str

    def as_dict(self) -> dict[str, Any]:
        """The keys of the contract."""
        return {name: getattr(self, name) for name in ("sheet", "row", "column", "value", "message")}

    def __str__(self) -> str:
        where = [self.sheet and f"sheet {self.sheet}", self.row and f"row {self.row}", self.column]
        value = f"{self.value!r}: " if self.value else ""
        text = ", ".join(part for part in where if part) + ": " * any(where) + value + self.message
        # Names come from the file: none of them shall steer a terminal.
        return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the spreadsheet, its cells by column, and those that stand under no header."""

    number: int
    cells: dict[str, Cell]
    strays: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Header:
    """Which column stands where."""

    row: int
    places: dict[str, int]
    ignored: frozenset[int]

    def rows(self, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[Row]:
        """The rows below the header that hold anything in a column that counts."""
        for number, cells in rows:
            if number <= self.row:
                continue
            named = {name: cells[place] if place < len(cells) else None for name, place in self.places.items()}
            taken = self.ignored | set(self.places.values())
            strays = {
                column_letters(place): cell
                for place, cell in enumerate(cells)
                if place not in taken and not is_blank(cell)
            }
            if strays or not all(map(is_blank, named.values())):
                yield Row(number, named, strays)


def read_header(sheet: str, number: int, cells: Sequence[Cell], columns: Sequence[Column]) -> Header | list[Problem]:
    """Match the first row to the columns, in any order and case; or say by name what is wrong with it."""
    known = {one.name for one in columns}
    names = {place: tidy_line(shown(cell)).casefold() for place, cell in enumerate(cells) if not is_blank(cell)}
    named = {place: name for place, name in names.items() if not name.startswith("#")}

    def problem(column: str, message: str) -> Problem:
        return Problem(sheet=sheet, row=number, column=column, value=None, message=message)

    allowed = ", ".join(one.name for one in columns)
    problems = [
        problem(
            name,
            gettext("there is no such column. Known are %(allowed)s; begin a name with # to have the column ignored.")
            % {"allowed": allowed},
        )
        for name in named.values()
        if name not in known
    ]
    problems += [
        problem(name, gettext("the column is there %(count)s times.") % {"count": count})
        for name, count in Counter(named.values()).items()
        if count > 1 and name in known
    ]
    problems += [
        problem(one.name, gettext("the column is missing; it is required."))
        for one in columns
        if one.required and one.name not in named.values()
    ]
    if problems:
        return problems
    return Header(number, {name: place for place, name in named.items()}, frozenset(set(names) - set(named)))


def is_blank(cell: Cell) -> bool:
    """Whether a cell counts as empty."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: Cell) -> str:
    """A cell as people see it, shortened; for messages and headers."""
    text = shown_whole(cell)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def shown_whole(cell: Cell) -> str:
    """A cell as people see it."""
    match cell:
        case None:
            text = ""
        case {"error": text} | {"date": text}:
            pass
        case {"formula": _}:
            text = "=…"
        case bool():
            text = "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 (the digits of a spreadsheet)
            text = str(int(cell))
        case _:
            text = str(cell)
    return text


def column_letters(place: int) -> str:
    """0 → `A`, 26 → `AA`."""
    letters = ""
    number = place + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
