"""An order as its page shows it to one of the two sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from markupsafe import Markup

from cms.contract.money import Money
from commerce.catalog import people, sellers
from commerce.orders import codes, wording
from commerce.orders.afterwards import review_until
from commerce.orders.cash import pieces_for
from commerce.orders.forms import ProposeForm
from commerce.orders.machine import CODE_TRIES, OPEN_STATES, Action, Actor, State
from commerce.orders.models import Appointment, EventPhoto, HandoverCode, Order, OrderEvent
from commerce.orders.places import offered_places, safe_place
from commerce.orders.reliability import reliability_of
from commerce.orders.slots import free_slots
from commerce.orders.steps import Situation, appeal_ends, is_pressing, next_step, offered
from commerce.orders.when import clock_time, left_until, spoken, spoken_day, spoken_range
from commerce.photo_intake import Chosen
from commerce.theme import translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of the timeline."""

    what: str
    who: str
    when: str
    at: datetime
    note: str
    photos: tuple[EventPhoto, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A meeting in words."""

    when: str
    place: str
    address: str
    is_safe: bool
    note: str


def order_page(  # noqa: PLR0913 (keyword-only)
    order: Order,
    side: Actor,
    *,
    now: datetime,
    form: ProposeForm | None = None,
    given: dict[str, Any] | None = None,
    photos_at: str = "",
) -> dict[str, Any]:
    """What `orders/order.html` needs. `form` and `given` are what somebody has typed and chosen already.

    With `photos_at` it is for somebody who only looks on: that is where they get photos from, and they get no code.
    """
    seen = situation(order, side, now=now)
    actions = offered(seen)
    sells, buys = (order.seller_id, order.seller_name), (order.buyer_id, order.buyer_name)
    (other_id, other), own_id = (sells, order.buyer_id) if side is Actor.BUYER else (buys, order.seller_id)
    return {
        "order": order,
        "side": side.value,
        "other": other,
        "other_path": _page_of_seller(order) if side is Actor.BUYER else "",
        "state": wording.outcome(order.state, order.reason),
        "next_step": next_step(seen),
        "deadline": _deadline(order),
        "appeal_ends": spoken(ends) if Action.APPEAL in actions and (ends := appeal_ends(order)) else "",
        "left": left_until(order.deadline, now) if order.deadline and order.deadline > now else "",
        "review_until": spoken(until) if (until := _review_until(order, own_id, now)) else "",
        "actions": [one.value for one in actions],
        "lines": list(order.lines.all()),
        "rounding": Money(order.rounding_cents),
        "pieces": pieces_for(order.total) if order.state in OPEN_STATES else (),
        "meeting": _in_words(seen.agreed, with_address=True),
        "proposal": _in_words(seen.proposed, with_address=False),
        "is_asked": seen.is_asked,
        "is_open": order.state in OPEN_STATES,
        "slot_days": _slot_days(order, now) if Action.PICK in actions else [],
        "code": _code(order, seen) if side is Actor.BUYER and not photos_at else None,
        "photos_at": photos_at or f"{order.path}/photo",
        "form": form or ProposeForm(),
        "given": {"note": "", "code": "", "slot": "", "chosen": Chosen(), **(given or {})},
        "timeline": timeline(order),
        "reliability": reliability_of(other_id, now=now),
        "languages": people.languages_of(other_id),
        "face": {"name": other, "picture": people.faces([other_id]).get(other_id)},
    }


def _review_until(order: Order, person_id: int, now: datetime) -> datetime | None:
    return review_until(order, person_id, now=now) if order.state == State.COMPLETED else None


def _deadline(order: Order) -> str:
    until = order.appeal_until or (order.deadline if is_pressing(order) else None)
    return spoken(until) if until else ""


def situation(order: Order, side: Actor, *, now: datetime) -> Situation:
    """The order with its meetings, as this side sees it."""
    meetings = {one.status: one for one in order.appointments.exclude(status=Appointment.Status.DROPPED)}
    meets = order.state in {State.ACCEPTED, State.SCHEDULED}
    return Situation(
        order=order,
        side=side,
        now=now,
        agreed=meetings.get(Appointment.Status.AGREED),
        proposed=meetings.get(Appointment.Status.PROPOSED),
        has_slots=meets and side is Actor.BUYER and bool(free_slots(order.seller_id, now=now)),
    )


def timeline(order: Order) -> list[Moment]:
    """All that happened, oldest first."""
    names = {Actor.BUYER: order.buyer_name, Actor.SELLER: order.seller_name}
    sent: dict[int | None, list[EventPhoto]] = {}
    for photo in EventPhoto.objects.filter(event__order=order):
        sent.setdefault(photo.event_id, []).append(photo)
    return [
        Moment(
            what=wording.event_name(one.action),
            who=names[Actor(one.actor)] if one.actor in names else wording.actor_name(one.actor),
            when=spoken(one.at),
            at=one.at,
            note=one.note,
            photos=tuple(sent.get(one.pk, ())),
        )
        for one in OrderEvent.objects.filter(order=order)
    ]


def _in_words(meeting: Appointment | None, *, with_address: bool) -> Place | None:
    if meeting is None:
        return None
    return Place(
        when=spoken_range(meeting.starts_at, meeting.ends_at),
        place=meeting.place,
        address=meeting.address if with_address else "",
        is_safe=meeting.is_safe,
        note=safe.note if meeting.is_safe and (safe := safe_place(meeting.place, meeting.address)) else "",
    )


def _slot_days(order: Order, now: datetime) -> list[dict[str, Any]]:
    """What can be picked, by day."""
    days: dict[str, list[dict[str, str]]] = {}
    safe = {one.name: one.address for one in offered_places()}
    for slot in free_slots(order.seller_id, now=now):
        window = slot.window
        value = f"{window.pk}@{slot.starts_at.isoformat()}"
        text = f"{clock_time(slot.starts_at)}–{clock_time(slot.ends_at)}, {window.place}"
        if window.place in safe and window.address in {"", safe[window.place]}:
            text = translate("{place} (safe place)", place=text)
        days.setdefault(spoken_day(slot.starts_at), []).append({"value": value, "text": text})
    return [{"day": day, "slots": slots} for day, slots in days.items()]


def code_digits(order: Order, seen: Situation) -> str:
    """The six digits that the buyer shows, as long as they are good for something; else empty."""
    row = _usable_code(order, seen)
    return codes.shown(row.digest, row.nonce) if row is not None else ""


def _usable_code(order: Order, seen: Situation) -> HandoverCode | None:
    if order.state != State.SCHEDULED or seen.agreed is None:
        return None
    row = HandoverCode.objects.filter(appointment=seen.agreed, voided_at=None, used_at=None).first()
    return row if row is not None and row.tries < CODE_TRIES else None


def _code(order: Order, seen: Situation) -> dict[str, Any] | None:
    """The six digits and their picture."""
    row, digits = _usable_code(order, seen), code_digits(order, seen)
    if row is None or not digits:
        return None
    address = f"{settings.SITE_URL}{order.path}?code={digits}"
    picture = segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True)
    return {
        "shown": f"{digits[:3]} {digits[3:]}",
        "qr": Markup(picture),  # noqa: S704 (drawn from digits and our own address)
        "from": spoken(row.valid_from),
    }


def _page_of_seller(order: Order) -> str:
    seller = sellers([order.seller_id]).get(order.seller_id)
    return seller.path if seller else ""
