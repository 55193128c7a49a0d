r"""The life of a listing that was put before buyers. Pure data: no database, no Django model.

live -> sold, expired, withdrawn, suspended
sold, expired -> live, withdrawn, suspended
withdrawn -> live, suspended
suspended -> live, withdrawn
"""

from __future__ import annotations

from cms.contract.records import ListingStatus

_LIVE, _SOLD, _EXPIRED = ListingStatus.LIVE, ListingStatus.SOLD, ListingStatus.EXPIRED
_WITHDRAWN, _SUSPENDED = ListingStatus.WITHDRAWN, ListingStatus.SUSPENDED

NEXT_STATUSES: dict[ListingStatus, frozenset[ListingStatus]] = {
    _LIVE: frozenset({_SOLD, _EXPIRED, _WITHDRAWN, _SUSPENDED}),
    _SOLD: frozenset({_LIVE, _WITHDRAWN, _SUSPENDED}),
    _EXPIRED: frozenset({_LIVE, _WITHDRAWN, _SUSPENDED}),
    _WITHDRAWN: frozenset({_LIVE, _SUSPENDED}),
    _SUSPENDED: frozenset({_LIVE, _WITHDRAWN}),
}

STORED_STATUSES = frozenset(NEXT_STATUSES)
"""What Availability.status may hold; draft and in-review follow from the listing itself."""


def sources_of(target: ListingStatus) -> frozenset[ListingStatus]:
    """The statuses from which a listing may become `target`."""
    return frozenset(one for one, following in NEXT_STATUSES.items() if target in following)
