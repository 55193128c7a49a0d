"""The hint at photos that other listings have, too: who is named, where it stands, and what it costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.catalog.same_photos import MOST, same_photos
from cms.catalog.services import create_listing, submit_listing
from cms.changes.models import Change
from cms.contract.money import Money
from cms.contract.records import ListingStatus
from cms.pictures.models import LOOK_FIELDS, Picture
from tests.cms.catalog.test_moderation import page_of
from tests.factories.goods import make_category, make_listing, make_photo, make_picture
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller

pytestmark = pytest.mark.django_db

LOOK = (0b1010_0011_0101_1100, 0x1234, 0xBEEF, 0x0FF0)


def picture(*, changed: int = 0, look=LOOK) -> Picture:
    """One that looks like LOOK but for `changed` bits."""
    bands = list(look)
    for place in range(changed):
        bands[place % 4] ^= 1 << place
    return make_picture(**dict(zip(LOOK_FIELDS, bands, strict=True)))


def shown_with(photo: Picture, **fields):
    listing = make_listing(**fields)
    make_photo(listing, picture=photo)
    return listing


@pytest.mark.both_databases
def test_other_sellers_come_first_and_then_what_is_nearest():
    anna, bert = make_seller(), make_seller()
    subject = shown_with(picture(), seller=anna)
    own = shown_with(picture(changed=1), seller=anna)
    near = shown_with(picture(changed=2), seller=bert, status=ListingStatus.SOLD)
    far = shown_with(picture(changed=4), seller=make_seller())
    shown_with(picture(changed=5), seller=bert)
    copy = shown_with(Picture.objects.get(photos__listing=subject), seller=bert)
    make_photo(copy, picture=picture(changed=3))

    found = same_photos(subject, [subject.photos.get().picture_id])

    assert [(one.listing, one.is_by_other) for one in found.shown] == [
        (copy, True),
        (near, True),
        (far, True),
        (own, False),
    ]
    assert found.shown[0].picture == subject.photos.get().picture
    assert (found.total, found.pending) == (4, 0)


def test_plain_and_unseen_photos_are_only_like_themselves():
    plain, unseen = picture(look=(-1, -1, -1, -1)), make_picture()
    subject = shown_with(plain)
    make_photo(subject, picture=unseen)
    shown_with(picture(look=(-1, -1, -1, -1)))
    shown_with(make_picture())
    same = shown_with(unseen)

    found = same_photos(subject, [plain.pk, unseen.pk])

    assert [one.listing for one in found.shown] == [same]
    assert found.pending == 1


@pytest.mark.both_databases
def test_the_queries_do_not_grow_with_what_is_found():
    subject = shown_with(picture())
    shown_with(picture())
    hashes = [subject.photos.get().picture_id]
    with CaptureQueriesContext(connection) as few:
        same_photos(subject, hashes)
    for _ in range(12):
        shown_with(picture(changed=1))
    with CaptureQueriesContext(connection) as many:
        found = same_photos(subject, hashes)

    assert (len(found.shown), found.total) == (MOST, 13)
    assert len(few) == len(many) == 5


def test_the_queue_and_the_form_say_where_else_and_by_whom(client):
    seller = make_seller(display_name="Bert")
    other = shown_with(picture(changed=1), title="Oak table, large", seller=seller)
    listing = create_listing(
        seller_id=make_seller().pk,
        category_id=make_category().pk,
        title="Oak table",
        description="Solid.",
        price=Money(4200),
        photos=[(picture().pk, "")],
    )
    submit_listing(listing.pk)
    told = (
        f'<a href="/admin/listings/edit/{other.pk}/">Oak table, large</a> (Live)',
        f"by another seller: Bert ({seller.label})",
        "The same photo is on 1 other listing",
    )

    client.force_login(make_moderator())
    for address in (page_of(listing), f"/admin/listings/edit/{listing.pk}/"):
        page = client.get(address).content.decode()
        assert [words in page for words in told] == [True, True, True]
    for make in (make_editor, make_admin):
        client.force_login(make())
        assert told[1] in client.get(f"/admin/listings/edit/{listing.pk}/").content.decode()
    client.force_login(seller)
    assert client.get(f"/admin/listings/edit/{listing.pk}/").status_code == 302

    Picture.objects.update(**dict.fromkeys(LOOK_FIELDS, -1))
    page = client_page(client, make_moderator(), page_of(listing))
    assert "No other listing shows these photos." in page
    Picture.objects.update(look_1=None)
    assert "1 photo is new and not compared yet" in client_page(client, make_moderator(), page_of(listing))


def client_page(client, person, address) -> str:
    client.force_login(person)
    return client.get(address).content.decode()


def test_a_listing_without_photos_has_no_hint(client):
    page = client_page(client, make_admin(), f"/admin/listings/edit/{make_listing().pk}/")

    assert "The same photos elsewhere" not in page


@pytest.mark.both_databases
def test_looking_at_a_picture_publishes_nothing():
    one = picture()
    Change.objects.all().delete()

    Picture.objects.filter(pk=one.pk).update(look_1=1, look_2=2, look_3=3, look_4=4)
    assert not Change.objects.exists()
    Picture.objects.filter(pk=one.pk).update(colour="#000000")
    assert Change.objects.count() == 1
