"""From the cart to the orders: what is shown is what is ordered, once."""

import re

import pytest

from cms.catalog.models import Availability
from commerce.cart.models import CartLine
from commerce.orders.models import Order
from tests.factories.goods import make_listing
from tests.factories.orders import make_buyer
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def fill(browser, *listings):
    for one in listings:
        browser.press("/cart/add", listing=one.pk, quantity=1)


def form_of(page):
    """What the form on the page would send."""
    return {
        "key": re.search(r'name="key" value="([0-9a-f]+)"', page)[1],
        "line": re.findall(r'name="line" value="([^"]+)"', page),
    }


def test_a_guest_is_asked_to_log_in(visit):
    assert visit().get("/checkout?seller=1").url == "/account/login?next=/checkout%3Fseller%3D1"


def test_one_seller_of_the_cart_is_asked(visit):
    bike, sofa = make_listing(), make_listing()
    browser = visit(make_buyer())
    fill(browser, bike, sofa)

    page = browser.page("/checkout", seller=bike.seller_id)
    assert bike.title in page
    assert f">{sofa.title}<" not in page
    response = browser.press(f"/checkout?seller={bike.seller_id}", note="On Friday?", **form_of(page))

    order = Order.objects.get()
    assert (response.url, order.note, order.seller_id) == (order.path, "On Friday?", bike.seller_id)
    assert list(CartLine.objects.values_list("listing_id", flat=True)) == [sofa.pk]


def test_all_sellers_of_the_cart_are_asked_at_once(visit):
    bike, sofa = make_listing(), make_listing()
    browser = visit(make_buyer())
    fill(browser, bike, sofa)

    response = browser.press("/checkout", **form_of(browser.page("/checkout")))

    assert response.url == "/orders"
    assert Order.objects.count() == 2
    assert not CartLine.objects.exists()


def test_the_form_sent_twice_orders_once(visit):
    bike = make_listing()
    browser = visit(make_buyer())
    fill(browser, bike)
    form = form_of(browser.page("/checkout"))

    first, second = (browser.press("/checkout", **form) for _ in range(2))

    assert first.url == second.url == Order.objects.get().path
    assert Availability.objects.get(listing=bike).reserved == 1


def test_a_price_that_changed_meanwhile_is_told_and_accepted_by_sending_again(visit):
    bike = make_listing(price_cents=3500)
    browser = visit(make_buyer())
    fill(browser, bike)
    form = form_of(browser.page("/checkout"))
    bike.price_cents = 4000
    bike.save()

    page = browser.press("/checkout", 409, note="Hello", **form).content.decode()

    assert "1 can be had, at €40.00 each" in page
    assert not Order.objects.exists()
    assert Availability.objects.get().reserved == 0
    assert CartLine.objects.exists()


def test_what_somebody_else_has_just_reserved_is_told(visit):
    bike = make_listing(title="Red bike")
    browser = visit(make_buyer())
    fill(browser, bike)
    form = form_of(browser.page("/checkout"))
    Availability.objects.update(reserved=1)

    page = browser.press("/checkout", 409, **form).content.decode()

    assert "“Red bike” was just reserved for somebody else." in page


def test_an_address_that_is_not_confirmed_is_told(visit):
    browser = visit(make_user())
    fill(browser, make_listing())

    page = browser.press("/checkout", 409, note="Hi there", **form_of(browser.page("/checkout"))).content.decode()

    assert "confirm your e-mail address" in page
    assert "Hi there" in page
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"key": "a" * 32},
        {"key": "x", "line": "1:1:1:1"},
        {"key": "a" * 32, "line": "1:1:0:1"},
        {"key": "a" * 32, "line": "1:1:-1:1"},
        {"key": "a" * 32, "line": "x"},
    ],
)
def test_what_no_form_sends_orders_nothing(sent, visit):
    response = visit(make_buyer()).press("/checkout", **sent)

    assert response.url == "/cart"
    assert not Order.objects.exists()


def test_a_listing_that_never_was_is_told(visit):
    page = visit(make_buyer()).press("/checkout", 409, key="a" * 32, line="999:99999999999999999:1:1")

    assert "is no longer for sale" in page.content.decode()


def test_an_empty_cart_leads_back_to_it(visit):
    assert visit(make_buyer()).get("/checkout").url == "/cart"


def test_a_listing_under_two_sellers_leads_back_to_the_cart_and_orders_nothing(visit):
    bike, sofa = make_listing(), make_listing()
    browser = visit(make_buyer())
    fill(browser, bike, sofa)
    form = form_of(browser.page("/checkout"))
    line = next(one for one in form["line"] if one.startswith(f"{bike.seller_id}:"))
    form["line"] = [line, line.replace(f"{bike.seller_id}:", f"{sofa.seller_id}:", 1)]

    response = browser.press("/checkout", **form)

    assert response.status_code in (302, 409)
    assert not Order.objects.exists()
    assert Availability.objects.get(listing=bike).reserved == 0
