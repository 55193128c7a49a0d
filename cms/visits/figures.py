"""What the numbers say: totals, series and leaders of a span of days, and the views of listings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone

from cms.catalog.models import Listing
from cms.visits.days import begins, ends, shop_zone
from cms.visits.models import DayTotal, HourTotal, PageDay, SourceDay

_LONGEST_EXACT = 2
"""Over more days the leading pages of each day are looked at, not all."""

_CANDIDATES = 10
"""So many times as many are counted exactly as are asked for."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the shop's calendar, the last one included."""

    first: date
    last: date

    @property
    def before(self) -> Span:
        """As many days, right before."""
        days = (self.last - self.first).days + 1
        return Span(self.first - timedelta(days=days), self.first - timedelta(days=1))

    def days(self) -> Iterator[date]:
        """Each day."""
        return (self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Totals:
    """Views, visitors (of several days the sum: nobody knows who came again) and views by robots."""

    views: int
    visitors: int
    robots: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The numbers of one day."""

    day: date
    views: int
    visitors: int


@dataclass(frozen=True, slots=True)
class HourFigures:
    """The numbers of one hour, which begins at this moment of the shop's wall."""

    hour: datetime
    views: int
    visitors: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A page by its path, a referrer by its host (empty for none), a device, or a country by its code."""

    name: str
    views: int


@dataclass(frozen=True, slots=True)
class RankedListing:
    """A listing by its number. It may be gone."""

    listing_id: int
    views: int


def last_days(days: int, *, now: datetime | None = None) -> Span:
    """The span of so many days that ends today."""
    today = (now or timezone.now()).astimezone(shop_zone()).date()
    return Span(today - timedelta(days=days - 1), today)


def totals(span: Span) -> Totals:
    """All views and visitors of these days."""
    found = DayTotal.objects.filter(day__range=(span.first, span.last)).aggregate(
        views=Sum("views", default=0), visitors=Sum("visitors", default=0), robots=Sum("robots", default=0)
    )
    return Totals(**found)


def by_day(span: Span) -> list[DayFigures]:
    """Each day of the span, also those without a visit."""
    rows = DayTotal.objects.filter(day__range=(span.first, span.last)).values_list("day", "views", "visitors")
    found = {day: DayFigures(day, views, visitors) for day, views, visitors in rows}
    return [found.get(day) or DayFigures(day, 0, 0) for day in span.days()]


def by_hour(span: Span) -> list[HourFigures]:
    """Each hour of the span: a day has 23 to 25."""
    zone = shop_zone()
    first, end = begins(span.first, zone), ends(span.last, zone)
    rows = HourTotal.objects.filter(hour__gte=first, hour__lt=end).values_list("hour", "views", "visitors")
    found = {hour: (views, visitors) for hour, views, visitors in rows}
    hours = int((end - first) / timedelta(hours=1))
    moments = (first + timedelta(hours=number) for number in range(hours))
    return [HourFigures(one.astimezone(zone), *found.get(one.astimezone(UTC), (0, 0))) for one in moments]


def top_pages(span: Span, n: int) -> list[Ranked]:
    """The most seen pages that are no listings."""
    rows = PageDay.objects.filter(day__range=(span.first, span.last), listing=0)
    return [Ranked(path, views) for path, views in _top(rows, "path", span, n)]


def top_listings(span: Span, n: int) -> list[RankedListing]:
    """The most seen listings."""
    rows = PageDay.objects.filter(day__range=(span.first, span.last), listing__gt=0)
    return [RankedListing(listing, views) for listing, views in _top(rows, "listing", span, n)]


def top_sources(kind: SourceDay.Kind, span: Span, n: int) -> list[Ranked]:
    """Where most views came from: referrers, devices or countries."""
    rows = SourceDay.objects.filter(day__range=(span.first, span.last), kind=kind)
    return [Ranked(name, views) for name, views in _sums(rows, "name")[:n]]


def listing_by_day(listing_id: int, span: Span) -> list[tuple[date, int]]:
    """The views of one listing, for each day of the span."""
    rows = PageDay.objects.filter(listing=listing_id, listing__gt=0, day__range=(span.first, span.last))
    found = dict(rows.values_list("day", "views"))
    return [(day, found.get(day, 0)) for day in span.days()]


def views_of(listing_ids: Collection[int], span: Span) -> dict[int, int]:
    """The views of many listings, by one query; those without any are left out."""
    rows = PageDay.objects.filter(listing__in=listing_ids, listing__gt=0, day__range=(span.first, span.last))
    return dict(_sums(rows, "listing"))


def views_of_seller(seller_id: int, span: Span) -> int:
    """The views of all that somebody sells or sold."""
    own = Listing.objects.filter(seller_id=seller_id).values("pk")
    rows = PageDay.objects.filter(listing__in=own, listing__gt=0, day__range=(span.first, span.last))
    return int(rows.aggregate(views=Sum("views", default=0))["views"])


def _top(rows: QuerySet[PageDay], name: str, span: Span, n: int) -> list[tuple[Any, int]]:
    """The first n by their views, counted over all rows.

    Over a long time only those are looked at that were among the leading ones of some day: a page that is never among
    the first hundred of a day is not among the first ten of a year.
    """
    if (span.last - span.first).days < _LONGEST_EXACT:
        return list(_sums(rows, name)[:n])
    days = DayTotal.objects.filter(day__range=(span.first, span.last), closed_at=None)
    most = n * _CANDIDATES
    found: Counter[Any] = Counter(dict(_sums(rows.filter(leading=True), name)[:most]))
    found.update(dict(_sums(rows.filter(day__in=list(days.values_list("day", flat=True))), name)[:most]))
    names = [one for one, _ in found.most_common(most)]
    return list(_sums(rows.filter(**{f"{name}__in": names}), name)[:n])


def _sums(rows: QuerySet[Any], name: str) -> QuerySet[Any, tuple[Any, int]]:
    """Names with their views, the most seen first."""
    found: QuerySet[Any, tuple[Any, int]] = (
        rows.values(name).annotate(sum=Sum("views")).order_by("-sum", name).values_list(name, "sum")
    )
    return found
