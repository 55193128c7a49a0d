"""All that the team sees of one order: never the code that the buyer shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.contract.money import Money
from commerce.notifications.failed import mails_about
from commerce.notifications.models import Notification
from commerce.orders.admin import words
from commerce.orders.admin.steps import next_of
from commerce.orders.machine import CODE_TRIES, OPEN_STATES, TAKES_PHOTOS, Action, Actor, Appeal
from commerce.orders.models import Appointment, CashSettings, EventPhoto, HandoverCode, Order, OrderEvent
from commerce.orders.reliability import Reliability, reliability_of

if TYPE_CHECKING:
    from cms.accounts.models import User

_SPEAKS = {action.value for action in TAKES_PHOTOS} | {Action.HAND_OVER.value, Action.CLAIM_NO_SHOW.value}
_MEETINGS = {
    Appointment.Status.PROPOSED: gettext_lazy("Proposed"),
    Appointment.Status.AGREED: gettext_lazy("Agreed"),
    Appointment.Status.DROPPED: gettext_lazy("Dropped"),
}
_MOST_MAILS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the timeline."""

    event: OrderEvent
    what: str
    who: str
    change: str
    photos: tuple[EventPhoto, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of the two, as the team sees them."""

    side: str
    role: str
    person: User
    name: str
    reliability: Reliability
    said: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How much one side has written, without a word of it."""

    name: str
    count: int
    first: datetime
    last: datetime


def order_facts(order: Order, *, now: datetime) -> dict[str, Any]:
    """What `shop_orders/admin/order.html` shows, with a number of queries that does not grow."""
    meetings = list(order.appointments.all())
    by_status = {one.status: one for one in meetings}
    entries = timeline(order)
    deadline = order.deadline or order.appeal_until
    mails = list(mails_about(order.label, (order.buyer_id, order.seller_id), since=order.placed_at)[:_MOST_MAILS])
    return {
        "zone": CashSettings.load().zone,
        "is_open": order.state in OPEN_STATES or order.appeal == Appeal.WAITS,
        "deadline": deadline,
        "outcome": words.outcome(order.state, order.reason),
        "next": next_of(order, by_status.get(Appointment.Status.PROPOSED)),
        "distance": words.distance(deadline, now) if deadline else "",
        "is_late": deadline is not None and deadline < now,
        "timeline": entries,
        "lines": [
            (one, words.CONDITIONS.get(one.condition, one.condition), words.amount(one.price), words.amount(one.sum))
            for one in order.lines.all()
        ],
        "items": words.amount(order.items),
        "rounding": words.amount(Money(order.rounding_cents)) if order.rounding_cents else "",
        "total": words.amount(order.total),
        "received": words.amount(Money(order.received_cents)) if order.received_cents is not None else "",
        "meetings": [(one, _MEETINGS[Appointment.Status(one.status)]) for one in meetings],
        "codes": HandoverCode.objects.filter(appointment__order=order)
        .select_related("appointment")
        .defer("digest", "nonce"),
        "code_tries": CODE_TRIES,
        "parties": [_party(order, side, entries, now) for side in (Actor.BUYER, Actor.SELLER)],
        "written": _written(order),
        "mails": mails,
        "failed": sum(one.state == Notification.State.FAILED for one in mails),
    }


def timeline(order: Order) -> list[Entry]:
    """All that happened, oldest first."""
    sent: dict[int | None, list[EventPhoto]] = {}
    for photo in EventPhoto.objects.filter(event__order=order).defer("content"):
        sent.setdefault(photo.event_id, []).append(photo)
    return [
        Entry(
            event=one,
            what=words.event_name(one.action),
            who=_who(order, one),
            change=_change(one),
            photos=tuple(sent.get(one.pk, ())),
        )
        for one in OrderEvent.objects.filter(order=order).select_related("person")
    ]


def _who(order: Order, event: OrderEvent) -> str:
    if event.actor == Actor.OPERATOR and event.person is not None:
        return _("%(name)s, for the team") % {"name": event.person}
    names = {Actor.BUYER: order.buyer_name, Actor.SELLER: order.seller_name}
    name = names.get(Actor(event.actor))
    role = words.ACTORS[event.actor]
    return _("%(name)s (%(role)s)") % {"name": name, "role": role} if name else str(role)


def _change(event: OrderEvent) -> str:
    if not event.source or event.source == event.target:
        return ""
    return _("%(before)s → %(after)s") % {
        "before": words.STATES[event.source],
        "after": words.outcome(event.target, event.reason),
    }


def _party(order: Order, side: Actor, entries: list[Entry], now: datetime) -> Party:
    person, name = (order.buyer, order.buyer_name) if side is Actor.BUYER else (order.seller, order.seller_name)
    return Party(
        side=side.value,
        role=str(words.ACTORS[side]),
        person=person,
        name=name,
        reliability=reliability_of(person.pk, now=now),
        said=tuple(one for one in entries if one.event.actor == side and one.event.action in _SPEAKS),
    )


def _written(order: Order) -> list[Written]:
    conversation = getattr(order, "conversation", None)
    if conversation is None:
        return []
    counted = (
        conversation.messages.order_by()
        .values("sender")
        .annotate(count=Count("pk"), first=Min("written_at"), last=Max("written_at"))
    )
    names = {order.buyer_id: order.buyer_name, order.seller_id: order.seller_name}
    return [
        Written(name=names.get(one["sender"], ""), count=one["count"], first=one["first"], last=one["last"])
        for one in counted
    ]
