"""Offers: what may be offered, how amounts come together, and the order at the price that was agreed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.catalog.models import Availability, Listing
from cms.catalog.services import end_listing
from cms.contract.money import Money
from cms.contract.records import ListingStatus
from commerce.account import closing
from commerce.notifications.models import Notification
from commerce.offers.due import run_due
from commerce.offers.errors import OfferRefused, OfferStateConflict
from commerce.offers.machine import MOST_OPEN, TIME_TO_ANSWER
from commerce.offers.models import Offer, OfferEvent
from commerce.offers.services import act, propose
from commerce.orders.errors import GoodsChanged, OrderNotPossible
from commerce.orders.models import Order
from commerce.orders.services import place_orders
from commerce.selling.holiday import go_away
from tests.commerce.at_once import at_once
from tests.factories.goods import make_listing
from tests.factories.offers import make_bargain, make_offer
from tests.factories.orders import NOW, by_seller, make_buyer, make_order, wanted
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

DAY = timedelta(days=1)


def mails():
    return list(
        Notification.objects.filter(kind__startswith="offer").order_by("pk").values_list("recipient_id", "kind")
    )


def test_an_agreed_price_is_that_of_the_order_and_of_nobody_else():
    listing = make_bargain(stock=2)
    offer = make_offer(listing, state="accepted", cents=2500)

    after = act(offer.pk, "order", now=NOW, person_id=offer.buyer_id, note="Thank you")

    line = after.order.lines.get()
    assert (line.listing_id, line.quantity, line.price_cents) == (listing.pk, 1, 2500)
    assert (after.order.total_cents, after.order.note, after.order.buyer_id) == (2500, "Thank you", offer.buyer_id)
    assert Listing.objects.get(pk=listing.pk).price_cents == 3500
    assert Availability.objects.get(pk=listing.pk).reserved == 1
    (other,) = place_orders(make_buyer().pk, by_seller(listing), "k", now=NOW)
    assert other.total_cents == 3500


def test_the_price_of_an_offer_buys_nothing_by_the_cart():
    listing = make_bargain()
    offer = make_offer(listing, state="accepted", cents=2500)

    with pytest.raises(GoodsChanged):
        place_orders(offer.buyer_id, {listing.seller_id: [wanted(listing, price_cents=2500)]}, "k", now=NOW)

    assert not Order.objects.exists()


def test_a_public_price_that_fell_below_the_offer_counts():
    listing = make_bargain()
    offer = make_offer(listing, state="accepted", cents=2500)
    Listing.objects.filter(pk=listing.pk).update(price_cents=2000)

    assert act(offer.pk, "order", now=NOW, person_id=offer.buyer_id).order.total_cents == 2000


def test_an_order_that_is_not_possible_leaves_the_offer_as_it_is():
    listing = make_bargain()
    offer = make_offer(listing, state="accepted")
    make_order(listing)

    with pytest.raises(GoodsChanged):
        act(offer.pk, "order", now=NOW, person_id=offer.buyer_id)
    go_away(listing.seller_id, starts=NOW.date(), until=NOW.date(), text="", now=NOW)
    with pytest.raises(OrderNotPossible):
        act(offer.pk, "order", now=NOW, person_id=offer.buyer_id)

    assert Offer.objects.get().state == "accepted"
    assert Order.objects.count() == 1


def test_both_name_one_other_amount_and_then_there_is_only_yes_or_no():
    offer = make_offer(cents=2000)
    buyer, seller = offer.buyer_id, offer.seller_id

    act(offer.pk, "counter", now=NOW + DAY, person_id=seller, amount=Money(3000))
    after = act(offer.pk, "counter", now=NOW + 2 * DAY, person_id=buyer, amount=Money(2800))

    assert (after.state, after.rounds, after.amount_cents, after.deadline) == ("proposed", 3, 2800, NOW + 4 * DAY)
    with pytest.raises(OfferStateConflict):
        act(offer.pk, "counter", now=NOW + 2 * DAY, person_id=seller, amount=Money(2900))
    assert act(offer.pk, "accept", now=NOW + 2 * DAY, person_id=seller).amount_cents == 2800
    assert list(OfferEvent.objects.values_list("action", "amount_cents")) == [
        ("propose", 2000),
        ("counter", 3000),
        ("counter", 2800),
        ("accept", 2800),
    ]
    assert mails() == [
        (seller, "offer-received"),
        (buyer, "offer-received"),
        (seller, "offer-received"),
        (buyer, "offer-accepted"),
    ]


@pytest.mark.parametrize(
    ("state", "side", "cents"),
    [
        ("proposed", "seller", 2500),
        ("proposed", "seller", 3500),
        ("proposed", "seller", 1000),
        ("proposed", "seller", None),
        ("countered", "buyer", 3000),
        ("countered", "buyer", 2500),
        ("countered", "buyer", 3400),
    ],
)
def test_a_counter_lies_between_what_both_have_named(state, side, cents):
    offer = make_offer(state=state)
    person = offer.buyer_id if side == "buyer" else offer.seller_id

    with pytest.raises(OfferRefused):
        act(offer.pk, "counter", now=NOW, person_id=person, amount=None if cents is None else Money(cents))

    after = Offer.objects.get()
    assert (after.state, after.amount_cents, after.rounds) == (state, offer.amount_cents, offer.rounds)


@pytest.mark.parametrize(("cents", "is_taken"), [(0, False), (699, False), (700, True), (3499, True), (3500, False)])
def test_an_offer_is_at_least_a_fifth_and_below_the_price(cents, is_taken):
    listing, buyer = make_bargain(), make_buyer()

    if is_taken:
        assert propose(buyer.pk, listing.pk, Money(cents), now=NOW).amount_cents == cents
    else:
        with pytest.raises(OfferRefused) as refused:
            propose(buyer.pk, listing.pk, Money(cents), now=NOW)
        assert str(refused.value) == "Name an amount from €7.00 to €34.99."
    assert Offer.objects.count() == is_taken


def test_nobody_offers_for_what_takes_none_is_reserved_over_or_their_own():
    buyer = make_buyer().pk
    away = make_bargain()
    go_away(away.seller_id, starts=NOW.date(), until=NOW.date(), text="", now=NOW)
    refused = [
        (buyer, make_listing().pk),
        (buyer, make_bargain(reserved=1).pk),
        (buyer, make_bargain(status=ListingStatus.SOLD).pk),
        (buyer, make_bargain(price_cents=0).pk),
        (buyer, make_bargain(price_cents=1).pk),
        (buyer, away.pk),
        (buyer, 999_999),
        (make_user().pk, make_bargain().pk),
    ]
    own = make_bargain()
    refused.append((own.seller_id, own.pk))

    for person, listing in refused:
        with pytest.raises(OfferRefused):
            propose(person, listing, Money(2500), now=NOW)

    assert not Offer.objects.exists()


def test_open_offers_and_offers_for_one_listing_are_limited():
    buyer, listing = make_buyer(), make_bargain()
    for _ in range(3):
        make_offer(listing, buyer=buyer, state="declined")
    with pytest.raises(OfferRefused):
        make_offer(listing, buyer=buyer)
    assert make_offer(listing, buyer=buyer, now=NOW + 31 * DAY, state="declined")

    for _ in range(MOST_OPEN):
        make_offer(buyer=buyer)
    with pytest.raises(OfferRefused):
        make_offer(buyer=buyer)


def test_one_listing_has_one_open_offer_of_a_buyer():
    offer = make_offer(state="countered")

    with pytest.raises(OfferRefused):
        propose(offer.buyer_id, offer.listing_id, Money(2600), now=NOW)


def test_the_clock_ends_what_has_run_out_once_and_tells_both():
    offer, other = make_offer(), make_offer(state="accepted", now=NOW + DAY)

    assert [run_due(NOW + TIME_TO_ANSWER - timedelta(seconds=1))] == [0]
    assert [run_due(NOW + TIME_TO_ANSWER) for _ in range(2)] == [1, 0]

    assert dict(Offer.objects.values_list("pk", "state")) == {offer.pk: "expired", other.pk: "accepted"}
    ended = [one for one in mails() if one[1] == "offer-ended"]
    assert ended == [(offer.buyer_id, "offer-ended"), (offer.seller_id, "offer-ended")]


def test_the_clock_ends_offers_for_what_is_no_longer_for_sale_and_tells_the_buyer():
    offer = make_offer(state="accepted")
    end_listing(offer.listing_id, ListingStatus.SUSPENDED, now=NOW)

    assert [run_due(NOW) for _ in range(2)] == [1, 0]

    assert Offer.objects.get().state == "over"
    assert mails()[-1] == (offer.buyer_id, "offer-ended")


def test_open_offers_end_when_somebody_leaves_and_others_stay():
    now = timezone.now()
    offers = [make_offer(state=state, now=now) for state in ("proposed", "countered", "accepted", "ordered")]
    for one in offers:
        closing.erase_of_others(one.buyer_id)
    asked = make_offer(now=now)
    closing.erase_of_others(asked.seller_id)

    states = [Offer.objects.get(pk=one.pk).state for one in (*offers, asked)]
    assert states == ["withdrawn", "declined", "withdrawn", "ordered", "declined"]


@pytest.mark.django_db(transaction=True)
def test_an_offer_is_accepted_or_withdrawn_and_ordered_once():
    offer = make_offer()

    at_once(
        *[lambda: act(offer.pk, "accept", now=NOW, person_id=offer.seller_id)] * 2,
        *[lambda: act(offer.pk, "withdraw", now=NOW, person_id=offer.buyer_id)] * 2,
    )
    agreed = make_offer(state="accepted")
    at_once(*[lambda: act(agreed.pk, "order", now=NOW, person_id=agreed.buyer_id)] * 6)

    assert Order.objects.count() == 1
    assert Offer.objects.get(pk=agreed.pk).order == Order.objects.get()
    done = list(OfferEvent.objects.filter(offer=offer).values_list("action", flat=True))
    assert done in (["propose", "withdraw"], ["propose", "accept", "withdraw"])


@pytest.mark.django_db(transaction=True)
def test_the_sixth_offer_of_many_at_once_is_refused():
    buyer, goods = make_buyer().pk, [make_bargain().pk for _ in range(8)]

    at_once(*(lambda one=one: propose(buyer, one, Money(2500), now=NOW) for one in goods))

    assert Offer.objects.count() == MOST_OPEN
