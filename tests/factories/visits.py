"""What is stored of visits, for tests to compare."""

from __future__ import annotations

from datetime import UTC

from cms.visits.models import DayTotal, HourTotal, PageDay, SourceDay


def views() -> dict[str, int]:
    """The views of pages over all days; listings by their number."""
    found: dict[str, int] = {}
    for one in PageDay.objects.all():
        name = one.path or str(one.listing)
        found[name] = found.get(name, 0) + one.views
    return found


def totals() -> dict[str, tuple[int, int, int]]:
    """Views, visitors and views by robots of each day."""
    return {one.day.isoformat(): (one.views, one.visitors, one.robots) for one in DayTotal.objects.order_by("day")}


def hours() -> dict[str, tuple[int, int]]:
    """Views and visitors of each hour, by its beginning in UTC."""
    rows = HourTotal.objects.order_by("hour")
    return {f"{one.hour.astimezone(UTC):%Y-%m-%dT%H:%M}": (one.views, one.visitors) for one in rows}


def sources(kind: str) -> dict[str, int]:
    """Views by referrer, device or country over all days."""
    found: dict[str, int] = {}
    for one in SourceDay.objects.filter(kind=kind):
        found[one.name] = found.get(one.name, 0) + one.views
    return found
