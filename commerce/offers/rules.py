"""What a seller answers to offers for a listing without looking: yes from one amount on, no below another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from cms.contract.money import Money
from commerce import own_goods
from commerce.offers.errors import RuleRefused
from commerce.offers.machine import Action
from commerce.offers.models import OfferRule
from commerce.orders.when import amount as spoken_amount
from commerce.theme import translate

if TYPE_CHECKING:
    from commerce.offers.models import Offer


def rule_of(listing_id: int) -> OfferRule | None:
    """The rule of this listing. Only for its seller's eyes."""
    return OfferRule.objects.filter(pk=listing_id).first()


@transaction.atomic
def set_rule(
    seller_id: int, listing_id: int, *, accept_from: Money | None, decline_below: Money | None
) -> OfferRule | None:
    """Lay down the answers for an own listing; none of both ends the rule. Raises NoSuchListing and RuleRefused."""
    own_goods.locked(seller_id, listing_id)
    if accept_from is None and decline_below is None:
        OfferRule.objects.filter(pk=listing_id).delete()
        return None
    price = own_goods.own_draft(seller_id, listing_id).content.price
    for field, amount in (("accept_from", accept_from), ("decline_below", decline_below)):
        if amount is not None and not Money(0) < amount < price:
            raise RuleRefused(field, _beside(price))
    if accept_from is not None and decline_below is not None and decline_below > accept_from:
        words = translate(
            "This is more than you say yes to: write at most {amount}.", amount=spoken_amount(accept_from)
        )
        raise RuleRefused("decline_below", words)
    rule, _ = OfferRule.objects.update_or_create(
        pk=listing_id,
        defaults={
            "accept_from_cents": accept_from.cents if accept_from else None,
            "decline_below_cents": decline_below.cents if decline_below else None,
        },
    )
    return rule


def answer_to(offer: Offer) -> Action | None:
    """What the rule answers to the amount that stands; None when the seller has to look.

    An amount of the rule that is not below the price was laid down for another one: nobody is declined by it.
    """
    rule = rule_of(offer.listing_id)
    if rule is None:
        return None
    accept, decline = rule.accept_from, rule.decline_below
    if accept is not None and accept <= offer.amount:
        return Action.ACCEPT
    if decline is not None and offer.amount < decline < offer.price:
        return Action.DECLINE
    return None


def rules_of(user_id: int) -> list[dict[str, Any]]:
    """All rules of a seller, for their own data."""
    found = OfferRule.objects.filter(listing__seller=user_id).order_by("pk")
    return [dict(one) for one in found.values("listing_id", "accept_from_cents", "decline_below_cents")]


def forget_rules(user_id: int) -> None:
    """Nobody answers for somebody who is gone."""
    OfferRule.objects.filter(listing__seller=user_id).delete()


def _beside(price: Money) -> str:
    if price.cents <= 1:
        return translate("The price is {price}: there is nothing to haggle about.", price=spoken_amount(price))
    return translate("The price is {price}: write an amount below it.", price=spoken_amount(price))
