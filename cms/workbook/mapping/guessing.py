"""What the columns of a sheet without a header hold, told by their values."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING, Any

from cms.workbook.table import is_blank, shown_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LONG_HEAD = 60
_LONG_TEXT = 60
_TITLE = 120
_CODE = 6


def is_no_header(cells: Sequence[Any]) -> bool:
    """Whether a first row is one of goods already: it holds numbers, or texts that are too long for a head."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if len(filled) < 2:  # noqa: PLR2004 (a title above the table is no row of goods either)
        return False
    numbers = [cell for cell in filled if _is_number(cell)]
    return bool(numbers) or any(len(shown_whole(cell)) > _LONG_HEAD for cell in filled)


def guessed_columns(rows: Sequence[Sequence[Any]], width: int) -> tuple[str, ...]:
    """Columns of listings by place; empty where nothing is likely. The surest are given first."""
    columns = [""] * width
    samples = [[row[place] for row in rows if place < len(row) and not is_blank(row[place])] for place in range(width)]
    for name, fits in _TESTS:
        scores = [
            (fits(cells), -place) for place, cells in enumerate(samples) if cells and not columns[place] and fits(cells)
        ]
        if scores:
            columns[-max(scores)[1]] = name
    return tuple(columns)


def _is_number(cell: Any) -> bool:
    if isinstance(cell, bool):
        return False
    return isinstance(cell, int | float) or (isinstance(cell, str) and cell.replace(".", "", 1).isdecimal())


def _different(cells: Sequence[Any]) -> float:
    return len({shown_whole(cell) for cell in cells}) / len(cells)


def _length(cells: Sequence[Any]) -> float:
    return mean(len(shown_whole(cell)) for cell in cells)


def _numbers(cells: Sequence[Any]) -> float:
    return mean(_is_number(cell) for cell in cells)


def _price(cells: Sequence[Any]) -> float:
    parts = [shown_whole(cell).replace(",", ".").rpartition(".") for cell in cells if _is_number(cell)]
    return mean(len(part[2]) <= 2 and bool(part[1]) for part in parts) if _numbers(cells) > 0.8 else 0  # noqa: PLR2004 (most cells; cents)


def _code(cells: Sequence[Any]) -> float:
    plain = mean(" " not in shown_whole(cell).strip() for cell in cells)
    return _different(cells) if plain == 1 and _length(cells) >= _CODE and not _price(cells) else 0


def _stock(cells: Sequence[Any]) -> float:
    return 1 if _numbers(cells) > 0.9 and _length(cells) < _CODE and not _price(cells) else 0  # noqa: PLR2004 (nearly all)


def _text(cells: Sequence[Any]) -> float:
    return _length(cells) if _numbers(cells) < 0.5 and _length(cells) > _LONG_TEXT else 0  # noqa: PLR2004 (more words than numbers)


def _title(cells: Sequence[Any]) -> float:
    words = _numbers(cells) < 0.5 and 3 <= _length(cells) <= _TITLE  # noqa: PLR2004 (as above; the shortest title)
    return _different(cells) if words and _different(cells) > 0.5 else 0  # noqa: PLR2004 (titles repeat seldom)


def _category(cells: Sequence[Any]) -> float:
    if _numbers(cells) > 0 or _different(cells) > 0.5:  # noqa: PLR2004 (categories repeat)
        return 0
    paths = mean(any(sign in shown_whole(cell) for sign in (">", "/")) for cell in cells)
    return 1 + paths


_TESTS: tuple[tuple[str, Callable[[Sequence[Any]], float]], ...] = (
    ("price", _price),
    ("description", _text),
    ("key", _code),
    ("quantity", _stock),
    ("title", _title),
    ("category", _category),
)
