"""Adds sorted lines to the stored numbers, in one transaction with whatever else the caller does there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from django.utils import timezone

from cms.visits.days import begins
from cms.visits.lines import Hit, Sorted
from cms.visits.models import DayTotal, HourTotal, PageDay, PageHour, SourceDay
from cms.visits.sums import Row, Table
from cms.visits.visitors import Visitors

MOST_REFERRERS = 1000
OTHER = "…"
"""The name for all further hosts of a day that has MOST_REFERRERS of them: anybody can make up a host."""

DAYS = Table(DayTotal, ("day",), ("views", "visitors", "robots"))
HOURS = Table(HourTotal, ("hour",), ("views", "visitors"))
PAGE_DAYS = Table(PageDay, ("day", "listing", "path"))
PAGE_HOURS = Table(PageHour, ("hour", "listing", "path"))
SOURCES = Table(SourceDay, ("day", "kind", "name"))

_DEVICE = SourceDay.Kind.DEVICE.value
_REFERRER = SourceDay.Kind.REFERRER.value
_COUNTRY = SourceDay.Kind.COUNTRY.value

Country = Callable[[str], str | None]


class Tally:
    """Numbers that are to be added."""

    def __init__(self, zone: tzinfo, *, country: Country) -> None:
        self._zone = zone
        self._country = country
        self._views: Counter[Any] = Counter()
        self._days: defaultdict[Row, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._hours: defaultdict[Row, list[int]] = defaultdict(lambda: [0, 0])
        self._page_days: defaultdict[Row, list[int]] = defaultdict(lambda: [0])
        self._page_hours: defaultdict[Row, list[int]] = defaultdict(lambda: [0])
        self._sources: defaultdict[Row, list[int]] = defaultdict(lambda: [0])
        self.counted = 0
        self.robots = 0

    def add(self, found: Sorted, *, now: datetime | None = None) -> None:
        """Add them to the database. Call it within a transaction."""
        now = now or timezone.now()
        by_day: defaultdict[date, list[Hit]] = defaultdict(list)
        for hit in found.hits:
            by_day[hit.day].append(hit)
        open_days = _open_days({*by_day, *found.robots})
        for day, hits in by_day.items():
            if day in open_days:
                self._count_with_visitors(day, hits, now)
            else:
                for hit in hits:
                    if hit.page is not None:
                        self._count(hit)
        for day, number in found.robots.items():
            self._days[(day,)][2] += number
            self.robots += number
        self._spread()
        self._store()

    def _count_with_visitors(self, day: date, hits: Sequence[Hit], now: datetime) -> None:
        visitors = Visitors(day, begins=begins(day, self._zone), now=now)
        visitors.load(hits)
        for hit in hits:
            somebody = visitors.who(hit)
            if somebody.looks(hit):
                self._count(hit)
                first_today, first_this_hour = somebody.comes(visitors.hour_of_day(hit))
                if first_this_hour:
                    self._days[(day,)][1] += first_today
                    self._hours[(datetime.fromtimestamp(hit.hour, UTC),)][1] += 1
            elif hit.page is not None:
                self._days[(day,)][2] += 1
                self.robots += 1
        visitors.store()

    def _count(self, hit: Hit) -> None:
        """Count a view."""
        self._views[hit[:2] + hit[3:6] + (self._country(hit.addr),)] += 1

    def _spread(self) -> None:
        """From the views to what is stored of them."""
        for (day, start, page, referrer, device, country), views in self._views.items():
            hour = datetime.fromtimestamp(start, UTC)
            self._days[(day,)][0] += views
            self._hours[(hour,)][0] += views
            self._page_days[(day, *page)][0] += views
            self._page_hours[(hour, *page)][0] += views
            self._sources[day, _DEVICE, device][0] += views
            if referrer is not None:
                self._sources[day, _REFERRER, referrer][0] += views
            if country is not None:
                self._sources[day, _COUNTRY, country][0] += views
            self.counted += views

    def _store(self) -> None:
        DAYS.add(self._days)
        HOURS.add(self._hours)
        PAGE_DAYS.add(self._page_days)
        PAGE_HOURS.add(self._page_hours)
        SOURCES.add(_within_bounds(self._sources))


def _open_days(days: Iterable[date]) -> set[date]:
    """Those of these days that are not closed. Nobody closes them before the transaction ends."""
    wanted = sorted(days)
    DayTotal.objects.bulk_create([DayTotal(day=one) for one in wanted], ignore_conflicts=True)
    rows = DayTotal.objects.select_for_update().filter(day__in=wanted).order_by("day")
    return {one.day for one in rows if one.closed_at is None}


def _within_bounds(sources: dict[Row, list[int]]) -> dict[Row, list[int]]:
    """The same with further hosts under one name."""
    hosts: defaultdict[date, set[str]] = defaultdict(set)
    for day, of, name in sources:
        if of == _REFERRER:
            hosts[day].add(name)
    for day, names in hosts.items():
        stored = set(SourceDay.objects.filter(day=day, kind=_REFERRER).values_list("name", flat=True))
        room = MOST_REFERRERS - len(stored)
        for name in sorted(names - stored - {"", OTHER}, key=lambda one: -sources[day, _REFERRER, one][0])[
            max(0, room) :
        ]:
            views = sources.pop((day, _REFERRER, name))[0]
            sources.setdefault((day, _REFERRER, OTHER), [0])[0] += views
    return sources
