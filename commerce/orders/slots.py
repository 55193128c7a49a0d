"""The half hours that a seller's weekly windows offer, by the clock on the shop's wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count

from commerce.orders.models import Appointment, CashSettings, PickupWindow

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SLOT = timedelta(minutes=30)
AHEAD = timedelta(days=14)
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A half hour that can be picked."""

    window: PickupWindow
    starts_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + SLOT


def free_slots(seller_id: int, *, now: datetime) -> list[Slot]:
    """What can be picked at this seller in the next two weeks, earliest first."""
    zone = CashSettings.load().zone
    found = []
    for window in PickupWindow.objects.filter(seller_id=seller_id):
        taken = _taken(window, now)
        found += [
            Slot(window=window, starts_at=one)
            for one in _times(window, zone, now=now)
            if taken.get(one, 0) < window.capacity
        ]
    return sorted(found, key=lambda one: (one.starts_at, one.window.pk))[:MOST_SHOWN]


def is_slot(window: PickupWindow, start: datetime, *, now: datetime) -> bool:
    """Whether the window offers a meeting that starts then."""
    return start.astimezone(UTC) in _times(window, CashSettings.load().zone, now=now)


def is_free(window: PickupWindow, start: datetime) -> bool:
    """Whether there is room then; ask while the window is locked."""
    agreed = Appointment.objects.filter(
        window=window, starts_at=start, status=Appointment.Status.AGREED, order__deadline__isnull=False
    )
    return agreed.count() < window.capacity


def _taken(window: PickupWindow, now: datetime) -> dict[datetime, int]:
    rows = Appointment.objects.filter(
        window=window, starts_at__gte=now, status=Appointment.Status.AGREED, order__deadline__isnull=False
    )
    return dict(rows.values_list("starts_at").annotate(count=Count("pk")).order_by())


def _times(window: PickupWindow, zone: ZoneInfo, *, now: datetime) -> Iterator[datetime]:
    """In UTC. A half hour that the wall clock skips or has twice is offered once, as it is read on the wall."""
    first = now + timedelta(hours=window.lead_hours)
    today = now.astimezone(zone).date()
    for ahead in range(AHEAD.days + 1):
        day = today + timedelta(days=ahead)
        if day.weekday() != window.weekday:
            continue
        minutes = _minutes(window.opens)
        while minutes + SLOT.seconds // 60 <= _minutes(window.closes):
            on_wall = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=zone)
            moment = on_wall.astimezone(UTC)
            if moment >= first and moment.astimezone(zone) == on_wall:
                yield moment
            minutes += SLOT.seconds // 60


def _minutes(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute
