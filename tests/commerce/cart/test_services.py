import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from cms.catalog.models import Availability, Listing
from cms.contract.records import ListingStatus
from commerce.cart import services
from commerce.cart.contents import contents_of
from commerce.cart.errors import CartFull, NoSuchLine, NotForSale, OwnListing
from commerce.cart.models import Cart, CartLine
from commerce.cart.whose import cart_of_person
from tests.factories.goods import make_category, make_listing
from tests.factories.people import make_seller, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def make_cart(user=None, token=None):
    return Cart.objects.create(user=user, token=None if user else (token or "guest"), changed_at=NOW)


def put(cart, listing, quantity=1):
    return services.add(cart.pk, listing.pk, quantity, now=NOW)


def the_lines(cart):
    return list(cart.lines.order_by("id").values_list("listing_id", "quantity", "price_cents", "title"))


def test_adding_notes_what_was_seen_and_holds_nothing():
    listing = make_listing(title="Red chair", price_cents=4200, stock=3)
    cart = make_cart()

    added = put(cart, listing, 2)

    assert added == services.Added(title="Red chair", quantity=2, is_capped=False)
    assert the_lines(cart) == [(listing.pk, 2, 4200, "Red chair")]
    assert Availability.objects.get(pk=listing.pk).reserved == 0


def test_adding_again_counts_on_and_stops_at_what_is_free():
    listing = make_listing(stock=5, reserved=1)
    cart = make_cart()
    put(cart, listing, 3)

    added = put(cart, listing, 3)

    assert (added.quantity, added.is_capped) == (4, True)
    assert [one[1] for one in the_lines(cart)] == [4]


@pytest.mark.parametrize(
    "state",
    [
        {"live": False},
        {"status": ListingStatus.SOLD},
        {"status": ListingStatus.EXPIRED},
        {"status": ListingStatus.WITHDRAWN},
        {"stock": 2, "reserved": 2},
    ],
    ids=["draft", "sold", "ended", "withdrawn", "reserved"],
)
def test_what_cannot_be_had_does_not_come_in(state):
    listing = make_listing(**state)
    cart = make_cart()

    with pytest.raises(NotForSale):
        put(cart, listing)

    assert the_lines(cart) == []


def test_nobody_buys_from_themselves():
    seller = make_seller()
    listing = make_listing(seller=seller)
    cart = make_cart(seller)

    with pytest.raises(OwnListing):
        put(cart, listing)

    assert the_lines(cart) == []


def test_a_cart_has_an_end(monkeypatch):
    monkeypatch.setattr(services, "MOST_LINES", 1)
    first, second = make_listing(), make_listing()
    cart = make_cart()
    put(cart, first)

    with pytest.raises(CartFull) as refusal:
        put(cart, second)

    assert refusal.value.most == 1
    assert [one[0] for one in the_lines(cart)] == [first.pk]


def test_another_quantity_stops_at_what_is_free_and_none_takes_it_out():
    listing = make_listing(stock=3)
    cart = make_cart()
    put(cart, listing)
    line = cart.lines.get()

    assert services.change(cart.pk, line.pk, 9, now=NOW) == services.Added(
        title=listing.title, quantity=3, is_capped=True
    )
    assert services.change(cart.pk, line.pk, 0, now=NOW).quantity == 0
    assert not CartLine.objects.exists()


def test_lines_of_another_cart_are_out_of_reach():
    listing = make_listing(stock=3)
    mine, theirs = make_cart(token="mine"), make_cart(token="theirs")
    put(theirs, listing)
    line = theirs.lines.get()

    for act in (
        lambda: services.change(mine.pk, line.pk, 2, now=NOW),
        lambda: services.accept(mine.pk, line.pk, shown_cents=3500, now=NOW),
    ):
        with pytest.raises(NoSuchLine):
            act()
    assert services.remove(mine.pk, [line.pk], now=NOW) == 0
    assert the_lines(theirs) == [(listing.pk, 1, 3500, listing.title)]


def test_a_change_is_shown_until_it_is_accepted():
    listing = make_listing(title="Lamp", price_cents=1000, stock=3)
    cart = make_cart()
    put(cart, listing, 3)
    Listing.objects.filter(pk=listing.pk).update(price_cents=1500, title="Big lamp")
    Availability.objects.filter(pk=listing.pk).update(reserved=1)

    (group,) = contents_of(cart).groups
    (line,) = group.lines

    assert (line.costs_other, line.is_renamed, line.is_short, line.pieces) == (True, True, True, 2)
    assert (group.is_ready, group.total.cents) == (False, 3000)

    assert services.accept(cart.pk, line.id, shown_cents=1500, now=NOW) is True
    (group,) = contents_of(cart).groups
    assert group.is_ready
    assert the_lines(cart) == [(listing.pk, 2, 1500, "Big lamp")]


