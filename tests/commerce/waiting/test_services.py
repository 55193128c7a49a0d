"""Waiting lists: who is first when something is free again, and that nobody else gets it meanwhile."""

from datetime import timedelta

import pytest

from cms.api import clock
from cms.catalog.models import Availability, Listing
from cms.catalog.services import end_listing, set_stock
from cms.contract.records import ListingStatus
from commerce.account import closing
from commerce.notifications.models import Notification
from commerce.orders.errors import GoodsChanged
from commerce.orders.services import act, place_orders
from commerce.selling.errors import PiecesOrdered
from commerce.selling.holiday import go_away
from commerce.selling.models import Holiday
from commerce.selling.services import sold_elsewhere, withdraw
from commerce.waiting.errors import CannotWait, FreeNow, ListingOver
from commerce.waiting.models import Place
from commerce.waiting.services import LONGEST, MOST_LISTS, free_for, join, leave, run_due, settle
from tests.factories.goods import make_listing
from tests.factories.orders import NOW, by_seller, make_buyer, make_order, move
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOUR = timedelta(hours=1)


@pytest.fixture
def listing():
    return make_listing(stock=1)


@pytest.fixture
def order(listing):
    """Somebody else was faster."""
    return make_order(listing)


def free_it(order, now=NOW):
    act(order.pk, "withdraw", now=now, person_id=order.buyer_id)


def stock_of(listing):
    row = Availability.objects.get(pk=listing.pk)
    return row.stock, row.reserved


def mails():
    return list(
        Notification.objects.filter(kind__startswith="waiting").order_by("pk").values_list("recipient_id", "kind")
    )


def promises():
    return dict(Place.objects.values_list("person_id", "promised_until"))


def test_what_is_free_again_is_held_for_the_first_and_for_nobody_else(listing, order):
    first, second = make_buyer(), make_buyer()
    join(first.pk, listing.pk, now=NOW)
    join(second.pk, listing.pk, now=NOW)

    free_it(order)

    assert promises() == {first.pk: NOW + 12 * HOUR, second.pk: None}
    assert mails() == [(first.pk, "waiting-your-turn")]
    assert stock_of(listing) == (1, 1)
    assert free_for(first.pk, [listing.pk]) == {listing.pk: 1}
    assert free_for(second.pk, [listing.pk]) == {listing.pk: 0}
    for other in (second, make_buyer()):
        with pytest.raises(GoodsChanged):
            place_orders(other.pk, by_seller(listing), "k", now=NOW)


def test_who_is_first_orders_what_was_held_and_waits_no_longer(listing, order):
    first, second = make_buyer(), make_buyer()
    join(first.pk, listing.pk, now=NOW)
    join(second.pk, listing.pk, now=NOW)
    free_it(order)

    (mine,) = place_orders(first.pk, by_seller(listing), "k", now=NOW + 11 * HOUR)

    assert (mine.state, stock_of(listing), promises()) == ("requested", (1, 1), {second.pk: None})

    act(mine.pk, "decline", now=NOW + 12 * HOUR, person_id=listing.seller_id)
    assert promises() == {second.pk: NOW + 24 * HOUR}


def test_a_turn_that_is_over_goes_to_the_next_and_is_told_once(listing, order):
    first, second = make_buyer(), make_buyer()
    join(first.pk, listing.pk, now=NOW)
    join(second.pk, listing.pk, now=NOW)
    free_it(order)

    assert run_due(NOW + 12 * HOUR - timedelta(seconds=1)) == 0
    assert [run_due(NOW + 12 * HOUR) for _ in range(3)] == [2, 0, 0]

    assert promises() == {second.pk: NOW + 24 * HOUR}
    assert mails() == [
        (first.pk, "waiting-your-turn"),
        (first.pk, "waiting-turn-over"),
        (second.pk, "waiting-your-turn"),
    ]
    assert [run_due(NOW + 24 * HOUR), stock_of(listing)] == [1, (1, 0)]


def test_a_turn_that_is_over_buys_nothing_before_the_clock_has_looked(listing, order):
    first = make_buyer()
    join(first.pk, listing.pk, now=NOW)
    free_it(order)

    with pytest.raises(GoodsChanged):
        place_orders(first.pk, by_seller(listing), "k", now=NOW + 12 * HOUR)

    assert promises() == {first.pk: NOW + 12 * HOUR}
    assert stock_of(listing) == (1, 1)


def test_an_order_that_is_refused_leaves_the_promise(listing, order):
    first = make_buyer()
    join(first.pk, listing.pk, now=NOW)
    free_it(order)

    with pytest.raises(GoodsChanged):
        place_orders(first.pk, by_seller(listing, quantity=2), "k", now=NOW)

    assert (promises(), stock_of(listing)) == ({first.pk: NOW + 12 * HOUR}, (1, 1))


def test_who_leaves_passes_the_promise_on(listing, order):
    first, second = make_buyer(), make_buyer()
    join(first.pk, listing.pk, now=NOW)
    join(second.pk, listing.pk, now=NOW)
    free_it(order)

    assert [leave(first.pk, listing.pk, now=NOW + HOUR) for _ in range(2)] == [True, False]

    assert promises() == {second.pk: NOW + 13 * HOUR}
    assert leave(second.pk, listing.pk, now=NOW + HOUR)
    assert stock_of(listing) == (1, 0)


