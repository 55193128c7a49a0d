"""Versions, status and stock of rows of the sheet `listings`."""

import pytest

from cms.catalog.models import Availability, Listing
from cms.catalog.services import status_of
from cms.contract.records import ListingStatus
from tests.cms.workbook.conftest import counts, told
from tests.cms.workbook.listings.conftest import from_export
from tests.factories.goods import make_listing, make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(
    "change",
    [
        lambda one: Listing.objects.filter(pk=one.pk).update(price_cents=1),
        lambda one: Availability.objects.filter(pk=one.pk).update(reserved=1),
        lambda one: Availability.objects.filter(pk=one.pk).update(stock=5),
        lambda one: Listing.objects.filter(pk=one.pk).update(live=False),
        make_photo,
    ],
)
def test_a_row_older_than_the_database_is_refused(take, exported, change):
    one = make_listing(key="c-1", stock=2)
    (cells,) = exported("listings")
    change(one)

    result = take({"listings": from_export(cells, title="Changed meanwhile")})

    assert told(result) == [
        (
            "listings",
            2,
            "version",
            cells["version"],
            "the listing was changed since you downloaded it. Download it again.",
        )
    ]
    assert Listing.objects.get().title == one.title


def test_an_old_row_that_says_what_is_stored_is_fine(take, exported):
    make_listing(key="c-1", stock=2)
    (cells,) = exported("listings")
    Availability.objects.update(reserved=1)

    assert counts(take({"listings": from_export(cells)}), "listings") == (0, 0, 1, 0)


def test_a_present_row_is_taken(take, exported):
    make_listing(key="c-1")
    (cells,) = exported("listings")

    assert counts(take({"listings": from_export(cells, title="Better chair")}), "listings") == (0, 1, 0, 0)
    assert Listing.objects.get().title == "Better chair"


def test_sold_goods_come_back_only_with_their_present_version(take, exported):
    make_listing(key="c-1", status=ListingStatus.SOLD)
    (cells,) = exported("listings")

    refused = take({"listings": from_export(cells, status="live", version=None)})
    assert [one.column for one in refused.problems] == ["status"]
    assert Availability.objects.get().status == "sold"

    assert take({"listings": from_export(cells, status="live")}).applied
    availability = Availability.objects.get()
    assert (availability.status, availability.ended_at) == ("live", None)


@pytest.mark.parametrize(
    ("start", "wanted", "stored"),
    [
        ({"live": True}, "draft", (False, "live")),
        ({"live": True}, "withdrawn", (True, "withdrawn")),
        ({"live": False}, "live", (True, "live")),
        ({"live": False}, "withdrawn", (False, "withdrawn")),
        ({"status": ListingStatus.WITHDRAWN}, "live", (True, "live")),
        ({"status": ListingStatus.WITHDRAWN}, "draft", (False, "live")),
        ({"status": ListingStatus.EXPIRED}, "withdrawn", (True, "withdrawn")),
    ],
)
def test_the_status_moves(take, exported, start, wanted, stored):
    make_listing(key="c-1", **start)
    (cells,) = exported("listings")

    assert counts(take({"listings": from_export(cells, status=wanted)}), "listings") == (0, 1, 0, 0)

    one = Listing.objects.get()
    assert (one.live, one.availability.status) == stored
    assert status_of(one) == wanted
    assert (one.published_at is not None) == (one.live or start.get("live", True))
    assert exported("listings")[0]["status"] == wanted


def test_a_suspended_listing_stays_suspended(take, exported):
    make_listing(key="c-1", status=ListingStatus.SUSPENDED)
    (cells,) = exported("listings")

    result = take({"listings": from_export(cells, status="live")})

    assert told(result) == [
        ("listings", 2, "status", "live", "the listing is suspended; a moderator can restore it in the admin.")
    ]
    assert Availability.objects.get().status == "suspended"


def test_reserved_pieces_cannot_go(take, exported):
    make_listing(key="c-1", stock=3, reserved=2)
    (cells,) = exported("listings")

    assert told(take({"listings": from_export(cells, quantity=1)})) == [
        ("listings", 2, "quantity", "1", "2 pieces are reserved by orders; there cannot be fewer.")
    ]
    assert take({"listings": from_export(cells, quantity=2)}).applied
    assert Availability.objects.get().stock == 2
