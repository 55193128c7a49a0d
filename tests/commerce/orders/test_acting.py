"""What the two sides and an operator do with an order, and what each refusal leaves alone."""

from datetime import timedelta

import pytest

from cms.catalog.models import Availability
from commerce.notifications.models import Notification
from commerce.orders.errors import ActionRefused, OrderNotFound, OrderStateConflict, WrongCode
from commerce.orders.machine import Action, State, allowed
from commerce.orders.models import HandoverCode, Order, OrderEvent
from commerce.orders.services import act
from tests.factories.goods import make_listing
from tests.factories.orders import MEETING, NOW, agree_on, agreed, code_of, make_order, make_window
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SIDES = ("buyer", "seller", "operator", "clock")


def do(order, action, side, now=NOW, **details):
    person = {"buyer": order.buyer_id, "seller": order.seller_id}.get(side)
    return act(order.pk, action, now=now, person_id=person, as_operator=side == "operator", **details)


def stock(listing):
    row = Availability.objects.get(listing=listing)
    return row.stock, row.reserved, row.status


def snapshot(order):
    row = Order.objects.filter(pk=order.pk).values().get()
    return row, OrderEvent.objects.count(), Notification.objects.count(), list(order.appointments.values())


def refused(order, action, side, error, now=NOW, **details):
    before = snapshot(order)
    with pytest.raises(error) as refusal:
        do(order, action, side, now, **details)
    assert snapshot(order) == before
    return refusal.value


@pytest.mark.parametrize("state", list(State))
def test_what_the_table_does_not_have_is_refused_and_changes_nothing(state):
    order = make_order(state=state)

    for action in Action:
        for side in SIDES:
            if allowed(state, action, side) is None:
                refused(order, action, side, OrderStateConflict, now=NOW + timedelta(days=300), note="x")


@pytest.mark.parametrize("state", list(State))
def test_a_stranger_learns_nothing(state):
    order, stranger = make_order(state=state), make_user()

    for action in Action:
        with pytest.raises(OrderNotFound):
            act(order.pk, action, now=NOW, person_id=stranger.pk)
    with pytest.raises(OrderNotFound):
        act(order.pk + 99, "accept", now=NOW, person_id=order.seller_id)


def test_accepting_gives_time_to_agree():
    listing = make_listing(stock=2)
    order = make_order(listing)

    order = do(order, "accept", "seller", NOW + HOUR)

    assert (order.state, order.deadline) == ("accepted", NOW + 73 * HOUR)
    assert stock(listing) == (2, 1, "live")
    assert Notification.objects.order_by("-pk").values_list("kind", "recipient_id").first() == (
        "order-accepted",
        order.buyer_id,
    )


@pytest.mark.parametrize(
    ("state", "action", "side", "reason", "told"),
    [
        ("requested", "decline", "seller", "seller_declined", {"buyer": "order-declined"}),
        ("requested", "withdraw", "buyer", "buyer_withdrew", {"seller": "order-cancelled"}),
        ("accepted", "cancel", "buyer", "by_buyer", {"seller": "order-cancelled"}),
        ("scheduled", "cancel", "seller", "by_seller", {"buyer": "order-cancelled"}),
        ("disputed", "moderate", "operator", "moderation", {"buyer": "order-cancelled", "seller": "order-cancelled"}),
        (
            "disputed",
            "decide-cancel",
            "operator",
            "operator_decided",
            {"buyer": "order-cancelled", "seller": "order-cancelled"},
        ),
    ],
)
def test_an_order_ends_without_a_deal(state, action, side, reason, told):
    listing = make_listing(stock=3)
    order = make_order(listing, state=state, quantity=2)
    before = Notification.objects.count()

    order = do(order, action, side, note="Why")

    assert (order.state, order.reason, order.deadline) == ("cancelled", reason, None)
    assert stock(listing) == (3, 0, "live")
    event = OrderEvent.objects.last()
    assert (event.action, event.actor, event.source, event.target, event.reason, event.note) == (
        action, side, state, "cancelled", reason, "Why",
    )  # fmt: skip
    people = {order.buyer_id: "buyer", order.seller_id: "seller"}
    letters = Notification.objects.order_by("pk")[before:]
    assert {people[one.recipient_id]: one.kind for one in letters} == told


def test_one_order_of_a_cart_ends_without_the_other():
    bike, sofa = make_listing(), make_listing()
    order = make_order(bike)
    other = make_order(sofa, buyer=order.buyer)

    do(order, "withdraw", "buyer")

    other.refresh_from_db()
    assert (other.state, stock(bike)[1], stock(sofa)[1]) == ("requested", 0, 1)


