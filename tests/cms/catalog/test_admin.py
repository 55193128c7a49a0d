"""Listings and categories in the admin, as an editor uses them."""
# Long because both forms are driven through the same few helpers that fill them in.

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.search.index import insert_or_update_object

from cms.api.clock import run_due
from cms.catalog.models import Availability, Category, CategorySlugHistory, Listing, Photo
from cms.catalog.services import publish_listing
from cms.contract.records import ListingStatus
from cms.pictures.intake import take_picture
from cms.pictures.models import Picture
from tests.factories.goods import jpeg, make_category, make_listing, make_photo, make_picture, plain_image, png
from tests.factories.people import make_admin, make_seller, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)


@pytest.fixture
def staff(client):
    client.force_login(make_admin())
    return client


def form(*photos, **fields):
    """The form of a listing as a browser sends it."""
    wanted = {
        "title": "Red chair",
        "price_cents": "42,00",
        "description": "As new.",
        "condition": "good",
        "city": "Bonn",
        "postcode": "53111",
        "photos-TOTAL_FORMS": len(photos),
        "photos-INITIAL_FORMS": sum(1 for one in photos if one.get("id")),
        "photos-MIN_NUM_FORMS": 0,
        "photos-MAX_NUM_FORMS": 3,
    }
    for number, photo in enumerate(photos):
        wanted |= {f"photos-{number}-ORDER": number + 1, f"photos-{number}-id": "", f"photos-{number}-alt": ""}
        wanted |= {f"photos-{number}-{name}": value for name, value in photo.items()}
    return wanted | fields


@pytest.fixture
def sold_by():
    return {"category": make_category().pk, "seller": make_seller().pk}


def upload(content: bytes, name: str = "sofa.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(client, *photos, **fields):
    return client.post(reverse("listings:add"), form(*photos, **fields))


def errors_of(answer) -> dict[str, list[str]]:
    page = answer.context["form"]
    return {name: list(messages) for name, messages in page.errors.items()} | {
        name: list(messages) for one in page.formsets["photos"].forms for name, messages in one.errors.items()
    }


def test_a_draft_gets_its_availability_key_and_slug(staff, sold_by):
    add(staff, **sold_by)

    listing = Listing.objects.get()
    assert (listing.live, listing.slug, listing.price_cents, listing.published_at) == (False, "red-chair", 4200, None)
    assert listing.key.startswith("L-")
    assert (listing.availability.status, listing.availability.stock) == ("live", 1)


def test_publishing_from_the_form_gives_it_a_place(staff, sold_by):
    add(staff, **sold_by, **{"action-publish": "1"})

    listing = Listing.objects.get()
    assert listing.live is True
    assert listing.published_at == listing.last_published_at
    assert Availability.objects.count() == 1


@pytest.mark.parametrize(
    ("written", "cents"),
    [("42", 4200), ("1.234,50", 123450), ("1,234.50", 123450), ("1234.5", 123450), ("0", 0), ("€ 35,-", 3500)],
)
def test_prices_are_taken_as_people_write_them(staff, sold_by, written, cents):
    add(staff, **sold_by, price_cents=written)

    assert Listing.objects.get().price_cents == cents


@pytest.mark.parametrize("written", ["cheap", "-1", "1.234.5", "12,345,67", "100000000", "1e5", "NaN"])
def test_what_is_no_price_is_told_at_the_field(staff, sold_by, written):
    answer = add(staff, **sold_by, price_cents=written)

    (message,) = errors_of(answer)["price_cents"]
    assert message.startswith("This is not a price: ")
    assert f'value="{written}"' in answer.content.decode()
    assert not Listing.objects.exists()


def test_the_form_shows_the_price_in_euros(staff):
    listing = make_listing(price_cents=123450)

    assert 'value="1234.50"' in staff.get(reverse("listings:edit", args=[listing.pk])).content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "ab"}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"category": ""}, "category"),
        ({"category": "999999"}, "category"),
        ({"seller": ""}, "seller"),
        ({"condition": "broken"}, "condition"),
        ({"price_cents": ""}, "price_cents"),
        ({"description": "x" * 8001}, "description"),
        ({"postcode": "x" * 13}, "postcode"),
        ({"postcode": "ABC<>"}, "postcode"),
        ({"city": "🦊🦊"}, "city"),
    ],
)
def test_bad_input_is_told_at_its_field_and_saves_nothing(staff, sold_by, fields, field):
    answer = add(staff, **(sold_by | fields))

    assert answer.status_code == 200
    assert list(errors_of(answer)) == [field]
    assert not Listing.objects.exists()
    assert not Availability.objects.exists()


