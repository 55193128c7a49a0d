"""What a row of the sheet `listings` asks for: its cells as values, with the references looked up."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.contract.records import Condition, ListingStatus
from cms.workbook.cells import cents, choice, line, lines, whole
from cms.workbook.errors import CellRefused
from cms.workbook.fields import Fields
from cms.workbook.job import Job
from cms.workbook.listings.photos import PhotoFinder
from cms.workbook.references import CategoryNames, People, Person, may_sell
from cms.workbook.table import Cell, Row, shown_whole

_KEY = line(limit=60)
_TITLE = line(limit=120, least=3)
_DESCRIPTION = lines(limit=8000, least=1)
_CONDITION = choice([one.value for one in Condition])
_CITY = line(limit=80)
_POSTCODE = line(limit=12)
_QUANTITY = whole(least=0, most=2_147_483_647)
_STATUS = choice([one.value for one in ListingStatus])
_REFERENCE = line(limit=400, least=1)


@dataclass(slots=True, kw_only=True)
class Wish:
    """The values of one row; None where the row says nothing, so that what is stored stays.

    `category` is an id, or the slug path of a category that the import makes.
    """

    title: str | None
    description: str | None
    price_cents: int | None
    category: int | str | None
    condition: str | None
    city: str | None
    postcode: str | None
    quantity: int | None
    seller: Person | None
    status: ListingStatus | None
    photos: tuple[str, ...] | None


class WishReader:
    """Reads rows one by one, after prepare() has looked up for many what they refer to."""

    def __init__(self, job: Job) -> None:
        self.categories = CategoryNames()
        self.people = People(job)
        self.photos = PhotoFinder(job.photos, folder=job.folder)
        self._job = job

    def prepare(self, rows: list[Row]) -> None:
        """Fetch the people these rows name."""
        self.people.fetch(row.cells.get("seller") for row in rows)

    def key(self, fields: Fields) -> str:
        """The key of a row; empty when it has none or a bad one."""
        return fields.take("key", _KEY) or ""

    def wish(self, fields: Fields, *, photos_are: str | None) -> Wish:
        """All values of a row; what is wrong with them is noted. `photos_are`: the photos' cell as it is stored."""
        status = fields.take("status", _STATUS)
        return Wish(
            title=fields.take("title", _TITLE),
            description=fields.take("description", _DESCRIPTION),
            price_cents=fields.take("price", cents),
            category=fields.take("category", self._category),
            condition=fields.take("condition", _CONDITION),
            city=fields.take("city", _CITY) if fields.has("city") else None,
            postcode=fields.take("postcode", _POSTCODE) if fields.has("postcode") else None,
            quantity=fields.take("quantity", _QUANTITY),
            seller=fields.take("seller", self._seller),
            status=ListingStatus(status) if status else None,
            photos=fields.take("photos", lambda cell: self._new_photos(cell, photos_are))
            if fields.has("photos")
            else None,
        )

    def _category(self, cell: Cell) -> int | str:
        name = _REFERENCE(cell)
        found = self.categories.find(name) or self._job.new_categories.get(name)
        if found is None:
            raise CellRefused(_("there is no category with this slug."))
        return found

    def _seller(self, cell: Cell) -> Person:
        _REFERENCE(cell)
        found = self.people.find(cell)
        if found is None:
            raise CellRefused(_("nobody has this number or e-mail address."))
        if not may_sell(found):
            raise CellRefused(
                _("%(label)s is a buyer; make them a seller in the sheet users.") % {"label": found.label}
            )
        return found

    def _new_photos(self, cell: Cell, stored: str | None) -> tuple[str, ...] | None:
        if shown_whole(cell).strip() == (stored or ""):
            return None
        return self.photos.read(cell)


def key_made_of(row: Row, seen: dict[str, int]) -> str:
    """A key for a row that has none. The same row in the same file always gets the same one.

    So a file taken a second time makes nothing a second time; equal rows of one file are told apart by their order.
    """
    values = [[name, shown_whole(cell)] for name, cell in sorted(row.cells.items()) if name not in {"key", "version"}]
    digest = hashlib.blake2b(json.dumps(values).encode(), digest_size=8).hexdigest()
    seen[digest] = seen.get(digest, 0) + 1
    return f"I-{digest}" if seen[digest] == 1 else f"I-{digest}-{seen[digest]}"
