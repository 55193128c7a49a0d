"""Reviews in somebody's own data: those they wrote, and those of them that everybody can read."""

from __future__ import annotations

from typing import Any

from commerce.reviews.models import Review


def reviews_of(user_id: int) -> dict[str, list[dict[str, Any]]]:
    """What a person wrote about others, and what others wrote about them."""
    written = Review.objects.filter(author=user_id).order_by("pk")
    received = Review.objects.filter(subject=user_id, published_at__isnull=False).order_by("pk")
    columns = ("order__number", "stars", "text", "written_at", "published_at", "reply", "replied_at", "removed_at")
    return {
        "written": [dict(one) for one in written.values(*columns)],
        "received": [dict(one) for one in received.values(*columns)],
    }
