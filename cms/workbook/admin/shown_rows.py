"""A page of what an import would do, or has done: each row with its cells, the old beside the new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cms.workbook.mapping.choices import choice_in
from cms.workbook.mapping.mapped import MappedWorkbook
from cms.workbook.reading.kept import kept
from cms.workbook.sheets import registered_sheets
from cms.workbook.table import is_blank, shown_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cms.workbook.models import ImportRun
    from cms.workbook.runs.differences import Difference

PER_PAGE = 50
_LONGEST = 160
_NAMED_BY = ("title", "name", "path", "email", "slug", "key")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row. `cells`: column, old (None when there was none), new. `problems`: column, value, message."""

    sheet: str
    kind: str
    number: int
    title: str
    cells: list[tuple[str, str | None, str]]
    problems: list[tuple[str, str, str]]


def shown(run: ImportRun, folder: Path, differences: Sequence[Difference]) -> list[ShownRow]:
    """The rows as a template takes them. Raises WorkbookRefused when the file is there no more."""
    with kept(folder) as source:
        choices = [choice_in(one) for one in run.choices]
        workbook = MappedWorkbook(source, choices, registered_sheets(), made=run.result.get("made", []))
        return [_shown(one, workbook.row(one.sheet, one.row)) for one in differences]


def _shown(one: Difference, cells: dict[str, Any]) -> ShownRow:
    title = next((_text(cells[name]) for name in _NAMED_BY if not is_blank(cells.get(name))), "")
    shown_cells: list[tuple[str, str | None, str]] = []
    if one.kind == "updated":
        shown_cells = [(name, _text(was), _text(cells.get(name))) for name, was in one.was.items()]
    elif one.kind == "created":
        shown_cells = [(name, None, _text(cell)) for name, cell in cells.items() if not is_blank(cell)]
    problems = [(column or "", value or "", message or "") for column, value, message in one.problems]
    return ShownRow(one.sheet, one.kind, one.row, title, shown_cells, problems)


def _text(cell: Any) -> str:
    text = shown_whole(cell)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
