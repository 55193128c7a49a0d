"""`/checkout`: what is asked for at which seller, once more, and the button that asks."""

from __future__ import annotations

import re
import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commerce.cart.contents import SellerGroup
from commerce.cart.services import groups
from commerce.numbers import number_in
from commerce.orders.errors import EmailNotVerified, GoodsChanged, OrderNotPossible
from commerce.orders.forms import NoteForm
from commerce.orders.from_cart import order_from_cart
from commerce.orders.services import Wanted, too_much_cash
from commerce.theme import translate

_LINE = re.compile(r"(?P<seller>[0-9]{1,17}):(?P<listing>[0-9]{1,17}):(?P<quantity>[0-9]{1,6}):(?P<cents>[0-9]{1,12})")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Ask one seller (`?seller=`), or all of them, for what is in the cart."""
    if request.method == "POST":
        return _order(request)
    return _page(request, NoteForm(), key=uuid.uuid4().hex)


def _order(request: HttpRequest) -> HttpResponse:
    wanted = _wanted(request.POST)
    key = request.POST.get("key", "")
    form = NoteForm(request.POST)
    if not wanted or not re.fullmatch(r"[0-9a-f]{32}", key):
        messages.warning(request, translate("Nothing was ordered: please look at your cart again."))
        return HttpResponseRedirect("/cart")
    if not form.is_valid():
        return _page(request, form, key=key, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        orders = order_from_cart(request, wanted, key, note=form.cleaned_data["note"], now=timezone.now())
    except GoodsChanged as changed:
        return _page(request, form, key=key, problems=changed.problems, status=HTTPStatus.CONFLICT)
    except OrderNotPossible as refusal:
        return _page(
            request,
            form,
            key=key,
            refusal=str(refusal),
            unverified=isinstance(refusal, EmailNotVerified),
            status=HTTPStatus.CONFLICT,
        )
    messages.success(request, translate("Your request is on its way. You get a mail when the seller answers."))
    return HttpResponseRedirect(orders[0].path if len(orders) == 1 else "/orders")


def _wanted(sent: QueryDict) -> dict[int, list[Wanted]]:
    """What the form shows, not what the cart has by now: a form that is sent twice says the same twice."""
    found: dict[int, dict[int, Wanted]] = {}
    for text in sent.getlist("line"):
        match = _LINE.fullmatch(text)
        if match is None or int(match["quantity"]) < 1:
            return {}
        one = Wanted(listing_id=int(match["listing"]), quantity=int(match["quantity"]), price_cents=int(match["cents"]))
        found.setdefault(int(match["seller"]), {})[one.listing_id] = one
    listings = [number for lines in found.values() for number in lines]
    if len(listings) != len(set(listings)):  # One listing has one seller: no page of ours sends this.
        return {}
    return {seller: list(lines.values()) for seller, lines in found.items()}


def _page(request: HttpRequest, form: NoteForm, *, key: str, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
    shown = _shown(request)
    if not shown and not more:
        messages.warning(request, translate("There is nothing in your cart that can be ordered now."))
        return HttpResponseRedirect("/cart")
    context = {
        "title": "Ask for it",
        "groups": shown,
        "too_much_cash": {one.seller.id: too_much_cash(one.seller.id, one.total) for one in shown},
        "form": form,
        "key": key,
        "seller": number_in(request.GET, "seller") or 0,
        "problems": [],
        "refusal": "",
        "unverified": False,
        **more,
    }
    return render(request, "orders/checkout.html", context, status=status)


def _shown(request: HttpRequest) -> list[SellerGroup]:
    """The groups that can be ordered as they stand: the one that was asked for, or all."""
    seller = number_in(request.GET, "seller")
    return [one for one in groups(request) if one.is_ready and seller in {None, one.seller.id}]
