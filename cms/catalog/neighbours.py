"""Listings that stand beside one another in a category: what related ones are made of."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from cms.catalog.records import between, in_lists, records, with_page

if TYPE_CHECKING:
    from cms.catalog.records import Place
    from cms.contract.records import ListingRecord


def beside(category_id: int, place: Place, count: int, *, older: bool) -> list[ListingRecord]:
    """The `count` nearest in lists directly in the category, older or newer than `place`: nearest first."""
    when, number = place
    listings = in_lists().filter(category_id=category_id)
    if older:
        chosen = listings.filter(published_at__lte=when).filter(Q(published_at__lt=when) | Q(id__lt=number))
        return records(chosen.order_by("-published_at", "-id")[:count])
    chosen = listings.filter(published_at__gte=when).filter(Q(published_at__gt=when) | Q(id__gt=number))
    return records(chosen.order_by("published_at", "id")[:count])


def beside_ids(category_id: int, place: Place, count: int, *, older: bool) -> list[int]:
    """The ids of the same. Asked for with each changed listing, so the text of the query is made once."""
    when = connection.ops.adapt_datetimefield_value(place[0])
    with connection.cursor() as cursor:
        cursor.execute(_beside_query(count, older=older), [category_id, when, when, place[1]])
        return [number for (number,) in cursor.fetchall()]


@cache
def _beside_query(count: int, *, older: bool) -> str:
    comparison, order = ("<", "DESC") if older else (">", "ASC")
    # As in_lists has it, word for word.
    return f"""
        SELECT l.id FROM catalog_listing l
        JOIN catalog_availability a ON a.listing_id = l.id
        JOIN accounts_user u ON u.id = l.seller_id
        WHERE l.category_id = %s AND l.live AND u.is_active AND a.status = 'live' AND a.retired_at IS NULL
        AND l.published_at {comparison}= %s AND (l.published_at {comparison} %s OR l.id {comparison} %s)
        ORDER BY l.published_at {order}, l.id {order} LIMIT {count:d}
    """  # noqa: S608 (a sign, a word and a number of ours)


def around(category_id: int, place: Place, count: int) -> list[int]:
    """Ids of the listings with a page, directly in the category, that may show one at `place` among `count` related.

    Related are the next older ones in lists, and the nearest newer ones where there are too few of these: so it is
    those from `place` up to the `count`-th newer one in lists, and near the old end all older ones, too.
    """
    when, number = place
    shown = in_lists().filter(category_id=category_id)
    newer = shown.filter(published_at__gte=when).filter(Q(published_at__gt=when) | Q(id__gt=number))
    older = shown.filter(published_at__lte=when).filter(Q(published_at__lt=when) | Q(id__lt=number))
    upto = list(newer.order_by("published_at", "id").values_list("published_at", "id")[:count])
    below = list(older.order_by("-published_at", "-id").values_list("id", flat=True)[: count + 1])
    found = between(
        with_page().filter(category_id=category_id),
        None if len(below) <= count else (when, number - 1),
        upto[-1] if len(upto) == count else None,
    )
    return [one.id for one in found]
