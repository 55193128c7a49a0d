"""What the buttons of the desk do, in every state of a listing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.catalog.models import Availability, Listing
from cms.catalog.services import create_listing
from cms.contract.money import Money
from cms.contract.records import ListingStatus
from commerce.selling.limits import SellingSettings
from commerce.selling.services import ALLOWED
from tests.factories.goods import make_category, make_listing, make_photo, make_picture

pytestmark = pytest.mark.django_db

STORED = [
    ListingStatus.LIVE,
    ListingStatus.SOLD,
    ListingStatus.EXPIRED,
    ListingStatus.WITHDRAWN,
    ListingStatus.SUSPENDED,
]
ACTS = [one for one in ALLOWED if one != "edit"]


def allow(open_listings):
    settings = SellingSettings.load()
    settings.open_listings = open_listings
    settings.save()


@pytest.fixture
def draft(seller, category):
    return create_listing(
        seller_id=seller.pk,
        category_id=category.pk,
        title="Oak table",
        description="Round.",
        price=Money(9000),
        photos=[(make_picture().hash, "From above")],
    )


@pytest.mark.parametrize("status", STORED)
@pytest.mark.parametrize("act", ACTS)
def test_a_state_allows_what_the_table_says_and_nothing_else(desk, seller, stored, act, status):
    listing = make_listing(seller=seller, status=status)
    before = stored(listing.pk)

    response = desk.post(f"/sell/{listing.pk}/{act}")

    if status in ALLOWED[act]:
        assert response.status_code == 302
    else:
        assert response.status_code == 409
        assert "present state does not allow this" in response.content.decode()
        assert (stored(listing.pk), Listing.objects.count()) == (before, 1)


@pytest.mark.parametrize("act", ACTS)
def test_a_draft_allows_what_the_table_says_and_nothing_else(desk, draft, stored, act):
    before = stored(draft.pk)

    response = desk.post(f"/sell/{draft.pk}/{act}")

    if ListingStatus.DRAFT in ALLOWED[act]:
        assert response.status_code == 302
    else:
        assert response.status_code == 409
        assert stored(draft.pk) == before


def test_a_draft_goes_live(desk, draft):
    response = desk.post(f"/sell/{draft.pk}/publish")

    now = Listing.objects.get(pk=draft.pk)
    assert response["Location"] == "/sell?show=live"
    assert (now.live, now.availability.status, now.photos.count()) == (True, "live", 1)
    assert now.availability.expires_at > timezone.now() + timedelta(days=59)


def test_a_withdrawn_listing_leaves_its_page_and_comes_back_at_its_place(desk, seller):
    listing = make_listing(seller=seller, stock=2)

    desk.post(f"/sell/{listing.pk}/withdraw")
    assert Availability.objects.get(pk=listing.pk).status == "withdrawn"
    desk.post(f"/sell/{listing.pk}/relist")

    now = Listing.objects.get(pk=listing.pk)
    assert (now.availability.status, now.availability.stock) == ("live", 2)
    assert now.published_at == listing.published_at


def test_what_is_sold_out_comes_back_with_one_piece(desk, seller):
    listing = make_listing(seller=seller, status=ListingStatus.SOLD, stock=0)

    desk.post(f"/sell/{listing.pk}/relist")

    assert Availability.objects.get(pk=listing.pk).stock == 1


def test_sold_elsewhere_ends_it(desk, seller):
    listing = make_listing(seller=seller)

    response = desk.post(f"/sell/{listing.pk}/sold")

    assert response["Location"] == "/sell?show=ended"
    assert Availability.objects.get(pk=listing.pk).status == "sold"


def test_what_is_ordered_cannot_be_sold_elsewhere(desk, seller, stored):
    listing = make_listing(seller=seller, stock=2, reserved=1)
    before = stored(listing.pk)

    response = desk.post(f"/sell/{listing.pk}/sold")

    assert response.status_code == 409
    assert "Somebody has ordered this. Answer the order first." in response.content.decode()
    assert stored(listing.pk) == before


def test_withdrawing_leaves_what_is_ordered_to_the_orders(desk, seller):
    listing = make_listing(seller=seller, stock=2, reserved=1)

    desk.post(f"/sell/{listing.pk}/withdraw")

    assert Availability.objects.get(pk=listing.pk).reserved == 1


def test_a_copy_is_a_draft_with_the_same_photos(desk, draft):
    response = desk.post(f"/sell/{draft.pk}/copy")

    copy = Listing.objects.exclude(pk=draft.pk).get()
    assert response["Location"] == f"/sell/{copy.pk}"
    assert (copy.title, copy.price_cents, copy.live, copy.key != draft.key) == ("Oak table", 9000, False, True)
    assert [one.alt for one in copy.photos.all()] == ["From above"]


def test_the_copy_of_a_listing_is_of_its_latest_draft(desk, seller):
    listing = make_listing(seller=seller, stock=4)
    make_photo(listing)

    desk.post(f"/sell/{listing.pk}/copy")

    copy = Listing.objects.exclude(pk=listing.pk).get()
    assert (copy.photos.count(), copy.availability.stock, copy.published_at) == (1, 1, None)


def test_renewing_begins_the_time_anew(desk, seller):
    listing = make_listing(seller=seller)
    soon = timezone.now() + timedelta(days=2)
    Availability.objects.filter(pk=listing.pk).update(expires_at=soon)

    desk.post(f"/sell/{listing.pk}/renew")

    assert Availability.objects.get(pk=listing.pk).expires_at > soon + timedelta(days=57)


def test_what_has_run_out_comes_back_by_renewing(desk, seller):
    listing = make_listing(seller=seller, status=ListingStatus.EXPIRED)

    desk.post(f"/sell/{listing.pk}/renew")

    now = Availability.objects.get(pk=listing.pk)
    assert (now.status, now.ended_at) == ("live", None)
    assert now.expires_at > timezone.now() + timedelta(days=59)


def test_a_draft_is_deleted_for_good(desk, draft):
    desk.post(f"/sell/{draft.pk}/delete-draft")

    assert not Listing.objects.exists()


def test_what_was_live_once_is_no_draft_to_delete(desk, seller, stored):
    listing = make_listing(seller=seller)
    Listing.objects.get(pk=listing.pk).unpublish()
    before = stored(listing.pk)

    assert desk.post(f"/sell/{listing.pk}/delete-draft").status_code == 409
    assert stored(listing.pk) == before


@pytest.mark.parametrize(("act", "status"), [("copy", "live"), ("relist", "withdrawn"), ("renew", "expired")])
def test_there_is_an_end_to_open_listings(desk, seller, stored, act, status):
    category = make_category()
    listing = make_listing(seller=seller, status=ListingStatus(status), category=category)
    allow(3)
    for _ in range(3 - (status == "live")):
        make_listing(seller=seller, category=category)
    before = stored(listing.pk)

    response = desk.post(f"/sell/{listing.pk}/{act}")

    assert response.status_code == 409
    assert "You have 3 open listings" in response.content.decode()
    assert (stored(listing.pk), Listing.objects.count()) == (before, 4 - (status == "live"))


def test_one_listing_too_many_is_told_in_the_form(desk, seller, category, said):
    allow(3)
    for _ in range(3):
        make_listing(seller=seller, category=category)

    response = desk.post("/sell/new", said(title="One too many"))

    assert "You have 3 open listings" in response.content.decode()
    assert 'value="One too many"' in response.content.decode()
    assert Listing.objects.count() == 3
