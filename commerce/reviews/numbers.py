"""What reviews add up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from commerce.reviews.models import Review

SHOWN_FROM = 3
"""So many reviews make an average."""

COUNTED_OF_A_PAIR = 3
"""So many of the same person count in a year: friends and second accounts do not make somebody good."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many reviews count, and their average in tenths of a star; None while there are too few for one."""

    count: int
    tenths: int | None


def numbers_of(person_id: int, *, as_seller: bool) -> Numbers:
    """Of what others can read about this person."""
    shown = Review.objects.filter(
        subject_id=person_id, about_seller=as_seller, published_at__isnull=False, removed_at__isnull=True
    )
    of_pair: Counter[tuple[int, int]] = Counter()
    stars = []
    for author_id, written_at, given in shown.order_by("pk").values_list("author_id", "written_at", "stars"):
        of_pair[author_id, written_at.year] += 1
        if of_pair[author_id, written_at.year] <= COUNTED_OF_A_PAIR:
            stars.append(given)
    # Halves are rounded up, in whole numbers.
    tenths = (20 * sum(stars) + len(stars)) // (2 * len(stars)) if len(stars) >= SHOWN_FROM else None
    return Numbers(len(stars), tenths)
