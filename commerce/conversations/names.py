"""What people call each other before they know each other: never by an address or a full name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commerce.catalog import sellers


def shown_names(people: Iterable[Any]) -> dict[int, str]:
    """Sellers by the name of their shop, others by their first name; by the id of the person."""
    known = {one.pk: one for one in people}
    records = sellers(known)
    return {
        # Who has no shop stands there by number.
        pk: records[pk].name if pk in records and records[pk].name != one.label else _first(one)
        for pk, one in known.items()
    }


def shown_name(person: Any) -> str:
    """That of one person."""
    return shown_names([person])[person.pk]


def _first(person: Any) -> str:
    """The first name; of somebody who has left, what the shop put in the place of the name."""
    return (person.name.split() or [""])[0] if person.is_active else str(person.name)
