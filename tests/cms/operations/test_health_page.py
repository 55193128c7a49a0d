"""The admin's page of the database's health, and the checks behind it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings

from cms.api import integrity
from cms.catalog.models import Availability
from cms.operations.health import runs
from cms.operations.health.tasks import perform_run
from cms.operations.models import MaintenanceRun
from commerce.waiting.services import join, run_due
from sitegen.wishes import Wishes
from tests.factories.goods import make_listing
from tests.factories.orders import NOW as ORDERED
from tests.factories.orders import make_buyer, make_order, move
from tests.factories.people import make_editor

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("own_folders")]

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PAGE = "/admin/health/"


def found(name):
    (check,) = [one for one in integrity.checks() if one.name == name]
    return integrity.run(check).examples


def test_a_sound_shop_has_no_findings():
    make_order()

    assert [integrity.run(one).count for one in integrity.checks()] == [0] * len(integrity.checks())
    assert len(integrity.checks()) >= 5


def test_finds_stock_that_nobody_holds():
    listing = make_listing()
    Availability.objects.filter(pk=listing.availability.pk).update(reserved=1)

    assert found("held") == (f"Listing {listing.pk} has 1 reserved, but orders hold 0.",)


def test_finds_an_order_that_holds_nothing():
    order = make_order()
    listing_id = order.lines.get().listing_id
    Availability.objects.filter(listing_id=listing_id).update(reserved=0)

    assert found("held") == (f"Listing {listing_id} has 0 reserved, but orders hold 1.",)


def test_finds_a_listing_without_stock():
    listing = make_listing(title="Oak table")
    Availability.objects.filter(pk=listing.availability.pk).delete()

    assert found("availability") == (f"Listing {listing.pk} (Oak table) has no stock.",)


def test_finds_what_is_for_sale_but_has_run_out():
    listing = make_listing()
    Availability.objects.filter(pk=listing.availability.pk).update(stock=0)

    assert found("sold") == (f"Listing {listing.pk} is for sale, but has nothing left.",)


def test_a_check_is_done_in_the_background_and_told(admin):
    listing = make_listing()
    Availability.objects.filter(pk=listing.availability.pk).update(stock=0)

    admin.post(f"{PAGE}check")
    perform_run.func(MaintenanceRun.objects.get().pk)
    page = admin.get(PAGE).content.decode()

    assert "Nothing is for sale that has run out" in page
    assert f"Listing {listing.pk} is for sale, but has nothing left." in page
    assert "1 thing is wrong." in page


def test_the_publisher_is_asked_to_build_anew(admin):
    admin.post(f"{PAGE}rebuild")
    (name, wish) = next(Wishes(django_settings.BUILD_DIR).open())
    waiting = admin.get(f"{PAGE}status").json()["text"]
    Wishes(django_settings.BUILD_DIR).grant(name, {"report": {"outputs": 127, "seconds": 1.5}})

    page = admin.get(PAGE).content.decode()

    assert wish["full"] is True
    assert waiting == "Build the site anew …"
    assert "127 pages in 1.5 s." in page
    assert admin.get(f"{PAGE}status").json()["text"] == ""


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"report": {"differing": []}}, "The site equals a clean build."),
        ({"report": {"differing": ["a.html", "b.html"]}}, "2 files differ: a.html, b.html"),
        ({"error": "another publisher is at work"}, "another publisher is at work"),
    ],
)
def test_a_comparison_is_told(admin, answer, words):
    run = runs.ask(MaintenanceRun.Kind.VERIFY, by_id=None, now=NOW)
    Wishes(django_settings.BUILD_DIR).grant(run.wish, answer)

    assert words in admin.get(PAGE).content.decode()


def test_the_same_is_not_asked_for_twice(admin):
    admin.post(f"{PAGE}check")

    page = admin.post(f"{PAGE}check", follow=True).content.decode()

    assert "That is being done already." in page
    assert MaintenanceRun.objects.count() == 1


def test_a_lost_run_gives_way():
    lost = runs.ask(MaintenanceRun.Kind.CHECK, by_id=None, now=NOW)

    runs.ask(MaintenanceRun.Kind.CHECK, by_id=None, now=NOW + runs.LOST_AFTER + timedelta(seconds=1))

    lost.refresh_from_db()
    assert lost.state == "failed"


@pytest.mark.parametrize("kind", ["reindex", "purge"])
def test_other_work_is_done(kind):
    run = runs.ask(kind, by_id=None, now=NOW)

    assert perform_run.func(run.pk) == "done"


def test_an_unknown_wish_is_not_found(admin):
    assert admin.post(f"{PAGE}explode").status_code == 404
    assert MaintenanceRun.objects.count() == 0


def test_editors_are_kept_out(client):
    client.force_login(make_editor())
    asked = [client.get(PAGE), client.get(f"{PAGE}status"), client.post(f"{PAGE}check")]

    assert [(one.status_code, one["Location"]) for one in asked] == [(302, "/admin/")] * 3
    assert MaintenanceRun.objects.count() == 0


def test_what_is_promised_to_those_who_wait_is_held():
    order = make_order(make_listing(stock=1))
    listing_id = order.lines.get().listing_id
    join(make_buyer().pk, listing_id, now=ORDERED)

    move(order, "cancelled")
    run_due(ORDERED)

    assert Availability.objects.get(listing_id=listing_id).reserved == 1
    assert found("held") == ()
