"""Rows of the sheet `listings`, in and out."""

from pathlib import Path

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult
from wagtail.models import Revision

from cms.accounts.models import User
from cms.catalog.models import Availability, Listing, ListingSlugHistory, Photo
from cms.catalog.services import create_category, create_listing, publish_listing, status_of
from cms.contract.money import Money
from cms.contract.records import ListingStatus
from cms.pictures.files import original_path
from cms.pictures.models import Picture
from tests.cms.workbook.conftest import NOW, counts, told
from tests.factories.goods import jpeg, make_category, make_listing, make_photo, png
from tests.factories.people import make_seller, make_user
from tests.factories.workbooks import make_zip

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HEADER = ["key", "title", "description", "price", "category", "seller", "status", "quantity", "version"]


@pytest.fixture
def chairs(db):
    return make_category("Chairs", slug="chairs")


@pytest.fixture
def ada(db):
    return make_seller(email="ada@example.org", name="Ada")


def row(key, title="Oak chair", price=35, **more):
    given = {"key": key, "title": title, "description": "Sturdy.", "price": price, "category": "chairs"}
    given |= {"seller": "ada@example.org", "status": "live"} | more
    return [given.get(name) for name in HEADER]


def from_export(cells, **changes):
    cells = {**cells, **changes}
    return [list(cells), list(cells.values())]


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
                [*HEADER, "condition", "photos"],
                row("c-1", title="ab", description=None, price="cheap"),
                row("c-2", category="sofas", seller="nobody@example.org"),
                row("c-3", seller="buyer@example.org", status="sold"),
                row("c-4", quantity=0),
                row("c-5", quantity="many", status="gone"),
                [*row("c-6"), "old", "lamp.jpg"],
                row("c-7", version="vabc"),
                row("c-7"),
                row("c-8", title="x" * 121, description="y" * 8001, price=None),
                row("x" * 61),
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
        ("listings", 10, "title", "x" * 100 + "…", "it has 121 characters; at most 120 are allowed."),
        ("listings", 10, "description", "y" * 100 + "…", "it has 8,001 characters; at most 8,000 are allowed."),
        ("listings", 10, "price", None, "the price is missing."),
        ("listings", 11, "key", "x" * 61, "it has 61 characters; at most 60 are allowed."),
    ]
    assert not Listing.objects.exists()


def test_a_new_listing_cannot_be_sold_already(take, chairs, ada):
    result = take({"listings": [HEADER, row("c-1", status="sold")]})

    assert told(result) == [("listings", 2, "status", "sold", "a new listing can be draft, live or withdrawn.")]


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


def made_in_the_admin(*, live):
    listing = create_listing(
        seller_id=make_seller().pk,
        category_id=create_category("Tables").pk,
        title="Oak table",
        description="Big.",
        price=Money(9900),
        key="t-1",
    )
    return publish_listing(listing.pk, now=NOW) if live else listing


@pytest.mark.parametrize("live", [True, False])
def test_what_an_editor_has_worked_on_gets_a_new_revision(take, exported, live):
    one = made_in_the_admin(live=live)
    (cells,) = exported("listings")

    take({"listings": from_export(cells, title="Ash table", price=88)})

    stored = Listing.objects.get()
    draft = stored.get_latest_revision_as_object()
    assert (draft.title, draft.price_cents) == ("Ash table", 8800)
    assert stored.title == ("Ash table" if live else "Oak table")
    assert stored.live == live
    assert Revision.objects.for_instance(one).count() == 2
    assert exported("listings")[0]["title"] == "Ash table"


def test_an_unpublished_draft_is_not_lost(take, exported):
    one = made_in_the_admin(live=True)
    (cells,) = exported("listings")
    one.title = "Draft of an editor"
    one.save_revision()

    result = take({"listings": from_export(cells, title="Ash table")})

    assert told(result) == [
        (
            "listings",
            2,
            None,
            None,
            "it has changes in the admin that are not published; publish or discard them first.",
        )
    ]
    stored = Listing.objects.get()
    assert (stored.title, stored.get_latest_revision_as_object().title) == ("Oak table", "Draft of an editor")


def test_what_an_editor_has_locked_is_left_alone(take, exported):
    made_in_the_admin(live=True)
    (cells,) = exported("listings")
    Listing.objects.update(locked=True)

    result = take({"listings": from_export(cells, title="Ash table")})

    assert [one.message for one in result.problems] == [
        "an editor has locked the listing; unlock it in the admin first."
    ]


