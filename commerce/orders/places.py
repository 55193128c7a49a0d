"""Which of the shop's safe places are offered for a meeting, and whether somebody has chosen one of them."""

from __future__ import annotations

from commerce.orders.models import SafePlace


def offered_places() -> list[SafePlace]:
    """In the order in which an admin has put them."""
    return list(SafePlace.objects.filter(is_active=True).order_by("sort_order", "name"))


def safe_place(place: str, address: str) -> SafePlace | None:
    """The safe place that is meant by these words; one of its name at another address is another place."""
    found = SafePlace.objects.filter(is_active=True, name=place).first()
    return found if found is not None and address in {"", found.address} else None
