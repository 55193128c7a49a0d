"""Which mail goes to whom about an order; each in the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from commerce.notifications.services import notify
from commerce.orders import codes, wording
from commerce.orders.machine import Action, Actor, State
from commerce.orders.models import Appointment, HandoverCode, Order
from commerce.orders.when import spoken, spoken_range

_BOTH = (Actor.BUYER, Actor.SELLER)

_ABOUT_ACTION: dict[str, str] = {
    Action.ACCEPT: "order-accepted",
    Action.DECLINE: "order-declined",
    Action.PROPOSE: "meeting-proposed",
    Action.TURN_DOWN: "meeting-turned-down",
    Action.CONFIRM: "meeting-agreed",
    Action.PICK: "meeting-agreed",
    Action.HAND_OVER: "order-handed-over",
    Action.CLAIM_NO_SHOW: "order-no-show",
    Action.COMPLAIN: "order-complaint",
    Action.EXTEND: "order-extended",
    Action.APPEAL: "order-appeal",
    Action.UPHOLD: "order-appeal-decided",
    Action.REVERSE: "order-appeal-decided",
    Action.LEAVE: "order-appeal-decided",
}
_ABOUT_STATE: dict[str, str] = {
    State.COMPLETED: "order-completed",
    State.CANCELLED: "order-cancelled",
    State.DISPUTED: "order-disputed",
}
_TO_BOTH = frozenset({"meeting-agreed", "order-completed", "order-disputed", "order-appeal"})


def tell_after(order: Order, action: str, actor: Actor, *, note: str = "") -> None:
    """Tell those whom a done action concerns: the other side, or both when the clock or an operator acts."""
    kind = _ABOUT_ACTION.get(action) or _ABOUT_STATE[order.state]
    for side in _BOTH:
        if side is not actor or kind in _TO_BOTH:
            tell_about(order, kind, side, note=note, about=_about(order, action, actor, side))


def _about(order: Order, action: str, actor: Actor, side: Actor) -> str:
    """What the mail needs to know besides: who appealed; until when an appeal against a decision is possible."""
    if action == Action.APPEAL:
        return "yours" if side is actor else "theirs"
    if action in {Action.DECIDE_DONE, Action.DECIDE_CANCEL} and order.decided_at is not None:
        return spoken(order.decided_at + timedelta(days=order.agreed_terms.appeal_days))
    return action if action in {Action.UPHOLD, Action.REVERSE, Action.LEAVE} else ""


def tell_about(order: Order, kind: str, side: Actor, *, note: str = "", about: str = "") -> None:
    """Send one side a mail of this kind."""
    person, other = _people(order, side)
    notify(person, kind, {**_facts(order, side), "other": other, "note": note, "about": about})


def code_in(context: Mapping[str, Any]) -> str:
    """The code in a mail to the buyer, made when the mail is written: the outbox never holds it.

    Empty in all other mails, and when the meeting was moved or called off meanwhile.
    """
    if context.get("handover") is None:
        return ""
    row = HandoverCode.objects.filter(appointment_id=context["handover"], voided_at=None, used_at=None).first()
    return codes.shown(row.digest, row.nonce) if row else ""


def _people(order: Order, side: Actor) -> tuple[int, str]:
    if side is Actor.BUYER:
        return order.buyer_id, order.seller_name
    return order.seller_id, order.buyer_name


def _facts(order: Order, side: Actor) -> dict[str, Any]:
    agreed = _meeting(order, Appointment.Status.AGREED)
    shown = _meeting(order, Appointment.Status.PROPOSED) or agreed
    return {
        "order": order.label,
        "path": order.path,
        "side": side.value,
        "state": order.state,
        "total": order.total,
        "lines": [{"title": one.title, "quantity": one.quantity, "sum": one.sum} for one in order.lines.all()],
        "outcome": wording.outcome(order.state, order.reason),
        "deadline": spoken(order.deadline) if order.deadline else "",
        "when": spoken_range(shown.starts_at, shown.ends_at) if shown else "",
        "place": shown.place if shown else "",
        "address": shown.address if shown and shown == agreed else "",
        "is_safe": shown.is_safe if shown else False,
        "handover": agreed.pk if agreed and side is Actor.BUYER else None,
    }


def _meeting(order: Order, status: str) -> Appointment | None:
    return order.appointments.filter(status=status).first()