def test_a_draft_of_an_editor_can_be_published(take, exported):
    made_in_the_admin(live=False)
    (cells,) = exported("listings")

    take({"listings": from_export(cells, status="live", title="Ash table")})

    stored = Listing.objects.get()
    assert (stored.live, stored.title, stored.published_at) == (True, "Ash table", NOW)
    assert not stored.has_unpublished_changes


def test_a_draft_that_lacks_nearly_everything_goes_round(take, exported):
    one = made_in_the_admin(live=False)
    one.description, one.price_cents, one.category_id = "", None, None
    one.save_revision(clean=False)

    cells = exported("listings")

    assert cells[0]["price"] is None
    assert counts(take({"listings": from_export(cells[0])}), "listings") == (0, 0, 1, 0)


@pytest.fixture(params=["folder", "zip"])
def photos(request, tmp_path):
    files = {"lamp.jpg": jpeg(), "chair.png": png(), "bad.jpg": b"no picture"}
    if request.param == "zip":
        return make_zip(tmp_path / "photos.zip", files)
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def photo_row(names, key="c-1"):
    return {"listings": [[*HEADER, "photos"], [*row(key), names]]}


def test_photos_come_along_by_file_name(take, exported, chairs, ada, photos):
    result = take(photo_row("lamp.jpg; Chair.PNG"), photos=photos)

    assert told(result) == []
    stored = list(Photo.objects.order_by("sort_order").select_related("picture"))
    assert [one.picture.extension for one in stored] == ["jpg", "png"]
    assert all(original_path(one.picture).is_file() for one in stored)
    (cells,) = exported("listings")
    assert cells["photos"] == ";".join(f"{one.picture.hash}.{one.picture.extension}" for one in stored)
    assert counts(take(photo_row("lamp.jpg;chair.png"), photos=photos), "listings") == (0, 0, 1, 0)


def test_photos_change_their_order_and_keep_their_descriptions(take, exported):
    one = make_listing(key="c-1")
    first, second = make_photo(one, alt="first"), make_photo(one, alt="second")
    (cells,) = exported("listings")

    swapped = ";".join(reversed(cells["photos"].split(";")))
    assert counts(take({"listings": from_export(cells, photos=swapped)}), "listings") == (0, 1, 0, 0)

    assert list(Photo.objects.order_by("sort_order").values_list("picture_id", "alt")) == [
        (second.picture_id, "second"),
        (first.picture_id, "first"),
    ]


def test_photos_stay_where_the_sheet_has_no_such_column(take):
    one = make_listing(key="c-1")
    make_photo(one)

    take({"listings": [HEADER, row("c-1", category=one.category.slug, seller=one.seller.label)]})

    assert Photo.objects.count() == 1


def test_an_empty_cell_takes_the_photos_away(take, exported):
    make_photo(make_listing(key="c-1"))
    (cells,) = exported("listings")

    take({"listings": from_export(cells, photos=None)})

    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("none.jpg", "there is no file none.jpg among the photos."),
        ("bad.jpg", "bad.jpg: The file is neither a PNG nor a JPEG picture."),
        ("lamp.jpg;lamp.jpg;lamp.jpg;chair.png", "a listing has at most 3 photos; these are 4."),
    ],
)
@pytest.mark.usefixtures("chairs", "ada")
def test_photos_that_cannot_be_taken_are_refused_and_leave_nothing_behind(take, photos, names, message):
    result = take(photo_row(names), photos=photos)

    assert told(result) == [("listings", 2, "photos", names, message)]
    assert not Listing.objects.exists()
    assert not Picture.objects.exists()
    assert not [one for one in Path(settings.MEDIA_DIR).rglob("*") if one.is_file()]


def test_a_dry_run_keeps_no_photo(take, chairs, ada, photos):
    assert told(take(photo_row("lamp.jpg"), photos=photos, dry_run=True)) == []

    assert not Picture.objects.exists()
    assert not [one for one in Path(settings.MEDIA_DIR).rglob("*") if one.is_file()]


@pytest.mark.django_db(transaction=True)
def test_what_is_written_in_bulk_is_indexed_afterwards(take, chairs, ada):
    take({"listings": [HEADER, row("c-1")]})

    task = DBTaskResult.objects.get(task_path="cms.workbook.tasks.index_listings")
    assert task.args_kwargs["args"] == [[Listing.objects.get().pk]]