@pytest.mark.parametrize("state", ["accepted", "scheduled"])
def test_a_proposal_waits_for_the_other_side(state):
    order = make_order(state=state)
    deadline, start = order.deadline, MEETING + timedelta(days=1)

    order = do(order, "propose", "buyer", place="Café", starts_at=start, ends_at=start + HOUR)

    meeting = order.appointments.get(status="proposed")
    assert (order.state, order.deadline) == (state, deadline)
    assert (meeting.place, meeting.starts_at, meeting.ends_at, meeting.proposed_by) == (
        "Café", start, start + HOUR, "buyer",
    )  # fmt: skip
    refused(order, "confirm", "buyer", ActionRefused)
    refused(order, "turn-down", "buyer", ActionRefused)


def test_a_new_proposal_takes_the_place_of_the_old_one():
    order = make_order(state="accepted")
    do(order, "propose", "buyer", place="Café", starts_at=MEETING)

    do(order, "propose", "seller", place="Station", starts_at=MEETING)

    assert list(order.appointments.values_list("place", "status")) == [("Café", "dropped"), ("Station", "proposed")]


@pytest.mark.parametrize(
    "details",
    [
        {"place": "Café"},
        {"place": " ", "starts_at": MEETING},
        {"place": "Café", "starts_at": NOW},
        {"place": "Café", "starts_at": NOW + timedelta(days=61)},
        {"place": "Café", "starts_at": MEETING, "ends_at": MEETING},
        {"place": "Café", "starts_at": MEETING, "ends_at": MEETING + 13 * HOUR},
    ],
)
def test_a_proposal_needs_a_place_and_a_time_to_come(details):
    refused(make_order(state="accepted"), "propose", "buyer", ActionRefused, **details)


def test_a_proposal_that_was_turned_down_can_not_be_confirmed():
    order = make_order(state="accepted")
    do(order, "propose", "buyer", place="Café", starts_at=MEETING)
    do(order, "turn-down", "seller")

    refused(order, "confirm", "seller", ActionRefused)


def test_a_proposal_whose_time_has_come_can_not_be_confirmed():
    order = make_order(state="accepted")
    do(order, "propose", "buyer", place="Café", starts_at=NOW + HOUR)

    refused(order, "confirm", "seller", ActionRefused, now=NOW + HOUR)


def test_an_agreed_meeting_takes_over_the_clock_and_makes_a_code():
    order = make_order(state="accepted")

    meeting = agree_on(order, MEETING)

    order.refresh_from_db()
    code = HandoverCode.objects.get()
    assert (order.state, order.deadline) == ("scheduled", meeting.ends_at + 72 * HOUR)
    assert (code.appointment, code.valid_from, code.valid_until) == (
        meeting, MEETING - 2 * HOUR, meeting.ends_at + 72 * HOUR,
    )  # fmt: skip
    assert code_of(order) not in (code.digest, code.nonce)
    assert set(Notification.objects.filter(kind="meeting-agreed").values_list("recipient_id", flat=True)) == {
        order.buyer_id,
        order.seller_id,
    }


def test_a_meeting_that_is_moved_has_another_code():
    order = make_order(state="scheduled")
    old = HandoverCode.objects.get()
    old_code = code_of(order)

    moved = agree_on(order, MEETING + timedelta(days=1))

    old.refresh_from_db()
    order.refresh_from_db()
    assert (old.voided_at, order.meeting_changes, moved.sequence) == (NOW, 1, 1)
    assert order.appointments.filter(status="agreed").get() == moved
    assert order.deadline == moved.ends_at + 72 * HOUR
    if old_code != code_of(order):
        with pytest.raises(WrongCode):
            do(order, "enter-code", "seller", MEETING + timedelta(days=1), code=old_code)


def test_a_meeting_is_moved_three_times_at_most():
    order = make_order(state="scheduled")
    for day in (1, 2, 3):
        agree_on(order, MEETING + timedelta(days=day))

    refused(order, "propose", "buyer", ActionRefused, place="Café", starts_at=MEETING)


def test_a_window_of_the_seller_needs_no_answer():
    order = make_order(state="accepted")
    window = make_window(order.seller)
    monday = NOW.replace(day=4, hour=16, minute=30)

    order = do(order, "pick", "buyer", window_id=window.pk, starts_at=monday)

    meeting = agreed(order)
    assert (order.state, meeting.place, meeting.address) == ("scheduled", "Station hall", "Bahnhofsplatz 1")
    assert (meeting.starts_at, meeting.ends_at) == (monday, monday + HOUR / 2)


