"""What a person takes along, and what keeps the account open."""

import json
import zipfile

import pytest

from commerce.account import closing, own_data
from commerce.account.errors import NotClosable
from commerce.account.services import close_account
from commerce.cart.models import Cart, CartLine
from commerce.favourites.models import Favourite
from commerce.orders.models import PickupWindow
from tests.factories.goods import make_listing
from tests.factories.orders import NOW, make_buyer, make_order, make_window

pytestmark = pytest.mark.django_db


def told(person):
    with own_data.zip_of(person) as packed, zipfile.ZipFile(packed) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}


def test_one_s_own_data_has_a_part_from_every_package():
    assert set(told(make_buyer())) == {
        f"{name}.json"
        for name in (
            *("person", "listings", "orders", "messages", "questions", "waiting", "offers", "reviews"),
            *("reports", "cart", "favourites", "tokens", "offer-rules"),
        )
    }


def test_an_order_is_told_to_both_sides():
    order = make_order(state="completed")

    (bought,) = told(order.buyer)["orders.json"]
    (sold,) = told(order.seller)["orders.json"]

    assert (bought["number"], bought["side"], bought["with"], bought["state"]) == (
        order.label,
        "buyer",
        order.seller_name,
        "completed",
    )
    assert (sold["side"], sold["with"], sold["lines"]) == ("seller", order.buyer_name, bought["lines"])
    assert [one["action"] for one in bought["events"]][-1] == "enter-code"


def test_open_orders_keep_an_account_open_and_nothing_is_changed():
    order = make_order(state="accepted")

    for person in (order.buyer, order.seller):
        with pytest.raises(NotClosable, match=f"Order {order.label} is still open."):
            close_account(person.pk, now=NOW)
        person.refresh_from_db()
        assert person.is_active


def test_when_they_are_over_it_can_be_closed_and_the_books_stay():
    order = make_order(state="completed")
    make_window(order.seller)
    seller = order.seller

    close_account(seller.pk, now=NOW)

    order.refresh_from_db()
    seller.refresh_from_db()
    assert (order.state, order.seller_id, order.lines.count()) == ("completed", seller.pk, 1)
    assert not seller.is_active
    assert not PickupWindow.objects.filter(seller=seller).exists()
    assert list(closing.reasons_against(order.buyer)) == []


def test_cart_and_favourites_go_with_the_person():
    buyer, listing = make_buyer(), make_listing()
    cart = Cart.objects.create(user=buyer, changed_at=NOW)
    CartLine.objects.create(cart=cart, listing=listing, quantity=1, price_cents=100, title="Chair", added_at=NOW)
    Favourite.objects.create(user=buyer, listing=listing, title="Chair", added_at=NOW)

    assert [len(told(buyer)[name]) for name in ("cart.json", "favourites.json")] == [1, 1]
    close_account(buyer.pk, now=NOW)

    assert not Cart.objects.exists()
    assert not Favourite.objects.exists()