def test_publishing_needs_a_description_though_a_draft_does_not(staff, sold_by):
    answer = add(staff, **sold_by, description="", **{"action-publish": "1"})
    assert list(errors_of(answer)) == ["description"]

    add(staff, **sold_by, description="")
    assert Listing.objects.get().description == ""


def test_only_a_seller_can_sell(staff, sold_by):
    answer = add(staff, **(sold_by | {"seller": make_user(name="Ann").pk}))

    assert "is not a seller" in errors_of(answer)["seller"][0]


def test_photos_are_uploaded_in_their_places(staff, sold_by):
    add(
        staff,
        {"picture": upload(jpeg(plain_image(60, 50), comment=b"secret")), "alt": "From the front"},
        {"picture": upload(png(), "b.PNG")},
        **sold_by,
    )

    photos = Photo.objects.order_by("sort_order")
    assert [(one.sort_order, one.alt, one.picture.extension) for one in photos] == [
        (0, "From the front", "jpg"),
        (1, "", "png"),
    ]
    assert not [path for path in settings.MEDIA_DIR.rglob("*.*") if b"secret" in path.read_bytes()]


@pytest.mark.parametrize(
    ("photo", "message"),
    [
        ({"picture": upload(b"GIF89a" + b"\0" * 99, "x.jpg")}, "The file is neither a PNG nor a JPEG picture."),
        ({"picture": upload(png()[:-9])}, "The picture is damaged: the file is cut off."),
        ({}, "Choose a PNG or JPEG file."),
        ({"picture-kept": "0" * 32}, "Choose a PNG or JPEG file."),
    ],
)
def test_a_refused_photo_is_told_at_the_photo_and_nothing_is_saved(staff, sold_by, photo, message):
    answer = add(staff, photo, **sold_by)

    assert errors_of(answer) == {"picture": [message]}
    assert not Listing.objects.exists()
    assert not Picture.objects.exists()
    assert not list(settings.MEDIA_DIR.rglob("*"))


def test_four_photos_are_too_many(staff, sold_by):
    photos = [{"picture-kept": make_picture().hash} for _ in range(4)]

    answer = add(staff, *photos, **sold_by)

    assert "at most 3" in answer.context["form"].formsets["photos"].non_form_errors()[0]
    assert not Listing.objects.exists()


def test_a_photo_need_not_be_chosen_again_when_something_else_is_wrong(staff, sold_by):
    answer = add(staff, {"picture": upload(png())}, **(sold_by | {"title": ""}))

    picture = Picture.objects.get()
    page = answer.content.decode()
    assert f'name="photos-0-picture-kept" value="{picture.hash}"' in page
    assert reverse("picture_thumbnail", args=[picture.hash]) in page


def test_photos_change_places_and_go(staff):
    listing = make_listing()
    first, second, third = (make_photo(listing, alt=alt) for alt in ("a", "b", "c"))
    rows = [
        {"id": one.pk, "picture-kept": one.picture_id, "alt": one.alt, "ORDER": place}
        for one, place in ((first, 3), (second, 1), (third, 2))
    ]
    rows[1]["DELETE"] = "on"

    staff.post(
        reverse("listings:edit", args=[listing.pk]),
        form(*rows, category=listing.category_id, seller=listing.seller_id, **{"action-publish": "1"}),
    )

    assert list(Photo.objects.values_list("sort_order", "alt")) == [(0, "c"), (1, "a")]


def test_saving_in_the_background_tells_the_page_which_photo_it_has(staff, sold_by):
    answer = staff.post(
        reverse("listings:add"),
        form({"picture": upload(png())}, **sold_by),
        headers={"Accept": "application/json"},
    )

    told = answer.json()
    assert told["success"] is True
    assert told["field_updates"]["photos-0-picture-kept"] == Picture.objects.get().hash


