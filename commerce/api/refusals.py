"""What the services refuse, as problems: the same words as on the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commerce.api.problems import Problem, not_found, wrong_fields
from commerce.cart import errors as cart
from commerce.cart.models import Cart
from commerce.conversations import errors as conversations
from commerce.favourites import errors as favourites
from commerce.offers import errors as offers
from commerce.orders import errors as orders
from commerce.own_goods import ListingNotPublishable, NoSuchListing, PictureRefused
from commerce.picture_words import words_for
from commerce.selling import errors as selling
from commerce.theme import translate
from commerce.waiting import errors as waiting


def _no_page(_error: Any) -> Problem:
    return not_found()


def _goods_changed(error: orders.GoodsChanged) -> Problem:
    lines = [
        {
            "listing": one.listing_id,
            "title": one.title,
            "free": one.free,
            "price": None if one.price is None else {"cents": one.price.cents, "currency": "EUR"},
        }
        for one in error.problems
    ]
    words = translate("Price or stock have changed. Nothing was ordered: please look at it again.")
    return Problem(409, words, lines=lines)


def _moved_on(_error: Any) -> Problem:
    return Problem(409, translate("The order has moved on meanwhile: this is how it stands now. Nothing was changed."))


def _not_publishable(error: ListingNotPublishable) -> Problem:
    return wrong_fields({name: [str(one) for one in told] for name, told in error.problems.items()})


REFUSALS: dict[type[Exception], Callable[[Any], Problem]] = {
    cart.NotForSale: lambda _: Problem(
        409, translate("This listing cannot be had any more, or somebody else has reserved it.")
    ),
    cart.OwnListing: lambda _: Problem(409, translate("This is your own listing: you cannot buy it from yourself.")),
    cart.CartFull: lambda error: Problem(
        409, translate("Your cart is full: it takes {most} listings.", most=error.most)
    ),
    cart.NoSuchLine: _no_page,
    Cart.DoesNotExist: lambda _: Problem(409, translate("Your cart has changed meanwhile. Please try again.")),
    favourites.NoPage: _no_page,
    favourites.ListFull: lambda error: Problem(
        409, translate("Your list is full: it takes {most} favourites.", most=error.most)
    ),
    offers.OfferNotFound: _no_page,
    offers.OfferStateConflict: lambda _: Problem(
        409, translate("The offer has moved on meanwhile: this is how it stands now. Nothing was changed.")
    ),
    offers.OfferRefused: lambda error: Problem(422, str(error), errors=[]),
    offers.RuleRefused: lambda error: wrong_fields({error.field: [error.words]}),
    waiting.WaitingError: lambda error: Problem(409, str(error)),
    orders.OrderNotFound: _no_page,
    orders.OrderStateConflict: _moved_on,
    orders.ActionRefused: lambda error: Problem(422, str(error), errors=[]),
    orders.GoodsChanged: _goods_changed,
    orders.OrderNotPossible: lambda error: Problem(409, str(error)),
    conversations.Blocked: lambda error: Problem(409, error.words),
    conversations.TooManyMessages: lambda error: Problem(429, error.words, wait=3600),
    conversations.NothingToTalkAbout: _no_page,
    conversations.NotYourConversation: _no_page,
    NoSuchListing: _no_page,
    PictureRefused: lambda error: wrong_fields({"file": [words_for(error)]}),
    selling.NoSuchHoliday: lambda error: Problem(422, error.words, errors=[]),
    ListingNotPublishable: _not_publishable,
    selling.TooManyUploads: lambda error: Problem(429, error.words, wait=86400),
    selling.SellingRefused: lambda error: Problem(409, error.words),
}
"""By the kind of refusal, or the nearest one above it."""
