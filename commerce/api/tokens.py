"""What changes personal access tokens: making, using, revoking, forgetting them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from commerce.api.models import Token
from commerce.notifications.services import notify
from commerce.theme import later, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

PREFIX = "cat_"
MOST = 20
"""Tokens of one person."""

USUAL_DAYS, MOST_DAYS = 90, 365
_SALT = "commerce.api.tokens"
_NOTED_EVERY = timedelta(minutes=1)

SCOPES: dict[str, Callable[[], str]] = {
    "read": later("See your listings, cart, favourites and orders"),
    "sell": later("Change your listings and act as a seller"),
    "buy": later("Change your cart, order and act as a buyer"),
    "messages": later("Read and write messages"),
}
"""What a token may be good for, each with the words that its owner ticks."""


class TooManyTokens(Exception):
    """The person has as many as one may have. The text is in words."""


@transaction.atomic
def make_token(person_id: int, name: str, scopes: Collection[str], *, days: int, now: datetime) -> tuple[Token, str]:
    """A new token with its secret, which nobody can ask for again; the person gets a mail.

    Raises TooManyTokens, and ValueError for an unknown scope, none at all, or an end out of range.
    """
    if not scopes or set(scopes) - SCOPES.keys() or not 1 <= days <= MOST_DAYS:
        raise ValueError("scopes or days out of range")
    person = get_user_model().objects.select_for_update().get(pk=person_id)
    if Token.objects.filter(person=person).count() >= MOST:
        raise TooManyTokens(translate("You have {most} tokens; more are not possible. Revoke one first.", most=MOST))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=person,
        name=name,
        digest=_digest(secret),
        fingerprint=_fingerprint(person),
        scopes=[one for one in SCOPES if one in scopes],
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    notify(person_id, "token-made", {"name": name, "until": token.expires_at})
    return token, secret


def use_token(secret: str, *, now: datetime) -> Token | None:
    """The token of this secret, noted as used; None when it is unknown, over, or its person may not log in.

    One that a new password or a suspension has ended is removed: it never comes back.
    """
    token = Token.objects.select_related("person").filter(digest=_digest(secret)).first()
    if token is None or token.expires_at <= now:
        return None
    if not token.person.is_active or not constant_time_compare(token.fingerprint, _fingerprint(token.person)):
        token.delete()
        return None
    if token.used_at is None or token.used_at <= now - _NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token


def tokens_of(person: Any, *, now: datetime) -> list[Token]:
    """Those of a person that can be used."""
    own = Token.objects.filter(person=person, expires_at__gt=now)
    return [one for one in own if constant_time_compare(one.fingerprint, _fingerprint(person))]


def revoke_token(person_id: int, token_id: int) -> bool:
    """Let it be good for nothing from now on; False when it is not there, or somebody else's."""
    gone, _ = Token.objects.filter(pk=token_id, person_id=person_id).delete()
    return bool(gone)


def forget_useless(now: datetime) -> int:
    """Remove tokens that are over and those of people who may not log in; how many there were. For the clock."""
    gone, _ = Token.objects.filter(Q(expires_at__lte=now) | Q(person__is_active=False)).delete()
    return gone


def _digest(secret: str) -> str:
    return salted_hmac(_SALT, secret, algorithm="sha256").hexdigest()


def _fingerprint(person: Any) -> str:
    """Of the password: another one ends what was made under the old one, as it ends sessions."""
    return salted_hmac(_SALT, f"{person.pk}|{person.password}", algorithm="sha256").hexdigest()
