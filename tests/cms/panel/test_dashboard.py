"""The first page of the admin: what each role sees of it, what its figures are, what they cost, and their files."""

import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.api import figures, publishing
from cms.changes.models import Publication
from cms.panel.figures_panel import change_in_words
from cms.visits.days import shop_zone
from cms.visits.models import DayTotal, HourTotal, PageDay, SourceDay
from cms.workbook.models import ImportRun
from commerce.notifications.models import Notification
from commerce.orders.models import Order
from commerce.reports.services import report_listing
from commerce.search.models import SearchedWords
from tests.factories.goods import make_listing
from tests.factories.orders import make_buyer, make_order
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOME = "/admin/"
DAY = timedelta(days=1)


def panel(response, name):
    return next(one for one in response.context["panels"] if getattr(one, "name", "") == name)


@pytest.fixture
def shown(client):
    """What the panels show to somebody, by their names."""

    def ask(person, **asked):
        client.force_login(person)
        response = client.get(HOME, asked)
        assert response.status_code == 200
        return response

    return ask


def numbers_of(person, period):
    return {str(one.label): (one.show(one.now), one.before) for one in figures.numbers_for(person, period)}


def waiting_of(person):
    return {str(one.label): (one.count, one.url) for one in figures.waiting_for(person)}


def fill(times=1):
    """One of everything in this span and, of some, in the span before."""
    now = timezone.now()
    today = now.astimezone(shop_zone()).date()
    for number in range(times):
        listing = make_listing(title=f"=Oak table {number}")
        make_order(make_listing(stock=3), now=now - DAY)
        PageDay.objects.create(day=today, listing=listing.pk, views=5)
        PageDay.objects.create(day=today, path=f"/category/{number}", views=2)
        SourceDay.objects.create(day=today, kind="referrer", name=f"{number}.example", views=3)
        SearchedWords.objects.create(words=f"@yacht {number}", day=today, count=4, found=0)
        report_listing(listing.pk, by_id=make_buyer().pk, now=now, reason="fake", text="A fake.")
        Notification.objects.create(address="a@example.org", kind="x", state="failed")
        ImportRun.objects.create(file_name="a.xlsx", state="failed")
    DayTotal.objects.update_or_create(day=today, defaults={"views": 120, "visitors": 40})
    DayTotal.objects.update_or_create(day=today - 7 * DAY, defaults={"views": 60, "visitors": 50})


def test_each_role_sees_what_it_may_act_upon(shown):
    fill()
    make_order(state="disputed", now=timezone.now() - 5 * DAY)
    admin, moderator, editor = make_admin(), make_moderator(), make_editor()

    assert waiting_of(moderator) == {
        "Disputes": (1, "/admin/disputes/"),
        "Reports": (1, "/admin/reports/queue/?waits=decision"),
    }
    assert waiting_of(editor) == {}
    assert waiting_of(admin) == {
        **waiting_of(moderator),
        "Mails that failed": (1, "/admin/mails/?state=failed"),
        "Imports that failed this week": (1, "/admin/imports/"),
    }
    pages = {one.role: shown(one).content.decode() for one in (admin, moderator, editor)}
    assert [name for name, page in pages.items() if "Cash that changed hands" in page] == ["admin", "moderator"]
    assert [name for name, page in pages.items() if "Orders by state" in page] == ["admin", "moderator"]
    assert [name for name, page in pages.items() if "Newest backup" in page] == ["admin"]
    for page in pages.values():
        assert "=Oak table 0" in page
        assert 'role="img"' in page
        assert "style=" not in page.partition('id="panel-figures-')[2].partition('id="panel-publishing-')[0]
        assert "editor guide" not in page
        assert "Documents</" not in page.partition("<main")[2]


def test_a_seller_does_not_come_in(client):
    client.force_login(make_seller())

    for address in (HOME, "/admin/figures/visits.csv"):
        assert client.get(address).status_code == 302, address


def test_the_address_alone_remembers_the_span(shown):
    admin = make_admin()

    for asked, days in (({}, 7), ({"days": "30"}, 30), ({"days": "365"}, 365), ({"days": "1"}, 1), ({"days": "9'"}, 7)):
        page = shown(admin, **asked).content.decode()
        assert f'href="?days={days}#panel-figures-section" aria-current="true"' in page, asked
        assert page.count('aria-current="true"') == 1