def test_pieces_that_a_seller_adds_are_promised_by_the_clock(listing, order):
    people = [make_buyer() for _ in range(3)]
    for one in people:
        join(one.pk, listing.pk, now=NOW)
    set_stock(listing.pk, 3)

    assert run_due(NOW) == 2

    assert promises() == {people[0].pk: NOW + 12 * HOUR, people[1].pk: NOW + 12 * HOUR, people[2].pk: None}
    assert stock_of(listing) == (3, 3)


def test_the_list_ends_when_the_last_piece_is_sold(listing, order):
    first = make_buyer()
    join(first.pk, listing.pk, now=NOW)

    move(order, "completed")

    assert mails() == [(first.pk, "waiting-list-over")]
    assert promises() == {}
    assert stock_of(listing) == (0, 0)


@pytest.mark.parametrize("end", [withdraw, sold_elsewhere])
def test_the_list_ends_with_the_listing_and_what_was_held_is_given_back(listing, order, end):
    first, second = make_buyer(), make_buyer()
    join(first.pk, listing.pk, now=NOW)
    join(second.pk, listing.pk, now=NOW)
    free_it(order)

    end(listing.seller_id, listing.pk, now=NOW)

    assert (promises(), stock_of(listing)) == ({}, (1, 0))
    assert mails()[1:] == [(first.pk, "waiting-list-over"), (second.pk, "waiting-list-over")]


def test_an_order_still_forbids_to_mark_it_as_sold_elsewhere(listing, order):
    join(make_buyer().pk, listing.pk, now=NOW)

    with pytest.raises(PiecesOrdered):
        sold_elsewhere(listing.seller_id, listing.pk, now=NOW)


def test_the_clock_ends_the_list_of_what_was_suspended(listing, order):
    first = make_buyer()
    join(first.pk, listing.pk, now=NOW)
    free_it(order)
    end_listing(listing.pk, ListingStatus.SUSPENDED, now=NOW)

    clock.run_due(NOW)

    assert mails()[1:] == [(first.pk, "waiting-list-over")]
    assert (promises(), stock_of(listing)) == ({}, (1, 0))


def test_no_turn_begins_or_ends_while_the_seller_is_away(listing, order):
    first, second = make_buyer(), make_buyer()
    join(first.pk, listing.pk, now=NOW)
    join(second.pk, listing.pk, now=NOW)
    today = NOW.date()
    go_away(listing.seller_id, starts=today, until=today + timedelta(days=3), text="", now=NOW)
    free_it(order)
    assert (promises(), mails()) == ({first.pk: None, second.pk: None}, [])

    Holiday.objects.all().delete()
    assert run_due(NOW) == 1
    go_away(listing.seller_id, starts=today, until=today + timedelta(days=3), text="", now=NOW)
    assert run_due(NOW + 12 * HOUR) == 0
    assert promises() == {first.pk: NOW + 24 * HOUR, second.pk: None}


def test_joining_twice_keeps_the_place(listing, order):
    first, second = make_buyer(), make_buyer()

    places = [join(one.pk, listing.pk, now=NOW) for one in (first, second, first)]

    assert places[0] == places[2]
    assert Place.objects.count() == 2


def test_nobody_waits_for_what_is_free_over_unknown_or_their_own(listing):
    buyer = make_buyer().pk
    with pytest.raises(FreeNow):
        join(buyer, listing.pk, now=NOW)
    with pytest.raises(ListingOver):
        join(buyer, 999_999, now=NOW)
    with pytest.raises(ListingOver):
        join(buyer, make_listing(status=ListingStatus.SOLD).pk, now=NOW)
    make_order(listing)
    with pytest.raises(CannotWait):
        join(listing.seller_id, listing.pk, now=NOW)
    with pytest.raises(CannotWait):
        join(make_user().pk, listing.pk, now=NOW)

    assert not Place.objects.exists()


def test_lists_and_what_one_person_waits_for_have_a_limit(listing, order):
    buyer = make_buyer()
    others = [make_listing(reserved=1, seller=listing.seller, category=listing.category) for _ in range(MOST_LISTS)]
    for one in others:
        join(buyer.pk, one.pk, now=NOW)
    with pytest.raises(CannotWait):
        join(buyer.pk, listing.pk, now=NOW)

    crowd = [make_user() for _ in range(LONGEST)]
    Place.objects.bulk_create(Place(listing=listing, person=one, title="x", joined_at=NOW) for one in crowd)
    with pytest.raises(CannotWait):
        join(make_buyer().pk, listing.pk, now=NOW)


def test_who_closes_the_account_or_is_suspended_gets_no_promise(listing, order):
    gone, suspended, here = make_buyer(), make_buyer(), make_buyer()
    for one in (gone, suspended, here):
        join(one.pk, listing.pk, now=NOW)
    closing.erase_of_others(gone.pk)
    type(suspended).objects.filter(pk=suspended.pk).update(is_active=False)

    free_it(order)

    assert promises() == {suspended.pk: None, here.pk: NOW + 12 * HOUR}


def test_a_listing_that_is_deleted_takes_its_list_along():
    listing = make_listing(reserved=1)
    join(make_buyer().pk, listing.pk, now=NOW)

    Listing.objects.get(pk=listing.pk).delete()

    assert (Place.objects.count(), settle(listing.pk, now=NOW), run_due(NOW)) == (0, 0, 0)
