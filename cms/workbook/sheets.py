"""Which sheets there are. A package above registers its own in its AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cms.workbook.job import Job, Planned
from cms.workbook.table import Column, Row


class SheetImport(Protocol):
    """How the rows of a sheet come in: first all are planned, which changes nothing, then what was planned is done."""

    def __init__(self, job: Job) -> None: ...

    def plan(self, rows: Iterable[Row]) -> Iterator[Planned]:
        """What each good row leads to; what is wrong with the others goes to the job's problems."""
        ...

    def apply(self, steps: Iterable[dict[str, Any]]) -> None:
        """Do what was planned, in the transaction of the whole import.

        Raises ChangedMeanwhile when the shop is no longer what the plan was made for.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet by name. `export` gives its rows in the order of the columns; without `importing` it is export only.

    A cell of `export` is a text, an int, a Decimal, or None. That of listings takes lookups, and gives only those rows.
    """

    name: str
    columns: tuple[Column, ...]
    export: Callable[..., Iterable[Sequence[Any]]]
    importing: type[SheetImport] | None = None


_sheets: dict[str, Sheet] = {}


def register_sheet(sheet: Sheet) -> None:
    """Add a sheet. They are exported and imported in the order of registration."""
    _sheets[sheet.name] = sheet


def registered_sheets() -> dict[str, Sheet]:
    """All sheets by name, in order."""
    return dict(_sheets)
