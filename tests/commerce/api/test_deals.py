"""Buying through the interface: cart, orders once, and what the machine allows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.catalog.models import Availability
from commerce.cart.models import CartLine
from commerce.orders.machine import TABLE, Action, Actor
from commerce.orders.models import Order
from tests.factories.goods import make_listing
from tests.factories.orders import code_of, make_buyer, make_order, move

pytestmark = pytest.mark.django_db

KEY = {"Idempotency-Key": "wish-0001"}


def wish(*listings, **more):
    lines = [{"listing": one.pk, "quantity": 1, "price": {"cents": one.price_cents}} for one in listings]
    return {"lines": lines, **more}


def test_a_cart_is_filled_changed_and_emptied(program):
    own, listing = program(make_buyer()), make_listing(stock=3, title="Red chair", price_cents=3900)

    cart = own.post("/cart/lines", {"listing": listing.pk, "quantity": 2})

    (group,) = cart["groups"]
    (line,) = group["lines"]
    assert group["is_ready"] is True
    assert cart["total"] == {"cents": 7800, "currency": "EUR"}
    assert line == {
        "id": line["id"],
        "listing": listing.pk,
        "title": "Red chair",
        "quantity": 2,
        "free": 3,
        "price": {"cents": 3900, "currency": "EUR"},
        "seen_price": {"cents": 3900, "currency": "EUR"},
        "needs_acceptance": False,
    }
    assert own.put(f"/cart/lines/{line['id']}", {"quantity": 3})["total"]["cents"] == 11700
    assert own.post(f"/cart/lines/{line['id']}/accept", {"price": {"cents": 1}}, status=409)["detail"].startswith("It")
    assert own.delete(f"/cart/lines/{line['id']}", status=200) == {
        "groups": [],
        "gone": [],
        "total": {"cents": 0, "currency": "EUR"},
    }


def test_a_line_of_somebody_else_is_not_there(program):
    listing = make_listing(stock=3)
    line = program(make_buyer()).post("/cart/lines", {"listing": listing.pk})["groups"][0]["lines"][0]["id"]
    other = program(make_buyer())
    other.post("/cart/lines", {"listing": listing.pk})

    other.put(f"/cart/lines/{line}", {"quantity": 3}, status=404)
    other.delete(f"/cart/lines/{line}", status=404)
    assert CartLine.objects.get(pk=line).quantity == 1


@pytest.mark.both_databases
def test_the_same_key_again_gives_the_same_orders(program):
    own, listing, other = program(make_buyer()), make_listing(stock=3), make_listing()
    own.post("/cart/lines", {"listing": listing.pk})

    first = own.post("/orders", wish(listing, other, note="On Friday?"), status=201, **KEY)
    second = own.post("/orders", wish(listing, other, note="On Friday?"), status=201, **KEY)

    assert [one["number"] for one in first["orders"]] == [one["number"] for one in second["orders"]]
    assert Order.objects.count() == 2
    assert Availability.objects.get(pk=listing.pk).reserved == 1
    assert not CartLine.objects.exists()
    refused = own.post("/orders", wish(listing), status=409, **KEY)
    assert refused["detail"] == "This key was used for another order. Choose a new one."
    cheaper = wish(listing, other, note="On Friday?")
    cheaper["lines"][0]["price"]["cents"] -= 1
    assert own.post("/orders", cheaper, status=409, **KEY)["detail"] == refused["detail"]
    assert Order.objects.count() == 2


def test_an_order_needs_a_key_of_its_own(program):
    answer = program(make_buyer()).post("/orders", wish(make_listing()), status=422)

    assert answer["errors"] == [{"field": "Idempotency-Key", "message": "Please fill this in."}]
    assert not Order.objects.exists()


def test_another_price_than_was_seen_orders_nothing(program):
    listing = make_listing(price_cents=3900, title="Red chair")
    sent = wish(listing)
    sent["lines"][0]["price"]["cents"] = 3800

    answer = program(make_buyer()).post("/orders", sent, status=409, **KEY)

    assert answer["lines"] == [
        {"listing": listing.pk, "title": "Red chair", "free": 1, "price": {"cents": 3900, "currency": "EUR"}}
    ]
    assert not Order.objects.exists()


@pytest.mark.parametrize("listing_id", [999_999, 10**16])
def test_a_listing_that_is_not_there_orders_nothing(program, listing_id):
    line = {"listing": listing_id, "quantity": 1, "price": {"cents": 1}}

    program(make_buyer()).post("/orders", {"lines": [line]}, status=409, **KEY)


def test_an_order_goes_its_way_between_two_programs(program):
    buyer, listing = make_buyer(), make_listing(price_cents=3900)
    buys, sells = program(buyer, "buy"), program(listing.seller, "sell")
    (order,) = buys.post("/orders", wish(listing), status=201, **KEY)["orders"]
    path, start = f"/orders/{order['number']}", timezone.now() + timedelta(days=1)

    assert (order["side"], order["state"], order["actions"], order["total"]["cents"]) == (
        "buyer",
        "requested",
        ["withdraw"],
        3900,
    )
    assert sells.post(f"{path}/accept", {})["state"] == "accepted"
    said = {"place": "Station hall", "address": "Bahnhofsplatz 1", "starts_at": start.isoformat(), "minutes": 60}
    sells.post(f"{path}/propose", said)
    assert buys.get(path)["proposal"]["address"] == ""
    met = buys.post(f"{path}/confirm", {})
    assert (met["state"], met["meeting"]["address"], len(met["code"])) == ("scheduled", "Bahnhofsplatz 1", 6)
    assert sells.get(path)["code"] == ""
    assert [one["number"] for one in sells.get("/orders?side=seller")["items"]] == [order["number"]]
    assert sells.get("/orders?side=buyer")["items"] == []


def test_a_stranger_finds_no_order(program):
    order = make_order()
    other = program(make_buyer())

    other.get(f"/orders/{order.label}", status=404)
    other.post(f"/orders/{order.label}/accept", {}, status=404)
    order.refresh_from_db()
    assert order.state == "requested"


def test_a_token_acts_only_for_the_side_that_it_is_for(program):
    order = make_order()

    answer = program(order.seller, "buy").post(f"/orders/{order.label}/accept", {}, status=403)

    assert answer["scopes"] == ["sell"]
    order.refresh_from_db()
    assert order.state == "requested"


@pytest.mark.parametrize("side", [Actor.BUYER, Actor.SELLER])
def test_what_the_table_does_not_allow_is_a_conflict(program, side):
    order = make_order(now=timezone.now())
    own = program(order.buyer if side is Actor.BUYER else order.seller)
    legal = {one.action for one in TABLE if (one.source, one.actor) == ("requested", side)}

    for action in set(Action) - legal:
        own.post(f"/orders/{order.label}/{action}", {}, status=409)
    order.refresh_from_db()
    assert order.state == "requested"


def test_a_wrong_code_is_told_and_counted(program):
    now = timezone.now()
    order = move(make_order(now=now - timedelta(days=2), state="requested"), "scheduled", now=now - timedelta(days=2))
    sells = program(order.seller)
    code = code_of(order)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"

    assert sells.post(f"/orders/{order.label}/enter-code", {"code": wrong}, status=422)["detail"].endswith("left: 4.")
    assert sells.post(f"/orders/{order.label}/enter-code", {"code": code})["state"] == "completed"


def test_favourites_come_and_go(program):
    own, listing = program(make_buyer()), make_listing()

    own.put(f"/favourites/{listing.pk}", status=204)
    assert [one["id"] for one in own.get("/favourites")] == [listing.pk]
    own.delete(f"/favourites/{listing.pk}")
    assert own.get("/favourites") == []
    own.put("/favourites/999999", status=404)


def test_the_code_is_for_programs_that_may_buy(program):
    buyer = make_buyer()
    order = make_order(make_listing(), buyer=buyer, state="scheduled", now=timezone.now())
    code = code_of(order)

    shown = {scope: program(buyer, scope).get(f"/orders/{order.label}")["code"] for scope in ("buy", "read", "sell")}

    assert {scope: text.replace(" ", "") for scope, text in shown.items()} == {"buy": code, "read": "", "sell": ""}
