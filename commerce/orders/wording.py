"""What states, reasons and actions are called on pages and in mails."""

from __future__ import annotations

from collections.abc import Callable

from commerce.orders.machine import Action, Reason, State
from commerce.theme import later

Word = Callable[[], str]

_STATES: dict[str, Word] = {
    State.REQUESTED: later("Waiting for an answer"),
    State.ACCEPTED: later("Accepted"),
    State.SCHEDULED: later("Meeting agreed"),
    State.HANDED_OVER: later("One side says it is done"),
    State.NO_SHOW: later("Somebody did not come"),
    State.DISPUTED: later("In dispute"),
    State.COMPLETED: later("Completed"),
    State.CANCELLED: later("Cancelled"),
}

_REASONS: dict[str, Word] = {
    Reason.SELLER_DECLINED: later("The seller said no"),
    Reason.SELLER_LAPSED: later("The seller did not answer in time"),
    Reason.BUYER_WITHDREW: later("The buyer took the request back"),
    Reason.NO_SLOT: later("No meeting was agreed in time"),
    Reason.BY_BUYER: later("The buyer called it off"),
    Reason.BY_SELLER: later("The seller called it off"),
    Reason.NO_SHOW_BUYER: later("The buyer did not come"),
    Reason.NO_SHOW_SELLER: later("The seller did not come"),
    Reason.UNREPORTED: later("Nobody said how the meeting went"),
    Reason.OPERATOR_DECIDED: later("Ended by the shop’s team"),
    Reason.OPERATOR_TIMEOUT: later("Ended without a decision"),
    Reason.MODERATION: later("Ended by the shop’s team"),
}

_DONE: dict[str, Word] = {
    "request": later("Requested"),
    Action.ACCEPT: later("Request accepted"),
    Action.DECLINE: later("Request declined"),
    Action.WITHDRAW: later("Request taken back"),
    Action.PROPOSE: later("Meeting proposed"),
    Action.PICK: later("Time picked"),
    Action.CONFIRM: later("Meeting confirmed"),
    Action.TURN_DOWN: later("Proposal turned down"),
    Action.CANCEL: later("Called off"),
    Action.ENTER_CODE: later("Code entered: goods and cash changed hands"),
    Action.HAND_OVER: later("Reported as handed over"),
    Action.AGREE: later("Hand-over confirmed"),
    Action.OBJECT: later("Objection"),
    Action.CLAIM_NO_SHOW: later("Reported that the other side did not come"),
    Action.CONTRADICT: later("Contradicted"),
    Action.COMPLAIN: later("Complaint"),
    Action.DECIDE_DONE: later("Decided: the deal was made"),
    Action.DECIDE_CANCEL: later("Decided: there was no deal"),
    Action.MODERATE: later("Ended by the shop’s team"),
    Action.EXTEND: later("More time given"),
    Action.LAPSE: later("The time was over"),
    Action.APPEAL: later("Appeal against the decision"),
    Action.UPHOLD: later("Looked at once more: the decision stands"),
    Action.REVERSE: later("Looked at once more: the decision was changed"),
    Action.LEAVE: later("The appeal was not looked at in time: the decision stands"),
}


def state_name(state: str) -> str:
    """What people call this state."""
    return _STATES[state]()


def outcome(state: str, reason: str) -> str:
    """The state, or why there was no deal."""
    return _REASONS[reason]() if reason and state == State.CANCELLED else state_name(state)


def event_name(action: str) -> str:
    """What somebody did, in the timeline."""
    return _DONE[action]()


_ACTORS: dict[str, Word] = {
    "operator": later("The shop’s team"),
    "clock": later("The clock"),
}


def actor_name(actor: str) -> str:
    """Who acted, when it was neither of the two."""
    return _ACTORS[actor]()


_NOTICES: dict[str, Word] = {
    Action.ACCEPT: later("You have accepted. Now agree on a meeting."),
    Action.DECLINE: later("You have declined. The buyer is told."),
    Action.WITHDRAW: later("You have taken the request back."),
    Action.PROPOSE: later("Your proposal is on its way."),
    Action.PICK: later("The meeting is agreed."),
    Action.CONFIRM: later("The meeting is agreed."),
    Action.TURN_DOWN: later("You have turned the proposal down. Propose another time."),
    Action.CANCEL: later("You have called it off. The other side is told."),
    Action.ENTER_CODE: later("Done: the deal is made."),
    Action.HAND_OVER: later("Thank you. The other side is asked to confirm it."),
    Action.AGREE: later("Done: the deal is made."),
    Action.OBJECT: later("Your objection was sent to the shop’s team."),
    Action.CLAIM_NO_SHOW: later("Thank you. The other side can answer now."),
    Action.CONTRADICT: later("Your answer was sent to the shop’s team."),
    Action.COMPLAIN: later("Your complaint was sent to the seller."),
    Action.APPEAL: later("Your appeal was sent to the shop’s team."),
}


def done_notice(action: str) -> str:
    """What the page says after a button was pressed."""
    return _NOTICES[action]()
