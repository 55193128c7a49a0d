"""What waits for a seller in other parts of the shop, in numbers: orders, meetings, how reliable, saved by others."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from commerce.catalog import seller_views
from commerce.favourites.models import Favourite
from commerce.orders.machine import State
from commerce.orders.models import Appointment, CashSettings, Order
from commerce.orders.reliability import reliability_of
from commerce.selling.desk import tile_as
from commerce.theme import later, translate


def register() -> None:
    """Put them on the desk."""
    tile_as("requests", later("Orders to answer"), "/orders", requests_of)
    tile_as("meetings", later("Meetings today"), "/orders", lambda seller_id: meetings_of(seller_id, timezone.now()))
    tile_as("kept", later("Meetings kept"), "/orders", lambda seller_id: kept_by(seller_id, timezone.now()))
    tile_as("views", later("Views in 30 days"), "/sell?show=live", seller_views)
    tile_as("saved", later("Saved by others"), "/sell?show=live", saved_of)


def requests_of(seller_id: int) -> int:
    """Orders that wait for an answer."""
    return Order.objects.filter(seller_id=seller_id, state=State.REQUESTED).count()


def meetings_of(seller_id: int, now: datetime) -> int:
    """Meetings of this day on the shop's wall."""
    zone = CashSettings.load().zone
    begins = datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)
    ends = datetime.combine(begins.date() + timedelta(days=1), time(), tzinfo=zone)
    agreed = Appointment.objects.filter(status=Appointment.Status.AGREED, order__seller_id=seller_id)
    return agreed.filter(starts_at__gte=begins, starts_at__lt=ends, order__deadline__isnull=False).count()


def kept_by(seller_id: int, now: datetime) -> str:
    """How many meetings of how many were kept within a year."""
    found = reliability_of(seller_id, now=now)
    if not found.appointments:
        return "–"
    return translate("{kept} of {all}", kept=found.kept, all=found.appointments)


def saved_of(seller_id: int) -> int:
    """How many people keep an eye on the seller's listings."""
    return Favourite.objects.filter(listing__seller_id=seller_id).count()
