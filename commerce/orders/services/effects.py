"""What an action does besides moving the state: meetings, codes, who said what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from commerce.orders import codes
from commerce.orders.errors import ActionRefused
from commerce.orders.machine import CODE_AFTER, CODE_BEFORE, Action, Actor, Appeal, State
from commerce.orders.models import Appointment, HandoverCode, PickupWindow
from commerce.orders.models.place import LONGEST_ADDRESS, LONGEST_PLACE
from commerce.orders.places import safe_place
from commerce.orders.services.deed import Deed
from commerce.orders.slots import SLOT
from commerce.theme import translate

LONGEST = timedelta(hours=12)


def void_code(meeting: Appointment, *, now: datetime) -> None:
    """The code of this meeting is worth nothing from now on; one that was used stays used."""
    HandoverCode.objects.filter(appointment=meeting, voided_at=None, used_at=None).update(voided_at=now)


def _propose(deed: Deed) -> None:
    given = deed.details
    start = given.starts_at
    if start is None or not given.place.strip():
        raise ActionRefused(translate("Please say where and when."))
    end = given.ends_at or start + SLOT
    if not start < end <= start + LONGEST:
        raise ActionRefused(translate("The meeting must end after it starts, within twelve hours."))
    _drop(deed.proposed)
    deed.proposed = Appointment.objects.create(
        order=deed.order,
        **_where(given.place.strip()[:LONGEST_PLACE], given.address.strip()[:LONGEST_ADDRESS]),
        starts_at=start,
        ends_at=end,
        proposed_by=deed.actor,
        created_at=deed.now,
    )


def _where(place: str, address: str) -> dict[str, Any]:
    """Place and address of a meeting; a safe place brings its own address."""
    safe = safe_place(place, address)
    return {"place": place, "address": safe.address if safe else address, "is_safe": safe is not None}


def _pick(deed: Deed) -> None:
    window = PickupWindow.objects.get(pk=deed.details.window_id or 0)
    start = deed.details.starts_at
    assert start is not None  # noqa: S101 (the guard has looked it up)
    _drop(deed.proposed)
    deed.proposed = Appointment.objects.create(
        order=deed.order,
        **_where(window.place, window.address),
        starts_at=start,
        ends_at=start + SLOT,
        proposed_by=Actor.SELLER,
        window=window,
        created_at=deed.now,
    )
    _confirm(deed)


def _confirm(deed: Deed) -> None:
    meeting = deed.proposed
    assert meeting is not None  # noqa: S101 (the guard has looked for it)
    order = deed.order
    if deed.agreed is not None:
        void_code(deed.agreed, now=deed.now)
        _drop(deed.agreed)
    if deed.transition.source is State.SCHEDULED:
        order.meeting_changes += 1
    meeting.status, meeting.sequence = Appointment.Status.AGREED, order.meeting_changes
    meeting.save(update_fields=["status", "sequence"])
    nonce = codes.new_nonce()
    HandoverCode.objects.create(
        appointment=meeting,
        nonce=nonce,
        digest=codes.digest_of(nonce, codes.code_for(nonce)),
        valid_from=meeting.starts_at - CODE_BEFORE,
        valid_until=meeting.ends_at + CODE_AFTER,
    )
    deed.agreed, deed.proposed = meeting, None


def _turn_down(deed: Deed) -> None:
    _drop(deed.proposed)
    deed.proposed = None


def _cancel(deed: Deed) -> None:
    if deed.agreed is not None:
        deed.order.late = deed.now > deed.agreed.starts_at - timedelta(hours=deed.order.agreed_terms.late_hours)


def _enter_code(deed: Deed) -> None:
    HandoverCode.objects.filter(appointment=deed.agreed).update(used_at=deed.now)
    deed.order.buyer_confirmed_at = deed.order.seller_confirmed_at = deed.now


def _hand_over(deed: Deed) -> None:
    deed.order.spoke = deed.actor
    _say(deed)


def _say(deed: Deed) -> None:
    """The side that acts confirms that goods and cash changed hands."""
    if deed.actor is Actor.BUYER:
        deed.order.buyer_confirmed_at = deed.now
    else:
        deed.order.seller_confirmed_at = deed.now


def _claim(deed: Deed) -> None:
    deed.order.spoke = deed.actor


def _complain(deed: Deed) -> None:
    deed.order.complained_at = deed.now


def _extend(deed: Deed) -> None:
    order = deed.order
    order.deadline = max(order.deadline or deed.now, deed.now) + timedelta(hours=deed.details.more_hours)


def _decide(deed: Deed) -> None:
    deed.order.decided_at, deed.order.decided_by_id = deed.now, deed.person_id


def _appeal(deed: Deed) -> None:
    order = deed.order
    order.appeal = Appeal.WAITS
    order.appeal_until = deed.now + timedelta(days=order.agreed_terms.appeal_answer_days)


def _uphold(deed: Deed) -> None:
    deed.order.appeal, deed.order.appeal_until = Appeal.UPHELD, None


def _reverse(deed: Deed) -> None:
    deed.order.appeal, deed.order.appeal_until = Appeal.REVERSED, None


def _drop(meeting: Appointment | None) -> None:
    if meeting is not None:
        meeting.status = Appointment.Status.DROPPED
        meeting.save(update_fields=["status"])


EFFECTS: dict[Action, Callable[[Deed], None]] = {
    Action.PROPOSE: _propose,
    Action.PICK: _pick,
    Action.CONFIRM: _confirm,
    Action.TURN_DOWN: _turn_down,
    Action.CANCEL: _cancel,
    Action.ENTER_CODE: _enter_code,
    Action.HAND_OVER: _hand_over,
    Action.AGREE: _say,
    Action.CLAIM_NO_SHOW: _claim,
    Action.COMPLAIN: _complain,
    Action.EXTEND: _extend,
    Action.DECIDE_DONE: _decide,
    Action.DECIDE_CANCEL: _decide,
    Action.APPEAL: _appeal,
    Action.UPHOLD: _uphold,
    Action.LEAVE: _uphold,
    Action.REVERSE: _reverse,
}
