"""From one status to another by a row: what a workbook may do, and what only people in the admin may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.contract.records import ListingStatus
from cms.workbook.errors import CellRefused

SETTABLE = (ListingStatus.DRAFT, ListingStatus.LIVE, ListingStatus.WITHDRAWN)
_HELD_BY_PEOPLE = {
    ListingStatus.SUSPENDED: "the listing is suspended; a moderator can restore it in the admin.",
    ListingStatus.IN_REVIEW: "the listing is being reviewed; finish that in the admin first.",
}


def check_new(status: ListingStatus | None) -> ListingStatus:
    """The status of a new listing: a draft unless the row says otherwise. Raises CellRefused."""
    if status is None:
        return ListingStatus.DRAFT
    if status not in SETTABLE:
        raise CellRefused(_("a new listing can be draft, live or withdrawn."))
    return status


def check_change(stored: ListingStatus, wanted: ListingStatus, *, knows_version: bool) -> None:
    """Raise CellRefused when a row may not move a listing from the one to the other.

    A listing that has ended comes back only by a row that was exported after that (`knows_version`): an old sheet
    would bring sold goods back.
    """
    if stored == wanted:
        return
    if wanted not in SETTABLE:
        raise CellRefused(
            _("an import can set draft, live or withdrawn; the listing is %(value)s.") % {"value": stored.value}
        )
    if stored in _HELD_BY_PEOPLE:
        raise CellRefused(_HELD_BY_PEOPLE[stored])
    if (
        stored in {ListingStatus.SOLD, ListingStatus.EXPIRED}
        and wanted != ListingStatus.WITHDRAWN
        and not knows_version
    ):
        raise CellRefused(
            _(
                "the listing is %(value)s. To bring it back, export it and change the status there: "
                "the row needs its present version."
            )
            % {"value": stored.value}
        )


def check_stock(stock: int, *, reserved: int, status: ListingStatus) -> None:
    """Raise CellRefused when there would be fewer pieces than promised, or none of something live."""
    if stock < reserved:
        raise CellRefused(
            _("%(reserved)s pieces are reserved by orders; there cannot be fewer.") % {"reserved": reserved}
        )
    if status == ListingStatus.LIVE and stock < 1:
        raise CellRefused(_("a live listing needs at least one piece."))
