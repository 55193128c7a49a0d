"""The mail before a listing runs out, and the numbers on the desk."""

from datetime import UTC, datetime, timedelta

import pytest

from cms.api import clock
from cms.catalog.models import Availability
from cms.contract.records import ListingStatus
from commerce.account import closing
from commerce.favourites.models import Favourite
from commerce.notifications.models import Notification
from commerce.selling import tiles
from commerce.selling.due import remind_of_expiry
from commerce.selling.models import UnfinishedForm
from commerce.selling.services import renew
from tests.factories.goods import make_listing
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)


def runs_out(seller, after, **fields):
    listing = make_listing(seller=seller, **fields)
    Availability.objects.filter(pk=listing.pk).update(expires_at=NOW + after)
    return listing


def mails():
    return list(Notification.objects.filter(kind="listing-expires").values_list("recipient_id", "context__listing"))


def test_a_seller_is_told_once_before_a_listing_runs_out(seller):
    listing = runs_out(seller, timedelta(days=3))

    counts = [remind_of_expiry(NOW), remind_of_expiry(NOW), remind_of_expiry(NOW + timedelta(days=1))]

    assert counts == [1, 0, 0]
    assert mails() == [(seller.pk, listing.title)]


def test_nobody_is_told_of_what_has_time_or_is_over(seller):
    runs_out(seller, timedelta(days=3, seconds=1))
    runs_out(seller, timedelta(0))
    runs_out(seller, timedelta(days=1), status=ListingStatus.WITHDRAWN)
    runs_out(seller, timedelta(days=1), live=False)

    assert remind_of_expiry(NOW) == 0
    assert mails() == []


def test_what_was_renewed_is_told_of_again_when_its_new_time_runs_out(seller):
    listing = runs_out(seller, timedelta(days=1))
    remind_of_expiry(NOW)

    renew(seller.pk, listing.pk, now=NOW)

    assert remind_of_expiry(NOW) == 0
    assert remind_of_expiry(NOW + timedelta(days=58)) == 1
    assert len(mails()) == 2


def test_the_clock_of_the_shop_tells(seller):
    runs_out(seller, timedelta(days=1))

    clock.run_due(NOW)

    assert len(mails()) == 1


def test_the_desk_counts_who_saved_something(seller):
    listing, theirs = make_listing(seller=seller), make_listing()
    for one in (listing, theirs):
        Favourite.objects.create(user=make_user(), listing=one, title=one.title, added_at=NOW)

    assert tiles.saved_of(seller.pk) == 1


def test_a_desk_without_orders_counts_none(seller):
    assert (tiles.requests_of(seller.pk), tiles.meetings_of(seller.pk, NOW), tiles.kept_by(seller.pk, NOW)) == (
        0,
        0,
        "–",
    )


def test_who_leaves_leaves_no_forms(seller, stranger):
    for one in (seller, stranger.person):
        UnfinishedForm.objects.create(seller=one, fields={"title": "Half a cha"}, at=NOW)

    closing.erase_of_others(seller.pk)

    assert list(UnfinishedForm.objects.values_list("seller_id", flat=True)) == [stranger.person.pk]
