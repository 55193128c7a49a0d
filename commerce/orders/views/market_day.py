"""`/orders/today`: a seller with twenty meetings types number and code, sees what is due, goes on. Keyboard only."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cms.contract.money import Money, NotMoney, parse_money
from commerce.orders.errors import ActionRefused, OrderNotFound, OrderStateConflict
from commerce.orders.machine import Action
from commerce.orders.market_day import find_order, meetings_of_day
from commerce.orders.models import Order
from commerce.orders.services import act
from commerce.orders.when import amount
from commerce.theme import translate


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def today(request: HttpRequest) -> HttpResponse:
    """The meetings of the day; a number alone shows what is to be done, number and code end the deal."""
    now, seller_id = timezone.now(), request.user.pk or 0
    given = {name: request.POST.get(name, "").strip()[:40] for name in ("number", "code", "given")}
    order, refusal = None, ""
    if request.method == "POST":
        order = find_order(seller_id, given["number"])
        if order is None:
            refusal = translate("None of your open orders has this number.")
        elif given["code"]:
            refusal = _enter(request, order, given)
            if not refusal:
                return HttpResponseRedirect("/orders/today")
    context = {
        "title": "Market day",
        "rows": meetings_of_day(seller_id, now=now),
        "found": order,
        "change": _change(order, given["given"]) if order else "",
        "refusal": refusal,
        "given": given,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "orders/today.html", context, status=status)


def _enter(request: HttpRequest, order: Order, given: dict[str, str]) -> str:
    """End the deal; why that cannot be, in words."""
    try:
        done = act(order.pk, Action.ENTER_CODE, now=timezone.now(), person_id=request.user.pk, code=given["code"])
    except ActionRefused as refused:
        return str(refused)
    except (OrderStateConflict, OrderNotFound):
        return translate("This order cannot be ended with a code now.")
    messages.success(request, translate("{order}: {amount} received.", order=done.label, amount=amount(done.total)))
    if change := _change(done, given["given"]):
        messages.success(request, translate("Change: {amount}", amount=change))
    return ""


def _change(order: Order, given: str) -> str:
    """What the seller gives back, when more was given."""
    try:
        cents = parse_money(given).cents if given else 0
    except NotMoney:
        return ""
    return amount(Money(cents - order.total_cents)) if cents > order.total_cents else ""
