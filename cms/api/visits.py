"""The door to the visitor numbers: for the dashboard, and for sellers, who see the views of their own listings.

Spans are days of the shop's calendar: `last_days(30)`, and its `before`. Lists are sorted, the most first.
"""

from __future__ import annotations

from django.conf import settings

from cms.visits.days import take_zone_from
from cms.visits.figures import (
    DayFigures,
    HourFigures,
    Ranked,
    RankedListing,
    Span,
    Totals,
    by_day,
    by_hour,
    last_days,
    listing_by_day,
    top_listings,
    top_pages,
    top_sources,
    totals,
    views_of,
    views_of_seller,
)
from cms.visits.models import SourceDay, VisitSettings

__all__ = [
    "DayFigures",
    "HourFigures",
    "Ranked",
    "RankedListing",
    "Span",
    "Totals",
    "by_day",
    "by_hour",
    "devices",
    "is_counting",
    "knows_countries",
    "last_days",
    "listing_by_day",
    "take_zone_from",
    "top_countries",
    "top_listings",
    "top_pages",
    "top_referrers",
    "totals",
    "views_of",
    "views_of_seller",
]


def is_counting() -> bool:
    """Whether visits are counted now."""
    return bool(VisitSettings.load().counting)


def knows_countries() -> bool:
    """Whether there is a database that tells the countries of addresses."""
    return settings.COUNTRY_DATABASE is not None


def top_referrers(span: Span, n: int) -> list[Ranked]:
    """The hosts that most views came from. Without a name: from nowhere; "…": from all that a day had no room for."""
    return top_sources(SourceDay.Kind.REFERRER, span, n)


def top_countries(span: Span, n: int) -> list[Ranked]:
    """The countries, by their codes; without a name where nobody knows."""
    return top_sources(SourceDay.Kind.COUNTRY, span, n)


def devices(span: Span) -> list[Ranked]:
    """Phone, tablet and desktop."""
    return top_sources(SourceDay.Kind.DEVICE, span, 3)
