"""Rows of the sheet `listings`, in and out."""

import pytest
from django_tasks_db.models import DBTaskResult

from cms.accounts.models import User
from cms.catalog.models import Listing, ListingSlugHistory
from cms.catalog.services import status_of
from cms.contract.money import Money
from tests.cms.workbook.conftest import NOW, counts, told
from tests.cms.workbook.listings.conftest import HEADER, row
from tests.factories.goods import make_listing
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_new_listing_has_all_that_the_row_says(take, chairs, ada):
    result = take(
        {
            "listings": [
                [*HEADER[:5], "Condition", "City", "Postcode", "QUANTITY", " Seller", "Status"],
                [
                    "c-1",
                    " Oak  chair ",
                    "Sturdy.\r\n\r\nHeavy.",
                    "1.234,50",
                    "chairs",
                    "NEW",
                    "Graz",
                    "01234",
                    2,
                    ada.number,
                    "live",
                ],
            ]
        }
    )

    assert counts(result, "listings") == (1, 0, 0, 0)
    one = Listing.objects.get()
    assert (one.key, one.title, one.slug, one.description) == ("c-1", "Oak chair", "oak-chair", "Sturdy.\n\nHeavy.")
    assert (one.price, one.condition, one.city, one.postcode) == (Money(123450), "new", "Graz", "01234")
    assert (one.category, one.seller, one.live, one.published_at) == (chairs, ada, True, NOW)
    assert (one.availability.status, one.availability.stock) == ("live", 2)
    assert one.latest_revision is None


@pytest.mark.parametrize("status", [None, "draft", "live", "withdrawn"])
def test_a_new_listing_can_be_a_draft_live_or_withdrawn(take, chairs, ada, status):
    take({"listings": [HEADER, row("c-1", status=status)]})

    one = Listing.objects.get()
    assert status_of(one) == (status or "draft")
    assert one.live == (status == "live")


def test_the_same_file_again_changes_nothing(take, chairs, ada):
    sheets = {"listings": [HEADER, row("c-1"), row("c-2", status="draft"), row("c-3", price="12,00")]}
    take(sheets)

    assert counts(take(sheets), "listings") == (0, 0, 3, 0)
    assert Listing.objects.count() == 3


def test_rows_without_a_key_are_taken_once_and_equal_rows_each(take, chairs, ada):
    sheets = {"listings": [HEADER, row(None), row(None), row(None, title="Other")]}
    take(sheets)
    Listing.objects.filter(title="Other").update(title="Renamed in the admin")

    assert counts(take(sheets), "listings") == (0, 0, 3, 0)
    assert sorted(Listing.objects.values_list("title", flat=True)) == ["Oak chair", "Oak chair", "Renamed in the admin"]
    assert all(one.key.startswith("I-") for one in Listing.objects.all())


def test_what_differs_is_changed_and_nothing_else(take, ada):
    one = make_listing(key="c-1", title="Old chair", seller=ada, city="Graz", postcode="8010", negotiable=True)

    result = take(
        {
            "listings": [
                ["key", "title", "description", "price", "category", "seller", "city"],
                ["c-1", "New chair", "A chair.", 40, one.category.slug, ada.label, None],
            ]
        }
    )

    assert counts(result, "listings") == (0, 1, 0, 0)
    stored = Listing.objects.get()
    assert (stored.title, stored.slug, stored.price_cents) == ("New chair", "new-chair", 4000)
    assert (stored.city, stored.postcode, stored.negotiable) == ("", "8010", True)
    assert (stored.live, stored.published_at) == (True, one.published_at)
    assert ListingSlugHistory.objects.get().slug == one.slug


def test_a_listing_made_in_the_same_file_may_rest_on_its_category_and_seller(take):
    result = take(
        {
            "listings": [HEADER, row("c-1")],
            "users": [["email", "name", "role"], ["ada@example.org", "Ada", "seller"]],
            "categories": [["slug", "name", "parent"], ["chairs", "Chairs", "home"], ["home", "Home", None]],
        }
    )

    assert told(result) == []
    one = Listing.objects.get()
    assert (one.category.slug_path, one.seller.email) == ("home/chairs", "ada@example.org")


def test_a_seller_may_be_known_by_the_address_they_get_in_the_same_file(take, chairs, ada):
    result = take(
        {
            "users": [["number", "email", "name"], [ada.label, "new@example.org", "Ada"]],
            "listings": [HEADER, row("c-1", seller="new@example.org")],
        }
    )

    assert told(result) == []
    assert Listing.objects.get().seller_id == ada.pk


