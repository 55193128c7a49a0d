"""What belongs to the record of a listing beside its own row: photos, and questions with their answers."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django.db import connection

from cms.catalog.models import Photo
from cms.contract.privacy import without_emails
from cms.contract.records import PictureRecord, QuestionRecord

ASKED_AT_ONCE = 500
"""Ids in one query: below SQLite's limit of variables on any build."""

_LENGTHS = (8, 64, ASKED_AT_ONCE)


def photos_of(titles: dict[int, str]) -> dict[int, list[PictureRecord]]:
    """The photos of these listings (id and title: a photo without words of its own is called like its listing)."""
    listing_ids = list(titles)
    found: dict[int, list[PictureRecord]] = defaultdict(list)
    for start in range(0, len(listing_ids), ASKED_AT_ONCE):
        asked = listing_ids[start : start + ASKED_AT_ONCE]
        # The text of the query is made once for each of three lengths: an id asked for twice is found once.
        length = next(one for one in _LENGTHS if one >= len(asked))
        with connection.cursor() as cursor:
            cursor.execute(_photos_query(length), [*asked, *asked[:1] * (length - len(asked))])
            rows = cursor.fetchall()
        for listing_id, digest, width, height, colour, widths, alt in rows:
            found[listing_id].append(picture_record(digest, width, height, colour, widths, alt or titles[listing_id]))
    return found


@cache
def _photos_query(listings: int) -> str:
    """The query for the photos of so many listings: its text, which takes their ids."""
    query = (
        Photo.objects.filter(listing_id__in=range(1, listings + 1))
        .order_by("listing_id", "sort_order", "id")
        .values_list(
            "listing_id",
            "picture__hash",
            "picture__width",
            "picture__height",
            "picture__colour",
            "picture__widths",
            "alt",
        )
    )
    return str(query.query.sql_with_params()[0])


@lru_cache(maxsize=1_000)
def _widths(stored: str) -> tuple[int, ...]:
    return tuple(json.loads(stored))


def picture_record(digest: str, width: int, height: int, colour: str, widths: Any, alt: str) -> PictureRecord:  # noqa: PLR0913, PLR0917 (its columns)
    """A picture, from its columns and what is said about it."""
    made = _widths(widths) if isinstance(widths, str) else tuple(widths)
    return PictureRecord(hash=digest, width=width, height=height, colour=colour, alt=without_emails(alt), widths=made)


def questions_in(stored: Any) -> tuple[QuestionRecord, ...]:
    """Of nearly every listing there are none: that is told before anything is parsed."""
    told = () if stored == "[]" else json.loads(stored) if isinstance(stored, str) else stored
    return tuple(
        QuestionRecord(
            id=one["id"],
            question=without_emails(one["question"]),
            answer=without_emails(one["answer"]),
            day=date.fromisoformat(one["day"]),
        )
        for one in told
    )
