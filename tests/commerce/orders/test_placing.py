"""Making orders: what is held, what is copied, what is refused."""

import pytest
from django.db import IntegrityError, transaction

from cms.accounts.services import suspend
from cms.catalog.models import Availability
from cms.catalog.services import end_listing
from cms.contract.records import ListingStatus
from commerce.notifications.models import Notification
from commerce.orders.errors import EmailNotVerified, GoodsChanged, OrderNotPossible
from commerce.orders.models import CashSettings, Order, OrderEvent
from commerce.orders.services import Wanted, place_orders
from tests.factories.goods import make_listing, make_photo
from tests.factories.orders import NOW, by_seller, make_buyer, wanted
from tests.factories.people import make_seller, make_user

pytestmark = pytest.mark.django_db


def held(listing):
    return Availability.objects.get(listing=listing).reserved


def test_one_order_is_made_at_each_seller():
    bike, lock, sofa = make_listing(), make_listing(), make_listing()
    lock.seller = bike.seller
    lock.save()
    buyer = make_buyer()

    orders = place_orders(buyer.pk, by_seller(sofa, lock, bike), "k", now=NOW, note="  Hello ")

    assert [one.seller_id for one in orders] == sorted({bike.seller_id, sofa.seller_id})
    assert [one.label for one in orders] == ["O-000001", "O-000002"]
    assert {one.note for one in orders} == {"Hello"}
    assert sorted(one.lines.count() for one in orders) == [1, 2]
    assert [held(one) for one in (bike, lock, sofa)] == [1, 1, 1]
    assert list(Notification.objects.order_by("pk").values_list("kind", "recipient_id")) == [
        ("order-requested", one.seller_id) for one in orders
    ]


def test_what_the_buyer_saw_is_copied():
    listing = make_listing(title="Red bike", price_cents=4200, stock=5, condition="fair", description="Rusty.")
    make_photo(listing)

    order = place_orders(make_buyer(name="Bob").pk, by_seller(listing, quantity=3), "k", now=NOW)[0]
    listing.title, listing.price_cents = "Blue bike", 1
    listing.save()

    line = order.lines.get()
    assert (line.title, line.price_cents, line.quantity, line.condition) == ("Red bike", 4200, 3, "fair")
    assert (line.description, line.picture.width) == ("Rusty.", 1280)
    assert (order.items_cents, order.rounding_cents, order.total_cents) == (12600, 0, 12600)
    assert (order.buyer_name, order.seller_name) == ("Bob", listing.seller.name)
    assert (order.state, order.terms["reply_hours"]) == ("requested", 48)
    assert OrderEvent.objects.values_list("action", "actor", "target").get() == ("request", "buyer", "requested")


@pytest.mark.parametrize(("cents", "rounding"), [(1001, -1), (1002, -2), (1003, 2), (1004, 1), (1005, 0), (1000, 0)])
def test_a_total_is_rounded_when_the_shop_says_so(cents, rounding):
    CashSettings.objects.create(round_to_five=True)

    order = place_orders(make_buyer().pk, by_seller(make_listing(price_cents=cents)), "k", now=NOW)[0]

    assert (order.items_cents, order.rounding_cents, order.total_cents) == (cents, rounding, cents + rounding)


@pytest.mark.both_databases
def test_the_same_key_orders_once():
    listing, buyer = make_listing(stock=1), make_buyer()

    first = place_orders(buyer.pk, by_seller(listing), "k", now=NOW)
    again = place_orders(buyer.pk, by_seller(listing), "k", now=NOW)

    assert again == first
    assert (held(listing), OrderEvent.objects.count(), Notification.objects.count()) == (1, 1, 1)


def test_the_same_key_of_somebody_else_is_another_one():
    listing = make_listing(stock=2)

    orders = [place_orders(make_buyer().pk, by_seller(listing), "k", now=NOW) for _ in range(2)]

    assert orders[0] != orders[1]
    assert held(listing) == 2


