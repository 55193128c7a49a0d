# Long because the whole life of an order is told in one table.
"""The life of a cash order as a table: who may do what in which state, where it leads, and what time does to it.

Plain data and plain functions: services apply it, pages show the buttons that follow from it, tests try every pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where an order stands. Why a closed one ended is told by its reason."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    HANDED_OVER = "handed_over"
    NO_SHOW = "no_show"
    DISPUTED = "disputed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


CLOSED_STATES = frozenset({State.COMPLETED, State.CANCELLED})
OPEN_STATES = frozenset(State) - CLOSED_STATES
HOLDING_STATES = OPEN_STATES
"""As long as an order is open, what it wants is held for it."""


class Actor(StrEnum):
    """Who acts."""

    BUYER = "buyer"
    SELLER = "seller"
    OPERATOR = "operator"
    CLOCK = "clock"


class Action(StrEnum):
    """What can be done with an order that exists. Making one is `place_orders`."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    PROPOSE = "propose"
    PICK = "pick"
    CONFIRM = "confirm"
    TURN_DOWN = "turn-down"
    CANCEL = "cancel"
    ENTER_CODE = "enter-code"
    HAND_OVER = "hand-over"
    AGREE = "agree"
    OBJECT = "object"
    CLAIM_NO_SHOW = "claim-no-show"
    CONTRADICT = "contradict"
    COMPLAIN = "complain"
    DECIDE_DONE = "decide-done"
    DECIDE_CANCEL = "decide-cancel"
    MODERATE = "moderate"
    EXTEND = "extend"
    LAPSE = "lapse"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    REVERSE = "reverse"
    LEAVE = "leave"


class Reason(StrEnum):
    """Why an order ended without a deal."""

    SELLER_DECLINED = "seller_declined"
    SELLER_LAPSED = "seller_lapsed"
    BUYER_WITHDREW = "buyer_withdrew"
    NO_SLOT = "no_slot"
    BY_BUYER = "by_buyer"
    BY_SELLER = "by_seller"
    NO_SHOW_BUYER = "no_show_buyer"
    NO_SHOW_SELLER = "no_show_seller"
    UNREPORTED = "unreported"
    OPERATOR_DECIDED = "operator_decided"
    OPERATOR_TIMEOUT = "operator_timeout"
    MODERATION = "moderation"


class Guard(StrEnum):
    """What must be true besides; the services know how to find out."""

    NOT_OWN_PROPOSAL = "the proposal is the other side's"
    IN_FUTURE = "the time is to come"
    FEW_CHANGES = "the meeting was not moved too often"
    WINDOW_FREE = "the seller's window has room"
    CODE_FITS = "the code is right, in time and not used up"
    MEETING_BEGAN = "the time of the meeting has come"
    HOUR_PASSED = "an hour has passed since"
    OTHER_SIDE = "the other side spoke first"
    TEXT = "there are words to it"
    SOME_HOURS = "it is a number of hours that makes sense"
    COMPLAINT_IN_TIME = "the deal is not long ago and there is no complaint yet"
    APPEAL_IN_TIME = "an operator decided not long ago and nobody has appealed yet"
    APPEAL_WAITS = "somebody has appealed and it is not decided yet"
    OTHER_OPERATOR = "it is not the operator who decided, and no side of the order"


class Appeal(StrEnum):
    """What became of the appeal against an operator's decision; empty while there is none."""

    WAITS = "waits"
    UPHELD = "upheld"
    REVERSED = "reversed"


class Stock(StrEnum):
    """What happens to the pieces that the order holds, or wanted when it was open."""

    STAYS = "stays"
    RELEASED = "released"
    SOLD = "sold"
    RETURNED = "returned"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Terms:
    """The times that hold for an order: stored with it, so that a later change never moves a running deadline."""

    reply_hours: int = 48
    agree_hours: int = 72
    report_hours: int = 72
    answer_hours: int = 48
    dispute_days: int = 60
    complaint_days: int = 3
    appeal_days: int = 14
    appeal_answer_days: int = 30
    changes: int = 3
    no_show_hours: int = 1
    late_hours: int = 12

    @classmethod
    def of(cls, stored: dict[str, int]) -> Terms:
        """As they were stored; what was not is as it is today."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One way from one state to another. `row` is its number in the description of the order's life."""

    row: int
    action: Action
    source: State
    target: State
    actor: Actor
    reason: Reason | None = None
    stock: Stock = Stock.STAYS
    guards: tuple[Guard, ...] = ()
    sets_meeting: bool = False

    @property
    def sets_deadline(self) -> bool:
        """Whether the clock starts anew: proposals that lead nowhere give nobody more time."""
        return self.source is not self.target or self.sets_meeting


