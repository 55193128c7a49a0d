"""How somebody kept their appointments: counted from what happened, apart from all opinions, forgotten after a year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

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


def reliability_of_many(people: Collection[int], *, now: datetime) -> dict[int, Reliability]:
    """The same of several people, for those who had an appointment."""
    found: dict[int, Reliability] = {}
    recent = Order.objects.filter(changed_at__gt=now - YEAR).order_by()
    for side, no_show, called_off in (
        ("buyer_id", Reason.NO_SHOW_BUYER, Reason.BY_BUYER),
        ("seller_id", Reason.NO_SHOW_SELLER, Reason.BY_SELLER),
    ):
        counted = (
            recent.filter(**{f"{side}__in": people})
            .values(person=F(side))
            .annotate(
                kept=Count("pk", filter=Q(state="completed")),
                missed=Count("pk", filter=Q(state="cancelled", reason=no_show)),
                late=Count("pk", filter=Q(state="cancelled", reason=called_off, late=True)),
            )
        )
        for row in counted:
            before = found.get(row["person"], Reliability(0, 0, 0))
            found[row["person"]] = Reliability(
                before.kept + row["kept"], before.missed + row["missed"], before.late + row["late"]
            )
    return {pk: one for pk, one in found.items() if one.appointments}


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
