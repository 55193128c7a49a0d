"""The team's lists of reports, reviews and mails: what comes first, what is found, and what a row costs."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from commerce.notifications.models import Notification
from commerce.reports.services import appeal, decide, report_listing
from commerce.reviews.services import remove, write_review
from tests.factories.goods import make_listing
from tests.factories.orders import make_buyer, make_order
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

REPORTS, REVIEWS, MAILS = "/admin/reports/queue/", "/admin/reviews/", "/admin/mails/"
DAY = timedelta(days=1)


@pytest.fixture
def shown(client):
    client.force_login(make_admin())

    def ask(address, **asked):
        response = client.get(address, asked)
        assert response.status_code == 200
        return [one.pk for one in response.context["object_list"]]

    return ask


def make_report(now, **fields):
    told = {"reason": "fake", "text": "A fake.", **fields}
    return report_listing(make_listing().pk, by_id=make_buyer().pk, now=now, **told)


def test_reports_that_wait_come_first_the_oldest_at_the_top(shown, client):
    now, moderator = timezone.now(), make_moderator()
    old, new = make_report(now - 3 * DAY), make_report(now - DAY, reason="spam", text="Always the same.")
    dismissed, contested = make_report(now), make_report(now)
    decide(dismissed.pk, moderator.pk, decision="dismissed", statement="Fine.", now=now)
    decide(contested.pk, moderator.pk, decision="warned", statement="Fake.", now=now)
    appeal(contested.pk, contested.person_id, "It is not.", now=now)

    page = client.get(REPORTS).content.decode()

    assert shown(REPORTS) == [old.pk, new.pk, contested.pk, dismissed.pk]
    assert "3\xa0days" in page
    assert "Appeal open" in page
    assert str(moderator) in page
    for asked, expected in (
        ({"waits": "decision"}, [old, new]),
        ({"waits": "appeal"}, [contested]),
        ({"reason": "spam"}, [new]),
        ({"decision": "dismissed"}, [dismissed]),
        ({"about": "messages"}, []),
        ({"q": "always same"}, [new]),
        ({"q": old.by.label}, [old]),
        ({"q": old.person.email}, [old]),
        ({"q": "nothing"}, []),
    ):
        assert shown(REPORTS, **asked) == [one.pk for one in expected], asked


def test_reviews_are_found_and_say_who_removed_them(shown, client):
    now, moderator = timezone.now(), make_moderator()
    order, other = make_order(state="completed", now=now - 3 * DAY), make_order(state="completed", now=now - 3 * DAY)
    waiting = write_review(order.number, order.buyer_id, stars=5, text="=Great", now=now)
    bad = write_review(other.number, other.buyer_id, stars=1, text="Rude", now=now)
    remove(bad.pk, moderator.pk, "An insult.", now=now)

    rows = csv.DictReader(io.StringIO(b"".join(client.get(REVIEWS, {"export": "csv"}).streaming_content).decode()))

    assert [(one["Text"], one["State"], one["Removed by"]) for one in rows] == [
        ("Rude", "Removed", str(moderator)), ("'=Great", "Not published yet", ""),
    ]  # fmt: skip
    for asked, expected in (
        ({}, [bad, waiting]),
        ({"state": "removed"}, [bad]),
        ({"state": "waiting"}, [waiting]),
        ({"state": "shown"}, []),
        ({"stars": ["1", "2"]}, [bad]),
        ({"about_seller": "true"}, [bad, waiting]),
        ({"about_seller": "false"}, []),
        ({"q": order.label}, [waiting]),
        ({"q": "rude"}, [bad]),
        ({"q": other.seller.label}, [bad]),
    ):
        assert shown(REVIEWS, **asked) == [one.pk for one in expected], asked


def test_mails_are_found_by_state_person_and_order(shown):
    make_order()
    order = make_order(state="accepted")
    failed = Notification.objects.get(kind="order-accepted")
    Notification.objects.filter(pk=failed.pk).update(state="failed", last_error="No such box")

    for asked, expected in (
        ({"state": "failed"}, [failed.pk]),
        ({"kind": "order-acc"}, [failed.pk]),
        ({"q": "such box"}, [failed.pk]),
        ({"q": order.buyer.email}, [failed.pk]),
        ({"q": f"{order.label.lower()} {order.buyer.label}"}, [failed.pk]),
        ({"q": "x@y"}, []),
    ):
        assert shown(MAILS, **asked) == expected, asked


@pytest.mark.parametrize("address", [REPORTS, REVIEWS, MAILS])
def test_five_rows_cost_as_many_queries_as_one(address, shown):
    now = timezone.now()

    def count():
        shown(address)
        with CaptureQueriesContext(connection) as asked:
            assert shown(address)
        return len(asked)

    def add():
        decide(make_report(now).pk, make_moderator().pk, decision="warned", statement="Fake.", now=now)
        order = make_order(state="completed", now=now - 3 * DAY)
        remove(
            write_review(order.number, order.buyer_id, stars=1, text="x", now=now).pk, make_moderator().pk, "y", now=now
        )

    add()
    one = count()
    for _ in range(4):
        add()

    assert count() == one


@pytest.mark.parametrize("make", [make_seller, make_editor])
def test_who_decides_nothing_sees_no_queue(make, client):
    report = make_report(timezone.now())
    client.force_login(make())

    for address in (REPORTS, REVIEWS, MAILS):
        response = client.get(address, {"export": "csv"})
        assert response.status_code == 302
        assert report.title not in response.content.decode()


def test_a_workbook_leaves_out_what_it_cannot_hold(client):
    client.force_login(make_admin())
    make_report(timezone.now(), text="A\x01 fake.")

    response = client.get(REPORTS, {"export": "xlsx"})

    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert "A fake." in {cell.value for row in sheet.iter_rows() for cell in row}
