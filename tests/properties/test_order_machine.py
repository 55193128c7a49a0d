"""The law of orders: whatever people and the clock do, in whatever order, stock and orders agree."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cms.catalog.models import Availability
from commerce.orders.errors import ActionRefused, GoodsChanged, OrderNotPossible, OrderStateConflict
from commerce.orders.machine import CLOSED_STATES, OPEN_STATES, TABLE, Action, Actor, State, Stock, allowed
from commerce.orders.models import Appointment, HandoverCode, Order, OrderEvent, OrderLine
from commerce.orders.services import act, place_orders, run_due
from tests.factories.goods import make_listing
from tests.factories.orders import NOW, by_seller, code_of, make_buyer, make_window

STOCK = 4
PEOPLE = ("buyer", "seller", "operator")
HUMAN = [one for one in Action if one is not Action.LAPSE]


class Deals(RuleBasedStateMachine):
    """Two buyers, two sellers, three listings, one clock that only goes forward."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self):
        """Nothing of one example is there in the next."""
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def open_the_market(self):
        self.now = NOW
        self.buyers = [make_buyer(), make_buyer()]
        bike, sofa = make_listing(stock=STOCK), make_listing(stock=STOCK)
        self.listings = [bike, sofa, make_listing(stock=STOCK, seller=bike.seller)]
        self.window = make_window(bike.seller, capacity=1)
        self.count = 0

    @rule(who=st.integers(0, 1), which=st.sets(st.integers(0, 2), min_size=1), quantity=st.integers(1, 2))
    def order(self, who, which, quantity):
        self.count += 1
        cart = by_seller(*(self.listings[one] for one in which), quantity=quantity)
        before = Order.objects.count()
        try:
            orders = place_orders(self.buyers[who].pk, cart, f"k{self.count}", now=self.now)
        except (GoodsChanged, OrderNotPossible):
            assert Order.objects.count() == before
        else:
            assert len(orders) == len(cart) == Order.objects.count() - before

    @precondition(lambda _: Order.objects.exists())
    @rule(
        number=st.integers(0, 30),
        action=st.sampled_from(HUMAN),
        who=st.sampled_from(PEOPLE),
        hours=st.integers(1, 100),
        right=st.booleans(),
        sensible=st.integers(0, 9),
    )
    def do(self, number, action, who, hours, right, sensible):
        orders = list(Order.objects.order_by("pk"))
        order = orders[number % len(orders)]
        ways = [one for one in TABLE if one.source == order.state and one.actor in PEOPLE]
        if sensible > 1 and ways:
            way = ways[hours % len(ways)]
            action, who = way.action, way.actor
        way = allowed(order.state, action, who)
        held = dict(Availability.objects.values_list("listing_id", "reserved"))
        try:
            after = act(
                order.pk,
                action,
                now=self.now,
                person_id={"buyer": order.buyer_id, "seller": order.seller_id}.get(who),
                as_operator=who == "operator",
                note="Because",
                place="Station",
                starts_at=self.start_for(action, hours),
                window_id=self.window.pk,
                code=self.code_for(order, right=right),
            )
        except OrderStateConflict:
            assert way is None
            assert dict(Availability.objects.values_list("listing_id", "reserved")) == held
        except ActionRefused:
            assert way is not None
            assert dict(Availability.objects.values_list("listing_id", "reserved")) == held
        else:
            assert way is not None
            assert after.state == way.target
            self.siblings_are_untouched(order, after, held)

    def start_for(self, action, hours):
        if action is not Action.PICK:
            return self.now + timedelta(hours=hours)
        days = (0 - self.now.weekday()) % 7 or 7
        return (self.now + timedelta(days=days)).replace(hour=16, minute=30 * (hours % 3 % 2))

    def code_for(self, order, *, right):
        if right and HandoverCode.objects.filter(appointment__order=order, appointment__status="agreed").exists():
            return code_of(order)
        return "000000"

    def siblings_are_untouched(self, order, after, held):
        own = {line.listing_id for line in order.lines.all()}
        for listing_id, reserved in Availability.objects.values_list("listing_id", "reserved"):
            assert listing_id in own or held[listing_id] == reserved
        assert (after.state in CLOSED_STATES) == (after.deadline is None)

    @rule(hours=st.sampled_from([1, 3, 12, 30, 80, 500]))
    def wait(self, hours):
        self.now += timedelta(hours=hours)
        run_due(self.now)
        events = OrderEvent.objects.count()
        run_due(self.now)
        assert OrderEvent.objects.count() == events
        assert not Order.objects.filter(deadline__lte=self.now).exists()

    @invariant()
    def what_is_held_is_what_open_orders_want(self):
        for row in Availability.objects.all():
            lines = OrderLine.objects.filter(listing_id=row.listing_id)
            open_pieces = sum(one.quantity for one in lines.filter(order__state__in=OPEN_STATES))
            sold = sum(one.quantity for one in lines.filter(order__state="completed"))
            assert row.reserved == open_pieces
            assert row.stock == STOCK - sold
            assert 0 <= row.reserved <= row.stock

    @invariant()
    def events_tell_the_whole_way(self):
        for order in Order.objects.all():
            states = [(one.source, one.target) for one in order.events.order_by("pk")]
            assert states[0] == ("", "requested")
            assert all(left[1] == right[0] for left, right in pairwise(states))
            assert states[-1][1] == order.state
            ends = [one for one in order.events.exclude(action="request") if way_of(one).stock is not Stock.STAYS]
            assert len(ends) == (order.state in CLOSED_STATES)

    @invariant()
    def a_code_belongs_to_a_meeting_that_stands(self):
        good = HandoverCode.objects.filter(voided_at=None, used_at=None)
        assert not good.exclude(appointment__status=Appointment.Status.AGREED).exists()
        assert not good.filter(appointment__order__state__in=CLOSED_STATES).exists()
        assert good.count() == Order.objects.filter(state__in=OPEN_STATES, appointments__status="agreed").count()

    @invariant()
    def an_agreed_meeting_owns_the_clock(self):
        for order in Order.objects.filter(state=State.SCHEDULED):
            assert order.deadline == order.appointments.get(status="agreed").ends_at + timedelta(hours=72)


def way_of(event):
    way = allowed(event.source, event.action, Actor(event.actor))
    assert way is not None
    return way


@pytest.mark.django_db
@pytest.mark.both_databases
def test_stock_and_orders_agree_whatever_happens():
    run_state_machine_as_test(
        Deals,
        settings=settings(
            max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
