"""Who may do what: a session of this shop, or a token with the scope that is needed."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase

from commerce.api.problems import Problem
from commerce.api.tokens import use_token
from commerce.same_origin import is_from_here
from commerce.theme import translate

_SAFE = frozenset({"GET", "HEAD"})
SESSION = "session"


class PersonalToken(AuthBase):
    """`Authorization: Bearer cat_…`. Cookies that come with it count for nothing."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, *scopes: str) -> None:
        self.scopes = scopes
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        """The scopes of the token; None for a request without one. Raises Problem."""
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if not kind:
            return None
        token = use_token(secret.strip(), now=timezone.now()) if kind.lower() == "bearer" else None
        if token is None:
            raise Problem(401, translate("This token is unknown, revoked or over."))
        request.user = cast("Any", token.person)
        request.token_id = token.pk  # type: ignore[attr-defined]  # For counting.
        if not set(self.scopes) & set(token.scopes):
            raise Problem(403, translate("The token lacks a scope that this needs."), scopes=list(self.scopes))
        return tuple(token.scopes)


class SessionCookie(AuthBase):
    """Somebody who is logged in, on a page of this shop."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """Whether there is one. Raises Problem for a change that another site sends."""
        if not request.user.is_authenticated:
            return None
        if request.method not in _SAFE and not is_from_here(request):
            raise Problem(403, translate("Only pages of this shop may send this. Programs use a token."))
        return (SESSION,)


class Anybody(PersonalToken):
    """Takes people that nobody knows, too; a token that comes along must be good."""

    openapi_type = "http"

    def __call__(self, request: HttpRequest) -> Any:
        """Never nothing."""
        found = super().__call__(request)
        if found is None:
            request.user = AnonymousUser()  # No session is looked at: the answer is the same for everybody.
        return found or ("anybody",)


def door(*scopes: str) -> list[AuthBase]:
    """For those who are logged in, and tokens with one of these scopes."""
    return [PersonalToken(*scopes), SessionCookie()]


def open_door() -> list[AuthBase]:
    """For everybody; tokens of any scope."""
    return [Anybody("read", "sell", "buy", "messages")]


def may(request: HttpRequest, scope: str) -> bool:
    """Whether this is a session, or a token with this scope."""
    scopes = getattr(request, "auth", ())
    return SESSION in scopes or scope in scopes


def demand(request: HttpRequest, scope: str) -> None:
    """Ask for one more scope than the door did. Raises Problem."""
    if not may(request, scope):
        raise Problem(403, translate("The token lacks a scope that this needs."), scopes=[scope])
