"""The link in a mail that ends all mails of its kind, by one click and without a log-in."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SIGNER = Signer(salt="unsubscribe")


def unsubscribe_path(user_id: int, kind: str) -> str:
    """The path; it is good for ever, as mails are."""
    return reverse("unsubscribe", args=[_SIGNER.sign(f"{user_id}.{kind}")])


def unsubscribed(token: str) -> tuple[int, str] | None:
    """The person and the kind that a link is about; None when it was not made here."""
    try:
        user_id, _, kind = _SIGNER.unsign(token).partition(".")
    except BadSignature:
        return None
    return int(user_id), kind