def test_figures_stand_beside_those_of_the_time_before_up_to_the_same_hour():
    now = datetime(2026, 5, 20, 12, tzinfo=UTC)
    admin = make_admin()
    admin.date_joined = now - 400 * DAY
    admin.save()
    for moment in (now - DAY, now - 6 * DAY, now - 8 * DAY, now - 7 * DAY + timedelta(hours=3), now + DAY):
        make_buyer(date_joined=moment)
    deal = {"state": "completed", "deadline": None, "reason": ""}
    for ago, cents in ((1, 1250), (2, 500), (8, 700), (20, 99)):
        order = make_order(make_listing(stock=3), now=now - ago * DAY)
        fields = {"received_cents": cents, "received_at": now - ago * DAY}
        Order.objects.filter(pk=order.pk).update(**deal, **fields)
    absent = make_order(make_listing(stock=3), now=now - 30 * DAY)
    Order.objects.filter(pk=absent.pk).update(
        state="cancelled", reason="no_show_buyer", deadline=None, changed_at=now - 8 * DAY
    )

    found = numbers_of(admin, figures.last(7, now=now))

    assert found["Orders"] == ("2", 1)
    assert found["Completed deals"] == ("2", 1)
    assert found["Cash that changed hands"] == ("€17.50", 700)
    assert found["No-shows"] == ("0", 1)
    assert found["New users"][1] == 1
    table = next(one for one in figures.tables_for(admin) if one.name == "orders-by-state")
    rows = table.rows(figures.last(7, now=now), 8)
    assert [(one.label, one.values, one.url) for one in rows] == [
        ("Completed", (2, 1), "/admin/orders/?state=completed")
    ]


def test_visits_of_the_last_day_before_are_cut_at_the_same_hour():
    now = timezone.now().replace(hour=12, minute=30, second=0, microsecond=0)
    period = figures.last(1, now=now)
    day = period.span.before.last
    DayTotal.objects.create(day=day, views=100, visitors=40)
    DayTotal.objects.create(day=period.span.last, views=30, visitors=12)
    begin = period.before_since
    passed = period.before_until - begin
    whole = int(passed / timedelta(hours=1))
    HourTotal.objects.create(hour=begin, views=20, visitors=10)
    HourTotal.objects.create(hour=begin + timedelta(hours=whole), views=40, visitors=20)
    HourTotal.objects.create(hour=begin + timedelta(hours=whole + 1), views=40, visitors=20)

    found = numbers_of(make_editor(), period)

    assert found["Page views"] == ("30", 40)  # 20 and the half of 40
    assert found["Visitors"] == ("12", 16)  # the same share of 40: 10 and 10 of 50


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (3, None, ""),
        (3, 3, "no change"),
        (3, 0, "new"),
        (3, 2, "+50%"),
        (1, 2, "-50%"),
        (40, 1, "over +999%"),
        (1001, 1000, "no change"),
    ],
)
def test_a_change_is_told_in_words(now, before, words):
    assert change_in_words(figures.Number(label="x", now=now, before=before)) == words


def test_the_page_costs_as_much_with_many_rows_as_with_few(client):
    client.force_login(make_admin())
    fill()
    client.get(HOME)

    with CaptureQueriesContext(connection) as few:
        client.get(HOME)
    SearchedWords.objects.all().delete()
    PageDay.objects.all().delete()
    SourceDay.objects.all().delete()
    fill(3)
    with CaptureQueriesContext(connection) as many:
        client.get(HOME)

    assert len(many) == len(few)


def test_each_table_is_a_file_that_runs_no_formula(client):
    fill()
    client.force_login(make_admin())

    def rows(name, kind="csv"):
        response = client.get(f"/admin/figures/{name}.{kind}", {"days": "7"})
        assert response.status_code == 200, name
        content = b"".join(response.streaming_content)
        if kind == "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
        return list(csv.reader(io.StringIO(content.decode())))

    assert rows("top-listings") == [["Listing", "Page views"], ["'=Oak table 0", "5"]]
    assert rows("top-listings", "xlsx")[1] == [("=Oak table 0", "s"), (5, "n")]
    assert rows("searches-without-result") == [["Words", "Searches"], ["'@yacht 0", "4"]]
    assert rows("visits")[-1][1:] == ["120", "40"]
    assert len(rows("visits")) == 8
    summary = {one[0]: one[1:] for one in rows("summary")}
    assert summary["Visitors"] == ["40", "50"]
    assert summary["Cash that changed hands"] == ["0.00", "0.00"]
    assert summary["Live listings"] == ["2", ""]


def test_a_file_that_is_not_there_or_not_for_somebody_is_not_found(client):
    client.force_login(make_editor())

    for address in ("visits.pdf", "nothing.csv", "orders-by-state.csv"):
        assert client.get(f"/admin/figures/{address}").status_code == 404, address
    summary = b"".join(client.get("/admin/figures/summary.csv").streaming_content).decode()
    assert "Visitors" in summary
    assert "Cash" not in summary


def test_the_publisher_is_as_fast_as_95_of_100_of_its_last_publications():
    assert publishing.usual_seconds(newest=200) is None
    now = timezone.now()
    for seconds in range(1, 41):
        Publication.objects.create(
            kind="listing",
            key=str(seconds),
            first_change=seconds,
            title="x",
            state=Publication.State.LIVE,
            queued_at=now - timedelta(seconds=seconds),
            last_queued_at=now,
            ended_at=now,
        )

    assert publishing.usual_seconds(newest=200) == 38.0
    assert publishing.usual_seconds(newest=1) == 40.0