def refused(buyer, lines, error):
    with pytest.raises(error) as refusal:
        place_orders(buyer.pk, lines, "k", now=NOW)
    assert not Order.objects.filter(key="k").exists()
    assert not OrderEvent.objects.filter(order__key="k").exists()
    return refusal.value


@pytest.mark.both_databases
def test_everything_that_changed_is_told_and_nothing_is_held():
    fine, dearer, short, gone, ended = (make_listing(stock=2) for _ in range(5))
    short.availability.reserved = 1
    short.availability.save()
    gone.unpublish()
    end_listing(ended.pk, ListingStatus.SOLD, now=NOW)
    lines = by_seller(fine, gone, ended)
    lines[dearer.seller_id] = [wanted(dearer, price_cents=dearer.price_cents - 1)]
    lines[short.seller_id] = [wanted(short, quantity=2)]

    error = refused(make_buyer(), lines, GoodsChanged)

    told = {one.listing_id: (one.free, one.price and one.price.cents) for one in error.problems}
    assert told == {dearer.pk: (1, 3500), short.pk: (1, 3500), gone.pk: (None, None), ended.pk: (None, None)}
    assert [held(one) for one in (fine, dearer, short, gone, ended)] == [0, 0, 1, 0, 0]


def test_a_listing_of_another_seller_is_refused():
    listing, other = make_listing(), make_seller()

    refused(make_buyer(), {other.pk: [wanted(listing)]}, GoodsChanged)

    assert held(listing) == 0


def test_goods_of_a_suspended_seller_are_gone():
    listing = make_listing()
    suspend(listing.seller_id)

    refused(make_buyer(), by_seller(listing), GoodsChanged)


def test_nobody_orders_from_themselves():
    listing, seller = make_listing(), make_buyer()
    listing.seller = seller
    listing.save()

    refused(seller, by_seller(listing), OrderNotPossible)


def test_an_address_must_be_confirmed_first():
    listing = make_listing()

    refused(make_user(), by_seller(listing), EmailNotVerified)

    assert held(listing) == 0


def test_a_suspended_buyer_orders_nothing():
    refused(make_buyer(is_active=False), by_seller(make_listing()), OrderNotPossible)


def test_five_requests_may_wait_for_an_answer():
    buyer = make_buyer()
    for number in range(5):
        place_orders(buyer.pk, by_seller(make_listing()), f"k{number}", now=NOW)

    refused(buyer, by_seller(make_listing()), OrderNotPossible)


@pytest.mark.parametrize("lines", [{}, {1: []}])
def test_an_empty_order_is_none(lines):
    refused(make_buyer(), lines, ValueError)


def test_a_listing_stands_once_in_an_order():
    listing = make_listing(stock=2)

    refused(make_buyer(), {listing.seller_id: [wanted(listing), wanted(listing)]}, ValueError)

    assert held(listing) == 0


def test_a_quantity_below_one_is_refused():
    listing = make_listing()

    refused(
        make_buyer(), {listing.seller_id: [Wanted(listing_id=listing.pk, quantity=0, price_cents=3500)]}, ValueError
    )


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "wrong",
    [
        {"deadline": None},
        {"state": "completed"},
        {"state": "cancelled", "deadline": None},
        {"reason": "by_buyer"},
        {"total_cents": 1},
        {"state": "lost"},
        {"received_cents": 1},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(wrong):
    order = place_orders(make_buyer().pk, by_seller(make_listing()), "k", now=NOW)[0]

    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**wrong)


def test_what_happened_cannot_be_changed():
    place_orders(make_buyer().pk, by_seller(make_listing()), "k", now=NOW)
    event = OrderEvent.objects.get()

    for change in (event.save, event.delete, OrderEvent.objects.all().delete, OrderEvent.objects.all().update):
        with pytest.raises(TypeError):
            change()
    assert OrderEvent.objects.count() == 1
