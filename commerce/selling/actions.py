"""What the buttons of the desk do: one POST each, then back to where the listing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cms.contract.records import ListingStatus
from commerce import own_goods
from commerce.selling import services
from commerce.selling.access import for_sellers
from commerce.selling.errors import SellingRefused
from commerce.selling.views import refused
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    Act = Callable[[int, int], tuple[str, str]]


@for_sellers
@require_POST
def act(request: HttpRequest, listing_id: int, name: str) -> HttpResponse:
    """Do it. 404 for somebody else's listing or an unknown act, 409 with words when the state does not allow it."""
    do = _ACTS.get(name)
    if do is None:
        raise Http404
    try:
        told, path = do(cast("int", request.user.pk), listing_id)
    except own_goods.NoSuchListing as missing:
        raise Http404 from missing
    except SellingRefused as why:
        return refused(request, why, listing_id)
    except own_goods.ListingNotPublishable:
        messages.error(request, translate("Something is missing or wrong. Publish it from here to see what."))
        return redirect("sell_listing", listing_id)
    messages.success(request, told)
    return redirect(path)


def _publish(seller_id: int, listing_id: int) -> tuple[str, str]:
    status = services.publish(seller_id, listing_id, now=timezone.now())
    if status is ListingStatus.IN_REVIEW:
        return translate("It is being looked at. You get it back if something is wrong."), "/sell?show=drafts"
    return translate("It goes live within seconds."), "/sell?show=live"


def _withdraw(seller_id: int, listing_id: int) -> tuple[str, str]:
    services.withdraw(seller_id, listing_id, now=timezone.now())
    listing = own_goods.own_listing(seller_id, listing_id)
    if listing.status is ListingStatus.DRAFT:
        return translate("It is a draft again."), "/sell?show=drafts"
    return translate("It is no longer for sale. You can offer it again at any time."), "/sell?show=ended"


def _relist(seller_id: int, listing_id: int) -> tuple[str, str]:
    services.relist(seller_id, listing_id, now=timezone.now())
    return translate("It is for sale again."), "/sell?show=live"


def _sold(seller_id: int, listing_id: int) -> tuple[str, str]:
    services.sold_elsewhere(seller_id, listing_id, now=timezone.now())
    return translate("Marked as sold. Well done!"), "/sell?show=ended"


def _copy(seller_id: int, listing_id: int) -> tuple[str, str]:
    made = services.copy(seller_id, listing_id)
    return translate("This is the copy: a draft that nobody else sees yet."), f"/sell/{made}"


def _renew(seller_id: int, listing_id: int) -> tuple[str, str]:
    services.renew(seller_id, listing_id, now=timezone.now())
    return translate("Renewed: its time begins anew today."), "/sell?show=live"


def _delete_draft(seller_id: int, listing_id: int) -> tuple[str, str]:
    services.delete_draft(seller_id, listing_id)
    return translate("The draft is deleted."), "/sell?show=drafts"


_ACTS: dict[str, Act] = {
    "publish": _publish,
    "withdraw": _withdraw,
    "relist": _relist,
    "sold": _sold,
    "copy": _copy,
    "renew": _renew,
    "delete-draft": _delete_draft,
}
