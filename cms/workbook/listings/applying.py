"""Carries out what was planned for the sheet `listings`, many rows at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.catalog.models import Availability, Category, Listing, Photo
from cms.catalog.services import add_listings
from cms.contract.records import ListingStatus
from cms.workbook.errors import ChangedMeanwhile
from cms.workbook.job import Job
from cms.workbook.listings.edits import edit_with_revision, edit_without_revisions
from cms.workbook.listings.photos import PhotoFinder
from cms.workbook.listings.statuses import set_availability
from cms.workbook.listings.stored import AT_ONCE, StoredListing, stored_by_key
from cms.workbook.reading.spool import chunks
from cms.workbook.tasks import index_later

Step = dict[str, Any]


class ListingApplier:
    """One pass over the steps, in the transaction of the import."""

    def __init__(self, job: Job, photos: PhotoFinder) -> None:
        self._job = job
        self._photos = photos

    def apply(self, steps: Iterable[Step]) -> None:
        """Do it. Raises ChangedMeanwhile."""
        for some in chunks(iter(steps), AT_ONCE):
            self._resolve(some)
            self._create([step for step in some if "version" not in step])
            self._update([step for step in some if "version" in step])

    def _resolve(self, steps: list[Step]) -> None:
        """Put ids in the place of what this import itself has made, and keep the pictures."""
        paths = {step["category"] for step in steps if isinstance(step.get("category"), str)}
        categories = dict(Category.objects.filter(slug_path__in=paths).values_list("slug_path", "id"))
        addresses = {step["seller"] for step in steps if isinstance(step.get("seller"), str)}
        people = dict(User.objects.filter(email__in=addresses).values_list("email", "id"))
        try:
            for step in steps:
                if isinstance(step.get("category"), str):
                    step["category"] = categories[step["category"]]
                if isinstance(step.get("seller"), str):
                    step["seller"] = people[step["seller"]]
                for content_hash in step.get("photos", ()):
                    self._photos.store(content_hash)
        except KeyError as missing:
            raise ChangedMeanwhile(_("%(what)s is not there any more.") % {"what": missing.args[0]}) from missing

    def _create(self, steps: list[Step]) -> None:
        listings = [self._new_listing(step) for step in steps]
        add_listings(listings, availabilities=[self._new_availability(step) for step in steps])
        index_later([listing.pk for listing in listings])
        Photo.objects.bulk_create(
            [
                Photo(listing=listing, picture_id=content_hash, sort_order=place)
                for listing, step in zip(listings, steps, strict=True)
                for place, content_hash in enumerate(step["photos"])
            ],
            batch_size=AT_ONCE,
        )

    def _new_listing(self, step: Step) -> Listing:
        live = step["status"] == ListingStatus.LIVE
        shown_since = self._job.now if live else None
        return Listing(
            key=step["key"],
            title=step["title"],
            description=step["description"],
            price_cents=step["price_cents"],
            condition=step["condition"],
            city=step["city"],
            postcode=step["postcode"],
            category_id=step["category"],
            seller_id=step["seller"],
            live=live,
            has_unpublished_changes=not live,
            published_at=shown_since,
            first_published_at=shown_since,
            last_published_at=shown_since,
        )

    def _new_availability(self, step: Step) -> Availability:
        if step["status"] == ListingStatus.WITHDRAWN:
            return Availability(status=ListingStatus.WITHDRAWN, ended_at=self._job.now, stock=step["stock"])
        return Availability(stock=step["stock"])

    def _update(self, steps: list[Step]) -> None:
        stored = stored_by_key((step["key"] for step in steps), lock=True)
        pairs = [(_same_as_planned(step, stored), step) for step in steps]
        edited = [(one, step) for one, step in pairs if _content(step)]
        edit_without_revisions([(one, _content(step)) for one, step in edited if not one.has_revisions])
        for one, step in edited:
            if one.has_revisions:
                edit_with_revision(one, _content(step))
        set_availability([(one, step) for one, step in pairs if step.keys() & {"stock", "status"}], now=self._job.now)


def _same_as_planned(step: Step, stored: dict[str, StoredListing]) -> StoredListing:
    one = stored.get(step["key"])
    if one is None or one.version != step["version"]:
        raise ChangedMeanwhile(
            _("Listing %(key)s was changed while the import was being planned.") % {"key": step["key"]}
        )
    return one


def _content(step: Step) -> dict[str, Any]:
    renamed = {"category": "category_id", "seller": "seller_id"}
    return {
        renamed.get(name, name): value
        for name, value in step.items()
        if name not in {"key", "version", "stock", "status"}
    }
