"""Categories as others write them: by name, or by all names from the top on (`Books > Fiction`)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from cms.catalog.models import Category
from cms.catalog.models.category import MAX_DEPTH
from cms.contract.addresses import LIST_PAGE_SEGMENT, slug_of
from cms.workbook.mapping.words import fold
from cms.workbook.references import CategoryNames
from cms.workbook.table import is_blank, shown_whole
from cms.workbook.text import tidy_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.workbook.table import Cell

MOST_NEW = 1000
"""Categories that one import makes of names; a column with more of them holds something else."""

_PARTS = re.compile(r"\s*[>»|\\]\s*|\s+/\s+")
_LONGEST_NAME = 80


class NamedCategories:
    """Turns what a cell says into the slug that a sheet calls the category by."""

    def __init__(self) -> None:
        self._names = CategoryNames()
        self._by_path: dict[tuple[str, ...], str] = {}
        self._by_last: dict[str, list[str]] = defaultdict(list)
        self.new: dict[str, tuple[str, str | None]] = {}
        """Slug → name and slug of the one above, of categories that are to be made; parents first."""
        rows = {row.pk: row for row in Category.objects.only("id", "name", "parent_id")}
        for pk, row in rows.items():
            path, above = [fold(row.name)], row.parent_id
            while above is not None:
                path.insert(0, fold(rows[above].name))
                above = rows[above].parent_id
            self._by_path.setdefault(tuple(path), self._names.name_of[pk])
            self._by_last[path[-1]].append(self._names.name_of[pk])

    def slug_for(self, cell: Cell) -> Cell:
        """The slug of the category that is meant; the cell as it is when there is none."""
        text = tidy_line(shown_whole(cell))
        if (
            is_blank(cell)
            or text in self._names.by_name
            or text in self._names.by_path
            or text in self._names.ambiguous
        ):
            return cell
        path = tuple(fold(part) for part in _parts(text))
        if found := self._by_path.get(path):
            return found
        same = self._by_last.get(path[-1], []) if len(path) == 1 else []
        return same[0] if len(same) == 1 else cell

    def plan_missing(self, cells: Iterable[Cell]) -> None:
        """Have those made that are not there. Too many are left alone: each row says then that there is none."""
        for text in dict.fromkeys(tidy_line(shown_whole(cell)) for cell in cells if not is_blank(cell)):
            if len(self.new) < MOST_NEW and self.slug_for(text) == text and not self._is_known(text):
                self._make(text)

    def _is_known(self, text: str) -> bool:
        return text in self._names.by_name or text in self._names.by_path or text in self._names.ambiguous

    def _make(self, text: str) -> None:
        above: str | None = None
        path: tuple[str, ...] = ()
        for part in _parts(text):
            path = (*path, fold(part))
            if path not in self._by_path:
                slug = self._free_slug(part, above)
                self.new[slug] = (part[:_LONGEST_NAME], above)
                self._by_path[path] = slug
                self._by_last[path[-1]].append(slug)
            above = self._by_path[path]

    def _free_slug(self, name: str, above: str | None) -> str:
        plain = slug_of(name, otherwise="category")
        tries = [plain, slug_of(f"{above or 'category'} {name}", otherwise="category")]
        tries += [slug_of(f"{plain[:50]} {number}", otherwise="category") for number in range(2, MOST_NEW)]
        taken = self._names.by_name.keys() | self._names.ambiguous | self.new.keys() | {LIST_PAGE_SEGMENT}
        return next(one for one in tries if one not in taken)

    def rows(self) -> list[list[Any]]:
        """The new ones as rows of the sheet `categories`: slug, name, parent."""
        return [[slug, name, above] for slug, (name, above) in self.new.items()]


def _parts(text: str) -> list[str]:
    """The names from the top on; what lies deeper than categories can is the last name."""
    parts = [part for part in _PARTS.split(text) if fold(part)] or [text]
    return [*parts[: MAX_DEPTH - 1], " ".join(parts[MAX_DEPTH - 1 :])] if len(parts) > MAX_DEPTH else parts
