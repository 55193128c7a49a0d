"""What is not on the site yet, thing by thing, as the publisher left it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.api import changes
from cms.api.unpublished import all_changes, first_unpublished, told, unpublished
from cms.changes.models import Change
from tests.factories.goods import make_listing
from tests.factories.pages import make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _nothing_waits():
    Change.objects.all().delete()


def wait(kind, key, *, minutes=0):
    return Change.objects.create(kind=kind, key=str(key), noted_at=timezone.now() - timedelta(minutes=minutes))


def rows(**options):
    return [(one.title, one.changes, one.reason) for one in told(unpublished(**options))]


def test_things_are_told_once_the_longest_wait_first():
    listing, page = make_listing(title="Oak table"), make_page(title="About")
    Change.objects.all().delete()
    wait("listing", listing.pk, minutes=1)
    oldest = wait("page", page.pk, minutes=9)
    wait("listing", listing.pk, minutes=5)
    wait("redirect", 1)
    wait("act", "an import")

    assert rows() == [("Page “About”", 1, ""), ("Listing “Oak table”", 2, "")]
    assert unpublished()[0]["since"] == oldest.noted_at


def test_what_fails_comes_first_with_the_sentence_why():
    listing = make_listing(title="Oak table")
    Change.objects.all().delete()
    wait("setting", "appearance", minutes=30)
    wait("listing", listing.pk)
    bad = [one for one in changes.pending() if one.kind == "listing"]
    changes.failed(bad, "listing.html, line 3: no price")

    assert rows() == [("Listing “Oak table”", 1, "listing.html, line 3: no price"), ("Appearance", 1, "")]
    assert rows(failing=True) == [("Listing “Oak table”", 1, "listing.html, line 3: no price")]
    assert rows(failing=False) == [("Appearance", 1, "")]

    changes.acknowledge(bad, outputs=1, seconds=0.1)
    assert rows() == [("Appearance", 1, "")]
    assert rows(failing=True) == []


def test_what_failed_together_bears_one_reason_and_what_came_later_none():
    wait("setting", "general", minutes=5)
    wait("setting", "navigation", minutes=4)
    changes.failed(changes.pending(), "base.html, line 1: no such macro")
    wait("listing", 404)

    assert rows() == [
        ("General settings", 1, "base.html, line 1: no such macro"),
        ("Menus and footer", 1, "base.html, line 1: no such macro"),
        ("Listing 404", 1, ""),
    ]


def test_the_number_of_queries_does_not_grow():
    def questions(count):
        for _ in range(count):
            for kind, thing in (("listing", make_listing()), ("page", make_page())):
                wait(kind, thing.pk)
        some = [one for one in changes.pending() if one.kind == "page"]
        changes.failed(some[:1], "No.")
        with CaptureQueriesContext(connection) as counted:
            list(told(unpublished()))
        return len(counted)

    few = questions(2)
    assert questions(6) == few


def named(rows):
    return [(one["kind"], one["key"], one["changes"]) for one in rows]


def test_the_first_things_are_those_of_the_whole_list_and_more_is_said():
    for number in range(1, 4):
        wait("listing", number, minutes=9 - number)
    wait("listing", 1)
    changes.failed([one for one in changes.pending() if one.key == "2"], "No.")
    wait("listing", 2)

    whole = [("listing", "2", 2), ("listing", "1", 2), ("listing", "3", 1)]
    assert named(unpublished()) == whole
    for failing, expected in ((None, whole), (True, whole[:1]), (False, whole[1:])):
        rows, is_all = first_unpublished(failing=failing)
        assert (named(all_changes(rows)), is_all) == (expected, True)
        assert [one.reason for one in told(rows)] == ["No." if one[1] == "2" else "" for one in expected]

    rows, is_all = first_unpublished(most=2)
    assert (named(all_changes(rows)), is_all) == (whole[:2], False)


def test_the_first_things_are_found_without_looking_at_all_that_waits():
    wait("listing", 1)
    changes.failed(changes.pending(), "No.")
    for number in range(2, 6):
        wait("listing", number)

    with CaptureQueriesContext(connection) as counted:
        first_unpublished()

    grouped = [one["sql"] for one in counted if "GROUP BY" in one["sql"]]
    assert len(grouped) == 2
    for sql in grouped:
        assert "ASC LIMIT 10000) GROUP BY" in sql