def test_a_price_that_nobody_showed_is_not_accepted():
    listing = make_listing(price_cents=1000)
    cart = make_cart()
    put(cart, listing)
    Listing.objects.filter(pk=listing.pk).update(price_cents=9900)

    assert services.accept(cart.pk, cart.lines.get().pk, shown_cents=1500, now=NOW) is False
    assert the_lines(cart)[0][2] == 1000


def test_what_is_over_stands_apart_even_when_it_was_deleted():
    seller = make_seller()
    stays, sold, deleted = (make_listing(title=title, seller=seller) for title in ("Stays", "Sold one", "Deleted"))
    cart = make_cart()
    for one in (stays, sold, deleted):
        put(cart, one)
    Availability.objects.filter(pk=sold.pk).update(status="sold", ended_at=NOW)
    deleted.delete()

    found = contents_of(cart)

    assert [line.listing.id for group in found.groups for line in group.lines] == [stays.pk]
    assert [(one.title, one.listing and one.listing.status) for one in found.over] == [
        ("Sold one", ListingStatus.SOLD),
        ("Deleted", None),
    ]


def test_groups_are_by_seller_with_a_sum_each_and_leave_out_what_is_reserved():
    anna, bert = make_seller(display_name="Anna"), make_seller(display_name="Bert")
    chair, lamp = make_listing(seller=anna, price_cents=1000, stock=2), make_listing(seller=anna, price_cents=1)
    table = make_listing(seller=bert, price_cents=25000)
    cart = make_cart()
    for one, quantity in ((chair, 2), (table, 1), (lamp, 1)):
        put(cart, one, quantity)
    Availability.objects.filter(pk=lamp.pk).update(reserved=1)

    found = contents_of(cart)

    assert [(one.seller.name, one.total.cents, one.is_ready) for one in found.groups] == [
        ("Anna", 2000, True),
        ("Bert", 25000, True),
    ]
    assert found.total.cents == 27000
    assert [one.is_reserved for one in found.groups[0].lines] == [False, True]


@pytest.mark.both_databases
def test_at_log_in_both_carts_become_one_capped_by_what_is_free():
    user = make_seller()
    own = make_listing(title="My own", seller=user)
    both, mine, theirs, short = (make_listing(title=title, stock=5) for title in ("Both", "Mine", "Theirs", "Short"))
    guest, cart = make_cart(token="guest"), make_cart(user)
    for where, listing, quantity in (
        (cart, both, 2),
        (cart, mine, 1),
        (guest, both, 4),
        (guest, theirs, 1),
        (guest, short, 5),
        (guest, own, 1),
    ):
        put(where, listing, quantity)
    Availability.objects.filter(pk=short.pk).update(reserved=3)

    merged = services.merge("guest", user.pk, now=NOW)

    assert merged == services.Merged(added=2, capped=(("Short", 2),), own=("My own",), left_out=())
    assert sorted((title, quantity) for _, quantity, _, title in the_lines(cart)) == [
        ("Both", 4),
        ("Mine", 1),
        ("Short", 2),
        ("Theirs", 1),
    ]
    assert not Cart.objects.filter(token="guest").exists()


def test_what_does_not_fit_at_log_in_is_named(monkeypatch):
    user = make_user()
    first, second = make_listing(title="First"), make_listing(title="Second")
    guest, cart = make_cart(token="guest"), make_cart(user)
    put(cart, first)
    put(guest, second)
    monkeypatch.setattr(services, "MOST_LINES", 1)

    assert services.merge("guest", user.pk, now=NOW).left_out == ("Second",)
    assert [one[3] for one in the_lines(cart)] == ["First"]


def test_joining_twice_does_nothing():
    user = make_user()

    assert services.merge("never heard", user.pk, now=NOW) == services.Merged()
    assert not Cart.objects.exists()


def test_old_carts_of_guests_go_and_those_of_people_stay():
    old = NOW - timedelta(days=31)
    Cart.objects.create(token="old", changed_at=old)
    Cart.objects.create(token="young", changed_at=NOW - timedelta(days=29))
    Cart.objects.create(user=make_user(), changed_at=old)

    assert services.forget_old(NOW) == 1
    assert set(Cart.objects.values_list("token", flat=True)) == {"young", None}


@pytest.mark.parametrize("owner", ["nobody", "both"])
def test_the_database_wants_one_owner_for_a_cart(owner):
    user = make_user() if owner == "both" else None

    with pytest.raises(IntegrityError), transaction.atomic():
        Cart.objects.create(user=user, token="x" if user else None, changed_at=NOW)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_make_one_cart_and_one_line():
    user = make_user()
    listing = make_listing(stock=10, category=make_category())
    start = threading.Barrier(2)

    def tab():
        try:
            start.wait()
            services.add(cart_of_person(user.pk, now=NOW).pk, listing.pk, 3, now=NOW)
        finally:
            connections.close_all()

    tabs = [threading.Thread(target=tab) for _ in range(2)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()

    assert list(CartLine.objects.values_list("cart__user_id", "quantity")) == [(user.pk, 6)]
