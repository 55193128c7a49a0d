"""One's own listings: the same form and services as the seller's desk."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from cms.contract.money import Money
from commerce import own_goods
from commerce.account.services import has_verified_email
from commerce.api import shapes
from commerce.api.doors import door
from commerce.api.given import Id, ListingChanged, ListingGiven, OwnAsked
from commerce.api.goods import amount
from commerce.api.paging import paged
from commerce.api.problems import Problem, wrong_fields
from commerce.api.rates import Rate
from commerce.selling import services
from commerce.selling.desk import acts_of
from commerce.selling.forms import ListingForm
from commerce.selling.prices import price_text
from commerce.selling.saving import Wish, save
from commerce.selling.unfinished import new_key
from commerce.selling.uploads import may_use
from commerce.theme import translate

router = Router(throttle=Rate(), tags=["Selling"])


class Act(StrEnum):
    """What can be done with an own listing. To pause one is to withdraw it, and to relist it later."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    RELIST = "relist"
    SOLD = "sold"
    RENEW = "renew"
    COPY = "copy"


_ACTS: dict[Act, Callable[..., Any]] = {
    Act.PUBLISH: services.publish,
    Act.WITHDRAW: services.withdraw,
    Act.RELIST: services.relist,
    Act.SOLD: services.sold_elsewhere,
    Act.RENEW: services.renew,
}


@router.get("/sell/listings", auth=door("read", "sell"), response=shapes.Page[shapes.OwnListing])
def list_own(request: HttpRequest, response: HttpResponse, asked: Query[OwnAsked]) -> Any:
    """One's own listings: live, drafts (with those in review) or ended."""
    seller_id = seller_of(request)
    start = (asked.page - 1) * asked.per_page
    found = own_goods.own_listings(seller_id, asked.state, start=start, end=start + asked.per_page)
    total = own_goods.count_groups(seller_id)[asked.state]
    return paged(request, response, asked, [shapes.OwnListing(**_told(one)) for one in found], total)


@router.get("/sell/listings/{listing_id}", auth=door("read", "sell"), response=shapes.OwnDraft)
def get_own(request: HttpRequest, listing_id: Id) -> Any:
    """One of one's own listings, with its latest draft."""
    return _draft(seller_of(request), listing_id)


@router.post("/sell/listings", auth=door("sell"), response={201: shapes.OwnDraft})
def create_listing(request: HttpRequest, response: HttpResponse, given: ListingGiven) -> Any:
    """Make a draft. Nobody else sees it before it is published."""
    seller_id = seller_of(request)
    key = new_key(seller_id, secrets.token_hex(8))
    number = _saved(seller_id, None, given, key=key)
    response["Location"] = f"/api/sell/listings/{number}"
    return _draft(seller_id, number)


@router.put("/sell/listings/{listing_id}", auth=door("sell"), response=shapes.OwnDraft)
def change_listing(request: HttpRequest, listing_id: Id, given: ListingChanged) -> Any:
    """Replace the whole content. What is live is changed at once, or handed to reviewers where that is asked."""
    seller_id = seller_of(request)
    _saved(seller_id, listing_id, given, version=given.version, pieces_seen=given.pieces_seen)
    return _draft(seller_id, listing_id)


@router.delete("/sell/listings/{listing_id}", auth=door("sell"), response={204: None})
def delete_draft(request: HttpRequest, listing_id: Id) -> Any:
    """Remove a draft that nobody has seen."""
    services.delete_draft(seller_of(request), listing_id)


@router.post("/sell/listings/{listing_id}/{act}", auth=door("sell"), response=shapes.OwnDraft)
def act_on_listing(request: HttpRequest, listing_id: Id, act: Act) -> Any:
    """Publish, withdraw (pause), relist, mark as sold elsewhere, renew, or copy it: the answer is the copy then."""
    seller_id, now = seller_of(request), timezone.now()
    if act is Act.COPY:
        return _draft(seller_id, services.copy(seller_id, listing_id))
    _do(act, seller_id, listing_id, now)
    return _draft(seller_id, listing_id)


