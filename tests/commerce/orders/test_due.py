"""What time does to orders: each deadline and each reminder once, however late and however often the clock looks."""

from datetime import timedelta

import pytest

from cms.api import clock
from cms.catalog.models import Availability
from commerce.notifications.models import Notification
from commerce.orders.errors import OrderStateConflict
from commerce.orders.models import HandoverCode, Order, OrderEvent
from commerce.orders.services import act, run_due
from tests.factories.goods import make_listing
from tests.factories.orders import MEETING, NOW, agree_on, make_order

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def reminders(order):
    rows = Notification.objects.filter(kind="order-reminder").order_by("pk")
    sides = {order.buyer_id: "buyer", order.seller_id: "seller"}
    return [(sides[one.recipient_id], one.context["about"]) for one in rows]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("state", "at", "ends", "reason", "stock"),
    [
        ("requested", NOW + 48 * HOUR, "cancelled", "seller_lapsed", (1, 0)),
        ("accepted", NOW + 72 * HOUR, "cancelled", "no_slot", (1, 0)),
        ("scheduled", MEETING + 72.5 * HOUR, "cancelled", "unreported", (1, 0)),
        ("handed_over", MEETING + 48 * HOUR, "completed", "", (0, 0)),
        ("no_show", MEETING + 49 * HOUR, "cancelled", "no_show_buyer", (1, 0)),
        ("disputed", MEETING + timedelta(days=60), "cancelled", "operator_timeout", (1, 0)),
    ],
)
def test_an_order_that_runs_out_ends_once(state, at, ends, reason, stock):
    listing = make_listing()
    order = make_order(listing, state=state)
    run_due(at - SECOND)
    order.refresh_from_db()
    assert order.state == state

    assert run_due(at) == 1
    assert run_due(at) == 0
    assert run_due(at + timedelta(days=400)) == 0

    order.refresh_from_db()
    row = Availability.objects.get(listing=listing)
    assert (order.state, order.reason, order.deadline) == (ends, reason, None)
    assert (row.stock, row.reserved) == stock
    assert OrderEvent.objects.filter(action="lapse").values_list("actor", "target").get() == ("clock", ends)


def test_silence_after_a_hand_over_counts_from_the_hand_over():
    order = make_order(state="handed_over")

    run_due(MEETING + 50 * HOUR)

    order.refresh_from_db()
    assert (order.received_at, order.received_cents, order.buyer_confirmed_at) == (MEETING, 3500, None)
    assert HandoverCode.objects.get().voided_at == MEETING + 50 * HOUR


def test_an_agreed_meeting_outlives_every_earlier_deadline():
    order = make_order(state="accepted")
    agree_on(order, NOW + timedelta(days=30))

    run_due(NOW + timedelta(days=29))

    order.refresh_from_db()
    assert order.state == "scheduled"


def test_orders_that_end_are_told_to_both():
    order = make_order()

    run_due(NOW + 48 * HOUR)

    told = Notification.objects.filter(kind="order-cancelled").values_list("recipient_id", flat=True)
    assert set(told) == {order.buyer_id, order.seller_id}


def test_the_clock_of_the_shop_does_it():
    order = make_order()

    clock.run_due(NOW + 48 * HOUR)

    assert Order.objects.get(pk=order.pk).state == "cancelled"


@pytest.mark.both_databases
def test_a_seller_is_reminded_of_a_request_once():
    order = make_order()

    assert run_due(NOW + 24 * HOUR - SECOND) == 0
    assert run_due(NOW + 24 * HOUR) == 1
    assert run_due(NOW + 25 * HOUR) == 0

    assert reminders(order) == [("seller", "Somebody is waiting for your answer")]


def test_both_are_reminded_to_agree():
    order = make_order(state="accepted")

    for hours in (23, 24, 30, 60, 61):
        run_due(NOW + hours * HOUR)

    assert reminders(order) == [
        ("buyer", "Agree on a time and a place"),
        ("seller", "Agree on a time and a place"),
        ("buyer", "Last call: agree on a time and a place"),
        ("seller", "Last call: agree on a time and a place"),
    ]


@pytest.mark.both_databases
def test_both_are_reminded_of_the_meeting_and_asked_after_it():
    order = make_order(state="scheduled")

    for hours in (-25, -24, -3, -2, -1, 1, 2, 3, 24, 25, 71):
        run_due(MEETING + hours * HOUR)

    assert [about for side, about in reminders(order) if side == "buyer"] == [
        "Your meeting is within a day",
        "Your meeting is within two hours",
        "How did the meeting go?",
        "Please say how the meeting went",
    ]
    assert len(reminders(order)) == 8


def test_another_time_is_another_reminder():
    order = make_order(state="scheduled")
    run_due(MEETING - 24 * HOUR)
    agree_on(order, MEETING + timedelta(days=3), now=MEETING - 20 * HOUR)

    run_due(MEETING + timedelta(days=2))

    assert len(reminders(order)) == 4


def test_nobody_is_reminded_of_what_is_past():
    order = make_order(state="scheduled")

    run_due(MEETING + HOUR)

    assert reminders(order) == []


def test_who_has_spoken_is_not_reminded():
    order = make_order(state="handed_over")

    run_due(MEETING + 24 * HOUR)

    assert reminders(order) == [("buyer", "Confirm or object before the time is over")]


def test_who_acted_in_the_last_hour_needs_no_reminder():
    order = make_order(state="accepted")
    agree_on(order, NOW + 20 * HOUR)

    run_due(NOW + HOUR / 2)
    assert reminders(order) == []

    run_due(NOW + HOUR)
    assert len(reminders(order)) == 2


def test_an_order_that_cannot_be_ended_keeps_no_other_waiting(caplog):
    broken, fine = make_order(), make_order()
    Availability.objects.filter(listing=broken.lines.get().listing).update(reserved=0)

    assert run_due(NOW + 48 * HOUR) == 1

    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, fine.state) == ("requested", "cancelled")
    assert "could not be ended" in caplog.text


def test_what_was_done_in_time_is_left_alone():
    order = make_order()
    act(order.pk, "accept", now=NOW + 47 * HOUR, person_id=order.seller_id)

    assert run_due(NOW + 49 * HOUR) == 0


@pytest.mark.parametrize(
    ("state", "action", "side", "deadline"),
    [
        ("requested", "accept", "seller", NOW + 48 * HOUR),
        ("accepted", "propose", "buyer", NOW + 72 * HOUR),
        ("handed_over", "object", "buyer", MEETING + 48 * HOUR),
    ],
)
def test_after_the_deadline_it_is_too_late_even_before_the_clock_looks(state, action, side, deadline):
    order = make_order(state=state)
    person = order.buyer_id if side == "buyer" else order.seller_id
    start = deadline + timedelta(days=1)

    with pytest.raises(OrderStateConflict):
        act(order.pk, action, now=deadline + SECOND, person_id=person, note="x", place="Hall", starts_at=start)
    act(order.pk, action, now=deadline, person_id=person, note="x", place="Hall", starts_at=start)
