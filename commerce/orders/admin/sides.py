"""An order's pages as its two sides see them, for the team: the same pages, on which nothing can be pressed."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.contract.serving import PAGE_HEADERS
from commerce.kept_rows import KeptRows
from commerce.orders.machine import Actor, State
from commerce.orders.models import Order
from commerce.orders.receipt import receipt_of
from commerce.orders.showing import order_page
from commerce.orders.when import locale
from commerce.theme import translate

_FORM = re.compile(r"<form\b[^>]*>")
_CONTROL = re.compile(r"<(button|input|select|textarea)\b")
_LINK = re.compile(r'(<a\b[^>]*?)\shref="[^"]*"')
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>")

HEADERS = {
    **PAGE_HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
_PAPERS = ("a4", "a6")
_WITH_RECEIPT = frozenset({State.SCHEDULED, State.HANDED_OVER, State.COMPLETED})


@require_safe
def as_buyer(request: HttpRequest, number: int) -> HttpResponse:
    """The page of the order as the buyer sees it, without the code."""
    return _side(request, number, Actor.BUYER)


@require_safe
def as_seller(request: HttpRequest, number: int) -> HttpResponse:
    """The page of the order as the seller sees it."""
    return _side(request, number, Actor.SELLER)


@require_safe
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The sheet that both can print."""
    order = _order(request, number)
    if order.state not in _WITH_RECEIPT:
        raise Http404
    asked = request.GET.get("paper", "")
    paper = asked if asked in _PAPERS else "a4"
    title = translate("Receipt {number}", number=order.label)
    page = _rendered("orders/receipt.html", receipt_of(order) | {"title": title, "paper": paper})
    ways = [(f"?paper={one}", one.upper()) for one in _PAPERS]
    return _shown(order, page, _("This is the receipt that both sides can print."), ways)


def still(page: str) -> str:
    """The page without a form that works, a link that leads anywhere, or a script."""
    page = _FORM.sub("<form>", _SCRIPT.sub("", page))
    return _LINK.sub(r"\1", _CONTROL.sub(r"<\1 disabled", page))


def _side(request: HttpRequest, number: int, side: Actor) -> HttpResponse:
    order = _order(request, number)
    with translation.override(locale()[:2]):
        context = order_page(order, side, now=timezone.now(), photos_at=_photos_at())
        title = translate("Order {number}", number=order.label)
        page = _rendered("orders/order.html", context | {"title": title, "refusal": ""})
    told = _("%(name)s sees this page so.") % {"name": order.buyer_name if side is Actor.BUYER else order.seller_name}
    if side is Actor.BUYER and order.state == State.SCHEDULED:
        told = _("%(told)s The code for the seller stands here too; it is for the buyer’s eyes alone.") % {"told": told}
    return _shown(order, page, told, [])


def _order(request: HttpRequest, number: int) -> Order:
    if not KeptRows(Order).user_has_permission(request.user, "change"):
        raise Http404
    return get_object_or_404(Order.objects.select_related("buyer", "seller"), pk=number)


def _rendered(template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context | {"person": None, "notices": []})


def _photos_at() -> str:
    return reverse("order_event_photo", args=[1]).removesuffix("/1/")


def _shown(order: Order, page: str, told: str, ways: list[tuple[str, str]]) -> HttpResponse:
    links = [*ways, (reverse("shop_orders:edit", args=[order.pk]), _("Back to the order"))]
    banner = format_html(
        '<p class="preview" role="status">{} {} {}</p>',
        told,
        _("Nothing can be pressed here."),
        format_html_join(" · ", '<a href="{}">{}</a>', links),
    )
    calm = still(page)
    with_banner = _BODY.sub(lambda body: body[0] + banner, calm, count=1)
    return HttpResponse(with_banner, headers=dict(HEADERS))
