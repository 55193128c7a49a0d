"""What time does to orders: deadlines and reminders. Late, twice or after a jump of the clock, each happens once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from commerce.orders.errors import OrderStateConflict
from commerce.orders.machine import Action, Actor, State
from commerce.orders.models import Appointment, Order, Reminder
from commerce.orders.services.acting import act
from commerce.orders.services.letters import tell_about
from commerce.theme import later

log = logging.getLogger("cataloro.orders")

_BOTH = (Actor.BUYER, Actor.SELLER)
_AT_ONCE = 500


def run_due(now: datetime) -> int:
    """End what has run out and remind of what will; returns how many orders that were."""
    return _lapse(now) + _leave(now) + sum(_remind(one, now) for one in REMINDERS)


def _lapse(now: datetime) -> int:
    due = Order.objects.filter(deadline__lte=now).order_by("deadline", "pk")
    return _done(due, Action.LAPSE, now)


def _leave(now: datetime) -> int:
    """Let decisions stand against which somebody appealed in vain: nobody looked at it in time."""
    due = Order.objects.filter(appeal_until__lte=now).order_by("appeal_until", "pk")
    return _done(due, Action.LEAVE, now)


def _done(due: QuerySet[Order], action: Action, now: datetime) -> int:
    count = 0
    for order_id in list(due.values_list("pk", flat=True)[:_AT_ONCE]):
        try:
            act(order_id, action, now=now)
        except OrderStateConflict:
            continue  # Somebody acted just now.
        except ValueError:  # One whose stock does not add up must not keep the others waiting.
            log.exception("an order that is due could not be ended: id=%d", order_id)
            continue
        count += 1
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A reminder for orders in a state: from `offset` after their deadline (or the start of the meeting) on.

    Not later than `until` after it: who starts the shop after a week off reminds nobody of the past.
    """

    kind: str
    state: State
    offset: timedelta
    until: timedelta
    about: Callable[[], str]
    sides: tuple[Actor, ...] = _BOTH
    of_meeting: bool = False


_HOUR = timedelta(hours=1)

REMINDERS: tuple[Rule, ...] = (
    Rule(
        kind="answer",
        state=State.REQUESTED,
        offset=-24 * _HOUR,
        until=0 * _HOUR,
        sides=(Actor.SELLER,),
        about=later("Somebody is waiting for your answer"),
    ),
    Rule(
        kind="agree",
        state=State.ACCEPTED,
        offset=-48 * _HOUR,
        until=-12 * _HOUR,
        about=later("Agree on a time and a place"),
    ),
    Rule(
        kind="agree-now",
        state=State.ACCEPTED,
        offset=-12 * _HOUR,
        until=0 * _HOUR,
        about=later("Last call: agree on a time and a place"),
    ),
    Rule(
        kind="tomorrow",
        state=State.SCHEDULED,
        offset=-24 * _HOUR,
        until=-2 * _HOUR,
        of_meeting=True,
        about=later("Your meeting is within a day"),
    ),
    Rule(
        kind="soon",
        state=State.SCHEDULED,
        offset=-2 * _HOUR,
        until=0 * _HOUR,
        of_meeting=True,
        about=later("Your meeting is within two hours"),
    ),
    Rule(
        kind="how-was-it",
        state=State.SCHEDULED,
        offset=2 * _HOUR,
        until=24 * _HOUR,
        of_meeting=True,
        about=later("How did the meeting go?"),
    ),
    Rule(
        kind="how-was-it-2",
        state=State.SCHEDULED,
        offset=24 * _HOUR,
        until=72 * _HOUR,
        of_meeting=True,
        about=later("Please say how the meeting went"),
    ),
    Rule(
        kind="object",
        state=State.HANDED_OVER,
        offset=-24 * _HOUR,
        until=0 * _HOUR,
        about=later("Confirm or object before the time is over"),
    ),
)


def _remind(rule: Rule, now: datetime) -> int:
    count = 0
    for order_id in list(_to_remind(rule, now).values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            # Locked and asked again: it may have moved on.
            order = _to_remind(rule, now).filter(pk=order_id).select_for_update(of=("self",)).first()
            if order is None:
                continue
            Reminder.objects.create(order=order, kind=rule.kind, about=_anchor(rule, order))
            for side in rule.sides:
                if side != order.spoke:
                    tell_about(order, "order-reminder", side, about=rule.about())
            count += 1
    return count


def _to_remind(rule: Rule, now: datetime) -> QuerySet[Order]:
    anchor = "appointments__starts_at" if rule.of_meeting else "deadline"
    span = Q(**{f"{anchor}__lte": now - rule.offset, f"{anchor}__gt": now - rule.until})
    if rule.of_meeting:
        span &= Q(appointments__status=Appointment.Status.AGREED)
    sent = Reminder.objects.filter(order=OuterRef("pk"), kind=rule.kind, about=OuterRef(anchor))
    # Who made the order or the appointment within the time of the reminder needs none.
    fresh = Q(changed_at__gt=now - _HOUR)
    return Order.objects.filter(span, ~Exists(sent), ~fresh, state=rule.state).order_by("pk")


def _anchor(rule: Rule, order: Order) -> datetime:
    if rule.of_meeting:
        return order.appointments.get(status=Appointment.Status.AGREED).starts_at
    if order.deadline is None:
        raise ValueError("an open order has a deadline")
    return order.deadline
