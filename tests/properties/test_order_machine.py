"""The law of orders: whatever people and the clock do, in whatever order, stock, orders and all around them agree.

`python -m tests.properties.long_orders` does it for 10,000 steps.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.db.models import F
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
from commerce.cart import services as cart
from commerce.cart.contents import contents_of
from commerce.cart.errors import NotForSale, OwnListing
from commerce.cart.models import Cart, CartLine
from commerce.conversations.errors import MessageRefused
from commerce.conversations.models import Message
from commerce.conversations.services import ask_about_order
from commerce.notifications.models import Notification
from commerce.orders.errors import ActionRefused, GoodsChanged, OrderNotPossible, OrderStateConflict
from commerce.orders.machine import CLOSED_STATES, OPEN_STATES, TABLE, Action, Actor, Appeal, State, Stock, allowed
from commerce.orders.models import Appointment, HandoverCode, Order, OrderEvent, OrderLine
from commerce.orders.services import Wanted, act, place_orders, run_due
from commerce.reviews.errors import NotReviewable
from commerce.reviews.models import Review
from commerce.reviews.services import WINDOW, publish_due, write_review
from tests.factories.goods import make_listing
from tests.factories.orders import NOW, by_seller, code_of, make_buyer, make_window
from tests.factories.people import make_moderator

STOCK = 4
PEOPLE = ("buyer", "seller", "operator")
HUMAN = [one for one in Action if one not in {Action.LAPSE, Action.LEAVE}]
EXAMPLES = int(os.environ.get("LAW_EXAMPLES", "12"))
STEPS = int(os.environ.get("LAW_STEPS", "30"))
done = {"steps": 0}


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
        self.team = [make_moderator(), make_moderator()]
        self.carts = [Cart.objects.create(user=one, changed_at=self.now) for one in self.buyers]
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

    @rule(who=st.integers(0, 1), which=st.integers(0, 2), quantity=st.integers(1, 6))
    def put_into_the_cart(self, who, which, quantity):
        listing, reserved = self.listings[which], dict(Availability.objects.values_list("listing_id", "reserved"))
        try:
            added = cart.add(self.carts[who].pk, listing.pk, quantity, now=self.now)
        except (NotForSale, OwnListing):
            pass
        else:
            row = Availability.objects.get(listing=listing)
            assert 1 <= added.quantity <= row.stock - row.reserved
        assert dict(Availability.objects.values_list("listing_id", "reserved")) == reserved

    @rule(who=st.integers(0, 1), again=st.booleans())
    def order_what_is_in_the_cart(self, who, again):
        ready = [one for one in contents_of(self.carts[who]).groups if one.is_ready]
        wanted = {
            one.seller.id: [
                Wanted(listing_id=line.listing.id, quantity=line.pieces, price_cents=line.listing.price.cents)
                for line in one.orderable
            ]
            for one in ready
        }
        if not wanted:
            return
        self.count += 1
        before = Order.objects.count()
        try:
            orders = place_orders(self.buyers[who].pk, wanted, f"k{self.count}", now=self.now)
        except OrderNotPossible:
            assert Order.objects.count() == before
            return
        assert len(orders) == len(ready) == Order.objects.count() - before
        self.carts[who].lines.filter(
            listing_id__in=[one.listing_id for lines in wanted.values() for one in lines]
        ).delete()
        if again:
            assert place_orders(self.buyers[who].pk, wanted, f"k{self.count}", now=self.now) == orders
            assert len(orders) == Order.objects.count() - before

    @precondition(lambda _: Order.objects.exists())
    @rule(number=st.integers(0, 30), by_buyer=st.booleans(), text=st.sampled_from(["When?", "Where?"]))
    def write_a_message(self, number, by_buyer, text):
        order = one_of(Order.objects.all(), number)
        writer = order.buyer_id if by_buyer else order.seller_id
        before, mails = Message.objects.count(), Notification.objects.filter(kind="message-received").count()
        try:
            message = ask_about_order(writer, order.number, text, now=self.now)
        except MessageRefused:
            assert Message.objects.count() == before
        else:
            assert message.conversation.order_id == order.pk
            assert Message.objects.count() - before in {0, 1}
            assert Notification.objects.filter(kind="message-received").count() - mails in {0, 1}

    @precondition(lambda _: Order.objects.exists())
    @rule(number=st.integers(0, 30), by_buyer=st.booleans(), stars=st.integers(1, 5), sensible=st.integers(0, 4))
    def write_a_review(self, number, by_buyer, stars, sensible):
        finished = Order.objects.filter(state=State.COMPLETED)
        order = one_of(finished if sensible and finished.exists() else Order.objects.all(), number)
        writer = order.buyer_id if by_buyer else order.seller_id
        had = Review.objects.filter(order=order, author_id=writer).exists()
        try:
            write_review(order.number, writer, stars=stars, text="Fine", now=self.now)
        except NotReviewable:
            assert had or order.state != State.COMPLETED or self.now >= order.received_at + WINDOW
        else:
            assert not had
            assert order.state == State.COMPLETED

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
                person_id={"buyer": order.buyer_id, "seller": order.seller_id}.get(who, self.team[hours % 2].pk),
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
        publish_due(self.now)
        assert publish_due(self.now) == 0
        events = OrderEvent.objects.count()
        run_due(self.now)
        assert OrderEvent.objects.count() == events
        assert not Order.objects.filter(deadline__lte=self.now).exists()
        assert not Order.objects.filter(appeal_until__lte=self.now).exists()

    @invariant()
    def every_step_counts(self):
        done["steps"] += 1

    @invariant()
    def a_review_is_read_when_both_have_written_or_its_time_is_over(self):
        for order in Order.objects.filter(reviews__isnull=False).distinct():
            reviews = list(order.reviews.all())
            assert order.state == State.COMPLETED or all(one.removed_at for one in reviews)
            assert len({one.author_id for one in reviews}) == len(reviews) <= 2
            shown = [one.published_at is not None for one in reviews]
            if len(reviews) > 1:
                assert all(shown)
            elif any(shown):
                assert order.received_at is None or self.now >= order.received_at + WINDOW

    @invariant()
    def a_cart_is_within_its_bounds_and_never_holds_stock(self):
        assert not CartLine.objects.filter(quantity__gt=STOCK).exists()
        assert not CartLine.objects.exclude(listing=None).filter(cart__user=F("listing__seller")).exists()

    @invariant()
    def one_meeting_at_most_stands(self):
        for order in Order.objects.all():
            assert order.appointments.filter(status="agreed").count() <= 1

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
            moves = [way_of(one).stock for one in order.events.exclude(action="request")]
            ends = [one for one in moves if one in {Stock.RELEASED, Stock.SOLD}]
            assert len(ends) == (order.state in CLOSED_STATES)
            turns = [one for one in moves if one in {Stock.RETURNED, Stock.TAKEN}]
            assert len(turns) == (order.appeal == Appeal.REVERSED)

    @invariant()
    def an_appeal_follows_a_decision_and_is_decided_once(self):
        for order in Order.objects.all():
            actions = [one.action for one in order.events.all()]
            answers = [one for one in actions if one in {Action.UPHOLD, Action.REVERSE, Action.LEAVE}]
            assert actions.count(Action.APPEAL) == bool(order.appeal)
            assert len(answers) == (order.appeal in {Appeal.UPHELD, Appeal.REVERSED})
            assert (order.appeal_until is not None) == (order.appeal == Appeal.WAITS)
            if order.appeal:
                assert {Action.DECIDE_DONE, Action.DECIDE_CANCEL}.intersection(actions)

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


def one_of(orders, number):
    found = list(orders.order_by("pk"))
    return found[number % len(found)]


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
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    sys.stdout.write(f"law: {done['steps']:,} steps, nothing broke the law\n")
