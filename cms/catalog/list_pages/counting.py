"""How long lists are, and what is newest in them, without walking through them one by one."""

from __future__ import annotations

from collections import Counter
from itertools import count as counted
from typing import TYPE_CHECKING

from django.db.models import Count

from cms.catalog.list_pages.database import DatabaseShelf, beyond
from cms.catalog.models import Category
from cms.catalog.records import in_list, in_lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def counts() -> dict[tuple[str, int], int]:
    """The length of each list that has members: two counting queries for all of them."""
    found: Counter[tuple[str, int]] = Counter()
    parents = dict(Category.objects.values_list("id", "parent_id"))
    for category_id, members in _by("category_id"):
        found["all", 0] += members
        for above in _upwards(category_id, parents):
            found["category", above] += members
    for seller_id, members in _by("seller_id"):
        found["seller", seller_id] = members
    return dict(found)


def newest_ids(kind: str, of: int, count: int) -> list[int]:
    """The ids of the newest members of a list, newest first.

    Sealed pages bound what is looked at, so a long list costs as little as a short one.
    """
    shelf = DatabaseShelf(kind, of)
    members = in_list(kind, of)
    for pages in counted(1):
        bounds = shelf.below(None, pages * pages)
        reached = bounds[-1].place if len(bounds) == pages * pages else None
        chosen = members if reached is None else members.filter(beyond("published_at", "id", reached, "gt"))
        found = list(chosen.order_by("-published_at", "-id").values_list("id", flat=True)[:count])
        if reached is None or len(found) == count:
            break
    return found


def _by(field: str) -> Iterator[tuple[int, int]]:
    yield from in_lists().order_by().values_list(field).annotate(members=Count("id"))


def _upwards(category_id: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    above: int | None = category_id
    while above is not None:
        yield above
        above = parents[above]
