"""From a cell to a value: each function makes a reader, which gives the value or raises CellRefused with the reason."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext

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
            raise CellRefused(gettext("it must be one of %(allowed)s.") % {"allowed": ", ".join(allowed)})
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
            raise CellRefused(gettext("it must be a whole number."))
        if not least <= int(text) <= most:
            raise CellRefused(
                gettext("it must be a number from %(least)s to %(most)s.")
                % {"least": number_format(least, force_grouping=True), "most": number_format(most, force_grouping=True)}
            )
        return int(text)

    return read


def checked(read: Reader[str], check: Callable[[str], None]) -> Reader[str]:
    """A text after a check of its own, which raises ValidationError."""

    def read_and_check(cell: Cell) -> str:
        text = read(cell)
        try:
            check(text)
        except ValidationError as error:
            raise CellRefused(" ".join(error.messages)) from error
        return text

    return read_and_check


def cents(cell: Cell) -> int:
    """A price in cents; never empty."""
    if is_blank(cell):
        raise CellRefused(gettext("the price is missing."))
    price = cell if isinstance(cell, int | float) and not isinstance(cell, bool) else tidy_line(_as_text(cell))
    try:
        return parse_money(price).cents
    except NotMoney as error:
        raise CellRefused(gettext("it is not a price: %(reason)s.") % {"reason": gettext(error.reason)}) from error


def yes_no(cell: Cell) -> bool | None:
    """A yes or a no, None for an empty cell."""
    if isinstance(cell, bool):
        return cell
    word = line(limit=_WORD)(cell).casefold()
    if word and word not in _YES_NO:
        raise CellRefused(gettext("it must be yes or no."))
    return _YES_NO.get(word)


def _checked(text: str, *, limit: int, least: int) -> str:
    if found := forbidden_in(text):
        raise CellRefused(gettext("it holds a character that no text may hold (%(found)s).") % {"found": found})
    if len(text) > limit:
        raise CellRefused(
            gettext("it has %(text)s characters; at most %(limit)s are allowed.")
            % {
                "text": number_format(len(text), force_grouping=True),
                "limit": number_format(limit, force_grouping=True),
            }
        )
    if least and not text:
        raise CellRefused(gettext("it is missing."))
    if len(text) < least:
        raise CellRefused(gettext("it is too short; at least %(least)s characters are needed.") % {"least": least})
    return text


def _as_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            raise CellRefused(gettext("it is a yes-or-no cell; format it as text."))
        case int() | float() if abs(cell) < _DIGITS:
            return str(int(cell)) if float(cell).is_integer() else repr(cell)
        case int() | float():
            raise CellRefused(gettext("a spreadsheet keeps only 15 digits of a number; format the cell as text."))
        case {"error": text}:
            raise CellRefused(gettext("the cell holds the error %(text)s; mend its formula.") % {"text": text})
        case {"formula": _}:
            raise CellRefused(
                gettext("the formula has no result yet; open the file in a spreadsheet program and save it.")
            )
    raise CellRefused(gettext("it is a date or a time; format the cell as text and write it again."))
