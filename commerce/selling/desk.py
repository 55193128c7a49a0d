"""What the seller's desk shows: own listings by state, and what other parts of the shop count for sellers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from django.utils import timezone

from commerce import own_goods
from commerce.catalog import views_of
from commerce.own_goods import Group
from commerce.selling.holiday import holiday_of
from commerce.selling.services import ALLOWED

if TYPE_CHECKING:
    from django.http import HttpRequest

    from commerce.own_goods import OwnListing

A_PAGE = 24
SOON_DAYS = 7
_GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True, slots=True)
class Tile:
    """Something that is counted for a seller. `label` gives its name in the language of the shop."""

    label: Callable[[], str]
    count: Callable[[int], object]
    path: str


_tiles: dict[str, Tile] = {}


def tile_as(name: str, label: Callable[[], str], path: str, count: Callable[[int], object]) -> None:
    """Let the desk show what `count` gives for a seller's id, with a link. Called when an application is ready."""
    _tiles[name] = Tile(label, count, path)


@dataclass(frozen=True, slots=True)
class Row:
    """A listing of the desk and what may be done with it."""

    listing: OwnListing
    acts: frozenset[str]
    days_left: int | None
    views: int
    """In the last 30 days."""

    @property
    def runs_out_soon(self) -> bool:
        """Whether it is time to renew it."""
        return self.days_left is not None and self.days_left <= SOON_DAYS and "renew" in self.acts


def desk_page(request: HttpRequest) -> dict[str, Any]:
    """The context of the page."""
    seller_id = int(request.user.pk or 0)
    counts = own_goods.count_groups(seller_id)
    asked = request.GET.get("show")
    show = next((one for one in _GROUPS if one == asked), None) or (
        "live" if counts["live"] else "drafts" if counts["drafts"] else "live"
    )
    pages = max(1, -(-counts[show] // A_PAGE))
    page = min(_number(request.GET.get("page", "")), pages)
    found = own_goods.own_listings(seller_id, show, start=(page - 1) * A_PAGE, end=page * A_PAGE)
    views = views_of([one.id for one in found])
    return {
        "rows": [_row(one, views.get(one.id, 0)) for one in found],
        "holiday": holiday_of(seller_id),
        "show": show,
        "counts": counts,
        "page": page,
        "pages": pages,
        "tiles": [(one.label(), one.count(seller_id), one.path) for one in _tiles.values()],
    }


def acts_of(listing: OwnListing) -> frozenset[str]:
    """What may be done with it now."""
    acts = {act for act, statuses in ALLOWED.items() if listing.status in statuses}
    if listing.was_published:
        acts.discard("delete-draft")
    if not listing.has_changes and listing.status.value == "live":
        acts.discard("publish")
    return frozenset(acts)


def _row(listing: OwnListing, views: int) -> Row:
    days = None if listing.expires_at is None else max(0, (listing.expires_at - timezone.now()).days)
    return Row(listing, acts_of(listing), days, views)


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004 (no more pages)
