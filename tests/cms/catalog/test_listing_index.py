"""The list of listings: what it shows, finds, lets through and hands out."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.catalog.admin import additions
from cms.catalog.admin.additions import AddedColumn, Mark, add_column, add_mark
from cms.catalog.models import Availability, Listing
from cms.catalog.services import submit_listing
from cms.contract.records import ListingStatus
from cms.workbook.importing import ImportOptions, import_workbook
from tests.factories.goods import make_category, make_listing, make_photo, make_picture
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/listings/"


@pytest.fixture
def staff(client):
    client.force_login(make_admin())
    return client


def titles(client, **asked):
    return sorted(one.title for one in client.get(LIST, asked).context["object_list"])


@pytest.mark.both_databases
def test_each_filter_leaves_what_it_says(staff):
    furniture = make_category("Furniture")
    chairs = make_category("Chairs", parent=furniture)
    anna, bert = make_seller(display_name="Anna’s attic"), make_seller(display_name="Bert")
    make_photo(make_listing(title="With photo", category=chairs, seller=anna, price_cents=1000))
    soon = make_listing(title="Soon over", category=furniture, seller=bert, price_cents=2000)
    Availability.objects.filter(pk=soon.pk).update(expires_at=timezone.now() + timedelta(days=2))
    draft = make_listing(title="Waiting", live=False, seller=bert, price_cents=3050)
    draft.save_revision()
    submit_listing(draft.pk)
    changed = make_listing(title="Changed", seller=bert, price_cents=4000)
    changed.title = "Changed again"
    changed.save_revision()
    submit_listing(changed.pk)
    make_listing(title="Sold", status=ListingStatus.SOLD, seller=bert, price_cents=5000)

    assert titles(staff, category=furniture.pk) == ["Soon over", "With photo"]
    assert titles(staff, seller="anna att") == ["With photo"]
    assert titles(staff, seller=bert.label, status="live") == ["Changed", "Soon over"]
    assert titles(staff, seller="nobody") == []
    assert titles(staff, price_from="20", price_to="30,50") == ["Soon over", "Waiting"]
    assert titles(staff, status="in-review") == ["Waiting"]
    assert titles(staff, status="draft") == []
    assert titles(staff, only="in-review") == ["Changed", "Waiting"]
    assert titles(staff, only="changed") == ["Changed"]
    assert titles(staff, only="expiring") == ["Soon over"]
    assert titles(staff, only="no-photo", status="live") == ["Changed", "Soon over"]
    assert titles(staff, only=["in-review", "changed"]) == ["Changed"]
    assert "This is not a price" in staff.get(LIST, {"price_from": "cheap"}).content.decode()


@pytest.mark.both_databases
def test_numbers_addresses_keys_and_sellers_are_found(staff):
    seller = make_seller(display_name="Old Barn")
    lamp = make_listing(title="Lamp", seller=seller)
    make_listing(title="Chair")

    for words in (str(lamp.pk), f"#{lamp.pk}", f"No. {lamp.pk}", lamp.path, f"https://shop.example{lamp.path}"):
        assert titles(staff, q=words) == ["Lamp"], words
    for words in (lamp.key, lamp.key.upper(), "old barn", seller.label.lower()):
        assert titles(staff, q=words) == ["Lamp"], words
    assert titles(staff, q="old barn", status="sold") == []


@pytest.mark.both_databases
def test_the_order_is_the_same_on_every_page_and_newest_changes_come_first(staff):
    first, second, third = (make_listing(title=title) for title in ("First", "Second", "Third"))
    second.save_revision()
    first.save_revision()

    def shown(**asked):
        return [one.pk for one in staff.get(LIST, asked).context["object_list"]]

    assert shown() == [first.pk, second.pk, third.pk]
    assert shown(ordering="updated") == [third.pk, second.pk, first.pk]
    assert shown(ordering="-price_cents") == [third.pk, second.pk, first.pk]
    assert shown(ordering="title") == [first.pk, second.pk, third.pk]


def test_what_was_never_live_is_shown_as_its_latest_draft(staff):
    listing = make_listing(title="Old words", live=False, price_cents=100)
    picture = make_picture()
    draft = Listing.objects.get(pk=listing.pk)
    draft.title, draft.price_cents, draft.city = "New words", 200, "Bonn"
    draft.photos.set([make_photo(make_listing(), picture=picture)])
    draft.save_revision()

    page = staff.get(LIST).content.decode()

    assert "New words" in page
    assert "€2.00" in page
    assert "Bonn" in page
    assert "Old words" not in page
    assert page.count(f"/photos/{picture.hash[:2]}/{picture.hash}-320.jpg") == 2


def test_the_number_of_queries_does_not_depend_on_that_of_the_rows(staff):
    def fill(number):
        for place in range(number):
            seller = make_seller()
            make_photo(make_listing(seller=seller))
            make_listing(seller=seller, live=False).save_revision()
            if place % 2:
                make_listing(status=ListingStatus.SOLD)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            staff.get(LIST)
        return len(counted)

    fill(2)
    staff.get(LIST)
    few = queries()
    fill(8)

    assert queries() == few


def test_others_add_columns_and_marks(staff):
    seen, unseen = make_listing(title="Seen"), make_listing(title="Unseen")
    assert "Looks" not in staff.get(LIST).content.decode()
    add_column(AddedColumn(name="looks", label="Looks", values=lambda ids: {pk: 1234 for pk in ids if pk == seen.pk}))
    add_mark(Mark(name="odd", label="Odd ones", marked=lambda listings: listings.exclude(pk=unseen.pk)))
    try:
        page = staff.get(LIST).content.decode()
        odd = titles(staff, only="odd")
    finally:
        del additions.columns["looks"], additions.marks["odd"]

    assert "Looks" in page
    assert "1,234" in page
    assert odd == ["Seen"]


def test_the_list_goes_out_as_wagtails_spreadsheets_without_formulas(staff):
    make_photo(make_listing(title="=HYPERLINK(1)", price_cents=123450, city="+49"))

    rows = b"".join(staff.get(LIST, {"export": "csv"})).decode().splitlines()
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(staff.get(LIST, {"export": "xlsx"})))).active

    assert rows[0] == "Number,Key,Title,Status,Price,Category,Seller,Place,Photos,Updated"
    assert ",'=HYPERLINK(1),Live,1234.50," in rows[1]
    assert ",'+49,1," in rows[1]
    assert (sheet["C2"].value, sheet["C2"].data_type, sheet["E2"].value) == ("=HYPERLINK(1)", "s", 1234.5)


def test_what_the_filters_let_through_goes_out_as_a_workbook_that_changes_nothing(staff, tmp_path):
    make_photo(make_listing(title="Oak table", price_cents=4200))
    make_listing(title="Sold lamp", status=ListingStatus.SOLD)
    assert "/admin/listings/workbook/?status=live" in staff.get(LIST, {"status": "live"}).content.decode()

    answer = staff.get("/admin/listings/workbook/", {"status": "live"})

    file = tmp_path / "some.xlsx"
    file.write_bytes(answer.content)
    rows = list(openpyxl.load_workbook(file)["listings"].iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["title", "Oak table"]
    outcome = import_workbook(file, ImportOptions(), now=timezone.now())
    assert (outcome.sheets["listings"].unchanged, outcome.sheets["listings"].updated) == (1, 0)
    assert outcome.problems == []


def test_a_wrong_filter_takes_nothing_along(staff):
    make_listing()

    answer = staff.get("/admin/listings/workbook/", {"price_from": "cheap"}, follow=True)

    assert answer.redirect_chain == [("/admin/listings/?price_from=cheap", 302)]
    assert "Mend it first" in answer.content.decode()


@pytest.mark.parametrize("address", [LIST, "/admin/listings/results/", "/admin/listings/workbook/"])
def test_the_list_is_for_staff(client, address):
    answers = {}
    for make in (make_admin, make_editor, make_moderator, make_seller, make_user):
        client.force_login(make())
        answers[make.__name__] = client.get(address).status_code

    assert answers == {
        "make_admin": 200,
        "make_editor": 200,
        "make_moderator": 200,
        "make_seller": 302,
        "make_user": 302,
    }
