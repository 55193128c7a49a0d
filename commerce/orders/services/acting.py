"""The one way in which an order changes: lock it, ask the table and its guards, apply the effects, note and tell it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from commerce.catalog import NothingFree, release_stock, return_stock, sell_stock, take_stock
from commerce.orders.errors import ActionRefused, OrderNotFound, OrderStateConflict, WrongCode
from commerce.orders.machine import CLOSED_STATES, TAKES_PHOTOS, Action, Actor, State, Stock, allowed, deadline_of
from commerce.orders.models import Appointment, EventPhoto, Order, OrderEvent
from commerce.orders.services.deed import Deed, Details
from commerce.orders.services.effects import EFFECTS, void_code
from commerce.orders.services.guards import CHECKS
from commerce.orders.services.letters import tell_after
from commerce.orders.undoing import undo_deal
from commerce.photo_intake import MOST, unsent
from commerce.theme import translate
from commerce.waiting.services import settle

NOTE_LENGTH = 2000


def act(
    order_id: int,
    action: str,
    *,
    now: datetime,
    person_id: int | None = None,
    as_operator: bool = False,
    **details: Any,
) -> Order:
    """Do this with the order, as the buyer, the seller, an operator, or (with no person) the clock.

    `details` are those of Details. Whoever calls for an operator has checked that the person is one.
    Raises OrderNotFound for a stranger, OrderStateConflict when the state does not allow it to this side, and
    ActionRefused (WrongCode) with words for the person. Nothing has changed then, but a wrong code is counted.
    """
    with transaction.atomic():
        order = Order.objects.select_for_update().filter(pk=order_id).first()
        if order is None:
            raise OrderNotFound
        deed = _deed(order, action, now=now, person_id=person_id, as_operator=as_operator, details=Details(**details))
        refusal = None
        for guard in deed.transition.guards:
            refusal = CHECKS[guard](deed) or refusal
        if refusal is None:
            _do(deed)
    if isinstance(refusal, WrongCode):  # Raised only here: the try that was counted stays counted.
        raise refusal
    return order


def _deed(  # noqa: PLR0913 (keyword-only)
    order: Order, action: str, *, now: datetime, person_id: int | None, as_operator: bool, details: Details
) -> Deed:
    if as_operator:
        if person_id is not None and order.side_of(person_id) is not None:
            raise ActionRefused(translate("You have a part in this yourself: somebody else of the team decides."))
        actor: Actor | None = Actor.OPERATOR
    elif person_id is None:
        actor = Actor.CLOCK
    else:
        actor = order.side_of(person_id)
    if actor is None:
        raise OrderNotFound
    transition = allowed(order.state, action, actor)
    if transition is None or _out_of_time(order, actor, action, now) or _moved_on(order, details):
        raise OrderStateConflict(order.label, order.state, action)
    meetings = {one.status: one for one in order.appointments.exclude(status=Appointment.Status.DROPPED)}
    return Deed(
        order=order,
        transition=transition,
        actor=actor,
        person_id=person_id,
        now=now,
        details=details,
        agreed=meetings.get(Appointment.Status.AGREED),
        proposed=meetings.get(Appointment.Status.PROPOSED),
    )


def _out_of_time(order: Order, actor: Actor, action: str, now: datetime) -> bool:
    """The clock acts from the deadline on, the two sides until then, also when the clock has not looked yet."""
    if actor is Actor.CLOCK:
        due = order.appeal_until if action == Action.LEAVE else order.deadline
        return due is None or due > now
    return actor is not Actor.OPERATOR and order.deadline is not None and order.deadline < now


def _moved_on(order: Order, details: Details) -> bool:
    """Whether something happened after what the person has read before they decided."""
    return details.seen_event is not None and order.events.filter(pk__gt=details.seen_event).exists()


def _do(deed: Deed) -> None:
    order, way = deed.order, deed.transition
    if way.action in EFFECTS:
        EFFECTS[way.action](deed)
    _move(deed)
    if way.target in CLOSED_STATES and way.source not in CLOSED_STATES:
        _close(deed)
    elif way.target is not way.source and way.source in CLOSED_STATES:
        _turn_round(deed)
    order.save()
    if way.stock is Stock.RETURNED:
        undo_deal(order.pk, deed.person_id or 0, now=deed.now)
    note = deed.details.note.strip()[:NOTE_LENGTH]
    event = OrderEvent.objects.create(
        order=order,
        action=way.action,
        actor=deed.actor,
        person_id=deed.person_id,
        source=way.source,
        target=way.target,
        reason=order.reason,
        note=note,
        at=deed.now,
    )
    _attach(deed, event)
    tell_after(order, way.action, deed.actor, note=note)


def _attach(deed: Deed, event: OrderEvent) -> None:
    """Photos of the side that acts; those of others, and more than three, are as if they were not there."""
    if deed.person_id is not None and deed.transition.action in TAKES_PHOTOS:
        own = unsent(EventPhoto, deed.person_id).filter(pk__in=deed.details.photo_ids[:MOST])
        own.update(event=event)


def _move(deed: Deed) -> None:
    order, way = deed.order, deed.transition
    order.state, order.changed_at = way.target, deed.now
    if way.target is State.CANCELLED:
        order.reason = way.reason or order.reason
    else:
        order.reason = way.reason or ""
    if way.sets_deadline:
        ends = deed.agreed.ends_at if deed.agreed else None
        order.deadline = deadline_of(way.target, order.agreed_terms, now=deed.now, meeting_ends=ends)


def _close(deed: Deed) -> None:
    order = deed.order
    order.appointments.filter(status=Appointment.Status.PROPOSED).update(status=Appointment.Status.DROPPED)
    if deed.agreed is not None:
        void_code(deed.agreed, now=deed.now)
    # In the order of the listings, as those who hold: two never wait for each other.
    for line in order.lines.order_by("listing_id"):
        if deed.transition.stock is Stock.SOLD:
            sell_stock(line.listing_id, line.quantity, now=deed.now)
        else:
            release_stock(line.listing_id, line.quantity)
        settle(line.listing_id, now=deed.now)
    _note_cash(deed)


def _turn_round(deed: Deed) -> None:
    """A deal that was none after all, or the other way round: the pieces move once more, and what hangs on it goes."""
    order = deed.order
    for line in order.lines.order_by("listing_id"):
        if deed.transition.stock is Stock.RETURNED:
            return_stock(line.listing_id, line.quantity)
        else:
            _take(line.listing_id, line.quantity, line.title, now=deed.now)
        settle(line.listing_id, now=deed.now)
    _note_cash(deed)


def _take(listing_id: int, quantity: int, title: str, *, now: datetime) -> None:
    try:
        take_stock(listing_id, quantity, now=now)
    except NothingFree:
        raise ActionRefused(
            translate(
                "Of “{title}” too few pieces are left to count this deal as made. The seller must add some first.",
                title=title,
            )
        ) from None


def _note_cash(deed: Deed) -> None:
    order = deed.order
    order.received_cents = order.received_at = None
    if order.state == State.COMPLETED:
        said = [one for one in (order.buyer_confirmed_at, order.seller_confirmed_at) if one is not None]
        order.received_cents, order.received_at = order.total_cents, min(said, default=deed.now)
