"""How a listing comes into being, goes before the buyers, and keeps its place there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from cms.catalog.errors import ListingNotPublishable
from cms.catalog.models import Availability, Listing, ListingSlugHistory, Photo
from cms.catalog.records import by_id
from cms.catalog.services import (
    add_listings,
    create_listing,
    end_listing,
    publish_listing,
    set_stock,
    status_of,
    unpublish_listing,
    with_status,
)
from cms.contract.money import MAX_CENTS, Money
from cms.contract.records import Condition, ListingStatus
from tests.factories.goods import make_category, make_listing, make_photo, make_picture
from tests.factories.people import make_seller, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
LATER = datetime(2026, 5, 2, 10, tzinfo=UTC)


def draft(**fields) -> Listing:
    wanted: dict[str, Any] = {
        "seller_id": make_seller().pk,
        "category_id": make_category().pk,
        "title": "Red chair",
        "description": "As new.",
        "price": Money(4200),
    }
    return create_listing(**(wanted | fields))


def write(listing: Listing, **fields) -> None:
    """Save a new draft, as an editor would."""
    changed = Listing.objects.get(pk=listing.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(changed, name, value)
    changed.save_revision()


def test_a_new_listing_is_a_draft_with_its_availability_and_its_first_revision():
    listing = draft(condition=Condition.NEW, city="Bonn", postcode="53111", negotiable=True, stock=3, key="red-1")

    stored = Listing.objects.get()
    assert stored == listing
    assert (stored.live, stored.slug, stored.price, stored.key) == (False, "red-chair", Money(4200), "red-1")
    assert (stored.condition, stored.city, stored.postcode, stored.negotiable) == ("new", "Bonn", "53111", True)
    assert (stored.availability.status, stored.availability.stock, stored.availability.reserved) == ("live", 3, 0)
    assert stored.latest_revision is not None
    assert (stored.published_at, stored.first_published_at) == (None, None)
    assert status_of(stored) is ListingStatus.DRAFT


def test_every_listing_gets_a_key_of_its_own():
    assert draft().key != draft().key


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "ab"}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"description": ""}, "description"),
        ({"description": "x" * 8001}, "description"),
        ({"price": Money(MAX_CENTS + 1)}, "price_cents"),
        ({"condition": "broken"}, "condition"),
        ({"category_id": 0}, "category"),
        ({"seller_id": 0}, "seller"),
    ],
)
def test_what_is_wrong_is_told_field_by_field_and_nothing_is_saved(fields, field):
    with pytest.raises(ValidationError) as refused:
        draft(**fields)

    assert list(refused.value.message_dict) == [field]
    assert not Listing.objects.exists()
    assert not Availability.objects.exists()


def test_photos_keep_their_order_and_descriptions():
    hashes = [make_picture().hash for _ in range(3)]

    listing = draft(photos=[(one, f"view {number}") for number, one in enumerate(hashes)])

    rows = list(Photo.objects.filter(listing=listing).values_list("sort_order", "picture_id", "alt"))
    assert rows == [(number, one, f"view {number}") for number, one in enumerate(hashes)]


def test_four_photos_are_refused():
    with pytest.raises(ValidationError, match="A listing has at most 3 photos"):
        draft(photos=[(make_picture().hash, "") for _ in range(4)])

    assert not Listing.objects.exists()


def test_publishing_puts_it_before_the_buyers_once():
    listing = draft()

    published = publish_listing(listing.pk, now=NOW)

    assert (published.live, published.published_at, status_of(published)) == (True, NOW, ListingStatus.LIVE)
    again = publish_listing(listing.pk, now=LATER)
    assert (again.published_at, again.live_revision_id) == (NOW, published.live_revision_id)


def test_publishing_shows_the_latest_draft_at_the_same_place():
    listing = draft()
    publish_listing(listing.pk, now=NOW)
    write(listing, title="Blue chair", price_cents=1)

    published = publish_listing(listing.pk, now=LATER)

    assert (published.title, published.slug, published.price_cents) == ("Blue chair", "blue-chair", 1)
    assert published.published_at == NOW


def test_a_draft_that_lacks_something_is_refused_in_words():
    listing = draft()
    changed = listing.get_latest_revision_as_object()
    changed.title, changed.description = "ab", ""
    changed.save_revision(clean=False)

    with pytest.raises(ListingNotPublishable) as refused:
        publish_listing(listing.pk, now=NOW)

    assert sorted(refused.value.problems) == ["description", "title"]
    assert Listing.objects.get().live is False


def test_somebody_without_the_right_cannot_publish():
    listing = draft()

    with pytest.raises(PermissionDenied):
        publish_listing(listing.pk, now=NOW, user=make_user())

    stored = Listing.objects.get()
    assert (stored.live, stored.published_at) == (False, None)


@pytest.mark.both_databases
def test_publishing_an_old_draft_changes_neither_availability_nor_place():
    listing = draft(stock=5)
    publish_listing(listing.pk, now=NOW)
    old_draft = Listing.objects.get().latest_revision
    write(listing, title="Newer title")
    publish_listing(listing.pk, now=LATER)
    set_stock(listing.pk, 2)
    Availability.objects.update(reserved=1)
    end_listing(listing.pk, ListingStatus.SOLD, now=LATER)

    old_draft.publish()

    stored = Listing.objects.get()
    assert (stored.title, stored.published_at) == ("Red chair", NOW)
    assert (stored.availability.status, stored.availability.ended_at) == ("sold", LATER)
    assert (stored.availability.stock, stored.availability.reserved) == (2, 1)
    assert status_of(stored) is ListingStatus.SOLD


def test_a_revision_cannot_change_the_key():
    listing = draft(key="mine")
    write(listing, key="other")

    publish_listing(listing.pk, now=NOW)

    assert Listing.objects.get().key == "mine"


def test_a_new_title_is_remembered_when_it_is_published():
    listing = draft()
    publish_listing(listing.pk, now=NOW)
    write(listing, title="Blue chair")
    assert not ListingSlugHistory.objects.exists()

    publish_listing(listing.pk, now=LATER)

    assert list(listing.slug_history.values_list("slug", flat=True)) == ["red-chair"]


def test_a_title_that_was_never_shown_is_not_remembered():
    listing = draft()
    write(listing, title="Blue chair")

    publish_listing(listing.pk, now=NOW)

    assert Listing.objects.get().slug == "blue-chair"
    assert not ListingSlugHistory.objects.exists()


def test_a_title_without_letters_gives_a_slug_all_the_same():
    assert draft(title="椅子・椅子").slug == "listing"


def test_unpublishing_makes_it_a_draft_that_keeps_its_place():
    listing = draft()
    publish_listing(listing.pk, now=NOW)

    unpublish_listing(listing.pk)

    stored = Listing.objects.get()
    assert (stored.live, stored.published_at, status_of(stored)) == (False, NOW, ListingStatus.DRAFT)
    assert publish_listing(listing.pk, now=LATER).published_at == NOW


def test_photos_can_change_places():
    listing = make_listing()
    red, blue, green = (make_photo(listing, alt=alt) for alt in ("red", "blue", "green"))
    fresh = Listing.objects.get(pk=listing.pk)
    photos = list(fresh.photos.all())
    for photo, place in zip(photos, (2, 0, 1), strict=True):
        photo.sort_order = place
    fresh.photos.set(photos)

    fresh.save()

    assert list(Photo.objects.values_list("alt", "pk")) == [("blue", blue.pk), ("green", green.pk), ("red", red.pk)]


def test_a_photo_that_goes_leaves_no_gap():
    listing = make_listing()
    for alt in ("red", "blue", "green"):
        make_photo(listing, alt=alt)
    fresh = Listing.objects.get(pk=listing.pk)
    fresh.photos.remove(fresh.photos.all()[0])

    fresh.save()

    assert list(Photo.objects.values_list("sort_order", "alt")) == [(0, "blue"), (1, "green")]


def test_an_old_revision_brings_its_photos_back():
    hashes = [make_picture().hash for _ in range(2)]
    listing = draft(photos=[(hashes[0], "first"), (hashes[1], "second")])
    publish_listing(listing.pk, now=NOW)
    old = Listing.objects.get().latest_revision
    changed = Listing.objects.get()
    changed.photos.set([Photo(picture_id=hashes[1], alt="only", sort_order=0)])
    changed.save_revision().publish()
    assert list(Photo.objects.values_list("alt", flat=True)) == ["only"]

    old.publish()

    assert list(Photo.objects.values_list("sort_order", "alt")) == [(0, "first"), (1, "second")]


@pytest.mark.both_databases
def test_the_database_holds_three_photos_at_most():
    listing = make_listing()
    for _ in range(3):
        make_photo(listing)

    for place in (0, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            Photo.objects.create(listing=listing, picture=make_picture(), sort_order=place)
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.update(sort_order=-1)
    assert Photo.objects.count() == 3


@pytest.mark.both_databases
def test_the_database_refuses_a_live_listing_without_a_place_and_a_price_beyond_the_limit():
    listing = make_listing()

    for bad in ({"published_at": None}, {"price_cents": MAX_CENTS + 1}, {"price_cents": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Listing.objects.filter(pk=listing.pk).update(**bad)


def test_many_are_added_at_once_each_with_its_availability():
    seller, category = make_seller(), make_category()
    listings = [
        Listing(
            title=f"Chair {number}",
            description="A chair.",
            price_cents=100,
            seller=seller,
            category=category,
            published_at=NOW,
        )
        for number in range(3)
    ]

    added = add_listings(listings, availabilities=[Availability(stock=number + 1) for number in range(3)])

    assert [one.slug for one in Listing.objects.order_by("id")] == ["chair-0", "chair-1", "chair-2"]
    assert [Listing.objects.get(pk=one.pk).availability.stock for one in added] == [1, 2, 3]


def test_many_without_availability_get_one_piece_each():
    listing = Listing(
        title="Chair", description="A chair.", price_cents=1, seller=make_seller(), category=make_category(), live=False
    )

    add_listings([listing])

    assert Availability.objects.get().stock == 1


def test_the_status_of_many_needs_one_query(django_assert_num_queries):
    make_listing()
    make_listing(status=ListingStatus.SOLD)
    make_listing(live=False)

    with django_assert_num_queries(1):
        statuses = [status_of(one) for one in with_status(Listing.objects.order_by("id"))]

    assert statuses == [ListingStatus.LIVE, ListingStatus.SOLD, ListingStatus.DRAFT]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", "\u200b\u200b\u200b"),
        ("title", "Chair\u202e"),
        ("city", "a\x01b"),
        ("postcode", "\x02"),
        ("description", "\x08"),
    ],
)
def test_texts_that_cannot_be_shown_are_refused_by_the_name_of_their_field(field, text):
    listing = make_listing()
    setattr(listing, field, text)

    with pytest.raises(ValidationError) as refusal:
        listing.full_clean()

    assert set(refusal.value.message_dict) == {field}


def test_what_is_free_is_never_shown_as_negotiable():
    assert draft(price=Money(0), negotiable=True).negotiable is False
    old = make_listing(negotiable=True)
    Listing.objects.filter(pk=old.pk).update(price_cents=0)

    record = by_id(Listing.objects.all(), [old.pk])[old.pk]
    assert (record.price.cents, record.negotiable) == (0, False)