def test_saving_a_draft_of_a_live_listing_changes_nothing_that_buyers_see(staff):
    listing = make_listing(title="Red chair")

    staff.post(
        reverse("listings:edit", args=[listing.pk]),
        form(title="Blue chair", category=listing.category_id, seller=listing.seller_id),
    )

    stored = Listing.objects.get()
    assert (stored.title, stored.slug, stored.has_unpublished_changes) == ("Red chair", "red-chair", True)
    assert publish_listing(listing.pk, now=NOW).slug == "blue-chair"


def test_the_preview_shows_the_draft_through_the_renderer(staff, settings, sold_by):
    settings.PREVIEW_RENDERER = f"{__name__}.render_nothing_but_the_title"
    listing = make_listing(title="Red chair")
    address = reverse("listings:preview_on_edit", args=[listing.pk])
    kept = take_picture(png()).hash
    fields = form({"picture-kept": kept}, {"picture-kept": ""}, title="Blue chair", **sold_by)

    assert staff.post(address, fields).json() == {"is_valid": True, "is_available": True}
    assert staff.get(address).content == b"listing: Blue chair, 1 photo, published"
    assert Listing.objects.get().title == "Red chair"
    assert not Photo.objects.exists()


def test_a_listing_that_is_not_saved_yet_can_be_previewed(staff, settings, sold_by):
    settings.PREVIEW_RENDERER = f"{__name__}.render_nothing_but_the_title"
    address = reverse("listings:preview_on_add")

    assert staff.post(address, form(**sold_by)).json()["is_available"] is True
    assert staff.get(address).content == b"listing: Red chair, 0 photo, new"
    assert not Listing.objects.exists()


def render_nothing_but_the_title(kind: str, draft: Listing, request: HttpRequest) -> bytes:
    assert request.user.is_authenticated
    state = "published" if draft.published_at else "new"
    return f"{kind}: {draft.title}, {len(draft.photos.all())} photo, {state}".encode()


def test_the_list_shows_what_tells_listings_apart(staff, django_assert_max_num_queries):
    seller = make_seller(display_name="Old Barn")
    listing = make_listing(price_cents=123450, seller=seller, title="Oak table")
    make_photo(listing)
    for number in range(12):
        make_listing(title=f"Lamp {number}", status=ListingStatus.SOLD)

    with django_assert_max_num_queries(30):
        page = staff.get(reverse("listings:list")).content.decode()

    for word in ("Oak table", "€1,234.50", f"Old Barn ({seller.label})", "Live", "Sold", listing.category.name):
        assert word in page


def index_all() -> None:
    """What the tasks worker does soon after a listing was saved."""
    for listing in Listing.objects.all():
        insert_or_update_object(listing)


def titles(answer) -> list[str]:
    return [one.title for one in answer.context["object_list"]]


@pytest.mark.both_databases
def test_words_find_titles_before_descriptions(staff):
    make_listing(title="Lamp", description="Stood beside the chair.")
    make_listing(title="Chair", description="Oak.")
    make_listing(title="Bed", description="Soft.")
    index_all()

    assert titles(staff.get(reverse("listings:list"), {"q": "chair"})) == ["Chair", "Lamp"]
    assert titles(staff.get(reverse("listings:list"), {"q": "cha"})) == ["Chair", "Lamp"]
    assert titles(staff.get(reverse("listings:list"), {"q": "chair", "ordering": "title"})) == ["Chair", "Lamp"]
    assert titles(staff.get(reverse("listings:list"), {"q": "zebra"})) == []


def test_a_number_finds_its_listing(staff):
    listing = make_listing(title="Lamp")

    assert titles(staff.get(reverse("listings:list"), {"q": str(listing.pk)})) == ["Lamp"]


def test_a_title_that_is_not_indexed_yet_is_found_all_the_same(staff):
    make_listing(title="Walnut sideboard")

    assert titles(staff.get(reverse("listings:list"), {"q": "sideb"})) == ["Walnut sideboard"]


