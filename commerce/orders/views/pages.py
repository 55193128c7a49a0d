"""`/orders` and an order's page, receipt and calendar file, for both sides; and the buttons on them."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commerce.numbers import is_number
from commerce.orders.calendar import calendar_file, summary_for
from commerce.orders.errors import ActionRefused, OrderStateConflict
from commerce.orders.forms import YEARS, ProposeForm
from commerce.orders.lists import own_orders
from commerce.orders.machine import TAKES_PHOTOS, Action, Actor, State
from commerce.orders.models import Appointment, EventPhoto, Order
from commerce.orders.receipt import receipt_of
from commerce.orders.services import act
from commerce.orders.showing import order_page
from commerce.orders.views.access import own_order
from commerce.orders.wording import done_notice
from commerce.photo_intake import chosen_photos
from commerce.photo_showing import photo_response
from commerce.seen_text import some_lines
from commerce.theme import translate

_GIVEN = ("note", "code", "slot")
_PAPERS = ("a4", "a6")


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Own orders, as buyer or as seller; what is urgent first."""
    tab = request.GET.get("tab", "")
    context = own_orders(request.user.pk or 0, tab, page=request.GET.get("page", "1"), now=timezone.now())
    return render(request, "orders/index.html", {"title": "Orders", **context})


@login_required
@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """One order. A code in the address, as the QR code has it, is filled in."""
    order, side = own_order(request, number)
    given = {"code": request.GET.get("code", "")[:10]} if side is Actor.SELLER else {}
    return _page(request, order, side, given=given)


@login_required
@require_POST
def do(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """Press a button of the page. 409 when the order has moved on, 422 with words for what is missing."""
    order, side = own_order(request, number)
    if action not in {one.value for one in Action}:
        raise Http404
    given: dict[str, Any] = {name: request.POST.get(name, "")[:2000].replace("\0", "") for name in _GIVEN}
    if action in TAKES_PHOTOS:
        given["chosen"] = chosen_photos(EventPhoto, request, now=timezone.now())
    if words := _what_is_wrong(given):
        return _page(request, order, side, given=given, refusal=words, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    details: dict[str, Any] = {"note": given["note"], "code": given["code"]}
    if "chosen" in given:
        details["photo_ids"] = given["chosen"].ids
    form = None
    if action == Action.PROPOSE:
        form = ProposeForm(request.POST)
        if not form.is_valid():
            return _page(request, order, side, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        details |= form.details()
    if action == Action.PICK:
        details |= _slot(given["slot"])
    try:
        after = act(order.pk, action, now=timezone.now(), person_id=request.user.pk, **details)
    except OrderStateConflict:
        order.refresh_from_db()
        refusal = translate("The order has moved on meanwhile: this is how it stands now. Nothing was changed.")
        return _page(request, order, side, given=given, refusal=refusal, status=HTTPStatus.CONFLICT)
    except ActionRefused as refused:
        order.refresh_from_db()
        return _page(
            request,
            order,
            side,
            form=form,
            given=given,
            refusal=str(refused),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    messages.success(request, done_notice(action))
    return HttpResponseRedirect(after.path)


@login_required
@require_safe
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The sheet for both: a receipt once the deal is made, before that a form to fill in by hand."""
    order, _side = own_order(request, number)
    if order.state not in {State.SCHEDULED, State.HANDED_OVER, State.COMPLETED}:
        raise Http404
    paper = request.GET.get("paper", "")
    title = translate("Receipt {number}", number=order.label)
    context = receipt_of(order) | {"title": title, "paper": paper if paper in _PAPERS else "a4"}
    return render(request, "orders/receipt.html", context)


@login_required
@require_safe
def calendar(request: HttpRequest, number: int) -> HttpResponse:
    """The meeting for a calendar."""
    order, side = own_order(request, number)
    meeting = order.appointments.filter(status=Appointment.Status.AGREED).first()
    if meeting is None:
        raise Http404
    other = order.seller_name if side is Actor.BUYER else order.buyer_name
    text = calendar_file(order, meeting, summary=summary_for(order, other))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{order.label}.ics"'
    return response


@login_required
@require_safe
def photo(request: HttpRequest, number: int, photo: int) -> HttpResponse:
    """A photo that one side has sent with its words, for both; while it waits to be sent, for its sender."""
    order, _side = own_order(request, number)
    seen = Q(event__order=order) | Q(event=None, by=request.user.pk)
    found = EventPhoto.objects.filter(seen, pk=photo).first()
    if found is None:
        raise Http404
    return photo_response(found)


def _page(  # noqa: PLR0913 (keyword-only: what was typed and why it was refused)
    request: HttpRequest,
    order: Order,
    side: Actor,
    *,
    form: ProposeForm | None = None,
    given: dict[str, Any] | None = None,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = order_page(order, side, now=timezone.now(), form=form, given=given)
    title = translate("Order {number}", number=order.label)
    context |= {"title": title, "refusal": refusal, "breadcrumbs": [(translate("Orders"), "/orders")]}
    return render(request, "orders/order.html", context, status=status)


def _what_is_wrong(given: dict[str, Any]) -> str:
    """With the words and the photos that came."""
    try:
        some_lines(given["note"])
    except ValidationError as refused:
        return " ".join(refused.messages)
    return " ".join(given["chosen"].mistakes) if "chosen" in given else ""


def _slot(text: str) -> dict[str, Any]:
    """The half hour that was picked; nothing for what no form sends."""
    window, _, moment = text.partition("@")
    try:
        start = datetime.fromisoformat(moment)
    except ValueError:
        return {}
    if not is_number(window) or start.tzinfo is None or start.year not in YEARS:
        return {}
    return {"window_id": int(window), "starts_at": start}
