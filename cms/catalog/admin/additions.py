"""What other packages add to the list of listings: columns, marks to filter by, ways out.

Each is asked once for a page of the list, never once for a row. Called when an application is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from cms.catalog.models import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedColumn:
    """A column with numbers. `values` is told the ids of a page and gives those of which it knows something."""

    name: str
    label: str | _StrPromise
    values: Callable[[Collection[int]], Mapping[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something that holds for some listings and that one may want to see alone; `marked` leaves only those."""

    name: str
    label: str | _StrPromise
    marked: Callable[[QuerySet[Listing]], QuerySet[Listing]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """A page that does something with all listings that the filters let through: it gets the query of the list."""

    label: str | _StrPromise
    url_name: str
    icon: str


columns: dict[str, AddedColumn] = {}
marks: dict[str, Mark] = {}
ways_out: dict[str, WayOut] = {}


def add_column(column: AddedColumn) -> None:
    """Show one more column, before the last."""
    columns[column.name] = column


def add_mark(mark: Mark) -> None:
    """Offer one more mark to filter by."""
    marks[mark.name] = mark


def add_way_out(way: WayOut) -> None:
    """Offer one more thing to do with what the list shows."""
    ways_out[way.url_name] = way
