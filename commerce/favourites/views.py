"""The page of favourites and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commerce.favourites import services
from commerce.favourites.errors import ListFull, NoPage
from commerce.numbers import is_number, number_in
from commerce.theme import translate

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = "/favourites"


@require_safe
def favourites(request: HttpRequest) -> HttpResponse:
    """What is saved, as it stands now."""
    saved = services.saved_by(services.owner_of(request))
    return render(request, "favourites/favourites.html", {"title": "Favourites", "saved": saved})


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """From the page of a listing."""
    listing_id = number_in(request.POST, "listing")
    owner = services.owner_of(request) or services.new_guest()
    try:
        title = services.save(owner, listing_id or 0, now=timezone.now())
    except NoPage:
        messages.error(request, translate("This listing is no longer there, so it cannot be saved."))
    except ListFull as full:
        messages.error(request, translate("Your list is full: it takes {most} favourites.", most=full.most))
    else:
        if owner.token:
            request.session[services.TOKEN_IN_SESSION] = owner.token
        messages.success(request, translate("Saved: “{title}”.", title=title))
    return HttpResponseRedirect(PAGE)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take one or several off the list. What is not on it is no fault."""
    owner = services.owner_of(request)
    listing_ids = [int(one) for one in request.POST.getlist("listing") if is_number(one)]
    if owner is not None and services.forget(owner, listing_ids):
        messages.success(request, translate("Taken off your list."))
    return HttpResponseRedirect(PAGE)
