"""What the publisher does with the outbox, and what it leaves for people to see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, connection

from cms.accounts.services import suspend
from cms.api import changes
from cms.catalog.models import Listing
from cms.changes import outbox, publications
from cms.changes.models import Change, Publication, PublisherState
from cms.contract.keys import ChangeRecord, Kind
from tests.factories.goods import make_listing
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_waits():
    Change.objects.all().delete()


def record(number, kind="listing", key="1", *, at=NOON):
    return ChangeRecord(id=number, kind=kind, key=key, noted_at=at)


def test_a_change_has_the_time_of_the_database():
    before = datetime.now(tz=UTC) - timedelta(seconds=5)

    make_listing()

    assert all(before < one.noted_at < before + timedelta(minutes=1) for one in changes.pending())


def test_exactly_what_was_read_is_acknowledged():
    outbox.note("listing", "1")
    read = changes.pending()
    outbox.note("listing", "1")

    changes.acknowledge(read, outputs=3, seconds=0.25)

    assert [one.id for one in changes.pending()] == [read[0].id + 1]
    assert not changes.is_empty()


def test_one_thing_is_called_by_its_name():
    listing = make_listing(title="Oak table")
    Change.objects.all().delete()
    Listing.objects.filter(pk=listing.pk).update(price_cents=1)

    changes.acknowledge(changes.pending(), outputs=7, seconds=0.031)

    row = Publication.objects.get()
    assert (row.state, row.kind, row.key, row.things) == ("live", "listing", str(listing.pk), 1)
    assert (row.title, row.outputs, row.seconds) == ("Listing “Oak table”", 7, 0.031)
    assert row.queued_at <= row.ended_at


@pytest.mark.parametrize(
    ("kind", "key", "title"),
    [
        ("listing", "4711", "Listing 4711"),
        ("setting", "appearance", "Appearance"),
        ("*", "the database was migrated", "Everything: the database was migrated"),
        ("picture", "ab12", "A picture"),
        ("of-a-newer-shop", "x", "of-a-newer-shop"),
    ],
)
def test_what_has_no_name_is_called_something(kind, key, title):
    outbox.note(kind, key)

    changes.acknowledge(changes.pending(), outputs=1, seconds=0)

    assert Publication.objects.get().title == title


def test_a_burst_is_one_row():
    Change.objects.bulk_create(Change(kind="listing", key=str(key)) for key in range(10_000))

    changes.acknowledge(changes.pending(), outputs=12_000, seconds=9)

    row = Publication.objects.get()
    assert (row.title, row.things, row.kind) == ("10,000 changes", 10_000, "")
    assert changes.is_empty()


def test_if_writing_it_down_fails_the_changes_still_wait():
    outbox.note("listing", "1")
    read = changes.pending()

    with pytest.raises((OverflowError, DataError)):
        changes.acknowledge(read, outputs=1 << 70, seconds=0)

    assert changes.pending() == read
    assert not Publication.objects.exists()


def test_what_cannot_be_rendered_waits_and_says_why_until_it_is_live(caplog):
    outbox.note("setting", "appearance")
    read = changes.pending()

    changes.failed(read, "/ could not be rendered (pages/home.html, line 3): no such thing")
    changes.failed(read, "/ could not be rendered (pages/home.html, line 3): no such thing")

    row = Publication.objects.get()
    assert (row.state, row.title, row.reason[:23]) == ("failed", "Appearance", "/ could not be rendered")
    assert changes.pending() == read
    assert len(caplog.messages) == 1
    changes.acknowledge(read, outputs=1, seconds=0)
    assert Publication.objects.get().state == "live"


def test_an_act_is_pending_and_alone_not_worth_a_word():
    outbox.note_act("the import of a workbook")
    read = changes.pending()

    changes.acknowledge(read, outputs=0, seconds=0)

    assert [one.kind for one in read] == [Kind.ACT]
    assert changes.is_empty()
    assert not Publication.objects.exists()


def test_a_suspension_is_an_act():
    seller = make_seller()
    Change.objects.all().delete()

    suspend(seller.pk)

    assert ("act", "a suspension") in {(one.kind, one.key) for one in changes.pending()}


def test_what_no_page_shows_is_not_pending_and_goes():
    outbox.note("redirect", "1")

    assert (changes.pending(), changes.is_empty()) == ([], True)
    changes.sweep()
    assert not Change.objects.exists()


def test_old_publications_go_and_failures_stay():
    long_ago = NOON - timedelta(days=1000)
    for number in range(publications.KEPT + 7):
        publications.note_live([record(number)], title="", outputs=0, seconds=0)
    old = publications.note_live([record(1)], title="", outputs=0, seconds=0)
    Publication.objects.filter(pk=old.pk).update(ended_at=long_ago)
    failed = publications.note_failed([record(1)], title="", reason="no")
    Publication.objects.filter(pk=failed.pk).update(ended_at=long_ago)

    publications.prune()

    assert Publication.objects.filter(state="live").count() == publications.KEPT - 1
    assert Publication.objects.filter(pk=failed.pk).exists()


def test_the_state_of_the_publisher_is_one_row():
    changes.held(250)
    changes.in_trouble("the disk is full")
    changes.alive()

    row = PublisherState.objects.get()
    assert (row.held, row.trouble, row.phase) == (250, "the disk is full", "idle")
    assert row.seen_at is not None


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_publisher_reads_a_snapshot():
    changes.held(3)

    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        Change.objects.count()
        changes.progress("rendering", 200, 1000)
        changes.progress("rendering", 400, 1000)
        cursor.execute("ROLLBACK")

    row = PublisherState.objects.get()
    assert (row.phase, row.done, row.total, row.held) == ("rendering", 400, 1000, 3)
