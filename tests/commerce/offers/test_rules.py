"""What a seller answers to offers without looking, and who learns what of it."""

import json
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cms.catalog.models import Listing
from cms.contract.money import Money
from commerce.account import closing, own_data
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.offers.errors import RuleRefused
from commerce.offers.models import Offer, OfferEvent, OfferRule
from commerce.offers.rules import set_rule
from commerce.offers.services import act, propose
from commerce.own_goods import NoSuchListing
from tests.factories.offers import make_bargain
from tests.factories.orders import NOW, confirmed, make_buyer
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def with_rule(accept=3000, decline=2000, **fields):
    listing = make_bargain(**fields)
    set_rule(
        listing.seller_id, listing.pk, accept_from=accept and Money(accept), decline_below=decline and Money(decline)
    )
    return listing


def browser(person):
    client = Client(headers={"Origin": settings.SITE_URL})
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("rule", "cents", "state"),
    [
        ((3000, 2000), 3000, "accepted"),
        ((3000, 2000), 2999, "proposed"),
        ((3000, 2000), 2000, "proposed"),
        ((3000, 2000), 1999, "declined"),
        ((3000, None), 1999, "proposed"),
        ((None, 2000), 3400, "proposed"),
        ((2500, 2500), 2499, "declined"),
        ((2500, 2500), 2500, "accepted"),
    ],
)
def test_an_offer_is_answered_by_the_amounts_of_the_rule(rule, cents, state):
    listing = with_rule(*rule)

    offer = propose(make_buyer().pk, listing.pk, Money(cents), now=NOW)

    assert (offer.state, Offer.objects.get().state) == (state, state)
    expected = {"accepted": ["accept"], "declined": ["decline"], "proposed": []}[state]
    assert list(OfferEvent.objects.values_list("action", "actor")) == [
        ("propose", "buyer"),
        *((action, "rule") for action in expected),
    ]


def test_each_side_gets_the_mail_that_it_needs():
    listing, buyer, other = with_rule(), make_buyer(), make_buyer()

    yes = propose(buyer.pk, listing.pk, Money(3100), now=NOW)
    propose(other.pk, listing.pk, Money(1500), now=NOW)

    mails = Notification.objects.filter(kind__startswith="offer").order_by("pk")
    assert list(mails.values_list("recipient_id", "kind")) == [
        (buyer.pk, "offer-accepted"),
        (listing.seller_id, "offer-accepted"),
        (other.pk, "offer-ended"),
    ]
    assert "your rule has agreed" in letter_of(mails.get(recipient=listing.seller)).body
    assert "rule" not in letter_of(mails.get(recipient=buyer)).body
    ordered = act(yes.pk, "order", now=NOW, person_id=buyer.pk).order
    assert ordered.total_cents == 3100


def test_the_buyers_own_counter_is_answered_too_and_the_sellers_is_not():
    listing, buyer = with_rule(accept=3200, decline=1000), make_buyer()
    offer = propose(buyer.pk, listing.pk, Money(2500), now=NOW)

    countered = act(offer.pk, "counter", now=NOW, person_id=listing.seller_id, amount=Money(3400))
    assert countered.state == "countered"
    after = act(offer.pk, "counter", now=NOW, person_id=buyer.pk, amount=Money(3300))

    assert (after.state, after.amount_cents) == ("accepted", 3300)
    assert list(OfferEvent.objects.values_list("action", "actor")) == [
        ("propose", "buyer"),
        ("counter", "seller"),
        ("counter", "buyer"),
        ("accept", "rule"),
    ]


def test_a_rule_for_a_higher_price_declines_nobody():
    listing = with_rule(accept=3200, decline=3000)
    Listing.objects.filter(pk=listing.pk).update(price_cents=3000)

    assert propose(make_buyer().pk, listing.pk, Money(2900), now=NOW).state == "proposed"


