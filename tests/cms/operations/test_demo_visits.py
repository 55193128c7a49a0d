"""The demo's visitor numbers: believable, and in themselves true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, Sum

from cms.operations.demo.load_visits import load_visits
from cms.visits.closing import PAGE_HOUR_DAYS
from cms.visits.models import DayTotal, HourTotal, PageDay, PageHour, SourceDay
from tests.factories.goods import make_category, make_listing

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def made(days, seed=1):
    return load_visits(days, seed=seed, tell=lambda _done, _of: None, now=NOW)


def sums(model, **only):
    return model.objects.filter(**only).aggregate(sum=Sum("views"))["sum"]


def test_all_numbers_of_the_demo_agree():
    category = make_category()
    ids = {make_listing(category=category).pk for _ in range(20)}

    assert made(12) == 12

    views = sums(DayTotal)
    assert views > 500
    assert sums(HourTotal) == sums(PageDay) == sums(SourceDay, kind="device") == views
    assert 0 < sums(SourceDay, kind="referrer") < views
    newest = DayTotal.objects.filter(day__gt=NOW.date() - timedelta(days=PAGE_HOUR_DAYS))
    assert PageHour.objects.aggregate(sum=Sum("views")) == newest.aggregate(sum=Sum("views"))
    assert set(PageDay.objects.filter(listing__gt=0).values_list("listing", flat=True)) <= ids
    assert f"/category/{category.slug_path}" in set(PageDay.objects.values_list("path", flat=True))
    days = DayTotal.objects.order_by("day")
    assert [one.day for one in days] == [NOW.date() - timedelta(days=number) for number in range(12, 0, -1)]
    assert all(0 < one.visitors < one.views and one.closed_at == NOW for one in days)
    assert PageDay.objects.filter(leading=False).count() == 0


def test_days_that_have_numbers_are_left_alone():
    DayTotal.objects.create(day=NOW.date() - timedelta(days=1), views=3)

    assert made(3) == 2

    assert DayTotal.objects.get(day=NOW.date() - timedelta(days=1)).views == 3
    assert made(3) == 0
    assert PageDay.objects.values("day").annotate(n=Count("pk")).count() == 2