TAKES_PHOTOS = frozenset({Action.OBJECT, Action.CONTRADICT, Action.COMPLAIN, Action.APPEAL})
"""Where words about what went wrong may bring photos."""

MOST_MORE_HOURS = 14 * 24
"""So much time the team gives at a time."""

MOST_OPEN_REQUESTS = 5
"""So many unanswered requests a buyer may have."""

CODE_TRIES = 5
CODE_BEFORE = timedelta(hours=2)
CODE_AFTER = timedelta(hours=72)

_B, _S, _O, _C = Actor.BUYER, Actor.SELLER, Actor.OPERATOR, Actor.CLOCK
_BOTH = (_B, _S)
_FREED = Stock.RELEASED
_SIDE_REASON = {_B: Reason.BY_BUYER, _S: Reason.BY_SELLER}
_NOT_THERE = {_B: Reason.NO_SHOW_SELLER, _S: Reason.NO_SHOW_BUYER}


def _meeting(row: int, source: State) -> Iterator[Transition]:
    """How two people find a time; a published window needs no answer."""
    moved = (Guard.FEW_CHANGES,) if source is State.SCHEDULED else ()
    for actor in _BOTH:
        yield Transition(
            row=row, action=Action.PROPOSE, source=source, target=source, actor=actor, guards=(Guard.IN_FUTURE, *moved)
        )
        yield Transition(
            row=row,
            action=Action.CONFIRM,
            source=source,
            target=State.SCHEDULED,
            actor=actor,
            guards=(Guard.NOT_OWN_PROPOSAL, Guard.IN_FUTURE, *moved),
            sets_meeting=True,
        )
        yield Transition(
            row=row,
            action=Action.TURN_DOWN,
            source=source,
            target=source,
            actor=actor,
            guards=(Guard.NOT_OWN_PROPOSAL,),
        )
    yield Transition(
        row=row,
        action=Action.PICK,
        source=source,
        target=State.SCHEDULED,
        actor=_B,
        guards=(Guard.WINDOW_FREE, *moved),
        sets_meeting=True,
    )


def _one(  # noqa: PLR0913 (a row of the table)
    row: int,
    action: Action,
    source: State,
    target: State,
    actor: Actor,
    *guards: Guard,
    reason: Reason | None = None,
    stock: Stock = Stock.STAYS,
) -> Transition:
    return Transition(
        row=row, action=action, source=source, target=target, actor=actor, guards=guards, reason=reason, stock=stock
    )


