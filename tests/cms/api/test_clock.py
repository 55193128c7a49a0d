"""What time changes: once, whenever it is noticed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.api import changes, clock
from cms.catalog.models import Availability, Listing
from cms.catalog.services import relist
from cms.changes.models import Change
from cms.contract.records import ListingStatus
from cms.pages.models import ContentPage
from cms.pictures.tasks import prune
from cms.site.models import GeneralSettings
from tests.factories.goods import make_listing
from tests.factories.pages import make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def the_work_of_the_day_is_asked_for():
    """Backup and tidying up are asked for once a day: not by the runs that are counted here."""
    clock.run_due(NOW)


def noted():
    found = {(one.kind, one.key) for one in changes.pending()}
    Change.objects.all().delete()
    return found


def availability(listing):
    return Availability.objects.get(listing=listing)


def test_a_listing_expires_when_its_time_is_over():
    due, later = make_listing(), make_listing()
    Availability.objects.filter(listing=due).update(expires_at=NOW)
    Availability.objects.filter(listing=later).update(expires_at=NOW + timedelta(days=30))
    noted()

    assert clock.run_due(NOW) == 1

    assert (availability(due).status, availability(due).ended_at) == (ListingStatus.EXPIRED, NOW)
    assert availability(later).status == ListingStatus.LIVE
    assert noted() == {("listing", str(due.pk))}


def test_nothing_is_done_twice():
    Availability.objects.filter(listing=make_listing()).update(expires_at=NOW)
    make_listing(status=ListingStatus.SOLD, ended_at=NOW - timedelta(days=31))
    clock.run_due(NOW)
    noted()

    assert clock.run_due(NOW + MINUTE) == 0
    assert clock.run_due(NOW - timedelta(days=365)) == 0
    assert noted() == set()


def test_what_was_relisted_does_not_expire_again():
    listing = make_listing()
    Availability.objects.filter(listing=listing).update(expires_at=datetime(2026, 1, 1, tzinfo=UTC))
    clock.run_due()

    relist(listing.pk)

    assert clock.run_due() == 0
    assert availability(listing).status == ListingStatus.LIVE


def test_pages_of_sold_and_expired_goods_go_after_the_days_of_the_settings():
    GeneralSettings.objects.update_or_create(pk=GeneralSettings.load().pk, defaults={"sold_page_days": 10})
    old = [make_listing(status=one, ended_at=NOW - timedelta(days=10)) for one in ("sold", "expired")]
    kept = [
        make_listing(status=ListingStatus.SOLD, ended_at=NOW - timedelta(days=10) + MINUTE),
        make_listing(status=ListingStatus.WITHDRAWN, ended_at=NOW - timedelta(days=400)),
        make_listing(),
    ]
    noted()

    assert clock.run_due(NOW) == 2

    assert [availability(one).retired_at for one in old] == [NOW, NOW]
    assert [availability(one).retired_at for one in kept] == [None, None, None]
    assert noted() == {("listing", str(one.pk)) for one in old}


def test_what_was_scheduled_goes_live_once_also_after_a_long_sleep():
    page = make_page(live=False)
    page.go_live_at = NOW - timedelta(days=3)
    page.save_revision(approved_go_live_at=page.go_live_at)
    listing = make_listing(live=False)
    listing.go_live_at = NOW - MINUTE
    listing.save_revision(approved_go_live_at=listing.go_live_at)
    later = make_listing(live=False)
    later.save_revision(approved_go_live_at=NOW + MINUTE)
    noted()

    assert clock.run_due(NOW) == 2

    assert ContentPage.objects.get(pk=page.pk).live
    assert Listing.objects.get(pk=listing.pk).live
    assert not Listing.objects.get(pk=later.pk).live
    assert {("page", str(page.pk)), ("listing", str(listing.pk))} <= noted()
    assert clock.run_due(NOW) == 0


def test_what_has_an_end_is_unpublished():
    page, listing = make_page(), make_listing()
    for one in (page, listing):
        type(one).objects.filter(pk=one.pk).update(expire_at=NOW - MINUTE)

    assert clock.run_due(NOW) == 2

    assert not ContentPage.objects.get(pk=page.pk).live
    assert (Listing.objects.get(pk=listing.pk).live, Listing.objects.get(pk=listing.pk).expired) == (False, True)
    assert clock.run_due(NOW) == 0


def test_one_that_cannot_go_live_does_not_keep_the_others_waiting(caplog):
    broken, listing = make_listing(live=False), make_listing(live=False)
    for one in (broken, listing):
        one.save_revision(approved_go_live_at=NOW - MINUTE)
    revision = broken.latest_revision
    revision.content["price_cents"] = "no number"
    revision.save()

    assert clock.run_due(NOW) == 1

    assert Listing.objects.get(pk=listing.pk).live
    assert not Listing.objects.get(pk=broken.pk).live
    assert caplog.messages[0].startswith("what is due could not be done for ")


def test_the_work_of_a_day_is_given_to_a_worker_once_a_day():
    """The day's work was asked for before this test, as before each."""
    job, now = clock.once_a_day(prune), timezone.now()
    asked = DBTaskResult.objects.filter(task_path=prune.module_path)
    asked.update(status=TaskResultStatus.SUCCESSFUL)

    counted = [job(now + timedelta(hours=hours)) for hours in (0, 23, 25)]

    assert (counted, asked.count()) == ([0, 0, 1], 2)
    # It waits for a worker: another one would do the same.
    assert job(now + timedelta(hours=70)) == 0
