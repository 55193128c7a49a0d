"""A day ends: who came is forgotten, how many stays; and after a time that, too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cms.api import clock
from cms.visits import salts
from cms.visits.closing import GRACE, LEADING, PAGE_HOUR_DAYS, close_days, forget_old_visits
from cms.visits.models import DayTotal, HourTotal, LogFile, PageDay, PageHour, SourceDay, Visitor, VisitSettings
from tests.factories.log_lines import log_line
from tests.factories.visits import totals

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

BERLIN = ZoneInfo("Europe/Berlin")
SECOND = timedelta(seconds=1)


@pytest.fixture
def today():
    return datetime.now(BERLIN).date()


@pytest.fixture
def midnight(today):
    return datetime(today.year, today.month, today.day, tzinfo=BERLIN) + timedelta(days=1)


@pytest.fixture
def counted(log, count, wall):
    wall(BERLIN)
    log.write_bytes(log_line(at=datetime.now(UTC)) + log_line(at=datetime.now(UTC), addr="198.51.100.1"))
    count(log)


@pytest.mark.usefixtures("counted")
def test_the_salt_of_a_day_is_destroyed_an_hour_after_midnight(today, midnight):
    secret = salts.folder() / f"salt-{today}"
    with secret.open("rb") as held:
        assert close_days(midnight.astimezone(UTC) + GRACE - SECOND) == 0
        assert (secret.exists(), Visitor.objects.count()) == (True, 2)

        assert close_days(midnight.astimezone(UTC) + GRACE) == 1

        assert held.read() == bytes(32)
    assert not secret.exists()
    assert not Visitor.objects.exists()
    assert totals() == {today.isoformat(): (2, 2, 0)}
    assert close_days(midnight.astimezone(UTC) + GRACE) == 0


@pytest.mark.usefixtures("counted")
def test_the_clock_closes_days_where_nobody_counts(today, midnight):
    clock.run_due(midnight + GRACE)

    assert list(salts.kept_salts()) == []
    assert DayTotal.objects.get(day=today).closed_at == midnight + GRACE


def test_a_day_long_ago_stays_open_for_an_hour_for_its_other_files(log, count):
    log.write_bytes(log_line())
    now = datetime.now(UTC)
    count(log)

    assert close_days(now + GRACE - timedelta(minutes=1)) == 0
    assert close_days(now + GRACE + timedelta(minutes=1)) == 1
    assert list(salts.kept_salts()) == []


def test_a_salt_without_numbers_is_destroyed_too(today):
    salts.salt_of(today, now=datetime.now(UTC))

    close_days(datetime.now(UTC) + timedelta(days=3))

    assert list(salts.kept_salts()) == []


def test_the_most_seen_pages_and_listings_of_a_day_are_marked():
    day = date(2026, 6, 15)
    DayTotal.objects.create(day=day)
    PageDay.objects.bulk_create(
        [PageDay(day=day, path=f"/{number}", views=number) for number in range(1, LEADING + 3)]
        + [PageDay(day=day, listing=number, views=5) for number in range(1, 4)]
    )

    close_days(datetime(2026, 6, 17, tzinfo=UTC))

    others = set(PageDay.objects.filter(leading=False).values_list("path", flat=True))
    assert others == {"/1", "/2"}


def test_old_numbers_are_forgotten_as_the_settings_say():
    now = datetime(2026, 6, 15, 12, tzinfo=UTC)
    VisitSettings.objects.create(kept_days=40)
    for days in (PAGE_HOUR_DAYS, PAGE_HOUR_DAYS + 1, 40, 41):
        at = now - timedelta(days=days)
        DayTotal.objects.create(day=at.date())
        HourTotal.objects.create(hour=at.replace(hour=0))
        PageDay.objects.create(day=at.date(), listing=1, views=1)
        SourceDay.objects.create(day=at.date(), kind="device", name="phone", views=1)
        PageHour.objects.create(hour=at.replace(hour=0), listing=1, views=1)
        LogFile.objects.create(path="x", place=f"1:{days}", head_size=1, offset=1, changed_at=at)

    gone = forget_old_visits(now)

    kept = [model.objects.count() for model in (DayTotal, HourTotal, PageDay, SourceDay, LogFile, PageHour)]
    assert (kept, gone) == ([3, 3, 3, 3, 3, 1], 8)
    assert min(DayTotal.objects.values_list("day", flat=True)) == date(2026, 5, 6)
    assert forget_old_visits(now) == 0