def _rows() -> Iterator[Transition]:
    requested, accepted, scheduled = State.REQUESTED, State.ACCEPTED, State.SCHEDULED
    handed, absent, disputed = State.HANDED_OVER, State.NO_SHOW, State.DISPUTED
    done, ended = State.COMPLETED, State.CANCELLED

    yield _one(2, Action.ACCEPT, requested, accepted, _S)
    yield _one(3, Action.DECLINE, requested, ended, _S, reason=Reason.SELLER_DECLINED, stock=_FREED)
    yield _one(4, Action.LAPSE, requested, ended, _C, reason=Reason.SELLER_LAPSED, stock=_FREED)
    yield _one(5, Action.WITHDRAW, requested, ended, _B, reason=Reason.BUYER_WITHDREW, stock=_FREED)
    yield from _meeting(6, accepted)
    yield from _meeting(7, scheduled)
    yield _one(8, Action.LAPSE, accepted, ended, _C, reason=Reason.NO_SLOT, stock=_FREED)
    for actor in _BOTH:
        for source in (accepted, scheduled):
            yield _one(9, Action.CANCEL, source, ended, actor, reason=_SIDE_REASON[actor], stock=_FREED)
    yield _one(10, Action.ENTER_CODE, scheduled, done, _S, Guard.CODE_FITS, stock=Stock.SOLD)
    for actor in _BOTH:
        yield _one(11, Action.HAND_OVER, scheduled, handed, actor, Guard.MEETING_BEGAN)
        yield _one(12, Action.AGREE, handed, done, actor, Guard.OTHER_SIDE, stock=Stock.SOLD)
        yield _one(13, Action.OBJECT, handed, disputed, actor, Guard.OTHER_SIDE, Guard.TEXT)
        yield _one(14, Action.CLAIM_NO_SHOW, scheduled, absent, actor, Guard.HOUR_PASSED, reason=_NOT_THERE[actor])
        yield _one(15, Action.CONTRADICT, absent, disputed, actor, Guard.OTHER_SIDE, Guard.TEXT)
    yield _one(12, Action.LAPSE, handed, done, _C, stock=Stock.SOLD)
    yield _one(14, Action.LAPSE, absent, ended, _C, stock=_FREED)
    yield _one(16, Action.LAPSE, scheduled, ended, _C, reason=Reason.UNREPORTED, stock=_FREED)
    yield _one(17, Action.DECIDE_DONE, disputed, done, _O, Guard.TEXT, stock=Stock.SOLD)
    yield _one(17, Action.DECIDE_CANCEL, disputed, ended, _O, Guard.TEXT, reason=Reason.OPERATOR_DECIDED, stock=_FREED)
    yield _one(17, Action.LAPSE, disputed, ended, _C, reason=Reason.OPERATOR_TIMEOUT, stock=_FREED)
    yield _one(18, Action.COMPLAIN, done, done, _B, Guard.COMPLAINT_IN_TIME, Guard.TEXT)
    for source in sorted(OPEN_STATES):
        yield _one(19, Action.MODERATE, source, ended, _O, Guard.TEXT, reason=Reason.MODERATION, stock=_FREED)
        yield _one(20, Action.EXTEND, source, source, _O, Guard.TEXT, Guard.SOME_HOURS)
    yield from _appeals(done, ended)


def _appeals(done: State, ended: State) -> Iterator[Transition]:
    """What was decided about a dispute is looked at once more, by somebody else; if nobody does, it stands."""
    asked = (Guard.APPEAL_WAITS, Guard.OTHER_OPERATOR, Guard.TEXT)
    for source in (done, ended):
        for actor in _BOTH:
            yield _one(21, Action.APPEAL, source, source, actor, Guard.APPEAL_IN_TIME, Guard.TEXT)
        yield _one(22, Action.UPHOLD, source, source, _O, *asked)
        yield _one(24, Action.LEAVE, source, source, _C)
    yield _one(23, Action.REVERSE, done, ended, _O, *asked, reason=Reason.OPERATOR_DECIDED, stock=Stock.RETURNED)
    yield _one(23, Action.REVERSE, ended, done, _O, *asked, stock=Stock.TAKEN)


TABLE: tuple[Transition, ...] = tuple(_rows())
_BY_KEY = {(one.source, one.action, one.actor): one for one in TABLE}


def allowed(state: str, action: str, actor: str) -> Transition | None:
    """The transition, or None when this actor cannot do this in this state."""
    try:
        return _BY_KEY.get((State(state), Action(action), Actor(actor)))
    except ValueError:
        return None


def actions_of(state: str, actor: str) -> tuple[Action, ...]:
    """What this actor can do in this state, in the order of the table."""
    return tuple(one.action for one in TABLE if one.source == state and one.actor == actor)


def deadline_of(state: State, terms: Terms, *, now: datetime, meeting_ends: datetime | None = None) -> datetime | None:
    """When the clock acts on an order that came into this state now; None for one that is closed.

    Raises ValueError for a meeting without a time.
    """
    if state is State.SCHEDULED:
        if meeting_ends is None:
            raise ValueError("a meeting ends at some time")
        return meeting_ends + timedelta(hours=terms.report_hours)
    waits = {
        State.REQUESTED: timedelta(hours=terms.reply_hours),
        State.ACCEPTED: timedelta(hours=terms.agree_hours),
        State.HANDED_OVER: timedelta(hours=terms.answer_hours),
        State.NO_SHOW: timedelta(hours=terms.answer_hours),
        State.DISPUTED: timedelta(days=terms.dispute_days),
    }
    return now + waits[state] if state in waits else None
