"""What everybody sees of a seller beside the goods: reviews and kept appointments, handed to the cms.

It is stored with the profile, so that the pages that show it are rendered anew when, and only when, it is another.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.contract.records import ReviewRecord, StandingRecord
from commerce.catalog import people
from commerce.orders.machine import CLOSED_STATES
from commerce.orders.models import Order
from commerce.orders.reliability import reliability_of
from commerce.reviews.models import Review, Standing
from commerce.reviews.numbers import numbers_of

NEWEST = 10
"""So many reviews stand on a seller's page."""

OLD = timedelta(days=1)
"""Appointments are forgotten after a year: each seller is counted anew once a day."""

_A_TIME = 50


def standing_of(person_id: int, *, now: datetime) -> StandingRecord:
    """As it is now."""
    numbers, kept = numbers_of(person_id, as_seller=True), reliability_of(person_id, now=now)
    return StandingRecord(
        reviews=numbers.count,
        tenths=numbers.tenths,
        kept=kept.kept,
        appointments=kept.appointments,
        newest=tuple(
            ReviewRecord(stars=one.stars, text=one.text, day=one.written_at.date(), reply=one.reply)
            for one in shown_reviews(person_id)[:NEWEST]
        ),
    )


def shown_reviews(person_id: int) -> QuerySet[Review]:
    """What everybody can read about somebody as a seller, published last first."""
    shown = Review.objects.filter(
        subject_id=person_id, about_seller=True, published_at__isnull=False, removed_at__isnull=True
    )
    return shown.order_by("-published_at", "-pk")


@transaction.atomic
def count_anew(person_id: int, *, now: datetime) -> bool:
    """Hand what is so now to the cms; whether that was something new. Does nothing for who has no profile."""
    Standing.objects.update_or_create(person_id=person_id, defaults={"counted_at": now})
    return people.show_standing(person_id, standing_of(person_id, now=now))


def count_due(now: datetime) -> int:
    """Count for those whose orders have ended since they were counted, and for all once a day; how many changed."""
    closed = Order.objects.filter(seller_id=OuterRef("person_id"), state__in=CLOSED_STATES)
    news = Exists(closed.filter(changed_at__gt=OuterRef("counted_at"), changed_at__lte=now))
    due = Standing.objects.filter(Q(counted_at__lt=now - OLD) | Q(news))
    ids = list(due.order_by("counted_at").values_list("pk", flat=True)[:_A_TIME])
    fresh = Order.objects.filter(state__in=CLOSED_STATES, seller__standing__isnull=True).order_by()
    ids += list(fresh.values_list("seller_id", flat=True).distinct()[:_A_TIME])
    return sum(count_anew(one, now=now) for one in ids)
