"""Many at once: a piece is promised once, ordered once, and nobody waits for each other in a circle."""

from datetime import timedelta

import pytest

from cms.catalog.models import Availability
from commerce.orders.errors import GoodsChanged
from commerce.orders.models import Order
from commerce.orders.services import act, place_orders
from commerce.waiting.models import Place
from commerce.waiting.services import join, leave, run_due
from tests.commerce.at_once import at_once
from tests.factories.goods import make_listing
from tests.factories.orders import NOW, by_seller, make_buyer, make_order

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def test_what_is_freed_at_once_goes_to_those_who_waited_and_to_nobody_who_comes_by():
    listing = make_listing(stock=3)
    orders = [make_order(listing) for _ in range(3)]
    waiting = [make_buyer().pk for _ in range(4)]
    for one in waiting:
        join(one, listing.pk, now=NOW)
    passers = [make_buyer().pk for _ in range(4)]
    cart = by_seller(listing)

    results = at_once(
        *(lambda one=one: act(one.pk, "withdraw", now=NOW, person_id=one.buyer_id) for one in orders),
        *(lambda one=one: place_orders(one, cart, "k", now=NOW) for one in passers),
    )

    assert sum(isinstance(one, GoodsChanged) for one in results) == 4
    promised = Place.objects.filter(promised_until__isnull=False).values_list("person_id", flat=True)
    assert sorted(promised) == sorted(waiting[:3])
    assert Availability.objects.get(pk=listing.pk).reserved == 3


def test_a_promise_is_ordered_or_runs_out_and_never_both():
    listing = make_listing()
    order = make_order(listing)
    first, second = make_buyer().pk, make_buyer().pk
    join(first, listing.pk, now=NOW)
    join(second, listing.pk, now=NOW)
    act(order.pk, "withdraw", now=NOW, person_id=order.buyer_id)
    late = NOW + timedelta(hours=12)

    at_once(
        lambda: place_orders(first, by_seller(listing), "k", now=NOW),
        lambda: run_due(late),
        lambda: run_due(late),
        lambda: leave(first, listing.pk, now=late),  # At NOW, the next promise would run out at `late`, too.
    )

    ordered = Order.objects.filter(buyer_id=first).count()
    promised = Place.objects.filter(promised_until__isnull=False).count()
    assert ordered + promised == 1
    assert Availability.objects.get(pk=listing.pk).reserved == 1


def test_who_joins_while_it_comes_free_waits_or_finds_it_free():
    listing = make_listing()
    order = make_order(listing)
    people = [make_buyer().pk for _ in range(6)]

    at_once(
        *(lambda one=one: join(one, listing.pk, now=NOW) for one in people[:3]),
        lambda: act(order.pk, "withdraw", now=NOW, person_id=order.buyer_id),
        *(lambda one=one: join(one, listing.pk, now=NOW) for one in people[3:]),
    )

    waiting = Place.objects.count()
    reserved = Availability.objects.get(pk=listing.pk).reserved
    assert reserved == (1 if waiting else 0)
    assert Place.objects.filter(promised_until__isnull=False).count() == reserved


def test_waiting_and_ordering_in_opposite_order_do_not_wait_for_each_other():
    bike, sofa = make_listing(), make_listing()
    held = [make_order(one) for one in (bike, sofa)]
    people = [make_buyer().pk for _ in range(4)]
    for one in people:
        join(one, sofa.pk, now=NOW)
        join(one, bike.pk, now=NOW)

    at_once(
        *(lambda one=one: act(one.pk, "withdraw", now=NOW, person_id=one.buyer_id) for one in held),
        *(lambda one=one: place_orders(one, by_seller(sofa, bike), "k", now=NOW) for one in people),
        lambda: run_due(NOW),
    )

    assert set(Availability.objects.values_list("reserved", flat=True)) == {1}
