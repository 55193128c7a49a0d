"""What was chosen for a workbook: which of our sheets each of its sheets is, and which of our columns each column."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from cms.workbook.mapping.words import fold
from cms.workbook.table import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.workbook.sheets import Sheet

TITLE_MARK, NAME_MARK = "{title}", "{name}"
"""In a default: the title, or name, of the same row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChoice:
    """How one sheet of the file is meant; `sheet` is empty for one that is left out.

    `columns` are ours, by place, empty for what is left out. `defaults` stand where a column is missing, and in empty
    cells of columns that must be filled. `makes_categories`: those that listings name and the shop has not are made.
    """

    sheet: str = ""
    has_header: bool = True
    columns: tuple[str, ...] = ()
    defaults: dict[str, str] = field(default_factory=dict)
    makes_categories: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Plain data for the database."""
        return {**asdict(self), "columns": list(self.columns)}


def choice_in(data: dict[str, Any]) -> SheetChoice:
    """The choice that was made plain data."""
    return SheetChoice(**{**data, "columns": tuple(data["columns"])})


def signature(cells: Sequence[Any], *, has_header: bool) -> str:
    """The same for sheets with the same header, whatever its spelling: so a choice is remembered for next time."""
    heads = [fold(shown(cell)) for cell in cells] if has_header else ["no header", str(len(cells))]
    return hashlib.blake2b(json.dumps(heads).encode(), digest_size=16).hexdigest()


def mistakes_in(choices: Sequence[SheetChoice], sheets: dict[str, Sheet]) -> list[tuple[int, str, str]]:
    """What is wrong with the choices, as (place of the sheet, column or nothing, kind of mistake)."""
    found: list[tuple[int, str, str]] = []
    taken: set[str] = set()
    for place, one in enumerate(choices):
        if not one.sheet:
            continue
        if one.sheet in taken:
            found.append((place, "", "sheet twice"))
        taken.add(one.sheet)
        named = [name for name in one.columns if name]
        found += [(place, name, "column twice") for name in sorted({name for name in named if named.count(name) > 1})]
        found += [
            (place, column.name, "column missing")
            for column in sheets[one.sheet].columns
            if column.required and column.name not in named and not one.defaults.get(column.name)
        ]
    if not taken:
        found.append((-1, "", "no sheet"))
    return found
