"""Tokens in somebody's own data, without anything to log in by; they go with the person."""

from __future__ import annotations

from typing import Any

from commerce.api.models import Token


def tokens_of(user_id: int) -> list[dict[str, Any]]:
    """What they are called and for."""
    rows = Token.objects.filter(person_id=user_id).order_by("pk")
    return [dict(one) for one in rows.values("name", "scopes", "made_at", "expires_at", "used_at")]


def forget_tokens(user_id: int) -> None:
    """Revoke all."""
    Token.objects.filter(person_id=user_id).delete()
