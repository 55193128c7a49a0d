"""Makes the visitor numbers of days gone by: more at weekends and in the evening, and some more each month."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from cms.catalog.models import Category, Listing
from cms.visits.closing import LEADING, PAGE_HOUR_DAYS
from cms.visits.days import begins, shop_zone
from cms.visits.models import DayTotal, HourTotal, PageDay, PageHour, SourceDay

MOST_LISTINGS = 2000
"""No more listings than that are looked at on one day, whatever there are."""

_VIEWS_OF_A_LISTING = 1.4
_PAGES_OF_A_VISITOR = 3.4
_WEEKDAYS = (0.9, 0.85, 0.85, 0.9, 0.95, 1.2, 1.35)
_HOURS = (4, 2, 1, 1, 1, 3, 8, 16, 24, 28, 30, 32, 36, 32, 30, 32, 36, 44, 56, 68, 72, 58, 32, 12)
_DEVICES = {"phone": 0.63, "desktop": 0.3, "tablet": 0.07}
_REFERRERS = {
    "": 0.46, "google.com": 0.3, "duckduckgo.com": 0.06, "bing.com": 0.05, "facebook.com": 0.05,
    "nachbarschaft.example": 0.04, "flohmarkt.example": 0.02, "stadtanzeiger.example": 0.02,
}  # fmt: skip
_REFERRED = 0.3
_AT_ONCE = 2000


def load_visits(days: int, *, seed: int, tell: Callable[[int, int], None], now: datetime | None = None) -> int:
    """Make the numbers of so many days until yesterday; days that have some are left alone. How many were made."""
    zone = shop_zone()
    now = now or timezone.now()
    today = now.astimezone(zone).date()
    there = set(DayTotal.objects.values_list("day", flat=True))
    wanted = [one for one in (today - timedelta(days=number) for number in range(days, 0, -1)) if one not in there]
    made = random.Random(seed)  # noqa: S311 (made-up numbers)
    shop = _Shop(made)
    for done, day in enumerate(wanted):
        tell(done, len(wanted))
        hours = [begins(day, zone) + timedelta(hours=number) for number in range(24)]
        _make_day(day, hours, shop, made, now=now.astimezone(zone))
    tell(len(wanted), len(wanted))
    return len(wanted)


class _Shop:
    """What can be looked at, with how much people like it."""

    def __init__(self, made: random.Random) -> None:
        rows = Listing.objects.filter(first_published_at__isnull=False).order_by("pk")
        self.listings = list(rows.values_list("pk", "first_published_at"))
        self.liked = [made.paretovariate(1.1) for _ in self.listings]
        self.pages = {"/": 30.0, "/listings": 12.0, "/search": 18.0}
        for number, path in enumerate(Category.objects.order_by("pk").values_list("slug_path", flat=True)):
            self.pages[f"/category/{path}"] = 12.0 / (number + 2) + 0.2

    def listings_of(self, day: date, made: random.Random) -> tuple[list[int], list[float]]:
        """Those that were there on this day, the newer the more looked at."""
        ids, weights = [], []
        for (pk, published), liked in zip(self.listings, self.liked, strict=True):
            age = (day - published.date()).days
            if age >= 0:
                ids.append(pk)
                weights.append(liked * (0.3 + math.exp(-age / 14)))
        if len(ids) > MOST_LISTINGS:
            some = made.sample(range(len(ids)), MOST_LISTINGS)
            ids, weights = [ids[one] for one in some], [weights[one] for one in some]
        return ids, weights


def _make_day(day: date, hours: list[datetime], shop: _Shop, made: random.Random, *, now: datetime) -> None:
    age = (now.date() - day).days
    season = 1 + 0.15 * math.sin((day.timetuple().tm_yday - 80) / 365 * 2 * math.pi)
    busy = 0.5 ** (age / 365) * season * _WEEKDAYS[day.weekday()] * made.uniform(0.85, 1.15)
    ids, weights = shop.listings_of(day, made)
    of_listings = int(len(ids) * _VIEWS_OF_A_LISTING * busy)
    of_pages = int(40 * busy + of_listings * 0.7)
    seen: Counter[int] = Counter(made.choices(ids, weights, k=of_listings)) if ids else Counter()
    pages: Counter[str] = Counter(made.choices(list(shop.pages), list(shop.pages.values()), k=of_pages))
    views = seen.total() + pages.total()
    robots = int(views * made.uniform(0.3, 0.9))
    visitors = max(1, int(views / _PAGES_OF_A_VISITOR))
    DayTotal.objects.create(day=day, views=views, visitors=visitors, robots=robots, closed_at=now)
    by_hour = Counter(made.choices(hours, _HOURS, k=views))
    HourTotal.objects.bulk_create(
        HourTotal(hour=hour, views=number, visitors=max(1, int(number / 2.6))) for hour, number in by_hour.items()
    )
    PageDay.objects.bulk_create([*_listing_rows(day, seen), *_page_rows(day, pages)], batch_size=_AT_ONCE)
    if age < PAGE_HOUR_DAYS:
        _spread_over_hours(hours, seen, pages, made)
    _make_sources(day, views, made)


def _listing_rows(day: date, seen: Counter[int]) -> Iterator[PageDay]:
    for rank, (listing, views) in enumerate(seen.most_common()):
        yield PageDay(day=day, listing=listing, views=views, leading=rank < LEADING)


def _page_rows(day: date, seen: Counter[str]) -> Iterator[PageDay]:
    for rank, (path, views) in enumerate(seen.most_common()):
        yield PageDay(day=day, path=path, views=views, leading=rank < LEADING)


def _spread_over_hours(hours: list[datetime], seen: Counter[int], pages: Counter[str], made: random.Random) -> None:
    rows: Counter[tuple[datetime, int, str]] = Counter()
    for listing, number in seen.items():
        rows.update((hour, listing, "") for hour in made.choices(hours, _HOURS, k=number))
    for path, number in pages.items():
        rows.update((hour, 0, path) for hour in made.choices(hours, _HOURS, k=number))
    PageHour.objects.bulk_create(
        [PageHour(hour=hour, listing=listing, path=path, views=n) for (hour, listing, path), n in rows.items()],
        batch_size=_AT_ONCE,
    )


def _make_sources(day: date, views: int, made: random.Random) -> None:
    devices = Counter(made.choices(list(_DEVICES), list(_DEVICES.values()), k=views))
    referrers = Counter(made.choices(list(_REFERRERS), list(_REFERRERS.values()), k=int(views * _REFERRED)))
    SourceDay.objects.bulk_create(
        [
            *(SourceDay(day=day, kind=SourceDay.Kind.DEVICE, name=name, views=n) for name, n in devices.items()),
            *(SourceDay(day=day, kind=SourceDay.Kind.REFERRER, name=name, views=n) for name, n in referrers.items()),
        ]
    )