@pytest.mark.parametrize("minutes", [-30, 15, 90, 24 * 60])
def test_a_time_outside_the_window_can_not_be_picked(minutes):
    order = make_order(state="accepted")
    window = make_window(order.seller)
    start = NOW.replace(day=4, hour=16) + timedelta(minutes=minutes)

    refused(order, "pick", "buyer", ActionRefused, window_id=window.pk, starts_at=start)


def test_a_full_window_can_not_be_picked_until_somebody_calls_off():
    first = make_order(make_listing(stock=2), state="accepted")
    second = make_order(first.lines.get().listing, state="accepted")
    pick = {"window_id": make_window(first.seller).pk, "starts_at": NOW.replace(day=4, hour=16)}
    do(first, "pick", "buyer", **pick)
    refused(second, "pick", "buyer", ActionRefused, **pick)

    do(first, "cancel", "buyer")

    assert do(second, "pick", "buyer", **pick).state == "scheduled"


def test_a_window_of_somebody_else_can_not_be_picked():
    order, other = make_order(state="accepted"), make_order()
    window = make_window(other.seller)

    refused(order, "pick", "buyer", ActionRefused, window_id=window.pk, starts_at=NOW.replace(day=4, hour=16))


@pytest.mark.parametrize(("hours", "late"), [(13, False), (12, False), (11, True), (-1, True)])
def test_a_meeting_called_off_within_twelve_hours_is_late(hours, late):
    order = make_order(state="scheduled")

    assert do(order, "cancel", "buyer", MEETING - hours * HOUR).late is late


def test_one_side_alone_and_then_the_other():
    listing = make_listing()
    order = make_order(listing, state="scheduled")
    refused(order, "hand-over", "buyer", ActionRefused, now=MEETING - HOUR)

    order = do(order, "hand-over", "buyer", MEETING)
    assert (order.state, order.spoke, order.deadline) == ("handed_over", "buyer", MEETING + 48 * HOUR)
    assert stock(listing) == (1, 1, "live")
    refused(order, "agree", "buyer", ActionRefused, now=MEETING)
    refused(order, "object", "buyer", ActionRefused, now=MEETING, note="x")

    order = do(order, "agree", "seller", MEETING + HOUR)
    assert (order.state, order.deadline) == ("completed", None)
    assert (order.received_cents, order.received_at) == (order.total_cents, MEETING)
    assert (order.buyer_confirmed_at, order.seller_confirmed_at) == (MEETING, MEETING + HOUR)
    assert stock(listing) == (0, 0, "sold")


def test_an_objection_needs_words_and_keeps_the_stock():
    listing = make_listing()
    order = make_order(listing, state="handed_over")
    refused(order, "object", "buyer", ActionRefused, now=MEETING, note=" ")

    order = do(order, "object", "buyer", MEETING, note="Nobody was there.")

    assert (order.state, order.deadline) == ("disputed", MEETING + timedelta(days=60))
    assert stock(listing) == (1, 1, "live")


def test_an_operator_decides_with_a_reason():
    listing = make_listing()
    order = make_order(listing, state="disputed")
    refused(order, "decide-done", "operator", ActionRefused, note="")

    order = do(order, "decide-done", "operator", note="The seller showed a receipt.")

    assert (order.state, order.received_cents, stock(listing)) == ("completed", 3500, (0, 0, "sold"))


@pytest.mark.parametrize(("claimant", "reason"), [("seller", "no_show_buyer"), ("buyer", "no_show_seller")])
def test_who_was_alone_says_so_after_an_hour(claimant, reason):
    order = make_order(state="scheduled")
    refused(order, "claim-no-show", claimant, ActionRefused, now=MEETING + HOUR - timedelta(seconds=1))

    order = do(order, "claim-no-show", claimant, MEETING + HOUR)

    assert (order.state, order.reason, order.spoke) == ("no_show", reason, claimant)
    assert order.deadline == MEETING + 49 * HOUR


def test_the_accused_contradicts():
    order = make_order(state="no_show")
    refused(order, "contradict", "seller", ActionRefused, note="x")

    order = do(order, "contradict", "buyer", MEETING + 2 * HOUR, note="I stood there.")

    assert (order.state, order.reason) == ("disputed", "")


def test_a_buyer_complains_once_and_in_time():
    order = make_order(state="completed")
    refused(order, "complain", "buyer", ActionRefused, now=MEETING + timedelta(days=3, seconds=1), note="Broken")

    order = do(order, "complain", "buyer", MEETING + HOUR, note="Broken")

    assert (order.state, order.complained_at) == ("completed", MEETING + HOUR)
    refused(order, "complain", "buyer", ActionRefused, now=MEETING + HOUR, note="Again")
