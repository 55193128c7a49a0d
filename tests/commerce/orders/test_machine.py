"""Every pair of state and action: what the table says, and nothing else."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from commerce.orders.machine import (
    CLOSED_STATES,
    OPEN_STATES,
    TABLE,
    Action,
    Actor,
    Guard,
    Reason,
    State,
    Stock,
    Terms,
    actions_of,
    allowed,
    deadline_of,
)

NOON = datetime(2026, 5, 2, 12, tzinfo=UTC)
B, S, O, C = Actor.BUYER, Actor.SELLER, Actor.OPERATOR, Actor.CLOCK  # noqa: E741 (initials)

# Written by hand a second time: (state, action) → who may, where it leads, why, what becomes of the stock.
EXPECTED = {
    ("requested", "accept"): ({S}, "accepted", "stays"),
    ("requested", "decline"): ({S}, "cancelled", "released"),
    ("requested", "withdraw"): ({B}, "cancelled", "released"),
    ("requested", "lapse"): ({C}, "cancelled", "released"),
    ("requested", "moderate"): ({O}, "cancelled", "released"),
    ("accepted", "propose"): ({B, S}, "accepted", "stays"),
    ("accepted", "confirm"): ({B, S}, "scheduled", "stays"),
    ("accepted", "turn-down"): ({B, S}, "accepted", "stays"),
    ("accepted", "pick"): ({B}, "scheduled", "stays"),
    ("accepted", "cancel"): ({B, S}, "cancelled", "released"),
    ("accepted", "lapse"): ({C}, "cancelled", "released"),
    ("accepted", "moderate"): ({O}, "cancelled", "released"),
    ("scheduled", "propose"): ({B, S}, "scheduled", "stays"),
    ("scheduled", "confirm"): ({B, S}, "scheduled", "stays"),
    ("scheduled", "turn-down"): ({B, S}, "scheduled", "stays"),
    ("scheduled", "pick"): ({B}, "scheduled", "stays"),
    ("scheduled", "cancel"): ({B, S}, "cancelled", "released"),
    ("scheduled", "enter-code"): ({S}, "completed", "sold"),
    ("scheduled", "hand-over"): ({B, S}, "handed_over", "stays"),
    ("scheduled", "claim-no-show"): ({B, S}, "no_show", "stays"),
    ("scheduled", "lapse"): ({C}, "cancelled", "released"),
    ("scheduled", "moderate"): ({O}, "cancelled", "released"),
    ("handed_over", "agree"): ({B, S}, "completed", "sold"),
    ("handed_over", "object"): ({B, S}, "disputed", "stays"),
    ("handed_over", "lapse"): ({C}, "completed", "sold"),
    ("handed_over", "moderate"): ({O}, "cancelled", "released"),
    ("no_show", "contradict"): ({B, S}, "disputed", "stays"),
    ("no_show", "lapse"): ({C}, "cancelled", "released"),
    ("no_show", "moderate"): ({O}, "cancelled", "released"),
    ("disputed", "decide-done"): ({O}, "completed", "sold"),
    ("disputed", "decide-cancel"): ({O}, "cancelled", "released"),
    ("disputed", "lapse"): ({C}, "cancelled", "released"),
    ("disputed", "moderate"): ({O}, "cancelled", "released"),
    ("completed", "complain"): ({B}, "completed", "stays"),
    ("requested", "extend"): ({O}, "requested", "stays"),
    ("accepted", "extend"): ({O}, "accepted", "stays"),
    ("scheduled", "extend"): ({O}, "scheduled", "stays"),
    ("handed_over", "extend"): ({O}, "handed_over", "stays"),
    ("no_show", "extend"): ({O}, "no_show", "stays"),
    ("disputed", "extend"): ({O}, "disputed", "stays"),
    ("completed", "appeal"): ({B, S}, "completed", "stays"),
    ("completed", "uphold"): ({O}, "completed", "stays"),
    ("completed", "reverse"): ({O}, "cancelled", "returned"),
    ("completed", "leave"): ({C}, "completed", "stays"),
    ("cancelled", "appeal"): ({B, S}, "cancelled", "stays"),
    ("cancelled", "uphold"): ({O}, "cancelled", "stays"),
    ("cancelled", "reverse"): ({O}, "completed", "taken"),
    ("cancelled", "leave"): ({C}, "cancelled", "stays"),
}


@pytest.mark.parametrize(("state", "action", "actor"), list(product(State, Action, Actor)))
def test_every_triple_is_allowed_or_refused_as_written(state, action, actor):
    who, target, stock = EXPECTED.get((state, action), (set(), None, None))
    found = allowed(state, action, actor)

    if actor in who:
        assert (found.target, found.stock) == (target, stock)
    else:
        assert found is None


def test_no_triple_stands_twice():
    assert max(Counter((one.source, one.action, one.actor) for one in TABLE).values()) == 1


def test_all_rows_but_the_making_of_an_order_are_there():
    assert {one.row for one in TABLE} == set(range(2, 25))


def test_what_is_unknown_is_refused():
    assert allowed("lost", "accept", "seller") is None
    assert allowed("requested", "steal", "seller") is None
    assert allowed("requested", "accept", "stranger") is None


def test_what_is_held_is_let_go_exactly_when_an_order_closes():
    for one in TABLE:
        closes = one.source in OPEN_STATES and one.target in CLOSED_STATES
        assert (one.stock in {Stock.RELEASED, Stock.SOLD}) == closes, one


def test_pieces_move_once_more_exactly_when_a_closed_order_is_turned_round():
    for one in TABLE:
        turns = one.source in CLOSED_STATES and one.source is not one.target
        assert (one.stock in {Stock.RETURNED, Stock.TAKEN}) == turns, one


def test_who_ends_an_order_without_a_deal_leaves_a_reason():
    without = [
        one
        for one in TABLE
        if one.target is State.CANCELLED
        and one.reason is None
        and one.source not in {State.NO_SHOW, State.CANCELLED}  # These have theirs already.
    ]

    assert without == []


def test_the_claim_of_a_no_show_names_the_other_side():
    assert allowed("scheduled", "claim-no-show", "buyer").reason is Reason.NO_SHOW_SELLER
    assert allowed("scheduled", "claim-no-show", "seller").reason is Reason.NO_SHOW_BUYER


def test_only_an_appeal_leads_out_of_a_closed_order():
    for state in CLOSED_STATES:
        changing = [one for one in TABLE if one.source is state and one.target is not state]
        assert [(one.action, one.actor) for one in changing] == [(Action.REVERSE, Actor.OPERATOR)]
        assert Guard.APPEAL_WAITS in changing[0].guards
    assert actions_of("cancelled", "buyer") == (Action.APPEAL,)


def test_the_clock_ends_every_open_state_and_every_appeal():
    of_clock = {(one.source, one.action) for one in TABLE if one.actor is Actor.CLOCK}

    assert of_clock == {(one, "lapse") for one in OPEN_STATES} | {(one, "leave") for one in CLOSED_STATES}


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (State.REQUESTED, timedelta(hours=48)),
        (State.ACCEPTED, timedelta(hours=72)),
        (State.HANDED_OVER, timedelta(hours=48)),
        (State.NO_SHOW, timedelta(hours=48)),
        (State.DISPUTED, timedelta(days=60)),
    ],
)
def test_an_open_state_has_its_time(state, after):
    assert deadline_of(state, Terms(), now=NOON) == NOON + after


def test_a_meeting_is_over_three_days_after_its_end():
    end = NOON + timedelta(days=9)

    assert deadline_of(State.SCHEDULED, Terms(), now=NOON, meeting_ends=end) == end + timedelta(hours=72)
    with pytest.raises(ValueError, match="some time"):
        deadline_of(State.SCHEDULED, Terms(), now=NOON)


def test_a_closed_order_has_no_deadline():
    assert {deadline_of(state, Terms(), now=NOON) for state in CLOSED_STATES} == {None}


def test_a_proposal_gives_nobody_more_time():
    assert [one.action for one in TABLE if one.source is one.target and one.sets_deadline] == [
        Action.CONFIRM,
        Action.CONFIRM,
        Action.PICK,
    ]


def test_terms_come_back_as_they_were_stored():
    assert Terms.of({"reply_hours": 5, "unknown": 1}) == Terms(reply_hours=5)
