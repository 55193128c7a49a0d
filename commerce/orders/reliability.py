"""How somebody kept their appointments: counted from what happened, apart from all opinions, forgotten after a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from commerce.orders.machine import Reason
from commerce.orders.models import Order

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Reliability:
    """So many appointments of so many were kept, missed, or called off late."""

    kept: int
    missed: int
    late: int

    @property
    def appointments(self) -> int:
        """All that count."""
        return self.kept + self.missed + self.late


def reliability_of(person_id: int, *, now: datetime) -> Reliability:
    """Of the last twelve months, as buyer and as seller."""
    own = Q(buyer=person_id) | Q(seller=person_id)
    missed = Q(buyer=person_id, reason=Reason.NO_SHOW_BUYER) | Q(seller=person_id, reason=Reason.NO_SHOW_SELLER)
    late = Q(late=True) & (Q(buyer=person_id, reason=Reason.BY_BUYER) | Q(seller=person_id, reason=Reason.BY_SELLER))
    counts = Order.objects.filter(own, changed_at__gt=now - YEAR).aggregate(
        kept=Count("pk", filter=Q(state="completed")),
        missed=Count("pk", filter=missed & Q(state="cancelled")),
        late=Count("pk", filter=late & Q(state="cancelled")),
    )
    return Reliability(**counts)
