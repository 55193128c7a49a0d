"""The sheet `listings`, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cms.workbook.job import Job, Planned
from cms.workbook.listings.applying import ListingApplier
from cms.workbook.listings.columns import COLUMNS, cells_of, seller_labels
from cms.workbook.listings.planning import NAME, ListingPlanner
from cms.workbook.listings.stored import AT_ONCE, all_stored, stored_by_id
from cms.workbook.listings.wishes import WishReader
from cms.workbook.reading.spool import chunks
from cms.workbook.references import CategoryNames
from cms.workbook.sheets import Sheet
from cms.workbook.table import Row


class ListingImport:
    """How listings come in."""

    def __init__(self, job: Job) -> None:
        reader = WishReader(job)
        self._planner = ListingPlanner(job, reader)
        self._applier = ListingApplier(job, reader.photos)

    def plan(self, rows: Iterable[Row]) -> Iterator[Planned]:
        """What each good row leads to."""
        return self._planner.plan(rows)

    def apply(self, steps: Iterable[dict[str, Any]]) -> None:
        """Do what was planned."""
        self._applier.apply(steps)


def export_listings(ids: Sequence[int] | None = None, **only: Any) -> Iterator[list[Any]]:
    """Every listing by id; those with these ids, or those that `only` filters: lookups of their rows."""
    categories = CategoryNames()
    for some in chunks(all_stored(**only) if ids is None else stored_by_id(ids), AT_ONCE):
        labels = seller_labels(some)
        for one in some:
            cells = cells_of(one, categories=categories, sellers=labels)
            yield [cells[column.name] for column in COLUMNS]


LISTINGS = Sheet(name=NAME, columns=COLUMNS, export=export_listings, importing=ListingImport)
