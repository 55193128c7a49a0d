"""Waiting lists in somebody's own data; their places go with the person."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from commerce.waiting.models import Place
from commerce.waiting.services import leave


def places_of(user_id: int) -> list[dict[str, Any]]:
    """What somebody waits for."""
    found = Place.objects.filter(person_id=user_id)
    return [dict(one) for one in found.values("listing_id", "title", "joined_at", "promised_until")]


def forget_places(user_id: int) -> None:
    """Leave all lists; what was promised goes to the next."""
    for listing_id in list(Place.objects.filter(person_id=user_id).values_list("listing_id", flat=True)):
        leave(user_id, listing_id, now=timezone.now())
