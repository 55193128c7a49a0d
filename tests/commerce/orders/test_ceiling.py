"""The highest amount in cash: off by default, and then the same for checkout, offers and the API."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cms.accounts.models import SellerProfile
from cms.catalog.models import Availability
from cms.contract.money import Money
from commerce.api.tokens import make_token
from commerce.offers.errors import OfferRefused
from commerce.offers.models import Offer
from commerce.offers.services import act, propose
from commerce.orders.errors import TooMuchCash
from commerce.orders.models import CashSettings, Order
from commerce.orders.services import place_orders
from tests.factories.goods import make_listing
from tests.factories.offers import make_bargain, make_offer
from tests.factories.orders import NOW, by_seller, make_buyer
from tests.factories.people import make_admin

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

WORDS = "€35.00 is too much for one deal in cash: this seller may take €34.99 at most."


def limit(cents, *, whom="traders"):
    CashSettings.objects.all().delete()
    CashSettings.objects.create(most_cash_cents=cents, most_cash_for=whom)


def trader(listing, *, is_trader=True):
    SellerProfile.objects.filter(user=listing.seller_id).update(
        is_trader=is_trader, imprint="Chairs Ltd, Graz" if is_trader else ""
    )
    return listing


def browser(person):
    client = Client(headers={"Origin": settings.SITE_URL})
    client.force_login(person)
    return client


def order(listing, **more):
    return place_orders(make_buyer().pk, by_seller(listing, **more), "key", now=NOW)


def test_without_a_limit_nothing_is_limited():
    assert CashSettings.load().most_cash_cents is None
    assert order(trader(make_listing(price_cents=99_999_999)))[0].total_cents == 99_999_999


@pytest.mark.parametrize(
    ("whom", "is_trader", "cents", "quantity", "passes"),
    [
        ("traders", True, 3500, 1, True),
        ("traders", True, 3499, 1, False),
        ("traders", True, 6999, 2, False),
        ("traders", True, 7000, 2, True),
        ("traders", False, 1, 1, True),
        ("all", False, 3499, 1, False),
        ("all", True, 3499, 1, False),
    ],
)
def test_an_order_above_it_is_refused_whole(whom, is_trader, cents, quantity, passes):
    listing = trader(make_listing(stock=2), is_trader=is_trader)
    limit(cents, whom=whom)

    if passes:
        assert order(listing, quantity=quantity)[0].total_cents == 3500 * quantity
        return
    with pytest.raises(TooMuchCash):
        order(listing, quantity=quantity)
    assert not Order.objects.exists()
    assert Availability.objects.get(pk=listing.pk).reserved == 0


def test_what_is_paid_counts_with_its_rounding():
    listing = trader(make_listing(price_cents=3498))
    limit(3499)
    CashSettings.objects.update(round_to_five=True)

    with pytest.raises(TooMuchCash):
        order(listing)


def test_one_order_too_many_takes_the_others_along():
    listing, other = trader(make_listing()), make_listing()
    limit(3499)

    with pytest.raises(TooMuchCash):
        place_orders(make_buyer().pk, by_seller(listing, other), "key", now=NOW)

    assert not Order.objects.exists()
    assert set(Availability.objects.values_list("reserved", flat=True)) == {0}


def test_the_checkout_says_why_beforehand_and_keeps_the_cart():
    listing, buyer = trader(make_listing()), make_buyer()
    client = browser(buyer)
    client.post("/cart/add", {"listing": listing.pk})
    limit(3499)

    line = f"{listing.seller_id}:{listing.pk}:1:3500"
    page = client.get("/checkout").content.decode()
    assert f'value="{line}"' in page
    assert WORDS in page
    response = client.post("/checkout", {"line": line, "key": "0" * 32, "note": ""})

    assert response.status_code == 409
    assert WORDS in response.content.decode()
    assert not Order.objects.exists()
    assert listing.title in client.get("/cart").content.decode()


def test_the_api_says_the_same():
    listing, buyer = trader(make_listing()), make_buyer()
    limit(3499)
    _, secret = make_token(buyer.pk, "t", ["buy"], days=30, now=timezone.now())

    response = Client().post(
        "/api/orders",
        {"lines": [{"listing": listing.pk, "quantity": 1, "price": {"cents": 3500}}]},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "12345678"},
    )

    assert (response.status_code, response.json()["detail"]) == (409, WORDS)
    assert not Order.objects.exists()


def test_nobody_haggles_about_what_could_not_be_ordered():
    listing = trader(make_bargain(price_cents=9000))
    limit(5000)
    buyer = make_buyer()

    with pytest.raises(OfferRefused, match=r"€60\.00 is too much"):
        propose(buyer.pk, listing.pk, Money(6000), now=NOW)
    offer = propose(buyer.pk, listing.pk, Money(5000), now=NOW)
    with pytest.raises(OfferRefused, match=r"€80\.00 is too much"):
        act(offer.pk, "counter", now=NOW, person_id=listing.seller_id, amount=Money(8000))
    limit(4999)
    with pytest.raises(OfferRefused, match=r"€50\.00 is too much"):
        act(offer.pk, "accept", now=NOW, person_id=listing.seller_id)

    assert list(Offer.objects.values_list("state", "amount_cents", "rounds")) == [("proposed", 5000, 1)]


def test_what_was_agreed_before_the_limit_is_not_ordered_above_it():
    offer = make_offer(trader(make_bargain()), state="accepted", cents=2500)
    limit(2499)

    with pytest.raises(TooMuchCash):
        act(offer.pk, "order", now=NOW, person_id=offer.buyer_id)

    assert (Offer.objects.get().state, Order.objects.count()) == ("accepted", 0)


@pytest.mark.parametrize(
    ("typed", "stored"), [("1.000,50", 100_050), ("10000", 1_000_000), ("", None), ("0", "refused"), ("$5", "refused")]
)
def test_the_operator_writes_it_in_euros(typed, stored):
    client = browser(make_admin())
    row = CashSettings.load()
    path = f"/admin/settings/shop_orders/cashsettings/{row.pk}/"
    form = client.get(path).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"most_cash_cents": typed, "most_cash_for": "all"}

    response = client.post(path, {name: value for name, value in sent.items() if value not in {None, False}})

    row.refresh_from_db()
    assert response.status_code == (200 if stored == "refused" else 302)
    assert row.most_cash_cents == (None if stored == "refused" else stored)
