"""What changes favourites: saving, forgetting, joining those of a guest to a person's."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from commerce import catalog
from commerce.favourites.errors import ListFull, NoPage
from commerce.favourites.models import Favourite

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from cms.contract.records import ListingRecord

MOST = 200
"""Favourites of one shopper."""

GUEST_DAYS = 30
"""How long a guest's list is kept after the last thing was saved."""

TOKEN_IN_SESSION = "favourites_token"  # noqa: S105 (the name of a place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose favourites: a person's by `user_id`, else a guest's by `token`."""

    user_id: int | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The favourites as they stand now, the last saved first; `gone` are titles that have no page any more."""

    listings: tuple[ListingRecord, ...]
    gone: tuple[Favourite, ...]


def owner_of(request: HttpRequest) -> Owner | None:
    """Whose favourites a request is about; None for a guest who has none. Leaves no trace."""
    if request.user.is_authenticated:
        return Owner(user_id=request.user.pk)
    token = request.session.get(TOKEN_IN_SESSION)
    return Owner(token=token) if isinstance(token, str) else None


def new_guest() -> Owner:
    """A guest who is about to save something."""
    return Owner(token=secrets.token_urlsafe(32))


def favourites_of(owner: Owner | None) -> QuerySet[Favourite]:
    """The last saved first."""
    if owner is None:
        return Favourite.objects.none()
    of_person, of_guest = Q(user=owner.user_id, token=None), Q(user=None, token=owner.token)
    mine = Favourite.objects.filter(of_guest if owner.user_id is None else of_person)
    return mine.order_by("-added_at", "-id")


def saved_by(owner: Owner | None) -> Saved:
    """What is on the list, read anew."""
    rows = list(favourites_of(owner))
    records = catalog.listings([one.listing_id for one in rows])
    return Saved(
        listings=tuple(records[one.listing_id] for one in rows if one.listing_id in records),
        gone=tuple(one for one in rows if one.listing_id not in records),
    )


def count(request: HttpRequest) -> int:
    """How many are on the list."""
    return favourites_of(owner_of(request)).count()


@transaction.atomic
def save(owner: Owner, listing_id: int, *, now: datetime) -> str:
    """Put a listing on the list; its title. What is on it already stays. Raises NoPage, ListFull."""
    record = catalog.listings([listing_id]).get(listing_id)
    if record is None:
        raise NoPage(listing_id)
    mine = favourites_of(owner)
    if not mine.filter(listing_id=listing_id).exists() and mine.count() >= MOST:
        raise ListFull(MOST)
    row = Favourite(user_id=owner.user_id, token=owner.token, listing_id=listing_id, title=record.title, added_at=now)
    Favourite.objects.bulk_create([row], ignore_conflicts=True)
    return record.title


def forget(owner: Owner, listing_ids: Collection[int]) -> int:
    """Take listings off the list; how many there were."""
    gone, _ = favourites_of(owner).filter(listing_id__in=list(listing_ids)).delete()
    return gone


@transaction.atomic
def merge(token: str, user_id: int) -> int:
    """Join a guest's list to that of the person they turned out to be, as far as there is room; how many came in."""
    theirs = list(Favourite.objects.select_for_update().filter(token=token).order_by("-added_at", "-id"))
    mine = favourites_of(Owner(user_id=user_id))
    known = set(mine.values_list("listing_id", flat=True))
    fresh = [one for one in theirs if one.listing_id not in known][: max(MOST - len(known), 0)]
    Favourite.objects.filter(token=token).delete()
    for one in fresh:
        one.pk, one.token, one.user_id = None, None, user_id
    Favourite.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def forget_old(now: datetime) -> int:
    """Delete what guests saved more than a month ago; how many there were. For the daily clock."""
    gone, _ = Favourite.objects.filter(token__isnull=False, added_at__lt=now - timedelta(days=GUEST_DAYS)).delete()
    return gone
