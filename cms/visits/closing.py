"""Ends days: who came is forgotten, only how many stays; and in the end that, too. For the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from cms.visits import salts
from cms.visits.days import begins, ends, shop_zone
from cms.visits.models import DayTotal, HourTotal, LogFile, PageDay, PageHour, SourceDay, Visitor, VisitSettings

GRACE = timedelta(hours=1)
"""How long after its end a day waits for its last lines; and how long an older day stays open that is counted late."""

PAGE_HOUR_DAYS = 8
LEADING = 100
"""So many pages and so many listings of each day."""


def close_days(now: datetime) -> int:
    """Close the days that are over, and destroy their salts; how many there were."""
    zone = shop_zone()
    closed = 0
    since = dict(salts.kept_salts())
    open_days = set(DayTotal.objects.filter(closed_at=None).values_list("day", flat=True))
    for day in sorted(open_days | since.keys()):
        opened = since.get(day, datetime.min.replace(tzinfo=UTC))
        if max(ends(day, zone), opened) + GRACE <= now:
            closed += _close(day, now)
            salts.destroy_salt(day)
    return closed


@transaction.atomic
def _close(day: date, now: datetime) -> int:
    row = DayTotal.objects.select_for_update().filter(day=day, closed_at=None).first()
    if row is None:
        return 0
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    Visitor.objects.filter(day=day).delete()
    for some in (PageDay.objects.filter(day=day, listing=0), PageDay.objects.filter(day=day, listing__gt=0)):
        best = list(some.order_by("-views", "pk").values_list("pk", flat=True)[:LEADING])
        PageDay.objects.filter(pk__in=best).update(leading=True)
    return 1


def forget_old_visits(now: datetime) -> int:
    """Delete the numbers that are kept no longer; how many rows there were."""
    zone = shop_zone()
    today = now.astimezone(zone).date()
    first = today - timedelta(days=VisitSettings.load().kept_days)
    hours = begins(today - timedelta(days=PAGE_HOUR_DAYS), zone)
    old = (
        DayTotal.objects.filter(day__lt=first),
        HourTotal.objects.filter(hour__lt=begins(first, zone)),
        PageDay.objects.filter(day__lt=first),
        PageHour.objects.filter(hour__lt=hours),
        SourceDay.objects.filter(day__lt=first),
        LogFile.objects.filter(changed_at__lt=begins(first, zone)),
    )
    return sum(rows.delete()[0] for rows in old)
