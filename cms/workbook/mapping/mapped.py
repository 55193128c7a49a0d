"""A workbook seen as it is meant: our sheets and columns, defaults filled in, values in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.contract.addresses import slug_of
from cms.workbook.mapping.category_names import NamedCategories
from cms.workbook.mapping.choices import NAME_MARK, TITLE_MARK
from cms.workbook.mapping.words import our_word
from cms.workbook.reading.spool import SheetPlace
from cms.workbook.table import column_letters, is_blank, shown, shown_whole
from cms.workbook.text import tidy_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cms.workbook.mapping.choices import SheetChoice
    from cms.workbook.reading.kept import KeptWorkbook
    from cms.workbook.sheets import Sheet
    from cms.workbook.table import Cell

MADE = "categories"
"""The sheet that is made when listings name categories which the shop has not."""


class MappedWorkbook:
    """What the planner reads. Rows keep their numbers."""

    def __init__(
        self,
        source: KeptWorkbook,
        choices: Sequence[SheetChoice],
        known: dict[str, Sheet],
        *,
        made: Sequence[Sequence[Any]] | None = None,
    ) -> None:
        """`made` are the rows of new categories where it was looked for them before."""
        self._source = source
        self._meant: dict[str, _MeantSheet] = {}
        self._categories = NamedCategories()
        for place, choice in zip(source.sheets, choices, strict=True):
            if choice.sheet:
                meant = _MeantSheet(place, choice, known[choice.sheet], self._categories.slug_for)
                first = next(source.rows(place), (0, []))[0]
                meant.head = first if choice.has_header else 0
                self._meant[choice.sheet] = meant
        if made is None:
            self._plan_categories()
        self.made = self._categories.rows() if made is None else list(made)
        self.sheets = [one.place for one in self._meant.values()]
        if self.made:
            self.sheets.insert(0, SheetPlace(MADE, 0, len(self.made) + 1, 3))

    def _plan_categories(self) -> None:
        listings = self._meant.get("listings")
        if listings is None or MADE in self._meant or not listings.choice.makes_categories:
            return
        rows = self._source.rows(listings.source)
        self._categories.plan_missing(
            listings.raw("category", cells) for number, cells in rows if number > listings.head
        )

    def rows(self, sheet: SheetPlace, /) -> Iterator[tuple[int, list[Any]]]:
        """A header of ours, then the rows."""
        meant = self._meant.get(sheet.name)
        if meant is None:
            yield 1, ["slug", "name", "parent"]
            yield from enumerate(map(list, self.made), start=2)
            return
        rows = self._source.rows(meant.source)
        first = next(rows, None)
        if first is None:
            return
        if meant.choice.has_header:
            yield first[0], meant.header(first[1])
        else:
            yield 0, meant.header([])
            yield first[0], meant.row(first[1])
        for number, cells in rows:
            yield number, meant.row(cells)

    def row(self, sheet: str, number: int) -> dict[str, Cell]:
        """The cells of one row by our columns."""
        meant = self._meant.get(sheet)
        if meant is None:
            names, place = ("slug", "name", "parent"), number - 2
            return dict(zip(names, self.made[place], strict=True)) if 0 <= place < len(self.made) else {}
        header = meant.header([])
        cells = meant.row(self._source.row(meant.source, number))
        return {name: cell for name, cell in zip(header, cells, strict=False) if not name.startswith("#")}


class _MeantSheet:
    """One sheet of the file as one of ours."""

    def __init__(self, place: SheetPlace, choice: SheetChoice, sheet: Sheet, slug_for: Callable[[Cell], Cell]) -> None:
        self.source, self.choice = place, choice
        self._columns = [*choice.columns, *[""] * (place.columns - len(choice.columns))]
        self._added = [
            one.name for one in sheet.columns if one.name in choice.defaults and one.name not in self._columns
        ]
        self._required = {one.name for one in sheet.columns if one.required}
        self._slug_for = slug_for
        self._names = [*self._columns, *self._added]
        self._places = {name: at for at, name in enumerate(self._names) if name}
        self.place = SheetPlace(choice.sheet, place.offset, place.rows + (not choice.has_header), len(self._names))
        self.head = 0

    def header(self, cells: Sequence[Cell]) -> list[str]:
        """Our names; what is left out keeps its own behind a #, which has the column ignored."""
        heads = []
        for at, name in enumerate(self._names):
            said = shown(cells[at]).strip().lstrip("#") if at < len(cells) else ""
            heads.append(name or f"#{said or column_letters(at)}")
        return heads

    def raw(self, column: str, cells: Sequence[Cell]) -> Cell:
        """What a row says for a column of ours, or the default."""
        at = self._places.get(column, len(cells))
        cell = cells[at] if at < len(cells) else None
        if is_blank(cell) and (column in self._required or column in self._added):
            return self.choice.defaults.get(column) or None
        return cell

    def row(self, cells: Sequence[Cell]) -> list[Cell]:
        """A row with our values; one that is empty, or has only what is left out, stays as it is."""
        row = [*cells, *[None] * (len(self._names) - len(cells))]
        if all(is_blank(cell) for cell, name in zip(cells, self._columns, strict=False) if name):
            return row
        for name, at in self._places.items():
            row[at] = self._value(name, self.raw(name, cells), cells)
        return row

    def _value(self, name: str, cell: Cell, cells: Sequence[Cell]) -> Cell:
        if name == "category":
            return self._slug_for(cell)
        if cell in (TITLE_MARK, NAME_MARK):
            said = tidy_line(shown_whole(self.raw(cell[1:-1], cells)))
            return (slug_of(said, otherwise="category") if name == "slug" else said) or None
        if name == "photos" and isinstance(cell, str):
            return cell.replace(",", ";").replace("|", ";")
        return our_word(self.choice.sheet, name, cell) if isinstance(cell, str) else cell
