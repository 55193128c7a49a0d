"""The hint at photos that other listings have, too, as the queue of moderation and the form of a listing show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.panels import Panel

from cms.catalog.admin.columns import seller_shown, status_shown, thumbnail_of
from cms.catalog.same_photos import same_photos

if TYPE_CHECKING:
    from cms.catalog.models import Listing


def same_photos_shown(listing: Listing, draft: Listing) -> dict[str, Any]:
    """What the template says of the photos of the draft."""
    hashes = [one.picture_id for one in draft.photos.all()]
    same = same_photos(listing, hashes)
    shown = [
        {
            "listing": one.listing,
            "is_by_other": one.is_by_other,
            "is_mirrored": one.is_mirrored,
            "address": thumbnail_of(one.picture),
            "seller": seller_shown(one.listing),
            "status": status_shown(one.listing),
        }
        for one in same.shown
    ]
    return {"shown": shown, "total": same.total, "pending": same.pending}


class SamePhotosPanel(Panel):
    """Below the photos of a listing that is stored and has some."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one listing."""

        template_name = "catalog/admin/same_photos.html"

        def is_shown(self) -> bool:
            """Not for a new one."""
            return bool(super().is_shown() and self.instance.pk and self.instance.photos.count())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """What the template shows."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "same": same_photos_shown(self.instance, self.instance)}
