"""What must be true of listings, pictures and the database itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cms.api import integrity
from cms.api.integrity import Check
from cms.catalog.models import Availability, Listing
from cms.pictures.files import derivative_path, original_path
from cms.pictures.models import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator


def _database() -> Iterator[str]:
    """SQLite checks its pages and keys; PostgreSQL refuses to read what is damaged, and checks keys as it writes."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(100)")
        for (verdict,) in cursor.fetchall():
            if verdict != "ok":
                yield str(verdict)
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _key in cursor.fetchall():
            yield _("Row %(row)s of %(table)s points to a row of %(parent)s that is not there.") % {
                "row": row,
                "table": table,
                "parent": parent,
            }


def _without_availability() -> Iterator[str]:
    rows = Listing.objects.filter(~Exists(Availability.objects.filter(listing_id=OuterRef("pk"))))
    for pk, title in rows.order_by("pk").values_list("pk", "title").iterator():
        yield _("Listing %(pk)s (%(title)s) has no stock.") % {"pk": pk, "title": title}


def _held() -> Iterator[str]:
    held = integrity.held_stock()
    for listing_id, reserved in (
        Availability.objects.filter(Q(reserved__gt=0) | Q(listing_id__in=list(held)))
        .order_by("listing_id")
        .values_list("listing_id", "reserved")
        .iterator()
    ):
        if reserved != held.get(listing_id, 0):
            yield _("Listing %(listing_id)s has %(reserved)s reserved, but orders hold %(held)s.") % {
                "listing_id": listing_id,
                "reserved": reserved,
                "held": held.get(listing_id, 0),
            }


def _sold_and_for_sale() -> Iterator[str]:
    rows = Availability.objects.filter(status="live", stock=0)
    for pk in rows.order_by("listing_id").values_list("listing_id", flat=True).iterator():
        yield _("Listing %(pk)s is for sale, but has nothing left.") % {"pk": pk}


def _lost_files() -> Iterator[str]:
    for picture in Picture.objects.order_by("hash").iterator():
        if not original_path(picture).exists():
            yield _("The original of picture %(hash)s is missing.") % {"hash": picture.hash[:12]}
        for width in picture.widths:
            if not derivative_path(picture.hash, width, "avif").exists():
                yield _("Picture %(hash)s has no file of %(width)s pixels.") % {
                    "hash": picture.hash[:12],
                    "width": width,
                }


CHECKS = (
    Check(
        name="database",
        title=gettext_noop("The database can be read, and its keys fit"),
        mend=gettext_noop("Restore the newest backup that is whole."),
        find=_database,
    ),
    Check(
        name="availability",
        title=gettext_noop("Every listing has a stock"),
        mend=gettext_noop("Open the listing and save its availability."),
        find=_without_availability,
    ),
    Check(
        name="held",
        title=gettext_noop("What is reserved is what orders hold"),
        mend=gettext_noop(
            "Report this as a fault: no action of the shop may do it. The orders are right, the number is not."
        ),
        find=_held,
    ),
    Check(
        name="sold",
        title=gettext_noop("Nothing is for sale that has run out"),
        mend=gettext_noop("Open the listing and set it to sold, or give it a stock."),
        find=_sold_and_for_sale,
    ),
    Check(
        name="files",
        title=gettext_noop("Every picture has its files"),
        mend=gettext_noop("Restore the files from a backup; smaller sizes are made anew when the original is there."),
        find=_lost_files,
    ),
)