def test_everything_wrong_is_told_and_nothing_is_done(take, chairs, ada):
    make_user(email="buyer@example.org")

    result = take(
        {
            "listings": [
                [*HEADER, "condition", "photos", "city", "postcode"],
                row("c-1", title="ab", description=None, price="cheap"),
                row("c-2", category="sofas", seller="nobody@example.org"),
                row("c-3", seller="buyer@example.org", status="sold"),
                row("c-4", quantity=0),
                row("c-5", quantity="many", status="gone"),
                [*row("c-6"), "old", "lamp.jpg"],
                row("c-7", version="vabc"),
                row("c-7", price="cheap"),
                row("c-8", title="x" * 121, description="y" * 8001, price=None),
                row("x" * 61, quantity="many", version="vabc"),
                [*row("c-9", price="12,345"), None, None, "🦊", "ABC<>"],
            ]
        }
    )

    assert not result.applied
    buyer = User.objects.get(email="buyer@example.org").label
    assert told(result) == [
        ("listings", 2, "title", "ab", "it is too short; at least 3 characters are needed."),
        ("listings", 2, "description", None, "it is missing."),
        ("listings", 2, "price", "cheap", "it is not a price: write it like 1234.50 or 1.234,50."),
        ("listings", 3, "category", "sofas", "there is no category with this slug."),
        ("listings", 3, "seller", "nobody@example.org", "nobody has this number or e-mail address."),
        ("listings", 4, "seller", "buyer@example.org", f"{buyer} is a buyer; make them a seller in the sheet users."),
        ("listings", 5, "quantity", "0", "a live listing needs at least one piece."),
        (
            "listings",
            6,
            "status",
            "gone",
            "it must be one of draft, in-review, live, sold, expired, withdrawn, suspended.",
        ),
        ("listings", 6, "quantity", "many", "it must be a whole number."),
        ("listings", 7, "condition", "old", "it must be one of new, like-new, good, fair, for-parts."),
        (
            "listings",
            7,
            "photos",
            "lamp.jpg",
            "there is no stored photo lamp.jpg, and no photos were given with the workbook.",
        ),
        ("listings", 8, "version", "vabc", "no listing has this key any more. Clear the version to make a new one."),
        ("listings", 9, "key", "c-7", "row 8 has the same key."),
        ("listings", 9, "price", "cheap", "it is not a price: write it like 1234.50 or 1.234,50."),
        ("listings", 10, "title", "x" * 100 + "…", "it has 121 characters; at most 120 are allowed."),
        ("listings", 10, "description", "y" * 100 + "…", "it has 8,001 characters; at most 8,000 are allowed."),
        ("listings", 10, "price", None, "the price is missing."),
        ("listings", 11, "key", "x" * 61, "it has 61 characters; at most 60 are allowed."),
        ("listings", 11, "quantity", "many", "it must be a whole number."),
        (
            "listings",
            12,
            "price",
            "12,345",
            "it is not a price: it can be read in two ways; write thousands without a sign, or cents with two digits.",
        ),
        ("listings", 12, "city", "🦊", "The name of a town has letters, digits, spaces and . , ' - ( ) / &."),
        ("listings", 12, "postcode", "ABC<>", "A postcode has letters, digits, spaces and hyphens."),
    ]
    assert not Listing.objects.exists()


def test_a_place_that_is_stored_already_stays_as_odd_as_it_is(take, chairs, ada):
    make_listing(key="c-1", title="Old chair", seller=ada, category=chairs, city="🦊", postcode="ABC<>")

    result = take({"listings": [[*HEADER, "city", "postcode"], [*row("c-1", title="New chair"), "🦊", "ABC<>"]]})

    assert told(result) == []
    assert Listing.objects.values_list("title", "city", "postcode").get() == ("New chair", "🦊", "ABC<>")


def test_a_new_listing_cannot_be_sold_already(take, chairs, ada):
    result = take({"listings": [HEADER, row("c-1", status="sold")]})

    assert told(result) == [("listings", 2, "status", "sold", "a new listing can be draft, live or withdrawn.")]


@pytest.mark.django_db(transaction=True)
def test_what_is_written_in_bulk_is_indexed_afterwards(take, chairs, ada):
    take({"listings": [HEADER, row("c-1")]})

    task = DBTaskResult.objects.get(task_path="cms.workbook.tasks.index_listings")
    assert task.args_kwargs["args"] == [[Listing.objects.get().pk]]