def _do(act: Act, seller_id: int, listing_id: int, now: datetime) -> None:
    try:
        _ACTS[act](seller_id, listing_id, now=now)
    except ValidationError as error:
        raise _wrong(error) from None


def seller_of(request: HttpRequest) -> int:
    """Who sells. Raises Problem for who does not, or not yet."""
    seller_id = int(request.user.pk or 0)
    if not own_goods.is_seller(seller_id):
        raise Problem(403, translate("Become a seller first."))
    if isinstance(request.user, AnonymousUser) or not has_verified_email(request.user):
        raise Problem(403, translate("Please confirm your e-mail address first. You got a mail with a link."))
    return seller_id


def _saved(seller_id: int, listing_id: int | None, given: ListingGiven, **more: Any) -> int:
    form = ListingForm(cast("Any", _form_data(given)))
    if not form.is_valid():
        raise wrong_fields(_by_field(form))
    own = [] if listing_id is None else [one for one, _ in _content(seller_id, listing_id).photos]
    photos = [(one.hash, one.alt) for one in given.photos]
    if not all(may_use(seller_id, one, besides=own) for one, _ in photos):
        raise wrong_fields({"photos": [translate("A photo is no longer there. Please choose it again.")]})
    wish = Wish(content=form.content(photos), pieces=given.pieces, **more)
    try:
        number, _ = save(seller_id, listing_id, wish, show=False, now=timezone.now())
    except ValidationError as error:
        raise _wrong(error) from None
    return number


def _form_data(given: ListingGiven) -> dict[str, str]:
    """As the form of the page sends it."""
    paths = {one.slug_path: one.id for one in own_goods.category_records()}
    data = {
        "title": given.title,
        "description": given.description,
        "category": str(paths.get(given.category, "")),
        "price": price_text(Money(given.price.cents)),
        "condition": given.condition.value,
        "quantity": str(given.pieces),
        "postcode": given.postcode,
        "city": given.city,
    }
    return {**data, "negotiable": "on"} if given.negotiable else data


def _by_field(form: ListingForm) -> dict[str, list[str]]:
    names = {"quantity": "pieces", "__all__": ""}
    return {names.get(field, field): [str(one) for one in errors] for field, errors in form.errors.items()}


def _wrong(error: ValidationError) -> Problem:
    names = {"price_cents": "price", "stock": "pieces", "__all__": ""}
    problems = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return wrong_fields({names.get(field, field): list(told) for field, told in problems.items()})


def _content(seller_id: int, listing_id: int) -> own_goods.ListingContent:
    return own_goods.own_draft(seller_id, listing_id).content


def _told(listing: own_goods.OwnListing) -> dict[str, Any]:
    return {
        "id": listing.id,
        "title": listing.title,
        "status": listing.status.value,
        "price": amount(listing.price.cents),
        "pieces": listing.stock,
        "reserved": listing.reserved,
        "has_changes": listing.has_changes,
        "refused_because": listing.refused_because,
        "expires_at": listing.expires_at,
        "actions": sorted(acts_of(listing)),
        "url": listing.path,
    }


def _draft(seller_id: int, listing_id: int) -> shapes.OwnDraft:
    draft = own_goods.own_draft(seller_id, listing_id)
    content = draft.content
    paths = {one.id: one.slug_path for one in own_goods.category_records()}
    return shapes.OwnDraft(
        **_told(own_goods.own_listing(seller_id, listing_id)),
        description=content.description,
        category=paths.get(content.category_id, ""),
        condition=content.condition.value,
        negotiable=content.negotiable,
        postcode=content.postcode,
        city=content.city,
        photos=[shapes.OwnPhoto(hash=one, alt=alt) for one, alt in content.photos],
        version=draft.version,
    )
