"""What the numbers say to the dashboard and to sellers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cms.api import visits
from cms.api.visits import DayFigures, HourFigures, Ranked, RankedListing, Span, Totals
from cms.visits.models import DayTotal, HourTotal, PageDay, SourceDay
from tests.factories.goods import make_listing
from tests.factories.people import make_admin

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 6, 15)
TUESDAY = date(2026, 6, 16)
WEEK = Span(MONDAY, date(2026, 6, 21))


def page(day, views, *, listing=0, path="", leading=True):
    PageDay.objects.create(day=day, listing=listing, path=path, views=views, leading=leading)


def test_a_span_ends_today_on_the_wall_of_the_shop(wall):
    wall(BERLIN)
    late = datetime(2026, 6, 21, 22, 30, tzinfo=UTC)

    assert visits.last_days(1, now=late) == Span(date(2026, 6, 22), date(2026, 6, 22))
    assert visits.last_days(7, now=late - timedelta(hours=1)) == WEEK
    assert WEEK.before == Span(date(2026, 6, 8), date(2026, 6, 14))


def test_totals_and_days_are_those_of_the_span():
    DayTotal.objects.create(day=MONDAY, views=10, visitors=4, robots=3)
    DayTotal.objects.create(day=TUESDAY, views=5, visitors=2, robots=1)
    DayTotal.objects.create(day=MONDAY - timedelta(days=1), views=100, visitors=50)

    assert visits.totals(WEEK) == Totals(15, 6, 4)
    assert visits.totals(WEEK.before) == Totals(100, 50, 0)
    assert visits.totals(Span(TUESDAY + timedelta(days=1), WEEK.last)) == Totals(0, 0, 0)
    assert visits.by_day(Span(MONDAY, date(2026, 6, 17))) == [
        DayFigures(MONDAY, 10, 4),
        DayFigures(TUESDAY, 5, 2),
        DayFigures(date(2026, 6, 17), 0, 0),
    ]


@pytest.mark.parametrize(("day", "hours"), [(MONDAY, 24), (date(2025, 10, 26), 25), (date(2026, 3, 29), 23)])
def test_a_day_has_all_its_hours(wall, day, hours):
    wall(BERLIN)
    begins = datetime(day.year, day.month, day.day, tzinfo=BERLIN).astimezone(UTC)
    HourTotal.objects.create(hour=begins, views=7, visitors=3)
    HourTotal.objects.create(hour=begins - timedelta(hours=1), views=1, visitors=1)
    HourTotal.objects.create(hour=begins + timedelta(hours=hours), views=1, visitors=1)

    found = visits.by_hour(Span(day, day))

    assert len(found) == hours
    assert found[0] == HourFigures(begins.astimezone(BERLIN), 7, 3)
    assert {(one.views, one.visitors) for one in found[1:]} == {(0, 0)}


@pytest.mark.parametrize("span", [WEEK, Span(MONDAY, TUESDAY)])
def test_pages_and_listings_are_ranked_by_all_their_views(span):
    DayTotal.objects.create(day=MONDAY, closed_at=datetime(2026, 6, 16, 1, tzinfo=UTC))
    DayTotal.objects.create(day=TUESDAY)
    page(MONDAY, 5, path="/")
    page(TUESDAY, 5, path="/", leading=False)
    page(MONDAY, 7, path="/listings")
    page(TUESDAY, 8, path="/search", leading=False)
    page(MONDAY, 20, listing=1)
    page(TUESDAY, 21, listing=2, leading=False)
    page(MONDAY, 2, listing=2, leading=False)
    page(MONDAY - timedelta(days=1), 100, path="/listings")

    assert visits.top_pages(span, 2) == [Ranked("/", 10), Ranked("/search", 8)]
    assert visits.top_listings(span, 5) == [RankedListing(2, 23), RankedListing(1, 20)]


def test_sources_are_told_by_kind():
    for day, kind, name, views in (
        (MONDAY, "referrer", "", 5),
        (MONDAY, "referrer", "example.org", 3),
        (TUESDAY, "referrer", "example.org", 4),
        (MONDAY, "device", "phone", 9),
        (MONDAY, "country", "DE", 2),
        (MONDAY - timedelta(days=1), "device", "tablet", 9),
    ):
        SourceDay.objects.create(day=day, kind=kind, name=name, views=views)

    assert visits.top_referrers(WEEK, 5) == [Ranked("example.org", 7), Ranked("", 5)]
    assert visits.top_referrers(WEEK, 1) == [Ranked("example.org", 7)]
    assert visits.devices(WEEK) == [Ranked("phone", 9)]
    assert visits.top_countries(WEEK, 5) == [Ranked("DE", 2)]
    assert (visits.knows_countries(), visits.is_counting()) == (False, True)


def test_the_views_of_listings_take_one_query(django_assert_num_queries):
    mine, other = make_listing(), make_listing()
    page(MONDAY, 3, listing=mine.pk)
    page(TUESDAY, 4, listing=mine.pk)
    page(MONDAY, 5, listing=other.pk)
    page(MONDAY - timedelta(days=1), 50, listing=mine.pk)
    page(MONDAY, 9, path="/")

    with django_assert_num_queries(1):
        assert visits.views_of([mine.pk, other.pk, 999_999, 0], WEEK) == {mine.pk: 7, other.pk: 5}
    with django_assert_num_queries(1):
        assert visits.views_of_seller(mine.seller_id, WEEK) == 7
    assert visits.listing_by_day(mine.pk, Span(MONDAY, date(2026, 6, 17))) == [
        (MONDAY, 3),
        (TUESDAY, 4),
        (date(2026, 6, 17), 0),
    ]


def test_the_list_of_listings_says_how_often_each_was_seen(client):
    seen, unseen = make_listing(title="Seen"), make_listing(title="Unseen")
    today = visits.last_days(1).last
    for days, views in ((0, 1000), (29, 234), (30, 5)):
        page(today - timedelta(days=days), views, listing=seen.pk)
    client.force_login(make_admin())

    shown = client.get("/admin/listings/").content.decode()

    rows = {pk: shown.split(f'data-listing="{pk}"')[1].split("</tr>")[0] for pk in (seen.pk, unseen.pk)}
    assert "Views in 30 days" in shown
    assert "1,234" in rows[seen.pk]
    assert "1,234" not in rows[unseen.pk]
