"""The form of a listing: what it makes, what it refuses, and that nothing is lost."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from cms.catalog.models import Availability, Listing
from cms.catalog.services import hold_stock, sell_stock
from cms.changes import outbox
from cms.contract.records import ListingStatus
from tests.factories.goods import make_listing
from tests.factories.pages import make_settings

pytestmark = pytest.mark.django_db


def form_of(listing, said, **fields):
    draft = Listing.objects.get(pk=listing.pk).get_latest_revision_as_object()
    stock = Availability.objects.get(pk=listing.pk).stock
    begun = {
        "title": draft.title,
        "quantity": stock,
        "pieces_seen": stock,
        "version": Listing.objects.get(pk=listing.pk).latest_revision_id or 0,
        "key": "",
    }
    return said(**(begun | fields))


def test_the_form_is_there(desk, category):
    page = desk.get("/sell/new").content.decode()

    assert 'name="photo3-file"' in page
    assert '<optgroup label="Chairs">' in page
    assert 'name="csrfmiddlewaretoken"' not in page


def test_a_listing_is_published_at_once(desk, seller, said, category):
    before = timezone.now()

    response = desk.post("/sell/new", said())

    listing = Listing.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/sell?show=live")
    assert (listing.live, listing.title, listing.price_cents) == (True, "Red chair", 4250)
    assert (listing.seller_id, listing.category_id) == (seller.pk, category.pk)
    assert listing.description == "Bought in May.\n\nAs good as new."
    assert (listing.postcode, listing.city, listing.condition, listing.negotiable) == ("53111", "Bonn", "good", False)
    assert listing.availability.status == ListingStatus.LIVE
    assert listing.availability.expires_at - before > timedelta(days=59)


def test_what_is_published_waits_for_the_publisher(desk, said):
    outbox.forget([one.id for one in outbox.pending()])

    desk.post("/sell/new", said())

    listing = Listing.objects.get()
    assert ("listing", str(listing.pk)) in {(one.kind, one.key) for one in outbox.pending()}


def test_a_draft_is_seen_by_nobody(desk, said):
    response = desk.post("/sell/new", said(do="save"))

    listing = Listing.objects.get()
    assert response["Location"] == f"/sell/{listing.pk}"
    assert (listing.live, listing.published_at, listing.availability.expires_at) == (False, None, None)


def test_the_same_form_sent_twice_makes_one_listing(desk, said):
    desk.post("/sell/new", said())
    response = desk.post("/sell/new", said())

    assert response.status_code == 302
    assert Listing.objects.count() == 1


def test_the_key_of_somebody_elses_listing_is_no_key_to_it(desk, stranger, said):
    stranger.post("/sell/new", said(title="Their chair"))
    desk.post("/sell/new", said(title="My chair"))

    assert sorted(Listing.objects.values_list("title", flat=True)) == ["My chair", "Their chair"]


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("35", 3500),
        ("35.5", 3550),
        ("12,50", 1250),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1 200", 120000),
        ("€ 35,-", 3500),
        ("35 €", 3500),
        ("0", 0),
    ],
)
def test_a_price_is_read_in_the_way_of_either_language(desk, said, typed, cents):
    desk.post("/sell/new", said(price=typed))

    assert Listing.objects.get().price_cents == cents


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "This field is required"),
        ("cheap", "Write the price in euros, like 12.50 or 1200."),
        ("1.2345", "Write the price in euros"),
        ("12,345", "“12,345” can be read in two ways. Write 12345 or 12,34, whichever you mean."),
        ("-5", "A price cannot be below zero."),
        ("9999999999999", "The price is too high."),
        ("NaN", "Write the price in euros"),
        ("1e3", "Write the price in euros"),
    ],
)
def test_what_is_no_price_is_told_and_stays_in_the_form(desk, said, typed, told):
    response = desk.post("/sell/new", said(price=typed, title="Blue chair"))

    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert 'value="Blue chair"' in page
    assert f'value="{typed}"' in page or not typed
    assert not Listing.objects.exists()


def test_in_german_the_form_speaks_german(desk, seller, said):
    make_settings(language="de", further_language="")
    listing = make_listing(seller=seller, price_cents=123450)

    assert 'value="1234,50"' in desk.get(f"/sell/{listing.pk}").content.decode()
    assert "Schreib den Preis in Euro" in desk.post("/sell/new", said(price="billig")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "ab"},
        {"title": "  a  "},
        {"title": "x" * 121},
        {"title": "chair\0chair"},
        {"description": ""},
        {"description": "x" * 8001},
        {"category": ""},
        {"category": "999999"},
        {"category": "x"},
        {"condition": "gold"},
        {"quantity": "0"},
        {"quantity": "-1"},
        {"quantity": "1.5"},
        {"quantity": "999999999999999999999"},
        {"postcode": "x" * 13},
        {"city": "x" * 81},
        {"key": "../../etc"},
    ],
)
def test_what_is_wrong_makes_no_listing(desk, said, wrong):
    response = desk.post("/sell/new", said(**wrong))

    assert response.status_code == 422
    assert "Please look at this again:" in response.content.decode()
    assert not Listing.objects.exists()


@pytest.mark.parametrize("name", ["version", "pieces_seen"])
def test_rubbish_in_a_field_that_nobody_sees_is_told_in_one_sentence_and_does_not_stay(desk, said, name):
    desk.post("/sell/new", said(do="save"))
    listing = Listing.objects.get()

    response = desk.post(f"/sell/{listing.pk}", said(title="Green table", do="save", **{name: "rubbish"}))

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("The page was out of date. Please try again.") == 1
    assert "rubbish" not in page
    assert "whole number" not in page
    assert Listing.objects.get().get_latest_revision_as_object().title != "Green table"


def test_mark_up_stays_text(desk, said):
    desk.post("/sell/new", said(title="<b>Chair</b>", do="save"))

    assert "&lt;b&gt;Chair&lt;/b&gt;" in desk.get("/sell?show=drafts").content.decode()


def test_changing_a_live_listing_keeps_its_place_and_its_stock(desk, seller, said):
    listing = make_listing(seller=seller, stock=5, reserved=2, title="Old chair")
    published_at = listing.published_at

    response = desk.post(f"/sell/{listing.pk}", form_of(listing, said, title="Better chair"))

    now = Listing.objects.get(pk=listing.pk)
    assert (response.status_code, response["Location"]) == (302, "/sell?show=live")
    assert (now.title, now.live, now.published_at) == ("Better chair", True, published_at)
    assert (now.availability.stock, now.availability.reserved, now.availability.status) == (5, 2, "live")
    assert now.has_unpublished_changes is False


def test_stock_that_was_sold_meanwhile_does_not_come_back(desk, seller, said):
    listing = make_listing(seller=seller, stock=3)
    begun = form_of(listing, said, title="Better chair")
    hold_stock(listing.pk, 1)
    sell_stock(listing.pk, 1, now=timezone.now())

    desk.post(f"/sell/{listing.pk}", begun)

    now = Listing.objects.get(pk=listing.pk)
    assert (now.title, now.availability.stock) == ("Better chair", 2)


def test_another_number_of_pieces_is_taken_when_nothing_moved(desk, seller, said):
    listing = make_listing(seller=seller, stock=3)

    desk.post(f"/sell/{listing.pk}", form_of(listing, said, quantity=7))

    assert Availability.objects.get(pk=listing.pk).stock == 7


def test_another_number_of_pieces_is_asked_again_when_some_were_sold(desk, seller, said, stored):
    listing = make_listing(seller=seller, stock=3)
    begun = form_of(listing, said, quantity=4, title="Better chair")
    hold_stock(listing.pk, 1)
    sell_stock(listing.pk, 1, now=timezone.now())
    before = stored(listing.pk)

    response = desk.post(f"/sell/{listing.pk}", begun)

    page = response.content.decode()
    assert "There are 2 now. Please check." in page
    assert 'name="pieces_seen" value="2"' in page
    assert stored(listing.pk) == before


def test_fewer_pieces_than_are_ordered_are_refused(desk, seller, said, stored):
    listing = make_listing(seller=seller, stock=3, reserved=2)
    before = stored(listing.pk)

    response = desk.post(f"/sell/{listing.pk}", form_of(listing, said, quantity=1))

    assert "There are 3 now, 2 of them ordered. Please check." in response.content.decode()
    assert stored(listing.pk) == before


def test_a_form_older_than_the_listing_is_asked_again_and_then_counts(desk, seller, said):
    listing = make_listing(seller=seller)
    begun = form_of(listing, said, title="First window")
    desk.post(f"/sell/{listing.pk}", form_of(listing, said, title="Second window"))

    first = desk.post(f"/sell/{listing.pk}", begun)

    assert "changed in another window" in first.content.decode()
    assert Listing.objects.get(pk=listing.pk).title == "Second window"

    desk.post(f"/sell/{listing.pk}", form_of(listing, said, title="First window"))

    assert Listing.objects.get(pk=listing.pk).title == "First window"


@pytest.mark.parametrize("status", [ListingStatus.SOLD, ListingStatus.SUSPENDED])
def test_what_is_sold_or_suspended_cannot_be_changed(desk, seller, said, stored, status):
    listing = make_listing(seller=seller, status=status)
    before = stored(listing.pk)

    assert desk.get(f"/sell/{listing.pk}").status_code == 409
    assert desk.post(f"/sell/{listing.pk}", form_of(listing, said)).status_code == 409
    assert stored(listing.pk) == before


def test_a_withdrawn_listing_is_changed_without_coming_back(desk, seller, said):
    listing = make_listing(seller=seller, status=ListingStatus.WITHDRAWN)

    desk.post(f"/sell/{listing.pk}", form_of(listing, said, title="Better chair", do="save"))

    now = Listing.objects.get(pk=listing.pk)
    assert (now.title, now.availability.status) == ("Better chair", "withdrawn")


def test_a_withdrawn_listing_is_changed_and_offered_again(desk, seller, said):
    listing = make_listing(seller=seller, status=ListingStatus.WITHDRAWN)

    desk.post(f"/sell/{listing.pk}", form_of(listing, said, title="Better chair", do="publish"))

    now = Listing.objects.get(pk=listing.pk)
    assert (now.title, now.availability.status) == ("Better chair", "live")


def test_the_preview_of_a_form_is_the_page_with_a_banner_and_saves_nothing(desk, said):
    response = desk.post("/sell/new", said(do="preview", title="Chair to be"))

    page = response.content.decode()
    assert "Chair to be" in page
    assert "Preview: this is not published yet" in page
    assert not Listing.objects.exists()


def test_the_preview_of_a_change_leaves_the_live_listing_alone(desk, seller, said, stored):
    listing = make_listing(seller=seller)
    before = stored(listing.pk)

    response = desk.post(f"/sell/{listing.pk}", form_of(listing, said, do="preview", title="Chair to be"))

    assert "Chair to be" in response.content.decode()
    assert stored(listing.pk) == before


def test_a_stored_draft_has_a_preview(desk, said):
    desk.post("/sell/new", said(do="save", title="Chair to be"))

    page = desk.get(f"/sell/{Listing.objects.get().pk}/preview").content.decode()

    assert "Chair to be" in page
    assert "Preview: this is not published yet" in page


def test_what_is_given_away_has_no_price_to_talk_about(desk, said):
    page = desk.post("/sell/new", said(price="0", negotiable="on")).content.decode()
    assert "What you give away has no price to talk about. Untick this, or name a price." in page
    assert not Listing.objects.exists()

    desk.post("/sell/new", said(price="0"))
    assert (Listing.objects.get().price_cents, Listing.objects.get().negotiable) == (0, False)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("postcode", "ABC&lt;&gt;", "That is no postcode. It has only letters and digits, like 1010 or SW1A 1AA."),
        ("city", "🦊🦊", "That is no town. Write its name in letters, like St. Pölten."),
    ],
)
def test_what_is_no_place_is_told_and_stays_in_the_form(desk, said, field, typed, told):
    response = desk.post("/sell/new", said(**{field: unescape(typed)}))

    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert f'value="{typed}"' in page
    assert not Listing.objects.exists()


def test_a_place_in_another_country_is_one(desk, said):
    desk.post("/sell/new", said(postcode="SW1A 1AA", city="’s-Hertogenbosch"))

    assert (Listing.objects.get().postcode, Listing.objects.get().city) == ("SW1A 1AA", "’s-Hertogenbosch")


def test_postcode_and_town_are_not_called_optional_for_one_of_them_is_wanted(desk):
    page = desk.get("/sell/new").content.decode()

    for name in ("postcode", "city"):
        label = page.split(f'for="id_{name}">')[1].split("</label>")[0]
        assert label in {"Postcode", "Town"}
    assert "one of the two is enough" in page
