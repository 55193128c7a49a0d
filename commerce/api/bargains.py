"""Offers: naming an amount, and every answer that the life of an offer knows for its two sides."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from cms.contract.money import Money
from commerce.api import shapes
from commerce.api.deals import checked
from commerce.api.doors import demand, door
from commerce.api.given import AnswerGiven, Id, OfferGiven, OffersAsked, RuleGiven
from commerce.api.goods import amount
from commerce.api.paging import paged, part_of
from commerce.api.problems import not_found
from commerce.api.rates import Rate
from commerce.api.selling import seller_of
from commerce.offers.lists import acts_of, events_of
from commerce.offers.machine import Action, Actor
from commerce.offers.models import Offer
from commerce.offers.rules import rule_of, set_rule
from commerce.offers.services import act, propose
from commerce.own_goods import own_listing

router = Router(throttle=Rate(), tags=["Offers"])


# Before the addresses of offers, which would take “rules” for a number.
@router.get("/offers/rules/{listing_id}", auth=door("read", "sell"), response=shapes.OfferRule)
def get_offer_rule(request: HttpRequest, listing_id: Id) -> Any:
    """What is answered to offers for an own listing without looking. Nobody else sees it."""
    own_listing(seller_of(request), listing_id)
    return _rule(listing_id)


@router.put("/offers/rules/{listing_id}", auth=door("sell"), response=shapes.OfferRule)
def set_offer_rule(request: HttpRequest, listing_id: Id, given: RuleGiven) -> Any:
    """Lay down what is answered: yes from one amount on, no below another; null answers nothing."""
    set_rule(
        seller_of(request),
        listing_id,
        accept_from=Money(given.accept_from.cents) if given.accept_from else None,
        decline_below=Money(given.decline_below.cents) if given.decline_below else None,
    )
    return _rule(listing_id)


@router.get("/offers", auth=door("read", "buy", "sell"), response=shapes.Page[shapes.OfferRow])
def list_offers(request: HttpRequest, response: HttpResponse, asked: Query[OffersAsked]) -> Any:
    """One's offers on one side: open ones by their deadline, then the others, newest first."""
    own = Q(buyer=request.user.pk) if asked.side == "buyer" else Q(seller=request.user.pk)
    rows = Offer.objects.filter(own).order_by(F("deadline").asc(nulls_last=True), "-changed_at", "-pk")
    side = Actor(asked.side)
    told = [shapes.OfferRow(**_row(one, side)) for one in part_of(rows, asked)]
    return paged(request, response, asked, told, rows.count())


@router.post("/offers", auth=door("buy"), response={201: shapes.Offer})
def make_offer(request: HttpRequest, response: HttpResponse, given: OfferGiven) -> Any:
    """Name an amount for one piece of a listing whose price is negotiable. The seller may have an answer ready."""
    offer = propose(request.user.pk or 0, given.listing, Money(given.amount.cents), now=timezone.now())
    response["Location"] = f"/api/offers/{offer.pk}"
    return _offer(offer, Actor.BUYER)


@router.get("/offers/{offer_id}", auth=door("read", "buy", "sell"), response=shapes.Offer)
def get_offer(request: HttpRequest, offer_id: Id) -> Any:
    """One offer, for one of its two sides."""
    return _offer(*_own(request, offer_id))


@router.post("/offers/{offer_id}/{answer}", auth=door("buy", "sell"), response=shapes.Offer)
def act_on_offer(request: HttpRequest, offer_id: Id, answer: Action, given: AnswerGiven) -> Any:
    """Do this with the offer: a counter needs an amount; to order is to ask for it at the agreed price.

    Needs the scope buy as its buyer, sell as its seller. 409 when its state does not allow it to this side.
    """
    offer, side = _own(request, offer_id)
    demand(request, "buy" if side is Actor.BUYER else "sell")
    checked({"note": given.note})
    named = Money(given.amount.cents) if given.amount else None
    after = act(offer.pk, answer, now=timezone.now(), person_id=request.user.pk, amount=named, note=given.note)
    return _offer(after, side)


def _own(request: HttpRequest, offer_id: int) -> tuple[Offer, Actor]:
    offer = Offer.objects.filter(pk=offer_id).first()
    side = offer.side_of(request.user.pk) if offer is not None else None
    if offer is None or side is None:
        raise not_found()
    return offer, side


def _row(offer: Offer, side: Actor) -> dict[str, Any]:
    return {
        "id": offer.pk,
        "side": side.value,
        "listing": offer.listing_id,
        "title": offer.title,
        "state": offer.state,
        "amount": amount(offer.amount_cents),
        "price": amount(offer.price_cents),
        "made_at": offer.made_at,
        "changed_at": offer.changed_at,
        "deadline": offer.deadline,
    }


def _offer(offer: Offer, side: Actor) -> shapes.Offer:
    return shapes.Offer(
        **_row(offer, side),
        actions=[one.value for one in acts_of(offer, side, now=timezone.now())],
        order=offer.order.label if offer.order else None,
        events=[
            shapes.OfferEvent(action=one.action, actor=one.actor, amount=amount(one.amount_cents), at=one.at)
            for one in events_of(offer)
        ],
    )


def _rule(listing_id: int) -> shapes.OfferRule:
    rule = rule_of(listing_id)
    accept, decline = (rule.accept_from, rule.decline_below) if rule else (None, None)
    return shapes.OfferRule(
        accept_from=amount(accept.cents) if accept else None, decline_below=amount(decline.cents) if decline else None
    )
