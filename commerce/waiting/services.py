"""What changes waiting lists: joining, leaving, and what becomes of a piece that is free again.

A piece that is promised is held in the stock like an ordered one, so that nobody else can have it. Each change locks
the stock of its listing first, as orders do, so that none happens twice and nobody waits in a circle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from commerce import catalog
from commerce.notifications.services import notify
from commerce.orders.when import spoken
from commerce.theme import translate
from commerce.waiting.errors import CannotWait, FreeNow, ListingOver
from commerce.waiting.models import Place

TURN = timedelta(hours=12)
"""How long a piece is held for who is first."""

MOST_LISTS = 20
"""In how many lists one person may wait."""

LONGEST = 50
"""How many may wait for one listing."""

_AT_ONCE = 500


@transaction.atomic
def join(person_id: int, listing_id: int, *, now: datetime) -> Place:
    """Wait for a listing of which nothing is free; who waits already keeps their place.

    Raises FreeNow, ListingOver, CannotWait.
    """
    # Before the stock, as orders do.
    person = get_user_model().objects.select_for_update(no_key=True).get(pk=person_id)
    catalog.lock_stock(listing_id)
    listing = catalog.listings([listing_id]).get(listing_id)
    free = catalog.free_stock([listing_id]).get(listing_id)
    if listing is None or free is None:
        raise ListingOver(translate("This listing is no longer for sale."))
    mine = Place.objects.filter(listing_id=listing_id, person_id=person_id).first()
    if mine is not None:
        return mine
    if free > 0:
        raise FreeNow(translate("“{title}” is free just now: put it into your cart.", title=listing.title))
    if listing.seller_id == person_id:
        raise CannotWait(translate("This is your own listing."))
    if not person.is_active or not _has_verified_email(person):
        raise CannotWait(translate("Please confirm your e-mail address first. You got a mail with a link."))
    if Place.objects.filter(person_id=person_id).count() >= MOST_LISTS:
        raise CannotWait(
            translate("You wait for {most} things already. Leave one of the lists first.", most=MOST_LISTS)
        )
    if Place.objects.filter(listing_id=listing_id).count() >= LONGEST:
        raise CannotWait(translate("So many wait for it already that there is little hope."))
    return Place.objects.create(listing_id=listing_id, person_id=person_id, title=listing.title, joined_at=now)


@transaction.atomic
def leave(person_id: int, listing_id: int, *, now: datetime) -> bool:
    """Wait no longer; what was promised goes to the next. False for who did not wait."""
    catalog.lock_stock(listing_id)
    place = Place.objects.filter(listing_id=listing_id, person_id=person_id).first()
    if place is None:
        return False
    _remove(place)
    settle(listing_id, now=now)
    return True


def redeem(person_id: int, listing_id: int, *, now: datetime) -> None:
    """Free what is promised to somebody who orders it now, in the transaction that then holds it for the order.

    Whoever orders waits no longer.
    """
    catalog.lock_stock(listing_id)
    place = Place.objects.filter(person_id=person_id, listing_id=listing_id).first()
    # A turn that is over is the next one's, also when the clock has not looked yet.
    if place is not None and (place.promised_until is None or place.promised_until > now):
        _remove(place)


@transaction.atomic
def settle(listing_id: int, *, now: datetime) -> int:
    """Bring a waiting list up to date after the stock, or the time, has moved; how many were told something.

    Turns that are over end, what is free is promised to the next, and with the listing the list ends. While the
    seller is away no turn begins or ends.
    """
    if not Place.objects.filter(listing_id=listing_id).exists():
        return 0
    catalog.lock_stock(listing_id)
    if listing_id not in catalog.free_stock([listing_id]):
        return _end(listing_id)
    if _is_seller_away(listing_id):
        Place.objects.filter(listing_id=listing_id, promised_until__lte=now).update(promised_until=now + TURN)
        return 0
    return _lapse(listing_id, now) + _promise(listing_id, now)


def run_due(now: datetime) -> int:
    """Settle all lists in which something is due; how many people were told something."""
    listing_ids = sorted(Place.objects.order_by().values_list("listing_id", flat=True).distinct())
    free = catalog.free_stock(listing_ids)
    late = set(Place.objects.filter(promised_until__lte=now).values_list("listing_id", flat=True))
    due = [one for one in listing_ids if one in late or free.get(one) != 0]
    return sum(settle(one, now=now) for one in due[:_AT_ONCE])


def free_for(person_id: int | None, listing_ids: Collection[int]) -> dict[int, int]:
    """How many pieces this person can have: those that nobody holds, and the one that is promised to them."""
    free = catalog.free_stock(listing_ids)
    if person_id is not None:
        mine = Place.objects.filter(person_id=person_id, listing_id__in=listing_ids, promised_until__isnull=False)
        for one in mine.values_list("listing_id", flat=True):
            if one in free:
                free[one] += 1
    return free


def promised(listing_ids: Collection[int] | None = None) -> dict[int, int]:
    """How many pieces of these listings, or of all, are promised to somebody who waits, and so held."""
    rows = Place.objects.filter(promised_until__isnull=False)
    if listing_ids is not None:
        rows = rows.filter(listing_id__in=listing_ids)
    return dict(Counter(rows.order_by().values_list("listing_id", flat=True)))


def _promise(listing_id: int, now: datetime) -> int:
    told = 0
    for place in Place.objects.filter(listing_id=listing_id, promised_until=None, person__is_active=True):
        try:
            catalog.hold_stock(listing_id, 1)
        except catalog.NothingFree:
            break
        place.promised_until = now + TURN
        place.save(update_fields=["promised_until"])
        _tell(place, "waiting-your-turn")
        told += 1
    return told


def _lapse(listing_id: int, now: datetime) -> int:
    late = list(Place.objects.filter(listing_id=listing_id, promised_until__lte=now))
    for place in late:
        _tell(place, "waiting-turn-over")
        _remove(place)
    return len(late)


def _end(listing_id: int) -> int:
    places = list(Place.objects.filter(listing_id=listing_id))
    for place in places:
        _tell(place, "waiting-list-over")
        _remove(place)
    return len(places)


def _remove(place: Place) -> None:
    if place.promised_until is not None:
        catalog.release_stock(place.listing_id, 1)
    place.delete()


def _tell(place: Place, kind: str) -> None:
    until = spoken(place.promised_until) if place.promised_until else ""
    notify(place.person_id, kind, {"listing": place.title, "number": place.listing_id, "until": until})


def _is_seller_away(listing_id: int) -> bool:
    listing = catalog.listings([listing_id]).get(listing_id)
    seller = catalog.sellers([listing.seller_id]).get(listing.seller_id) if listing else None
    return seller is not None and seller.away is not None


def _has_verified_email(person: object) -> bool:
    from commerce.account.services import has_verified_email  # noqa: PLC0415 (accounts show people what they wait for)

    return bool(has_verified_email(person))
