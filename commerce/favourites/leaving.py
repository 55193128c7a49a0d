"""Favourites in somebody's own data; they go with the person."""

from __future__ import annotations

from typing import Any

from commerce.favourites.models import Favourite


def favourites_of(user_id: int) -> list[dict[str, Any]]:
    """What they keep an eye on."""
    found = Favourite.objects.filter(user_id=user_id).order_by("pk").values("listing_id", "title", "added_at")
    return [dict(one) for one in found]


def forget_favourites(user_id: int) -> None:
    """Throw the list away."""
    Favourite.objects.filter(user_id=user_id).delete()