@pytest.mark.parametrize(
    ("accept", "decline", "field", "words"),
    [
        (3500, None, "accept_from", "The price is €35.00: write an amount below it."),
        (9000, None, "accept_from", "The price is €35.00: write an amount below it."),
        (0, None, "accept_from", "The price is €35.00: write an amount below it."),
        (3000, 3500, "decline_below", "The price is €35.00: write an amount below it."),
        (2000, 2001, "decline_below", "This is more than you say yes to: write at most €20.00."),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(accept, decline, field, words):
    listing = with_rule(3000, 2000)

    with pytest.raises(RuleRefused) as refused:
        set_rule(
            listing.seller_id,
            listing.pk,
            accept_from=None if accept is None else Money(accept),
            decline_below=None if decline is None else Money(decline),
        )

    assert (refused.value.field, refused.value.words) == (field, words)
    assert OfferRule.objects.values_list("accept_from_cents", "decline_below_cents").get() == (3000, 2000)


def test_a_rule_belongs_to_the_seller_of_the_listing_alone():
    listing, stranger = with_rule(), confirmed(make_seller())

    with pytest.raises(NoSuchListing):
        set_rule(stranger.pk, listing.pk, accept_from=Money(1), decline_below=None)
    page = f"/offers/rules/{listing.pk}"
    assert browser(stranger).get(page).status_code == 404
    assert browser(stranger).post(page, {"accept_from": "1"}).status_code == 404
    assert OfferRule.objects.get().accept_from_cents == 3000


def test_the_form_takes_euros_in_either_way_of_writing_and_refuses_the_rest_in_words():
    listing = make_bargain(seller=confirmed(make_seller()))
    seller, page = browser(listing.seller), f"/offers/rules/{listing.pk}"

    assert seller.post(page, {"accept_from": "30,50 €", "decline_below": "20"}).status_code == 302
    assert OfferRule.objects.values_list("accept_from_cents", "decline_below_cents").get() == (3050, 2000)
    assert 'value="30.50"' in seller.get(page).content.decode()

    for wrong in ("$30", "30 USD", "30 CHF", "-5", "1e3", "30.5.5", "thirty", "\x00", "9" * 40):
        response = seller.post(page, {"accept_from": wrong})
        assert response.status_code == 422, wrong
        assert "errors__title" in response.content.decode()
    assert OfferRule.objects.get().accept_from_cents == 3050

    assert seller.post(page, {"accept_from": "", "decline_below": ""}).status_code == 302
    assert not OfferRule.objects.exists()


def test_no_buyer_reads_an_amount_of_the_rule():
    listing, buyer = with_rule(accept=3011, decline=1977), make_buyer()
    client = browser(buyer)
    client.post("/offers/new", {"listing": listing.pk, "amount": "32"})

    offer = Offer.objects.get()
    pages = [offer.path, "/offers", "/cart", f"/offers/new?listing={listing.pk}"]
    seen = "".join(client.get(path).content.decode() for path in pages)
    seen += "".join(letter_of(one).body for one in Notification.objects.filter(recipient=buyer))

    assert "Automatic answer of the seller" in seen
    for amount in ("30.11", "30,11", "3011", "19.77", "19,77", "1977"):
        assert amount not in seen


def test_the_cart_points_to_an_agreed_price_while_it_holds():
    listing, buyer = with_rule(), make_buyer()
    client = browser(buyer)
    client.post("/cart/add", {"listing": listing.pk})
    assert "You agreed on" not in client.get("/cart").content.decode()

    offer = propose(buyer.pk, listing.pk, Money(3100), now=timezone.now())
    page = client.get("/cart").content.decode()
    assert "You agreed on €31.00 for one piece." in page
    assert f'href="{offer.path}">Request it from your offers' in page

    Listing.objects.filter(pk=listing.pk).update(price_cents=3100)
    assert "You agreed on" not in client.get("/cart").content.decode()
    Listing.objects.filter(pk=listing.pk).update(price_cents=3500)
    Offer.objects.update(deadline=NOW)
    assert "You agreed on" not in client.get("/cart").content.decode()


def test_rules_go_with_their_seller_and_stand_in_their_own_data():
    listing = with_rule()
    kept = with_rule(seller=make_seller())

    with own_data.zip_of(listing.seller) as archive, ZipFile(archive) as own:
        told = json.loads(own.read("offer-rules.json"))
    assert told == [{"listing_id": listing.pk, "accept_from_cents": 3000, "decline_below_cents": 2000}]

    closing.erase_of_others(listing.seller_id)

    assert list(OfferRule.objects.values_list("pk", flat=True)) == [kept.pk]
