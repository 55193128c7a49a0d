"""Every triple of state, action and actor: legal ones lead where the table says, others change nothing."""

from itertools import product

import pytest

from cms.contract.money import Money
from commerce.notifications.models import Notification
from commerce.offers.errors import OfferNotFound, OfferStateConflict
from commerce.offers.machine import MOST_ROUNDS, OPEN_STATES, TABLE, TIME_TO_ANSWER, Action, Actor, State, actions_of
from commerce.offers.models import Offer, OfferEvent
from commerce.offers.services import act
from tests.factories.offers import make_offer
from tests.factories.orders import NOW
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

LEGAL = {(one.source, one.action, one.actor): one.target for one in TABLE}
# What is refused asks nothing of a database that what is done does not ask.
TRIPLES = [
    pytest.param(*one, marks=pytest.mark.both_databases if one in LEGAL else ())
    for one in product(State, Action, Actor)
]
WAITS = {State.PROPOSED: Actor.SELLER, State.COUNTERED: Actor.BUYER}


def stored(offer):
    row = Offer.objects.filter(pk=offer.pk).values().get()
    return row, OfferEvent.objects.count(), Notification.objects.count()


@pytest.mark.parametrize(("state", "action", "actor"), TRIPLES)
def test_a_triple_does_what_the_table_says(state, action, actor):
    offer = make_offer(state=state)
    person = {Actor.BUYER: offer.buyer_id, Actor.SELLER: offer.seller_id}.get(actor)
    now = NOW + TIME_TO_ANSWER if actor is Actor.CLOCK else NOW
    before = stored(offer)
    named = {"amount": Money(offer.amount_cents + (100 if actor is Actor.SELLER else -100))}
    named["by_rule"] = actor is Actor.RULE

    target = LEGAL.get((state, action, actor))
    if target is None:
        with pytest.raises(OfferStateConflict):
            act(offer.pk, action, now=now, person_id=person, **named)
        assert stored(offer) == before
        return

    after = act(offer.pk, action, now=now, person_id=person, **named)
    assert after.state == Offer.objects.get(pk=offer.pk).state == target
    assert after.deadline == (now + TIME_TO_ANSWER if target in OPEN_STATES else None)
    assert OfferEvent.objects.count() == before[1] + 1
    assert Notification.objects.count() > before[2]


@pytest.mark.parametrize("action", Action)
def test_a_stranger_finds_nothing(action):
    offer = make_offer()
    before = stored(offer)

    with pytest.raises(OfferNotFound):
        act(offer.pk, action, now=NOW, person_id=make_user().pk, amount=Money(3000))

    assert stored(offer) == before


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_after_the_deadline_only_the_clock_acts(state):
    offer = make_offer(state=state)
    for person, side in ((offer.buyer_id, Actor.BUYER), (offer.seller_id, Actor.SELLER)):
        for action in actions_of(state, side, 1):
            with pytest.raises(OfferStateConflict):
                act(offer.pk, action, now=NOW + TIME_TO_ANSWER, person_id=person, amount=Money(2600))
    with pytest.raises(OfferStateConflict):
        act(offer.pk, Action.LAPSE, now=NOW)

    assert Offer.objects.get(pk=offer.pk).state == state


def test_there_is_one_target_for_each_triple_and_no_way_out_of_an_end():
    assert len(LEGAL) == len(TABLE)
    assert {one.source for one in TABLE} == OPEN_STATES


def test_the_page_offers_no_counter_when_all_rounds_are_over():
    assert Action.COUNTER in actions_of(State.PROPOSED, Actor.SELLER, MOST_ROUNDS - 1)
    assert Action.COUNTER not in actions_of(State.PROPOSED, Actor.SELLER, MOST_ROUNDS)
