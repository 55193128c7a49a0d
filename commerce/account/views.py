"""The pages of one's own account: the overview, what others see, security, one's data, the end."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commerce.account import closing, own_data, services
from commerce.account.errors import NotClosable
from commerce.account.profile_forms import CloseForm, ProfileForm
from commerce.catalog import people
from commerce.mistakes import status_of
from commerce.theme import translate

if TYPE_CHECKING:
    from cms.accounts.models import User


class PersonRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


@require_safe
@login_required
def overview(request: PersonRequest) -> HttpResponse:
    """Who one is here, and the ways to everything that is one's own."""
    context = {
        "title": "Your account",
        "is_confirmed": services.has_verified_email(request.user),
        "is_seller": people.is_seller(request.user),
        "is_staff": people.is_staff(request.user),
    }
    return render(request, "account/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: PersonRequest) -> HttpResponse:
    """What one is called, and what others see."""
    form = ProfileForm(request, user=request.user)
    if request.method == "POST" and form.is_valid() and form.save():
        messages.success(request, translate("Saved."))
        return redirect("account_profile")
    shown = people.profile_of(request.user.pk)
    page = f"/seller/{request.user.number}-{shown['slug']}" if shown else ""
    context = {
        "title": "Profile",
        "form": form,
        "page": page,
        "face": {"name": request.user.name, "picture": people.faces([request.user.pk]).get(request.user.pk)},
        "can_start_selling": not people.is_staff(request.user),
    }
    return render(request, "account/profile.html", context, status=status_of(form))


@require_POST
@login_required
def start_selling(request: PersonRequest) -> HttpResponse:
    """Become a seller."""
    people.start_selling(request.user.pk)
    messages.success(request, translate("You can sell now. Tell others who you are."))
    return redirect("account_profile")


@require_safe
@login_required
def security(request: PersonRequest) -> HttpResponse:
    """The ways to address, password, second factor and sessions."""
    context = {"title": "Security", "is_confirmed": services.has_verified_email(request.user)}
    return render(request, "account/security.html", context)


@require_safe
@login_required
def data(request: PersonRequest) -> HttpResponse:
    """What is kept here about one, to take along."""
    return render(request, "account/data.html", {"title": "Your data"})


@require_POST
@login_required
def export(request: PersonRequest) -> HttpResponseBase:
    """All of one's data, as a ZIP."""
    name = f"{request.user.label}-{timezone.localdate().isoformat()}.zip"
    return FileResponse(own_data.zip_of(request.user), as_attachment=True, filename=name)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: PersonRequest) -> HttpResponse:
    """The end of an account."""
    reasons = closing.reasons_against(request.user)
    form = CloseForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and not reasons and form.is_valid():
        try:
            services.close_account(request.user.pk, now=timezone.now())
        except NotClosable as refusal:
            reasons = list(refusal.reasons)
        else:
            logout(request)
            messages.success(request, translate("Your account is closed. Farewell!"))
            return redirect("account_login")
    status = HTTPStatus.CONFLICT if request.method == "POST" and reasons else status_of(form)
    context = {"title": "Close your account", "form": form, "reasons": reasons}
    return render(request, "account/close.html", context, status=status)


@require_safe
def without_slash(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (as a view)
    """The overview has one address."""
    return HttpResponseRedirect("/account", status=301)