@pytest.mark.both_databases
def test_filters_narrow_the_list_and_the_search(staff):
    furniture = make_category("Furniture")
    chairs = make_category("Chairs", parent=furniture)
    make_listing(title="Sold chair", category=chairs, status=ListingStatus.SOLD)
    make_listing(title="Live chair", category=chairs)
    make_listing(title="Draft chair", category=furniture, live=False)
    make_photo(make_listing(title="Chair with photo"))
    index_all()

    def shown(**asked):
        return sorted(titles(staff.get(reverse("listings:list"), asked)))

    assert shown(status="sold") == ["Sold chair"]
    assert shown(status="live") == ["Chair with photo", "Live chair"]
    assert shown(status="draft") == ["Draft chair"]
    assert shown(status="in-review") == []
    assert shown(category=furniture.pk) == ["Draft chair", "Live chair", "Sold chair"]
    assert shown(category=chairs.pk, status="live") == ["Live chair"]
    assert shown(only=["no-photo"], status="live") == ["Live chair"]
    assert shown(q="chair", status="sold") == ["Sold chair"]


@pytest.mark.parametrize("ordering", ["title", "-price_cents", "category__slug_path", "seller__number", "updated"])
def test_the_list_can_be_sorted(staff, ordering):
    make_listing()
    make_listing()

    assert len(titles(staff.get(reverse("listings:list"), {"ordering": ordering}))) == 2


def availability_page(listing: Listing) -> str:
    return reverse("listings:availability", args=[listing.pk])


def test_the_form_shows_the_availability_and_leads_to_its_page(staff):
    listing = make_listing(stock=3, reserved=1)

    page = staff.get(reverse("listings:edit", args=[listing.pk])).content.decode()

    assert "3 pieces, 1 reserved" in page
    assert availability_page(listing) in page
    asked = staff.get(availability_page(listing)).content.decode()
    assert 'name="stock" value="3"' in asked
    assert '<option value="live" selected>' in asked


@pytest.mark.parametrize("status", ["sold", "expired", "withdrawn", "suspended"])
def test_a_listing_can_be_ended_and_listed_again(staff, status):
    listing = make_listing()

    staff.post(availability_page(listing), {"status": status, "stock": 1})
    ended = Availability.objects.get()
    assert ended.status == status
    assert ended.ended_at is not None

    staff.post(availability_page(listing), {"status": "live", "stock": 4})
    again = Availability.objects.get()
    assert (again.status, again.stock, again.ended_at) == ("live", 4, None)
    assert ModelLogEntry.objects.filter(action="catalog.availability").count() == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"status": "sold", "stock": 1},
        {"status": "live", "stock": -1},
        {"status": "draft", "stock": 5},
        {"status": "sold", "stock": ""},
    ],
)
def test_a_refused_change_of_availability_changes_nothing(staff, sent):
    listing = make_listing(stock=3, reserved=2)

    answer = staff.post(availability_page(listing), sent)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    stored = Availability.objects.get()
    assert (stored.status, stored.stock, stored.reserved) == ("live", 3, 2)


def test_availability_is_for_those_who_may_change_it(client):
    listing = make_listing()
    client.force_login(make_user())

    assert client.post(availability_page(listing), {"status": "sold", "stock": 1}).status_code == 302
    assert Availability.objects.get().status == "live"


def test_the_seller_chooser_finds_sellers_by_name_and_number(staff):
    barn = make_seller(display_name="Old Barn")
    make_user(name="Old buyer")
    address = reverse("choose_listing_seller:choose_results")

    for words in ("barn", barn.label, str(barn.number)):
        assert "Old Barn" in staff.get(address, {"q": words}).content.decode()
    assert "Old buyer" not in staff.get(address, {"q": "old"}).content.decode()


def test_the_tree_is_shown_as_a_tree(staff):
    furniture = make_category("Furniture", position=2)
    make_category("Art", position=1)
    make_category("Chairs", parent=furniture)

    answer = staff.get(reverse("categories:list"))

    assert [one.name for one in answer.context["object_list"]] == ["Art", "Furniture", "Chairs"]
    assert "\u2003Chairs" in answer.content.decode()
    assert reverse("categories:edit", args=[furniture.pk]) in answer.content.decode()


def save_category(client, category: Category | None = None, **fields):
    address = reverse("categories:edit", args=[category.pk]) if category else reverse("categories:add")
    return client.post(address, {"name": "Chairs", "slug": "", "parent": "", "position": "0"} | fields)


def test_a_category_is_made_with_its_address(staff):
    furniture = make_category("Furniture")

    save_category(staff, parent=furniture.pk, name="Chairs & Stools")

    assert Category.objects.get(slug="chairs-stools").slug_path == "furniture/chairs-stools"


