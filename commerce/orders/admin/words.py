"""What the team reads about orders: in the language of the admin, which is not always that of the shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import format_currency
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import get_language, gettext_lazy, to_locale
from django.utils.translation import gettext as _

from cms.contract.records import Condition
from commerce.orders.machine import Action, Actor, Reason, State

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from cms.contract.money import Money

STATES: dict[str, _StrPromise] = {
    State.REQUESTED: gettext_lazy("Waiting for an answer"),
    State.ACCEPTED: gettext_lazy("Accepted"),
    State.SCHEDULED: gettext_lazy("Meeting agreed"),
    State.HANDED_OVER: gettext_lazy("One side says it is done"),
    State.NO_SHOW: gettext_lazy("Somebody did not come"),
    State.DISPUTED: gettext_lazy("In dispute"),
    State.COMPLETED: gettext_lazy("Completed"),
    State.CANCELLED: gettext_lazy("Cancelled"),
}

CONDITIONS: dict[str, _StrPromise] = {
    Condition.NEW: gettext_lazy("New"),
    Condition.LIKE_NEW: gettext_lazy("Like new"),
    Condition.GOOD: gettext_lazy("Good"),
    Condition.FAIR: gettext_lazy("Fair"),
    Condition.FOR_PARTS: gettext_lazy("For parts"),
}

REASONS: dict[str, _StrPromise] = {
    Reason.SELLER_DECLINED: gettext_lazy("The seller said no"),
    Reason.SELLER_LAPSED: gettext_lazy("The seller did not answer in time"),
    Reason.BUYER_WITHDREW: gettext_lazy("The buyer took the request back"),
    Reason.NO_SLOT: gettext_lazy("No meeting was agreed in time"),
    Reason.BY_BUYER: gettext_lazy("The buyer called it off"),
    Reason.BY_SELLER: gettext_lazy("The seller called it off"),
    Reason.NO_SHOW_BUYER: gettext_lazy("The buyer did not come"),
    Reason.NO_SHOW_SELLER: gettext_lazy("The seller did not come"),
    Reason.UNREPORTED: gettext_lazy("Nobody said how the meeting went"),
    Reason.OPERATOR_DECIDED: gettext_lazy("Ended by the team’s decision"),
    Reason.OPERATOR_TIMEOUT: gettext_lazy("Ended without a decision"),
    Reason.MODERATION: gettext_lazy("Ended by the team"),
}

EVENTS: dict[str, _StrPromise] = {
    "request": gettext_lazy("Requested"),
    Action.ACCEPT: gettext_lazy("Request accepted"),
    Action.DECLINE: gettext_lazy("Request declined"),
    Action.WITHDRAW: gettext_lazy("Request taken back"),
    Action.PROPOSE: gettext_lazy("Meeting proposed"),
    Action.PICK: gettext_lazy("Time picked"),
    Action.CONFIRM: gettext_lazy("Meeting confirmed"),
    Action.TURN_DOWN: gettext_lazy("Proposal turned down"),
    Action.CANCEL: gettext_lazy("Called off"),
    Action.ENTER_CODE: gettext_lazy("Code entered: goods and cash changed hands"),
    Action.HAND_OVER: gettext_lazy("Reported as handed over"),
    Action.AGREE: gettext_lazy("Hand-over confirmed"),
    Action.OBJECT: gettext_lazy("Objection"),
    Action.CLAIM_NO_SHOW: gettext_lazy("Reported that the other side did not come"),
    Action.CONTRADICT: gettext_lazy("Contradicted"),
    Action.COMPLAIN: gettext_lazy("Complaint"),
    Action.DECIDE_DONE: gettext_lazy("Decided: the deal was made"),
    Action.DECIDE_CANCEL: gettext_lazy("Decided: there was no deal"),
    Action.MODERATE: gettext_lazy("Ended by the team"),
    Action.EXTEND: gettext_lazy("More time given"),
    Action.LAPSE: gettext_lazy("The time was over"),
    Action.APPEAL: gettext_lazy("Appeal against the decision"),
    Action.UPHOLD: gettext_lazy("Looked at once more: the decision stands"),
    Action.REVERSE: gettext_lazy("Looked at once more: the decision was changed"),
    Action.LEAVE: gettext_lazy("The appeal was not looked at in time: the decision stands"),
}

ACTORS: dict[str, _StrPromise] = {
    Actor.BUYER: gettext_lazy("The buyer"),
    Actor.SELLER: gettext_lazy("The seller"),
    Actor.OPERATOR: gettext_lazy("The team"),
    Actor.CLOCK: gettext_lazy("The clock"),
}


def outcome(state: str, reason: str) -> str:
    """The state, or why there was no deal."""
    return str(REASONS[reason] if reason and state == State.CANCELLED else STATES[state])


def event_name(action: str) -> str:
    """What somebody did; an action that has no name here is shown as it is stored."""
    return str(EVENTS.get(action, action))


def amount(money: Money) -> str:
    """`€1,234.50`, `1.234,50 €`: as the language of the admin writes it."""
    language = to_locale(get_language() or "en")
    return format_currency(money.euros, "EUR", locale="en_GB" if language == "en" else language)


def distance(moment: datetime, now: datetime) -> str:
    """`in 2 days`, `3 hours late`."""
    if moment > now:
        return _("in %(time)s") % {"time": timeuntil(moment, now, depth=1)}
    return _("%(time)s late") % {"time": timesince(moment, now, depth=1)}


def age(moment: datetime, now: datetime) -> str:
    """`3 hours`: how long something has waited."""
    return timesince(moment, now, depth=1)
