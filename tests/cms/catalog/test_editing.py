"""What a seller does to the content of a listing."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from cms.catalog.errors import ListingWasPublished
from cms.catalog.models import Availability, Listing
from cms.catalog.services import (
    ListingContent,
    change_listing,
    content_of,
    copy_listing,
    create_listing,
    delete_draft,
    hold_stock,
    publish_listing,
    set_expiry,
)
from cms.contract.money import Money
from cms.contract.records import Condition
from tests.factories.goods import make_category, make_listing, make_photo, make_picture
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)


def content(**fields):
    return ListingContent(
        **{
            "title": "Red chair",
            "description": "A chair.",
            "price": Money(100),
            "negotiable": True,
            "condition": Condition.FAIR,
            "category_id": fields.pop("category_id", None) or make_category().pk,
            "city": "Bonn",
            "postcode": "53111",
            "photos": (),
        }
        | fields
    )


def latest(listing):
    return content_of(Listing.objects.get(pk=listing.pk).get_latest_revision_as_object())


def test_a_change_of_a_live_listing_waits_until_it_is_published():
    listing = make_listing(title="Old chair", stock=3)
    make_photo(listing)
    hold_stock(listing.pk, 2)
    said = content(photos=((make_picture().hash, "Front"), (make_picture().hash, "")))

    change_listing(listing.pk, said)
    assert (Listing.objects.get().title, latest(listing)) == ("Old chair", said)
    publish_listing(listing.pk, now=NOW)

    now = Listing.objects.get()
    assert content_of(now) == said
    assert now.published_at == listing.published_at
    assert (now.availability.stock, now.availability.reserved) == (3, 2)


def test_a_change_of_a_draft_is_what_is_stored():
    seller = make_seller()
    draft = create_listing(
        seller_id=seller.pk, category_id=make_category().pk, title="Chair", description="A chair.", price=Money(1)
    )

    change_listing(draft.pk, content(title="Better chair"), user=seller)

    assert Listing.objects.get().title == "Better chair"
    assert Listing.objects.get().latest_revision.user == seller


def test_a_wrong_change_is_none():
    listing = make_listing(title="Old chair")

    with pytest.raises(ValidationError):
        change_listing(listing.pk, content(title="ab"))

    assert latest(listing).title == "Old chair"
    assert Listing.objects.get().latest_revision is None


def test_a_copy_has_a_key_and_a_stock_of_its_own():
    listing = make_listing(stock=4)
    make_photo(listing, alt="Front")

    copy = copy_listing(listing.pk)

    assert content_of(copy) == latest(listing)
    assert (copy.seller_id, copy.live, copy.published_at) == (listing.seller_id, False, None)
    assert copy.key != listing.key
    assert Availability.objects.get(pk=copy.pk).stock == 1


def test_only_what_was_never_live_is_deleted():
    draft, live, back = make_listing(live=False), make_listing(), make_listing()
    Listing.objects.get(pk=back.pk).unpublish()

    delete_draft(draft.pk)
    for one in (live, back):
        with pytest.raises(ListingWasPublished):
            delete_draft(one.pk)

    assert set(Listing.objects.values_list("pk", flat=True)) == {live.pk, back.pk}


def test_the_end_of_a_listing_is_set_and_taken_away():
    listing = make_listing()

    set_expiry(listing.pk, NOW)
    first = Availability.objects.get(pk=listing.pk).expires_at
    set_expiry(listing.pk, None)

    assert (first, Availability.objects.get(pk=listing.pk).expires_at) == (NOW, None)
