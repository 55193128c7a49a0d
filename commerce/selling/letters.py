"""The mails that sellers get about the review of a listing."""

from __future__ import annotations

from typing import Any

from commerce.notifications.services import notify


def tell_of_refusal(listing: Any, reason: str) -> None:
    """A moderator has sent the listing back, and why."""
    notify(listing.seller_id, "listing-sent-back", _facts(listing, reason))


def tell_of_approval(listing: Any) -> None:
    """The listing, or its change, goes live."""
    notify(listing.seller_id, "listing-approved", _facts(listing, ""))


def _facts(listing: Any, reason: str) -> dict[str, Any]:
    draft = listing.get_latest_revision_as_object()
    return {"listing": draft.title, "reason": reason, "path": f"/sell/{listing.pk}"}
