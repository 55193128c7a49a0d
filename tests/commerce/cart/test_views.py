import pytest
from django.test import Client

from cms.catalog.models import Availability, Listing
from commerce.cart.models import Cart, CartLine
from commerce.shop_headers import HINT_COOKIE
from tests.factories.goods import make_listing
from tests.factories.people import make_seller, make_user

pytestmark = pytest.mark.django_db


def notices(response):
    return [str(one) for one in response.context["notices"]] if response.context else []


def page(client):
    return client.get("/cart").content.decode()


def test_looking_into_an_empty_cart_leaves_no_trace(guest):
    response = guest.get("/cart")

    assert response.status_code == 200
    assert "Nothing is in your cart yet." in response.content.decode()
    assert not response.cookies
    assert not Cart.objects.exists()


def test_a_guest_puts_something_in_and_sees_it_with_the_sum(guest):
    seller = make_seller(display_name="Nora")
    listing = make_listing(title="Red chair", price_cents=123450, seller=seller, stock=2)

    response = guest.post("/cart/add", {"listing": listing.pk, "quantity": "2"})

    assert (response.status_code, response["Location"]) == (302, "/cart")
    assert response.cookies[HINT_COOKIE].value == "1"
    text = page(guest)
    assert "In your cart: 2 × “Red chair”." in text
    assert "€2,469.00" in text
    assert f'href="/checkout?seller={seller.pk}"' in text
    assert guest.get("/api/me").json() == {"name": "", "counts": {"cart": 2}}


def test_another_guest_sees_nothing_of_it(guest):
    guest.post("/cart/add", {"listing": make_listing(title="Red chair").pk})

    assert "Red chair" not in page(Client())


@pytest.mark.parametrize("listing", ["", "x", "-1", "0", "9" * 30, "1e3", "\x00", "\uff11"])
def test_nonsense_is_answered_in_words(guest, listing):
    response = guest.post("/cart/add", {"listing": listing}, follow=True)

    assert response.status_code == 200
    assert "notice--error" in response.content.decode()
    assert not Cart.objects.exists()
    assert HINT_COOKIE not in guest.cookies


@pytest.mark.parametrize("quantity", ["x", "-3", "2.5", "9" * 40])
def test_a_quantity_that_is_no_number_changes_nothing(guest, quantity):
    listing = make_listing(stock=5)
    guest.post("/cart/add", {"listing": listing.pk, "quantity": "2"})

    response = guest.post("/cart/change", {"line": CartLine.objects.get().pk, "quantity": quantity}, follow=True)

    assert "Write the quantity as a whole number, such as 2." in response.content.decode()
    assert CartLine.objects.get().quantity == 2


def test_one_own_listing_is_refused_in_words(guest):
    seller = make_seller()
    guest.force_login(seller)

    response = guest.post("/cart/add", {"listing": make_listing(seller=seller).pk}, follow=True)

    assert "This is your own listing" in response.content.decode()
    assert not CartLine.objects.exists()


def test_a_new_price_is_named_and_accepted_by_a_button(guest):
    listing = make_listing(title="Lamp", price_cents=1000)
    guest.post("/cart/add", {"listing": listing.pk})
    Listing.objects.filter(pk=listing.pk).update(price_cents=1250)

    text = page(guest)

    assert "The price has gone up from €10.00 to €12.50." in text
    assert "/checkout" not in text

    guest.post("/cart/accept", {"line": CartLine.objects.get().pk, "price": "1250"})
    assert "gone up" not in page(guest)
    assert "/checkout" in page(guest)


def test_what_is_sold_is_named_and_taken_out_by_a_button(guest):
    listing = make_listing(title="Lamp")
    guest.post("/cart/add", {"listing": listing.pk})
    Availability.objects.filter(pk=listing.pk).update(status="sold", ended_at="2026-06-01T00:00:00Z")

    text = page(guest)

    assert "No longer to be had" in text
    assert "sold to somebody else" in text
    guest.post("/cart/remove", {"line": CartLine.objects.get().pk})
    assert "Nothing is in your cart yet." in page(guest)


def test_lines_of_others_are_not_there(guest):
    listing = make_listing(stock=5)
    guest.post("/cart/add", {"listing": listing.pk, "quantity": "2"})
    line = CartLine.objects.get()
    stranger = Client(HTTP_SEC_FETCH_SITE="same-origin")
    stranger.post("/cart/add", {"listing": listing.pk})

    assert stranger.post("/cart/change", {"line": line.pk, "quantity": "5"}).status_code == 404
    assert stranger.post("/cart/accept", {"line": line.pk, "price": "3500"}).status_code == 404
    stranger.post("/cart/remove", {"line": line.pk})
    line.refresh_from_db()
    assert line.quantity == 2


def test_a_guest_who_logs_in_keeps_the_cart_and_is_told(guest):
    user = make_user()
    listing = make_listing(title="Red chair")
    guest.post("/cart/add", {"listing": listing.pk})

    guest.force_login(user)

    assert list(Cart.objects.values_list("user_id", "token")) == [(user.pk, None)]
    assert "Red chair" in page(guest)
    guest.logout()
    assert "Red chair" not in page(guest)


def test_a_form_of_another_site_changes_nothing():
    listing = make_listing()

    response = Client(HTTP_SEC_FETCH_SITE="cross-site").post("/cart/add", {"listing": listing.pk})

    assert response.status_code == 403
    assert not Cart.objects.exists()


@pytest.mark.parametrize("path", ["/cart/add", "/cart/change", "/cart/accept", "/cart/remove"])
def test_buttons_answer_no_get(guest, path):
    assert guest.get(path).status_code == 405


def test_the_page_escapes_titles(guest):
    guest.post("/cart/add", {"listing": make_listing(title="<b>Bob</b> & Co").pk})

    text = page(guest)

    assert "<b>Bob</b>" not in text
    assert "&lt;b&gt;Bob&lt;/b&gt; &amp; Co" in text
