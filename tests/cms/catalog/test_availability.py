"""What moves while content stands still: every pair of statuses, and what the database refuses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Task, Workflow, WorkflowTask

from cms.catalog.errors import StatusNotReachable, StockTooSmall
from cms.catalog.lifecycle import NEXT_STATUSES
from cms.catalog.models import Availability, Listing
from cms.catalog.services import add_availability, end_listing, relist, set_stock, status_of, with_status
from cms.catalog.status_names import STATUS_NAMES
from cms.contract.records import ListingStatus
from tests.factories.goods import make_listing
from tests.factories.people import make_admin

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
BEFORE = datetime(2026, 4, 1, 10, tzinfo=UTC)
ENDED = [one for one in NEXT_STATUSES if one is not ListingStatus.LIVE]


@pytest.mark.parametrize("target", ENDED)
@pytest.mark.parametrize("current", list(NEXT_STATUSES))
def test_a_listing_ends_as_the_table_says(current, target):
    listing = make_listing(status=current, ended_at=None if current is ListingStatus.LIVE else BEFORE)

    if current is not target and target not in NEXT_STATUSES[current]:
        with pytest.raises(
            StatusNotReachable, match=f"is “{STATUS_NAMES[current]}”; it cannot become “{STATUS_NAMES[target]}” now"
        ):
            end_listing(listing.pk, target, now=NOW)
        target, ended_at = current, BEFORE
    else:
        end_listing(listing.pk, target, now=NOW)
        ended_at = NOW if current is ListingStatus.LIVE else BEFORE

    stored = Availability.objects.get()
    assert (stored.status, stored.ended_at) == (target, ended_at)


@pytest.mark.parametrize("current", ENDED)
def test_an_ended_listing_comes_back(current):
    listing = make_listing(status=current, ended_at=BEFORE, retired_at=NOW, stock=2)

    relist(listing.pk)

    stored = Availability.objects.get()
    assert (stored.status, stored.ended_at, stored.retired_at, stored.stock) == (ListingStatus.LIVE, None, None, 2)


def test_a_live_listing_stays_live_when_it_is_listed_again():
    listing = make_listing()

    assert relist(listing.pk).status == ListingStatus.LIVE


def test_a_listing_without_stock_comes_back_only_with_a_new_one():
    listing = make_listing(status=ListingStatus.SOLD, stock=0)

    with pytest.raises(StockTooSmall):
        relist(listing.pk)
    assert Availability.objects.get().status == ListingStatus.SOLD

    assert relist(listing.pk, stock=4).stock == 4


def test_a_listing_can_only_end_as_something_ended():
    listing = make_listing(status=ListingStatus.SOLD)

    with pytest.raises(ValueError, match="live"):
        end_listing(listing.pk, ListingStatus.LIVE, now=NOW)
    assert Availability.objects.get().status == ListingStatus.SOLD


def test_the_stock_covers_what_is_reserved():
    listing = make_listing(stock=3, reserved=2)

    with pytest.raises(StockTooSmall, match="at least 2, not 1"):
        set_stock(listing.pk, 1)
    assert Availability.objects.get().stock == 3
    assert set_stock(listing.pk, 2).stock == 2


def test_an_existing_availability_is_never_replaced():
    listing = make_listing(stock=3)

    assert add_availability(listing.pk, stock=9).stock == 3


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "bad",
    [
        {"reserved": 2},
        {"stock": -1},
        {"reserved": -1},
        {"status": "draft"},
        {"status": "gone"},
        {"ended_at": NOW},
        {"status": "sold"},
    ],
)
def test_the_database_refuses_what_cannot_be(bad):
    make_listing()

    with pytest.raises(IntegrityError), transaction.atomic():
        Availability.objects.update(**bad)

    assert Availability.objects.get().status == "live"


def test_a_draft_in_a_workflow_is_in_review_and_a_live_listing_is_live():
    admin = make_admin()
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.create(name="Look at it"), sort_order=0)
    waiting, changed = make_listing(live=False), make_listing()
    for listing in (waiting, changed):
        listing.save_revision()
        workflow.start(listing, admin)

    assert status_of(Listing.objects.get(pk=waiting.pk)) is ListingStatus.IN_REVIEW
    assert status_of(Listing.objects.get(pk=changed.pk)) is ListingStatus.LIVE
    annotated = {one.pk: status_of(one) for one in with_status(Listing.objects.all())}
    assert annotated == {waiting.pk: ListingStatus.IN_REVIEW, changed.pk: ListingStatus.LIVE}


def test_a_suspended_draft_is_suspended():
    assert status_of(make_listing(live=False, status=ListingStatus.SUSPENDED)) is ListingStatus.SUSPENDED
