"""`/account/tokens`: what programs of a person log in with. Needs, like all of security, a fresh log-in."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from commerce.api.token_forms import TokenForm
from commerce.api.tokens import SCOPES, TooManyTokens, make_token, revoke_token, tokens_of
from commerce.theme import translate


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # The library has no types.
def tokens(request: HttpRequest) -> HttpResponse:
    """Those that there are, and a new one. Its secret is on this answer and nowhere else."""
    form, secret = TokenForm(request.POST if request.method == "POST" else None), ""
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            _, secret = make_token(
                int(request.user.pk or 0), said["name"], said["scopes"], days=said["days"], now=timezone.now()
            )
        except TooManyTokens as refusal:
            form.add_error(None, str(refusal))
        else:
            form = TokenForm()
    context = {
        "title": "Tokens for programs",
        "form": form,
        "secret": secret,
        "tokens": [
            (one, ", ".join(SCOPES[name]() for name in one.scopes))
            for one in tokens_of(request.user, now=timezone.now())
        ],
    }
    return render(request, "account/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # The library has no types.
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Let it be good for nothing. 404 for somebody else's."""
    if not revoke_token(int(request.user.pk or 0), token_id):
        raise Http404
    messages.success(request, translate("Revoked: it works no more."))
    return redirect("account_tokens")
