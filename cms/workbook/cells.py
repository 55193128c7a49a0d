"""From a cell to a value: each function makes a reader, which gives the value or raises CellRefused with the reason."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from cms.contract.money import NotMoney, parse_money
from cms.workbook.errors import CellRefused
from cms.workbook.table import Cell, is_blank
from cms.workbook.text import forbidden_in, tidy_line, tidy_lines

Value = TypeVar("Value")
Reader = Callable[[Cell], Value]

_DIGITS = 1e15
_WORD = 100
_YES_NO = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


def line(*, limit: int, least: int = 0) -> Reader[str]:
    """A text of one line; an empty cell is `""`."""
    return lambda cell: _checked(tidy_line(_as_text(cell)), limit=limit, least=least)


def lines(*, limit: int, least: int = 0) -> Reader[str]:
    """A text of several lines; an empty cell is `""`."""
    return lambda cell: _checked(tidy_lines(_as_text(cell)), limit=limit, least=least)


def choice(allowed: Collection[str]) -> Reader[str | None]:
    """One of these words in any case, None for an empty cell."""

    def read(cell: Cell) -> str | None:
        word = line(limit=_WORD)(cell).casefold()
        if word and word not in allowed:
            raise CellRefused(f"it must be one of {', '.join(allowed)}.")
        return word or None

    return read


def whole(*, least: int, most: int) -> Reader[int | None]:
    """A whole number within bounds, None for an empty cell."""

    def read(cell: Cell) -> int | None:
        text = line(limit=_WORD)(cell)
        if not text:
            return None
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdecimal()):
            raise CellRefused("it must be a whole number.")
        if not least <= int(text) <= most:
            raise CellRefused(f"it must be a number from {least:,} to {most:,}.")
        return int(text)

    return read


def cents(cell: Cell) -> int:
    """A price in cents; never empty."""
    if is_blank(cell):
        raise CellRefused("the price is missing.")
    price = cell if isinstance(cell, int | float) and not isinstance(cell, bool) else tidy_line(_as_text(cell))
    try:
        return parse_money(price).cents
    except NotMoney as error:
        raise CellRefused(f"it is not a price: {error.reason}.") from error


def yes_no(cell: Cell) -> bool | None:
    """A yes or a no, None for an empty cell."""
    if isinstance(cell, bool):
        return cell
    word = line(limit=_WORD)(cell).casefold()
    if word and word not in _YES_NO:
        raise CellRefused("it must be yes or no.")
    return _YES_NO.get(word)


def _checked(text: str, *, limit: int, least: int) -> str:
    if found := forbidden_in(text):
        raise CellRefused(f"it holds a character that no text may hold ({found}).")
    if len(text) > limit:
        raise CellRefused(f"it has {len(text):,} characters; at most {limit:,} are allowed.")
    if least and not text:
        raise CellRefused("it is missing.")
    if len(text) < least:
        raise CellRefused(f"it is too short; at least {least} characters are needed.")
    return text


def _as_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            raise CellRefused("it is a yes-or-no cell; format it as text.")
        case int() | float() if abs(cell) < _DIGITS:
            return str(int(cell)) if float(cell).is_integer() else repr(cell)
        case int() | float():
            raise CellRefused("a spreadsheet keeps only 15 digits of a number; format the cell as text.")
        case {"error": text}:
            raise CellRefused(f"the cell holds the error {text}; mend its formula.")
        case {"formula": _}:
            raise CellRefused("the formula has no result yet; open the file in a spreadsheet program and save it.")
    raise CellRefused("it is a date or a time; format the cell as text and write it again.")