def test_a_category_moves_with_its_address(staff):
    furniture, garden = make_category("Furniture"), make_category("Garden")
    chairs = make_category("Chairs", parent=furniture)
    make_category("Stools", parent=chairs)

    save_category(staff, chairs, slug="chairs", parent=garden.pk)

    assert sorted(Category.objects.values_list("slug_path", flat=True)) == [
        "furniture",
        "garden",
        "garden/chairs",
        "garden/chairs/stools",
    ]
    assert CategorySlugHistory.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"slug": "page"}, "__all__", "reserved"),
        ({"slug": "furniture"}, "slug", "already a category “furniture”"),
        ({"slug": "with space"}, "slug", "valid “slug”"),
        ({"name": ""}, "name", "required"),
        ({"parent": "999999"}, "parent", "valid choice"),
        ({"position": "-1"}, "position", "greater than or equal to 0"),
    ],
)
def test_a_bad_category_is_told_at_its_field(staff, fields, field, message):
    make_category("Furniture")

    answer = save_category(staff, **fields)

    (told,) = answer.context["form"].errors[field]
    assert message in told
    assert Category.objects.count() == 1


def test_a_category_cannot_be_put_into_itself(staff):
    furniture = make_category("Furniture")
    chairs = make_category("Chairs", parent=furniture)

    answer = save_category(staff, furniture, name="Furniture", slug="furniture", parent=chairs.pk)

    assert "cannot be placed inside itself" in answer.context["form"].errors["parent"][0]
    furniture.refresh_from_db()
    assert furniture.parent is None


def test_a_category_in_use_cannot_be_deleted(staff):
    category = make_listing().category

    one = staff.post(reverse("categories:delete", args=[category.pk]), follow=True)
    many = staff.post(f"/admin/bulk/catalog/category/delete/?id={category.pk}", follow=True)

    for answer in (one, many):
        assert "0 categories and 1 listings are still in it" in answer.content.decode()
    assert Category.objects.filter(pk=category.pk).exists()


def test_an_empty_category_can_be_deleted(staff):
    category = make_category()

    staff.post(reverse("categories:delete", args=[category.pk]))

    assert not Category.objects.exists()


def test_a_listing_can_be_deleted_with_all_that_is_its_own(staff):
    listing = make_listing()
    make_photo(listing)

    staff.post(reverse("listings:delete", args=[listing.pk]))

    assert not Listing.objects.exists()
    assert not Availability.objects.exists()
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("page", ["listings:list", "listings:add", "categories:list", "categories:add"])
def test_shoppers_see_none_of_it(client, page):
    client.force_login(make_seller())

    assert client.get(reverse(page)).status_code == 302


def test_what_is_free_cannot_be_negotiable(staff, sold_by):
    answer = add(staff, **sold_by, price_cents="0", negotiable="on")

    assert errors_of(answer) == {
        "negotiable": ["What is given away has no price to negotiate. Untick this, or set a price."]
    }
    assert not Listing.objects.exists()
    add(staff, **sold_by, price_cents="0,01", negotiable="on")
    assert Listing.objects.get().negotiable is True


@pytest.mark.parametrize("has_revisions", [False, True])
def test_a_live_listing_stays_as_it_is_until_the_time_that_its_change_was_given(staff, has_revisions):
    listing = make_listing(title="Red chair")
    if has_revisions:
        listing.save_revision().publish()
    edit = reverse("listings:edit", args=[listing.pk])
    assert "Set schedule" in staff.get(edit).content.decode()
    begins = timezone.now() + timedelta(days=2)

    sent = form(category=listing.category_id, seller=listing.seller_id, title="Blue chair")
    staff.post(edit, sent | {"go_live_at": f"{begins:%Y-%m-%d %H:%M}", "action-publish": "1"})

    stored = Listing.objects.get()
    assert (stored.live, stored.title, stored.price_cents) == (True, "Red chair", 3500)
    assert stored.get_latest_revision_as_object().title == "Blue chair"
    with time_machine.travel(begins + timedelta(minutes=1), tick=False):
        run_due()
    stored = Listing.objects.get()
    assert (stored.live, stored.title, stored.price_cents) == (True, "Blue chair", 4200)
