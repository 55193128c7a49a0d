"""Pages on which people say which mails they want."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commerce.notifications import kinds, services
from commerce.notifications.models import Declined
from commerce.notifications.unsubscribing import unsubscribed
from commerce.theme import translate


@login_required
@require_http_methods(["GET", "POST"])
def mails(request: HttpRequest) -> HttpResponse:
    """Choose among the mails that are not necessary."""
    user_id = request.user.pk or 0
    if request.method == "POST":
        services.choose_mails(user_id, request.POST.getlist("kind"))
        messages.success(request, translate("Your choice is stored."))
        return redirect("mails")
    declined = set(Declined.objects.filter(user_id=user_id).values_list("kind", flat=True))
    rows = [(kind, label, kind not in declined) for kind, label in kinds.optional_kinds().items()]
    return render(request, "mail/choice.html", {"title": "Mails", "kinds": rows})


@csrf_exempt  # Mail programs send it for their reader; the link itself is signed.
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End mails of one kind. Looking at the page changes nothing: scanners of mails follow links."""
    found = unsubscribed(token)
    labels = kinds.optional_kinds()
    if found is None or found[1] not in labels or not get_user_model().objects.filter(pk=found[0]).exists():
        raise Http404
    user_id, kind = found
    if request.method == "POST":
        services.decline(user_id, kind)
    context = {"title": "Mails", "label": labels[kind], "done": request.method == "POST"}
    return render(request, "mail/unsubscribe.html", context)
