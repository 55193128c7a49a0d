"""What a sheet of somebody else's is likely to be: by its name, the words of its header, and what stands below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cms.workbook.mapping.choices import NAME_MARK, TITLE_MARK, SheetChoice
from cms.workbook.mapping.guessing import guessed_columns, is_no_header
from cms.workbook.mapping.words import COLUMNS, SHEETS, fold, known_words, our_word
from cms.workbook.table import is_blank, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.workbook.sheets import Sheet

_EXACT, _WITHIN, _SHEET_NAMED, _REQUIRED = 8, 3, 6, 4
_LEAST = 2


def proposal(
    name: str, rows: Sequence[Sequence[Any]], sheets: dict[str, Sheet], *, seller: str, kind: str = ""
) -> SheetChoice:
    """What a sheet is taken for; `rows` are its first ones, `seller` who sells what names no seller.

    `kind` is the sheet that it is known to be, when that is known.
    """
    plain = fold(name)
    if not rows or not any(rows) or (name.strip().startswith("#") and not kind):
        return SheetChoice()
    width = max(map(len, rows))
    if plain in sheets and sheets[plain].importing is None:
        return SheetChoice()  # Orders and reviews, of an export of ours.
    if is_no_header(rows[0]) and kind in ("", "listings"):
        columns = guessed_columns(rows, width)
        return _complete(SheetChoice(sheet="listings", has_header=False, columns=columns), rows, sheets, seller)
    heads = [fold(shown(cell)) for cell in rows[0]] + [""] * (width - len(rows[0]))
    best, score = SheetChoice(), _LEAST
    for known, sheet in sheets.items():
        if sheet.importing is None or known not in COLUMNS or kind not in ("", known):
            continue
        columns, points = _matched(known, heads, rows[0])
        points += _SHEET_NAMED * (plain == known) + _SHEET_NAMED // 2 * (plain in SHEETS[known])
        points += sum(_REQUIRED if one.name in columns else -1 for one in sheet.columns if one.required)
        if kind or (any(columns) and points > score):
            best, score = SheetChoice(sheet=known, columns=columns), points
    return _complete(best, rows, sheets, seller) if best.sheet else best


def _matched(kind: str, heads: Sequence[str], cells: Sequence[Any]) -> tuple[tuple[str, ...], int]:
    """Our columns by place, and how sure that is. Each of ours is given once, to who fits best."""
    fits = []
    for place, head in enumerate(heads):
        raw = shown(cells[place]).strip().casefold() if place < len(cells) else ""
        if not head or raw.startswith("#"):
            continue
        for column, words in COLUMNS[kind].items():
            if raw == column:
                fits.append((_EXACT + 1, 0, -place, column))
            elif head in words:
                fits.append((_EXACT, -words.index(head), -place, column))
            elif within := [rank for rank, word in enumerate(words) if len(word) > 2 and f" {word} " in f" {head} "]:  # noqa: PLR2004 (shorter words stand in anything)
                fits.append((_WITHIN, -within[0], -place, column))
    columns, points = [""] * len(heads), 0
    for sure, _, place, column in sorted(fits, reverse=True):
        if not columns[-place] and column not in columns:
            columns[-place] = column
            points += sure
    return tuple(columns), points


def _complete(choice: SheetChoice, rows: Sequence[Sequence[Any]], sheets: dict[str, Sheet], seller: str) -> SheetChoice:
    """With what stands in for columns that are missing, and without columns whose values are none of ours."""
    below = rows[1:] if choice.has_header else rows
    columns = [
        name if name and _may_hold(choice.sheet, name, [row[place] for row in below if place < len(row)]) else ""
        for place, name in enumerate(choice.columns)
    ]
    there = {name for name in columns if name}
    required = {one.name for one in sheets[choice.sheet].columns if one.required} - there
    usual = {
        "seller": seller,
        "description": TITLE_MARK,
        "slug": NAME_MARK if "name" in there else "",
    }
    defaults = {name: usual[name] for name in usual if name in required and usual[name]}
    if choice.sheet == "listings" and "description" in there:
        defaults["description"] = TITLE_MARK
    return replace(choice, columns=tuple(columns), defaults=defaults)


def _may_hold(sheet: str, column: str, cells: Sequence[Any]) -> bool:
    """Whether these values could be meant: no addresses of the web for photos, known words where words are given."""
    texts = [shown(cell) for cell in cells if not is_blank(cell)]
    if column == "photos":
        return not any("://" in text for text in texts)
    words = known_words(sheet, column)
    return not words or not texts or any(our_word(sheet, column, text).casefold() in words for text in texts)
