"""`/orders/windows`: the hours in which a seller hands things over every week."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from commerce.mistakes import status_of
from commerce.orders.forms import WindowForm, weekday_name
from commerce.orders.models import PickupWindow
from commerce.orders.services.windows import add_window, remove_window
from commerce.theme import translate

MOST = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Own hours, and the form of new ones."""
    seller_id = request.user.pk or 0
    form = WindowForm(request.POST if request.method == "POST" else None)
    own = list(PickupWindow.objects.filter(seller_id=seller_id))
    if request.method == "POST" and form.is_valid():
        if len(own) >= MOST:
            form.add_error(None, translate("You have {count} such hours already. Remove some first.", count=MOST))
        else:
            add_window(seller_id, **form.cleaned_data)
            messages.success(request, translate("Buyers can pick these hours from now on."))
            return HttpResponseRedirect("/orders/windows")
    rows = [{"window": one, "day": weekday_name(one.weekday)} for one in own]
    context = {"title": "Pick-up hours", "form": form, "rows": rows}
    return render(request, "orders/windows.html", context, status=status_of(form))


@login_required
@require_POST
def remove(request: HttpRequest, window_id: int) -> HttpResponse:
    """Offer these hours no more; meetings that are agreed stay."""
    if not remove_window(request.user.pk or 0, window_id):
        raise Http404
    messages.success(request, translate("These hours are no longer offered. Meetings that are agreed stay."))
    return HttpResponseRedirect("/orders/windows")
