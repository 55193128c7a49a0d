"""Deals that are over, and those that hold the reserved goods: many rows at once, as the services would have left them.

No mail is written. The same seed gives the same deals, but for codes, and for meetings that are still to come.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cms.accounts.models import SellerProfile
from cms.accounts.numbers import next_numbers
from cms.catalog.models import Availability, Listing
from cms.contract.records import ListingStatus
from cms.operations.demo.deals.words import ABOUT_BUYERS, ABOUT_SELLERS, NOTES, PLACES, REPLIES
from cms.operations.demo.load_people import Crowd
from commerce.orders import codes
from commerce.orders.machine import CODE_AFTER, CODE_BEFORE, State, Terms, deadline_of
from commerce.orders.models import Appointment, HandoverCode, Order, OrderEvent, OrderLine
from commerce.orders.slots import SLOT
from commerce.reviews.models import Review
from commerce.reviews.services import WINDOW

CHUNK = 500
_ROWS_AT_ONCE = 500
_CALLED_OFF = 0.08
_HELD_STEP = timedelta(minutes=30)


@dataclass(slots=True)
class _Rows:
    """What is inserted together, parents first."""

    orders: list[Order] = field(default_factory=list)
    lines: list[OrderLine] = field(default_factory=list)
    events: list[OrderEvent] = field(default_factory=list)
    meetings: list[Appointment] = field(default_factory=list)
    codes: list[HandoverCode] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)

    def insert(self) -> None:
        for rows in (self.orders, self.lines, self.events, self.meetings, self.codes, self.reviews):
            if rows:
                manager: Any = type(rows[0])._default_manager  # noqa: SLF001 (Django's public name)
                manager.bulk_create(rows, batch_size=_ROWS_AT_ONCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Good:
    """One listing as an order copies it."""

    id: int
    pieces: int
    listing: Listing
    ended_at: datetime | None


def load_past_deals(count: int, *, seed: int, key: str, crowd: Crowd, end: datetime) -> int:
    """Make so many orders of the listings whose keys begin with `key`: how many reviews came with them.

    First those that hold what is reserved; what is reserved for nobody becomes free. The others are over by `end`.
    """
    own = Availability.objects.filter(listing__key__startswith=key, listing__live=True).order_by("listing_id")
    held = list(own.filter(reserved__gt=0).values_list("listing_id", "reserved"))
    own.filter(listing_id__in=[one for one, _ in held[count:]]).update(reserved=0)
    sold = list(own.filter(status=ListingStatus.SOLD).values_list("listing_id", flat=True))
    others = list(own.filter(status=ListingStatus.LIVE).values_list("listing_id", flat=True))
    left = count - len(held[:count])
    goods = [*sold, *others]
    wanted = [(one, 1, False) for one in (goods * (left // len(goods) + 1))[:left]] if goods else []
    wanted = [*((one, pieces, True) for one, pieces in held[:count]), *wanted]
    maker = _Maker(seed, key, crowd, end)
    return sum(maker.make(wanted[start : start + CHUNK], start) for start in range(0, len(wanted), CHUNK))


class _Maker:
    """Makes the rows of one chunk after the other."""

    def __init__(self, seed: int, key: str, crowd: Crowd, end: datetime) -> None:
        self._rng = random.Random(f"deals {seed}")  # noqa: S311 (no secret)
        self._key, self._end = key, end
        self._buyers = list(zip(crowd.buyer_ids, (one.name for one in crowd.buyers), strict=True))
        self._sellers = dict(
            SellerProfile.objects.filter(user_id__in=crowd.seller_ids).values_list("user_id", "display_name")
            if len(crowd.seller_ids) < CHUNK
            else SellerProfile.objects.values_list("user_id", "display_name")
        )
        self._now = timezone.now().replace(microsecond=0)
        self._terms = Terms()

    def make(self, wanted: Sequence[tuple[int, int, bool]], start: int) -> int:
        """Insert the orders of these: listing, pieces, and whether it is open. How many reviews there are."""
        rows = _Rows()
        ids = {one for one, _, _ in wanted}
        listings = Listing.objects.in_bulk(list(ids))
        ended = dict(Availability.objects.filter(pk__in=ids).values_list("listing_id", "ended_at"))
        numbers = next_numbers("order", count=len(wanted))
        for place, (number, (listing_id, pieces, is_open)) in enumerate(zip(numbers, wanted, strict=True), start):
            good = _Good(id=listing_id, pieces=pieces, listing=listings[listing_id], ended_at=ended[listing_id])
            order = self._order(number, f"{self._key}{place}", good, rows)
            (self._hold if is_open else self._end_it)(order, rows, place)
        rows.insert()
        return len(rows.reviews)

    def _order(self, number: int, key: str, good: _Good, rows: _Rows) -> Order:
        """A request, as long before the end of the listing as people take."""
        rng, listing = self._rng, good.listing
        first = listing.published_at or self._end - timedelta(days=30)
        last = max(good.ended_at or first + (self._end - first) * rng.uniform(0.2, 1.0), first + timedelta(hours=2))
        placed = max(last - timedelta(hours=rng.uniform(20, 140)), first + (last - first) * 0.1)
        placed = placed.replace(microsecond=0)
        buyer_id, buyer_name = rng.choice(self._buyers)
        cents = listing.price_cents * good.pieces
        order = Order(
            number=number,
            key=key,
            buyer_id=buyer_id,
            seller_id=listing.seller_id,
            buyer_name=buyer_name,
            seller_name=self._sellers[listing.seller_id],
            note=rng.choice(NOTES),
            items_cents=cents,
            total_cents=cents,
            terms=asdict(self._terms),
            placed_at=placed,
            changed_at=last.replace(microsecond=0),
        )
        rows.orders.append(order)
        rows.lines.append(
            OrderLine(
                order=order,
                listing=listing,
                title=listing.title,
                price_cents=listing.price_cents,
                quantity=good.pieces,
                condition=listing.condition,
                description=listing.description,
            )
        )
        return order

    def _hold(self, order: Order, rows: _Rows, place: int) -> None:
        """Let the two meet in the days to come."""
        meets = (self._now + timedelta(days=1)).replace(hour=9, minute=0, second=0)
        meets += timedelta(days=place // 16 % 10) + _HELD_STEP * (place % 16)
        order.placed_at = self._now - timedelta(hours=30)
        order.changed_at = self._now - timedelta(hours=20)
        order.state = State.SCHEDULED
        order.deadline = deadline_of(State.SCHEDULED, self._terms, now=self._now, meeting_ends=meets + SLOT)
        self._told(order, rows, meets, used=False)

    def _end_it(self, order: Order, rows: _Rows, _place: int) -> None:
        if self._rng.random() < _CALLED_OFF:
            declined = self._rng.random() < 0.5  # noqa: PLR2004 (a share)
            action, actor = ("decline", "seller") if declined else ("withdraw", "buyer")
            order.state, order.reason = State.CANCELLED, "seller_declined" if declined else "buyer_withdrew"
            rows.events += [
                _event(order, "request", "buyer", "", State.REQUESTED, order.placed_at),
                _event(order, action, actor, State.REQUESTED, State.CANCELLED, order.changed_at),
            ]
            return
        done = order.changed_at
        order.state = State.COMPLETED
        order.buyer_confirmed_at = order.seller_confirmed_at = order.received_at = done
        order.received_cents = order.total_cents
        self._told(order, rows, done - timedelta(minutes=5), used=True)
        rows.events.append(_event(order, "enter-code", "seller", State.SCHEDULED, State.COMPLETED, done))
        rows.reviews += self._reviews(order, done)

    def _told(self, order: Order, rows: _Rows, meets: datetime, *, used: bool) -> None:
        """What happened until they had a time: request, answer, proposal, agreement."""
        until = order.changed_at
        first, second, third = (order.placed_at + (until - order.placed_at) * share for share in (0.2, 0.3, 0.5))
        rows.events += [
            _event(order, "request", "buyer", "", State.REQUESTED, order.placed_at),
            _event(order, "accept", "seller", State.REQUESTED, State.ACCEPTED, first),
            _event(order, "propose", "seller", State.ACCEPTED, State.ACCEPTED, second),
            _event(order, "confirm", "buyer", State.ACCEPTED, State.SCHEDULED, third),
        ]
        meeting = Appointment(
            order=order,
            status=Appointment.Status.AGREED,
            place=self._rng.choice(PLACES),
            starts_at=meets,
            ends_at=meets + SLOT,
            proposed_by="seller",
            created_at=second,
        )
        rows.meetings.append(meeting)
        nonce = codes.new_nonce()
        rows.codes.append(
            HandoverCode(
                appointment=meeting,
                nonce=nonce,
                digest=codes.digest_of(nonce, codes.code_for(nonce)),
                valid_from=meets - CODE_BEFORE,
                valid_until=meets + SLOT + CODE_AFTER,
                used_at=order.changed_at if used else None,
            )
        )

    def _reviews(self, order: Order, done: datetime) -> Iterator[Review]:
        """One, both, or none; published when both are there, else when the time for the other is over."""
        rng = self._rng
        written = [
            (about_seller, done + timedelta(hours=rng.uniform(1, 200)))
            for about_seller, share in ((True, 0.75), (False, 0.6))
            if rng.random() < share
        ]
        both = len(written) == 2  # noqa: PLR2004 (the sides)
        shown = max((at for _, at in written), default=done) if both else done + WINDOW
        for about_seller, at in written:
            texts = ABOUT_SELLERS if about_seller else ABOUT_BUYERS
            stars = rng.choices(
                (5, 4, 3, 2) if about_seller else (5, 4, 3), (70, 20, 7, 3) if about_seller else (75, 20, 5)
            )
            reply = rng.choice(REPLIES) if about_seller and rng.random() < 0.15 else ""  # noqa: PLR2004 (a share)
            yield Review(
                order=order,
                author_id=order.buyer_id if about_seller else order.seller_id,
                subject_id=order.seller_id if about_seller else order.buyer_id,
                about_seller=about_seller,
                stars=stars[0],
                text=rng.choice(texts[stars[0]]),
                written_at=at,
                published_at=shown,
                reply=reply,
                replied_at=shown + timedelta(hours=3) if reply else None,
            )


def _event(order: Order, action: str, actor: str, source: str, target: str, at: datetime) -> OrderEvent:  # noqa: PLR0913, PLR0917 (a row)
    return OrderEvent(
        order=order,
        action=action,
        actor=actor,
        person_id=order.buyer_id if actor == "buyer" else order.seller_id,
        source=source,
        target=target,
        reason=order.reason if target == State.CANCELLED else "",
        note=order.note if action == "request" else "",
        at=at,
    )


def end_of(day: date) -> datetime:
    """The last moment of the demo's last day."""
    return datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
