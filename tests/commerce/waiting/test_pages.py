"""The page of waiting lists and its buttons, and what cart and orders say."""

import pytest
from django.conf import settings
from django.test import Client

from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.orders.services import act
from commerce.waiting.models import Place
from commerce.waiting.services import join, run_due
from tests.factories.goods import make_listing
from tests.factories.orders import NOW, make_buyer, make_order
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    return make_listing(title="Red chair")


@pytest.fixture
def order(listing):
    return make_order(listing)


def browser(person=None):
    client = Client(headers={"Origin": settings.SITE_URL})
    if person is not None:
        client.force_login(person)
    return client


def text(client, path):
    return client.get(path).content.decode()


def test_somebody_joins_from_the_listing_sees_the_position_and_leaves(listing, order):
    join(make_buyer().pk, listing.pk, now=NOW)
    shopper = browser(make_buyer())

    response = shopper.post("/orders/waiting/join", {"listing": listing.pk})

    assert (response.status_code, response["Location"]) == (302, "/orders/waiting")
    page = text(shopper, "/orders/waiting")
    assert "You get a mail as soon as “Red chair” is yours to take." in page
    assert "You are number 2" in page
    assert "You wait for one thing that is reserved." in text(shopper, "/orders")

    assert shopper.post("/orders/waiting/leave", {"listing": listing.pk}).status_code == 302
    assert "You wait for nothing." in text(shopper, "/orders/waiting")
    assert shopper.post("/orders/waiting/leave", {"listing": listing.pk}).status_code == 404


def test_whose_turn_it_is_puts_it_into_the_cart_and_orders_it(listing, order):
    buyer = make_buyer()
    shopper = browser(buyer)
    shopper.post("/orders/waiting/join", {"listing": listing.pk})
    act(order.pk, "withdraw", now=NOW, person_id=order.buyer_id)

    assert "It is your turn: it is held for you until" in text(shopper, "/orders/waiting")
    shopper.post("/cart/add", {"listing": listing.pk})
    assert f"/checkout?seller={listing.seller_id}" in text(shopper, "/cart")

    other = browser(make_buyer())
    other.post("/cart/add", {"listing": listing.pk})
    assert "somebody else has reserved it" in text(other, "/cart")


def test_a_cart_says_that_something_is_promised_and_offers_the_list(listing):
    late, first = browser(make_buyer()), make_buyer()
    late.post("/cart/add", {"listing": listing.pk})
    order = make_order(listing)
    assert "Somebody else has reserved it just now." in text(late, "/cart")
    assert 'action="/orders/waiting/join"' in text(late, "/cart")

    join(first.pk, listing.pk, now=NOW)
    act(order.pk, "withdraw", now=NOW, person_id=order.buyer_id)

    assert "It is promised to somebody who waited for it." in text(late, "/cart")
    late.post("/orders/waiting/join", {"listing": listing.pk})
    assert "You are in its waiting list" in text(late, "/cart")


def test_who_is_not_logged_in_is_sent_there_and_finds_the_button(listing, order):
    response = browser().post("/orders/waiting/join", {"listing": listing.pk})

    assert response.status_code == 302
    assert response["Location"] == f"/account/login?next=/orders/waiting%3Flisting%3D{listing.pk}"
    assert "Red chair" in text(browser(make_buyer()), f"/orders/waiting?listing={listing.pk}")


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 40])
def test_nonsense_is_no_listing(sent):
    shopper = browser(make_buyer())

    assert shopper.post("/orders/waiting/join", {"listing": sent}).status_code == 404
    assert shopper.post("/orders/waiting/leave", {"listing": sent}).status_code == 404
    assert shopper.get("/orders/waiting", {"listing": sent}).status_code == 200


def test_what_is_refused_is_said_in_words(listing, order):
    person = make_user()
    shopper = browser(person)

    shopper.post("/orders/waiting/join", {"listing": listing.pk})

    assert "Please confirm your e-mail address first." in text(shopper, "/orders/waiting")
    assert not Place.objects.exists()


def test_forms_of_other_sites_change_nothing(listing, order):
    shopper = Client(headers={"Origin": "https://evil.example"})
    shopper.force_login(make_buyer())

    shopper.post("/orders/waiting/join", {"listing": listing.pk})

    assert not Place.objects.exists()
    assert shopper.get("/orders/waiting/join").status_code == 405


def test_the_mails_say_what_is_held_until_when_and_what_is_over(listing, order):
    first = make_buyer(name="Ann")
    join(first.pk, listing.pk, now=NOW)
    act(order.pk, "withdraw", now=NOW, person_id=order.buyer_id)
    run_due(NOW.replace(day=4))

    letters = [letter_of(one) for one in Notification.objects.filter(recipient=first).order_by("pk")]

    assert [one.subject for one in letters] == [
        "“Red chair” is free: it is your turn",
        "Your turn for “Red chair” is over",
    ]
    assert "Sun 3 May 2026, 02:00" in str(letters[0].body)
    assert f"/orders/waiting?listing={listing.pk}" in str(letters[1].body)
