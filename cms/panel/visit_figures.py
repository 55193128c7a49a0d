"""Visitors on the dashboard: how many, when, what they looked at, where they came from, and with what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.api import figures, visits
from cms.api.figures import Number, Row, Table
from cms.catalog.models import Listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cms.api.figures import Period

_VIEWS = gettext_lazy("Page views")
_VISITORS = gettext_lazy("Visitors")
_NO_VISIT = gettext_lazy("No visits were counted in this time.")
_HOUR = timedelta(hours=1)
_DEVICES = {
    "phone": gettext_lazy("Phone"),
    "tablet": gettext_lazy("Tablet"),
    "desktop": gettext_lazy("Computer"),
}


def register() -> None:
    """Add them to the dashboard."""
    figures.register_numbers(numbers, order=10)
    listed = (
        ("visits", gettext_lazy("Visits"), gettext_lazy("When"), by_time, 10),
        ("top-listings", gettext_lazy("Most seen listings"), gettext_lazy("Listing"), top_listings, 40),
        ("top-pages", gettext_lazy("Most seen pages"), gettext_lazy("Page"), top_pages, 50),
        ("referrers", gettext_lazy("Where visitors come from"), gettext_lazy("Site"), referrers, 60),
        ("devices", gettext_lazy("Devices"), gettext_lazy("Device"), devices, 70),
    )
    for name, heading, what, rows, order in listed:
        is_series = rows is by_time
        columns = (what, _VIEWS, _VISITORS) if is_series else (what, _VIEWS)
        figures.register_table(
            Table(
                name=name,
                heading=heading,
                columns=columns,
                rows=rows,
                by_time=is_series,
                empty=_NO_VISIT,
                order=order,
            )
        )
    if visits.knows_countries():
        figures.register_table(
            Table(
                name="countries",
                heading=gettext_lazy("Countries"),
                columns=(gettext_lazy("Country"), _VIEWS),
                rows=countries,
                empty=_NO_VISIT,
                order=80,
            )
        )


def numbers(period: Period) -> Iterator[Number]:
    """Visitors and page views."""
    now, before = visits.totals(period.span), _before(period)
    yield Number(label=_VISITORS, now=now.visitors, before=before[1])
    yield Number(label=_VIEWS, now=now.views, before=before[0])


def _before(period: Period) -> tuple[int, int]:
    """Views and visitors of the time before, its last day cut at the same hour by the share that its hours had then.

    Visitors of hours cannot be added up to visitors of a day, so this is close, not exact.
    """
    whole = visits.totals(period.span.before)
    last_day = visits.Span(period.span.before.last, period.span.before.last)
    hours = visits.by_hour(last_day)
    day = visits.totals(last_day)
    views = _share([(one.hour, one.views) for one in hours], period.before_until)
    visitors = _share([(one.hour, one.visitors) for one in hours], period.before_until)
    return (
        whole.views - round(day.views * (1 - views)),
        whole.visitors - round(day.visitors * (1 - visitors)),
    )


def _share(hours: Sequence[tuple[datetime, int]], until: datetime) -> float:
    in_all = sum(count for _hour, count in hours)
    if not in_all:
        return 1.0
    return sum(count * min(max((until - hour) / _HOUR, 0.0), 1.0) for hour, count in hours) / in_all


def by_time(period: Period, _most: int) -> list[Row]:
    """Each hour of a day, or each day."""
    if period.days == 1:
        hours = [one for one in visits.by_hour(period.span) if one.hour <= period.until]
        return [Row(date_format(one.hour, "TIME_FORMAT"), (one.views, one.visitors)) for one in hours]
    days = visits.by_day(period.span)
    return [Row(date_format(one.day, "SHORT_DATE_FORMAT"), (one.views, one.visitors)) for one in days]


def top_listings(period: Period, most: int) -> list[Row]:
    """By title; of one that is gone there is the number."""
    found = visits.top_listings(period.span, most)
    titles = dict(Listing.objects.filter(pk__in=[one.listing_id for one in found]).values_list("pk", "title"))
    return [
        Row(
            titles[one.listing_id]
            if one.listing_id in titles
            else _("Number %(number)d, deleted") % {"number": one.listing_id},
            (one.views,),
            reverse("listings:edit", args=[one.listing_id]) if one.listing_id in titles else "",
        )
        for one in found
    ]


def top_pages(period: Period, most: int) -> list[Row]:
    """By path."""
    return [Row(one.name, (one.views,)) for one in visits.top_pages(period.span, most)]


def referrers(period: Period, most: int) -> list[Row]:
    """By host."""
    named = {"": _("Directly"), "…": _("Others")}
    return [Row(named.get(one.name, one.name), (one.views,)) for one in visits.top_referrers(period.span, most)]


def devices(period: Period, _most: int) -> list[Row]:
    """Phone, tablet, computer."""
    found = visits.devices(period.span)
    return [Row(str(_DEVICES.get(one.name, one.name or _("Unknown"))), (one.views,)) for one in found]


def countries(period: Period, most: int) -> list[Row]:
    """By code."""
    return [Row(one.name or _("Unknown"), (one.views,)) for one in visits.top_countries(period.span, most)]
