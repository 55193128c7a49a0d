"""Counts what is searched for, without a word of who searched: for the owner, who learns what people miss."""

from __future__ import annotations

import logging
import re
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection, transaction
from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils import timezone

from commerce.search.models import SearchedWords

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

log = logging.getLogger("cataloro.search")

LONGEST = 80
SELDOM = 3
DAYS = 400
PATIENCE_MS = 50
"""How long a search waits at most for somebody else who writes."""

_MAYBE_PERSONAL = re.compile(r"@|\d{5}")
_COUNT_ONE = """
    INSERT INTO shop_search_searchedwords (words, day, count, found) VALUES (%s, %s, 1, %s)
    ON CONFLICT (words, day) DO UPDATE SET
        count = shop_search_searchedwords.count + 1,
        found = COALESCE(excluded.found, shop_search_searchedwords.found)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """Words, how often they were searched for, and how many listings were found last (None: only with filters)."""

    words: str
    count: int
    found: int | None


def kept_form(text: str) -> str:
    """The words as they are counted; nothing where they may be about a person: an address, a long number."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    line = " ".join("".join(one if one.isprintable() else " " for one in folded).split())
    return "" if _MAYBE_PERSONAL.search(line) else line[:LONGEST].strip()


def count_search(text: str, *, found: int | None) -> None:
    """Count one search. What the database cannot do now is logged and left out: the search goes on."""
    words = kept_form(text)
    if not words:
        return
    try:
        with _short_patience(), transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
            cursor.execute(_COUNT_ONE, [words, timezone.localdate(), found])
    except DatabaseError as error:
        log.warning("a search could not be counted: %s", error)


def most_searched(since: date, n: int) -> list[Searched]:
    """The words that were searched for most often since this day."""
    return _searched(since, Q(), n)


def searched_without_result(since: date, n: int) -> list[Searched]:
    """The same, of those that found nothing the last time."""
    return _searched(since, Q(last_found=0), n)


def forget_old(now: datetime) -> int:
    """Delete what is seldom, once its day is over, and what is old; how many there were. For the clock."""
    today = timezone.localdate(now)
    seldom = Q(day__lt=today, count__lt=SELDOM)
    gone, _ = SearchedWords.objects.filter(seldom | Q(day__lt=today - timedelta(days=DAYS))).delete()
    return gone


def _searched(since: date, only: Q, n: int) -> list[Searched]:
    known = SearchedWords.objects.filter(words=OuterRef("words"), day__gte=since, found__isnull=False)
    rows = (
        SearchedWords.objects.filter(day__gte=since)
        .values("words")
        .annotate(times=Sum("count"), last_found=Subquery(known.order_by("-day").values("found")[:1]))
        .filter(only)
        .order_by("-times", "words")[:n]
    )
    return [Searched(words=one["words"], count=one["times"], found=one["last_found"]) for one in rows]


@contextmanager
def _short_patience() -> Iterator[None]:
    """SQLite waits by connection, not by transaction: as long as before once this is done."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout={before}")
