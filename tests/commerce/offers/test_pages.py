"""The pages of offers, for both sides, with a browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cms.contract.money import Money
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.offers.models import Offer
from commerce.offers.services import act
from commerce.orders.models import Order
from tests.factories.goods import make_listing
from tests.factories.offers import make_bargain, make_offer
from tests.factories.orders import NOW, make_buyer, make_order
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def browser(person=None):
    client = Client(headers={"Origin": settings.SITE_URL})
    if person is not None:
        client.force_login(person)
    return client


def text(client, path):
    return client.get(path).content.decode()


def test_two_people_haggle_and_the_buyer_orders_at_the_agreed_price():
    listing = make_bargain(title="Red chair")
    buyer = browser(make_buyer(name="Ann Smith"))
    seller = browser(listing.seller)

    made = buyer.post("/offers/new", {"listing": listing.pk, "amount": "25,00"})
    path = made["Location"]
    assert path == Offer.objects.get().path
    page = text(seller, path)
    assert "You sell to Ann" in page
    assert "Smith" not in page
    assert "Accept €25.00" in page
    assert "Your answer is awaited" in page
    assert "The seller has to answer" in text(buyer, path)

    seller.post(f"{path}/counter", {"amount": "30"})
    assert "Accept €30.00" in text(buyer, path)
    buyer.post(f"{path}/accept")
    assert "Ask for it at €30.00" in text(buyer, path)
    assert "Ask for it at" not in text(seller, path)

    ordered = buyer.post(f"{path}/order", {"note": "Thank you"})
    order = Order.objects.get()
    assert (ordered["Location"], order.total_cents, order.note) == (order.path, 3000, "Thank you")
    assert buyer.post(f"{path}/order")["Location"] == order.path
    assert "Ordered at this price" in text(seller, path)
    assert "€30.00" in text(buyer, "/offers")
    assert Order.objects.count() == 1


def test_strangers_find_nothing():
    offer = make_offer(now=timezone.now())
    stranger = browser(make_user())

    assert stranger.get(offer.path).status_code == 404
    assert stranger.post(f"{offer.path}/accept").status_code == 404
    assert offer.title not in text(stranger, "/offers")
    assert Offer.objects.get().state == "proposed"


def test_what_the_state_does_not_allow_is_told_and_changes_nothing():
    offer = make_offer(now=timezone.now())
    buyer = browser(offer.buyer)

    for action in ("accept", "order", "lapse", "end"):
        response = buyer.post(f"{offer.path}/{action}")
        assert response.status_code == 409
        assert "The offer has moved on meanwhile" in response.content.decode()
    assert buyer.post(f"{offer.path}/dance").status_code == 404
    assert buyer.get(f"{offer.path}/accept").status_code == 405
    assert Offer.objects.get().state == "proposed"


@pytest.mark.parametrize("amount", ["", "x", "-5", "9" * 30, "34.999", "NaN", "\0"])
def test_an_amount_that_is_none_comes_back_with_words(amount):
    listing = make_bargain()
    buyer = browser(make_buyer())

    response = buyer.post("/offers/new", {"listing": listing.pk, "amount": amount})

    assert response.status_code == 422
    assert "Please look at this again:" in response.content.decode()
    offer = make_offer(now=timezone.now())
    assert browser(offer.seller).post(f"{offer.path}/counter", {"amount": amount}).status_code == 422
    assert Offer.objects.get().rounds == 1


def test_what_is_refused_is_said_in_words_and_keeps_what_was_typed():
    response = browser(make_buyer()).post("/offers/new", {"listing": make_listing().pk, "amount": "12,34"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "The seller takes no offers for this." in page
    assert "12,34" in page


def test_who_is_not_logged_in_is_sent_there_and_the_amount_is_kept():
    listing = make_bargain()

    response = browser().post("/offers/new", {"listing": listing.pk, "amount": "25"})

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login?next=/offers/new%3Flisting%3D")
    page = text(browser(make_buyer()), f"/offers/new?listing={listing.pk}&amount=25")
    assert 'value="25"' in page
    assert not Offer.objects.exists()


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 40])
def test_nonsense_is_no_listing(sent):
    assert browser(make_buyer()).post("/offers/new", {"listing": sent, "amount": "5"}).status_code == 404


def test_an_agreed_offer_for_what_is_reserved_says_so():
    listing = make_bargain()
    offer = make_offer(listing, state="accepted", now=timezone.now())
    make_order(listing)

    response = browser(offer.buyer).post(f"{offer.path}/order")

    assert response.status_code == 409
    assert "It is reserved or no longer for sale: nothing was ordered." in response.content.decode()


def test_a_note_that_cannot_be_shown_orders_nothing():
    offer = make_offer(state="accepted", now=timezone.now())

    response = browser(offer.buyer).post(f"{offer.path}/order", {"note": "Hi\x07"})

    assert response.status_code == 422
    assert "that cannot be shown" in response.content.decode()
    assert not Order.objects.exists()


def test_the_mails_say_who_offers_what_until_when():
    offer = make_offer(make_bargain(title="Red chair"), buyer=make_buyer(name="Ann Smith"))
    act(offer.pk, "counter", now=NOW, person_id=offer.seller_id, amount=Money(3000))
    act(offer.pk, "decline", now=NOW, person_id=offer.buyer_id)
    accepted = make_offer(make_bargain(title="Blue chair"), state="accepted")

    rows = Notification.objects.filter(recipient__in=[offer.buyer_id, offer.seller_id, accepted.buyer_id])
    letters = {one.subject: str(one.body) for one in map(letter_of, rows)}

    assert "Ann offers €25.00 for “Red chair”" in letters
    assert "The offer for “Red chair” has ended: Declined" in letters
    assert "until Mon 4 May 2026, 14:00" in letters["Agreed: €25.00 for “Blue chair”"]
