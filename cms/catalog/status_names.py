"""What the admin calls the states of a listing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.contract.records import ListingStatus

STATUS_NAMES = {
    ListingStatus.DRAFT: _("Draft"),
    ListingStatus.IN_REVIEW: _("In review"),
    ListingStatus.LIVE: _("Live"),
    ListingStatus.SOLD: _("Sold"),
    ListingStatus.EXPIRED: _("Expired"),
    ListingStatus.WITHDRAWN: _("Withdrawn"),
    ListingStatus.SUSPENDED: _("Suspended"),
}
