"""`/orders/waiting`: what somebody waits for, and the buttons to join and to leave."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commerce import catalog
from commerce.numbers import number_in
from commerce.theme import translate
from commerce.waiting.errors import WaitingError
from commerce.waiting.lists import rows_of
from commerce.waiting.services import join, leave

PAGE = "/orders/waiting"
_LOG_IN = "/account/login"


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Own places. With `?listing=` also the button to wait for that one: who had to log in first finds it here."""
    rows = rows_of(request.user.pk or 0)
    asked = number_in(request.GET, "listing") or 0
    wanted = catalog.listings([asked]).get(asked) if asked not in {one.place.listing_id for one in rows} else None
    context = {
        "title": "Waiting lists",
        "rows": rows,
        "wanted": wanted,
        "breadcrumbs": [(translate("Orders"), "/orders")],
    }
    return render(request, "waiting/waiting.html", context)


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """From the page of a reserved listing."""
    listing_id = number_in(request.POST, "listing")
    if listing_id is None:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(f"{PAGE}?listing={listing_id}", _LOG_IN)
    try:
        place = join(request.user.pk or 0, listing_id, now=timezone.now())
    except WaitingError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, translate("You get a mail as soon as “{title}” is yours to take.", title=place.title))
    return HttpResponseRedirect(PAGE)


@login_required
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """Wait no longer. 404 for a list in which one does not stand."""
    listing_id = number_in(request.POST, "listing")
    if listing_id is None or not leave(request.user.pk or 0, listing_id, now=timezone.now()):
        raise Http404
    messages.success(request, translate("You no longer wait for it."))
    return HttpResponseRedirect(PAGE)
