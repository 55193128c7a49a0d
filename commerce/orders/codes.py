"""The six digits that a buyer shows at the meeting: made from a key and a nonce, so that only their hash is stored."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from django.conf import settings

DIGITS = 6
_NOT_DIGITS = re.compile(r"[^0-9]+")


def new_nonce() -> str:
    """What makes a code unlike every other."""
    return secrets.token_hex(16)


def code_for(nonce: str) -> str:
    """The digits; whoever has the database alone cannot make them."""
    number = int.from_bytes(_keyed("cataloro.handover.code", nonce)[:8], "big")
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def digest_of(nonce: str, code: str) -> str:
    """What is stored of a code."""
    return _keyed("cataloro.handover.digest", f"{nonce}:{code}").hex()


def fits(digest: str, nonce: str, typed: str) -> bool:
    """Whether these are the digits; blanks and dashes between them do not matter."""
    return hmac.compare_digest(digest, digest_of(nonce, bare(typed)))


def bare(typed: str) -> str:
    """The digits of what was typed."""
    return _NOT_DIGITS.sub("", typed[:40])


def _keyed(purpose: str, text: str) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), purpose.encode(), hashlib.sha256)
    return hmac.digest(key, text.encode(), hashlib.sha256)


def shown(digest: str, nonce: str) -> str:
    """The digits for the buyer; empty when the shop's key has changed since they were made."""
    digits = code_for(nonce)
    return digits if fits(digest, nonce, digits) else ""
