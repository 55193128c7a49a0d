"""Many at once: the last pieces are sold once, one key orders once, and nobody waits for each other in a circle."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from cms.catalog.models import Availability
from commerce.orders.errors import GoodsChanged, OrdersError, OrderStateConflict
from commerce.orders.models import HandoverCode, Order, OrderEvent
from commerce.orders.services import act, place_orders, run_due
from tests.factories.goods import make_listing
from tests.factories.orders import MEETING, NOW, by_seller, code_of, make_buyer, make_order, make_window, wrong_code

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
DAY = timedelta(days=1)


def at_once(*jobs):
    """Run the jobs in threads that start together; what each returned, or the refusal that it raised."""
    start = threading.Barrier(len(jobs), timeout=30)

    def run(job):
        try:
            start.wait()
            return job()
        except OrdersError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [one.result(timeout=120) for one in [pool.submit(run, job) for job in jobs]]


def test_three_pieces_make_exactly_three_orders():
    listing = make_listing(stock=3)
    carts = [(make_buyer().pk, by_seller(listing)) for _ in range(20)]

    results = at_once(
        *(lambda buyer=buyer, cart=cart: place_orders(buyer, cart, "k", now=NOW) for buyer, cart in carts)
    )

    placed = [one for one in results if isinstance(one, list)]
    refused = [one for one in results if isinstance(one, GoodsChanged)]
    assert (len(placed), len(refused)) == (3, 17)
    assert {one.problems[0].free for one in refused} == {0}
    assert sorted(Order.objects.values_list("number", flat=True)) == [1, 2, 3]
    row = Availability.objects.get(listing=listing)
    assert (row.stock, row.reserved) == (3, 3)


def test_one_key_sent_many_times_gives_one_order():
    listing, buyer = make_listing(stock=1), make_buyer().pk
    cart = by_seller(listing)

    results = at_once(*[lambda: place_orders(buyer, cart, "k", now=NOW)] * 8)

    assert {tuple(one) for one in results} == {tuple(Order.objects.all())}
    assert (Order.objects.count(), OrderEvent.objects.count()) == (1, 1)


def test_carts_in_opposite_order_do_not_wait_for_each_other():
    bike, sofa = make_listing(stock=20), make_listing(stock=20)
    there, back = by_seller(bike, sofa), by_seller(sofa, bike)
    carts = [(make_buyer().pk, cart) for cart in (there, back) * 5]

    results = at_once(
        *(lambda buyer=buyer, cart=cart: place_orders(buyer, cart, "k", now=NOW) for buyer, cart in carts)
    )

    assert [len(one) for one in results] == [2] * 10
    assert set(Availability.objects.values_list("reserved", flat=True)) == {10}


def test_two_who_order_from_each_other_do_not_wait_for_each_other():
    ada, bob = make_buyer(), make_buyer()
    hers, his = make_listing(seller=ada, stock=5), make_listing(seller=bob, stock=5)

    results = at_once(
        *[lambda: place_orders(ada.pk, by_seller(his), threading.current_thread().name, now=NOW)] * 3,
        *[lambda: place_orders(bob.pk, by_seller(hers), threading.current_thread().name, now=NOW)] * 3,
    )

    assert [len(one) for one in results] == [1] * 6


def test_the_sixth_request_of_many_at_once_is_refused():
    buyer = make_buyer().pk
    carts = [by_seller(make_listing()) for _ in range(8)]

    at_once(
        *(lambda key=key, cart=cart: place_orders(buyer, cart, str(key), now=NOW) for key, cart in enumerate(carts))
    )

    assert Order.objects.count() == 5


def test_a_request_is_accepted_or_withdrawn_and_never_both():
    order = make_order()

    results = at_once(
        *[lambda: act(order.pk, "accept", now=NOW, person_id=order.seller_id)] * 2,
        *[lambda: act(order.pk, "withdraw", now=NOW, person_id=order.buyer_id)] * 2,
    )

    assert sum(isinstance(one, OrderStateConflict) for one in results) == 3
    assert OrderEvent.objects.count() == 2
    row = Availability.objects.get()
    assert (Order.objects.get().state, row.reserved) in {("accepted", 1), ("cancelled", 0)}


def test_of_two_operators_one_gives_more_time_and_the_other_is_told():
    order = make_order()
    seen, deadline = OrderEvent.objects.get().pk, order.deadline

    results = at_once(
        *[lambda: act(order.pk, "extend", now=NOW, as_operator=True, note="Wait.", more_hours=24, seen_event=seen)] * 4
    )

    assert sum(isinstance(one, OrderStateConflict) for one in results) == 3
    assert Order.objects.get().deadline == deadline + DAY
    assert OrderEvent.objects.count() == 2


def test_a_code_in_two_tabs_ends_one_deal():
    order = make_order(state="scheduled")
    code = code_of(order)

    results = at_once(*[lambda: act(order.pk, "enter-code", now=MEETING, person_id=order.seller_id, code=code)] * 4)

    assert sum(isinstance(one, OrderStateConflict) for one in results) == 3
    row = Availability.objects.get()
    assert (row.stock, row.reserved) == (2, 0)


def test_guesses_at_once_are_all_counted():
    order = make_order(state="scheduled")
    code = wrong_code(order)

    at_once(*[lambda: act(order.pk, "enter-code", now=MEETING, person_id=order.seller_id, code=code)] * 8)

    assert (HandoverCode.objects.get().tries, Order.objects.get().state) == (5, "scheduled")


def test_the_last_place_in_a_window_is_given_once():
    listing = make_listing(stock=4)
    orders = [make_order(listing, state="accepted") for _ in range(4)]
    window = make_window(listing.seller)
    start = NOW.replace(day=4, hour=16)

    at_once(
        *(
            lambda one=one: act(one.pk, "pick", now=NOW, person_id=one.buyer_id, window_id=window.pk, starts_at=start)
            for one in orders
        )
    )

    assert sorted(Order.objects.values_list("state", flat=True)) == ["accepted"] * 3 + ["scheduled"]


def test_two_clocks_end_an_order_once():
    listing = make_listing(stock=5)
    for _ in range(5):
        make_order(listing)

    counts = at_once(*[lambda: run_due(NOW + 2 * DAY)] * 3)

    assert sum(counts) == 5
    assert OrderEvent.objects.filter(action="lapse").count() == 5
    assert Availability.objects.get(listing=listing).reserved == 0
