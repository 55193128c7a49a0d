"""What was typed and not saved."""

import pytest

from cms.catalog.models import Listing
from commerce.selling.models import UnfinishedForm
from tests.factories.goods import make_listing, png

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_what_is_typed_is_there_again_when_the_form_is_opened(desk, said):
    response = desk.post("/sell/keep", said(title="Half a cha", price="4", description=""))

    page = desk.get("/sell/new").content.decode()
    assert response.status_code == 204
    assert 'value="Half a cha"' in page
    assert "This is what you had typed and not saved yet." in page
    assert not Listing.objects.exists()


def test_photos_are_there_again_too(desk, said, photo_file):
    taken = desk.post("/sell/photo", {"file": photo_file(png())}).json()["hash"]

    desk.post("/sell/keep", said(**{"photo2-kept": taken, "photo2-alt": "Front", "photo1-kept": "f" * 32}))

    page = desk.get("/sell/new").content.decode()
    assert f'name="photo1-kept" value="{taken}"' in page
    assert "f" * 32 not in page


def test_an_empty_form_is_not_kept(desk):
    desk.post("/sell/keep", {"title": "", "city": "Bonn"})

    assert not UnfinishedForm.objects.exists()


def test_a_form_with_mistakes_is_kept(desk, said):
    desk.post("/sell/new", said(price="cheap"))

    assert 'value="cheap"' in desk.get("/sell/new").content.decode()


def test_what_is_saved_is_not_unfinished_any_more(desk, said):
    desk.post("/sell/keep", said(title="Half a cha"))
    desk.post("/sell/new", said())

    assert not UnfinishedForm.objects.exists()


def test_a_late_message_of_the_script_does_not_bring_it_back(desk, said):
    desk.post("/sell/new", said())
    desk.post("/sell/keep", said(title="Half a cha"))

    assert not UnfinishedForm.objects.exists()


def test_it_is_forgotten_when_the_seller_says_so(desk, said):
    desk.post("/sell/keep", said(title="Half a cha"))

    response = desk.post("/sell/new", {"do": "discard"})

    assert (response.status_code, response["Location"]) == (302, "/sell/new")
    assert not UnfinishedForm.objects.exists()


def test_each_listing_has_a_form_of_its_own(desk, seller, said):
    one, other = make_listing(seller=seller), make_listing(seller=seller)

    desk.post(f"/sell/{one.pk}/keep", said(title="Half a cha", version="0"))

    assert 'value="Half a cha"' in desk.get(f"/sell/{one.pk}").content.decode()
    assert "Half a cha" not in desk.get(f"/sell/{other.pk}").content.decode()
    assert "Half a cha" not in desk.get("/sell/new").content.decode()
    assert Listing.objects.get(pk=one.pk).title == one.title


def test_the_number_of_pieces_is_always_the_stored_one(desk, seller, said):
    listing = make_listing(seller=seller, stock=2)

    desk.post(f"/sell/{listing.pk}/keep", said(quantity=9, version="0"))

    assert 'name="quantity" value="2"' in desk.get(f"/sell/{listing.pk}").content.decode()


def test_nobody_keeps_a_form_of_somebody_elses_listing(stranger, said):
    listing = make_listing()

    assert stranger.post(f"/sell/{listing.pk}/keep", said(version="0")).status_code == 404
    assert not UnfinishedForm.objects.exists()


def test_what_is_very_long_is_cut(desk, said):
    desk.post("/sell/keep", said(description="x" * 100_000, title="\0chair"))

    kept = UnfinishedForm.objects.get().fields
    assert (len(kept["description"]), kept["title"]) == (8000, "chair")
