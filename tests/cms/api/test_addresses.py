import pytest
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

from cms.api.addresses import Gone, Moved, present_address
from cms.catalog.models import CategorySlugHistory, ListPage
from cms.contract.records import ListingStatus
from tests.factories.goods import FIRST_DAY, make_category, make_listing
from tests.factories.pages import make_page
from tests.factories.people import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return make_listing(title="Oak table")


@pytest.mark.parametrize("tail", ["", "-", "-old-name", "-oak"])
def test_a_listing_is_found_by_its_number(table, tail):
    assert present_address(f"/listing/{table.pk}{tail}") == Moved(f"/listing/{table.pk}-oak-table")


def test_its_present_address_leads_nowhere_else(table):
    assert present_address(f"/listing/{table.pk}-oak-table") is None


@pytest.mark.parametrize(
    "path", ["/listing/999999", "/listing/999999999999999999", "/listing/x", "/listing/", "/listing"]
)
def test_an_unknown_listing_is_not_found(table, path):
    assert present_address(path) is None


@pytest.mark.parametrize("status", [ListingStatus.WITHDRAWN, ListingStatus.SUSPENDED])
def test_what_was_taken_down_is_gone(status):
    listing = make_listing(status=status)

    assert present_address(f"/listing/{listing.pk}-x") == Gone()


def test_what_sold_keeps_its_page_until_it_retires(table):
    sold = make_listing(status=ListingStatus.SOLD, title="Sold")
    retired = make_listing(status=ListingStatus.SOLD, retired_at=table.published_at)

    assert present_address(f"/listing/{sold.pk}") == Moved(f"/listing/{sold.pk}-sold")
    assert present_address(f"/listing/{retired.pk}") == Gone()


def test_a_draft_is_unknown_to_strangers():
    draft = make_listing(live=False)

    assert present_address(f"/listing/{draft.pk}") is None


def test_the_listings_of_a_blocked_seller_are_gone(table):
    table.seller.is_active = False
    table.seller.save()

    assert present_address(f"/listing/{table.pk}") == Gone()


def test_a_seller_is_found_by_number():
    seller = make_seller()
    profile = seller.seller_profile
    present = f"/seller/{seller.number}-{profile.slug}"

    assert present_address(f"/seller/{seller.number}-former") == Moved(present)
    assert present_address(f"/seller/{seller.number}") == Moved(present)
    assert present_address(present) is None
    assert present_address("/seller/123456") is None


def test_a_blocked_seller_is_gone():
    seller = make_seller(is_active=False)

    assert present_address(f"/seller/{seller.number}-x") == Gone()


def test_a_renamed_category_is_found_with_all_below_it():
    category = make_category("Bikes", slug="bikes")
    make_category("Road", slug="road", parent=category)
    CategorySlugHistory.objects.create(slug_path="bicycles", category=category)

    assert present_address("/category/bicycles") == Moved("/category/bikes")
    assert present_address("/category/bicycles/road") == Moved("/category/bikes/road")
    assert present_address("/category/bicycles/none") is None
    assert present_address("/category/bikes") is None
    assert present_address("/category/never") is None


@pytest.fixture
def bikes():
    category = make_category("Bikes", slug="bikes")
    CategorySlugHistory.objects.create(slug_path="bicycles", category=category)
    return category


def seal(kind, of, *numbers, live=True):
    for number in numbers:
        ListPage.objects.create(
            kind=kind, list_id=of, number=number, upto_published_at=FIRST_DAY, upto_id=number, live=live, stamp=1
        )


@pytest.mark.both_databases
def test_a_merged_list_page_leads_to_the_one_that_has_its_goods(bikes):
    seller = make_seller()
    shop = f"/seller/{seller.number}-{seller.seller_profile.slug}"
    for kind, of in (("all", 0), ("category", bikes.pk), ("seller", seller.pk)):
        seal(kind, of, 3, 5, live=False)
        seal(kind, of, 4)

    assert present_address("/listings/page/3") == Moved("/listings/page/4")
    assert present_address("/category/bikes/page/3") == Moved("/category/bikes/page/4")
    assert present_address("/category/bicycles/page/3") == Moved("/category/bikes/page/4")
    assert present_address(f"/seller/{seller.number}-x/page/3") == Moved(f"{shop}/page/4")
    assert present_address("/listings/page/5") == Moved("/listings")
    assert present_address("/category/bikes/page/5") == Moved("/category/bikes")
    assert present_address(f"{shop}/page/5") == Moved(shop)


@pytest.mark.both_databases
def test_a_list_page_moves_with_its_list(bikes):
    seller = make_seller()
    seal("category", bikes.pk, 4)
    seal("seller", seller.pk, 4)

    assert present_address("/category/bicycles/page/4") == Moved("/category/bikes/page/4")
    assert present_address("/category/bikes/page/04") == Moved("/category/bikes/page/4")
    assert present_address("/category/bikes/page/4") is None
    assert present_address(f"/seller/{seller.number}/page/4") == Moved(
        f"/seller/{seller.number}-{seller.seller_profile.slug}/page/4"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/listings/page/7",
        "/listings/page/0",
        "/listings/page/999999999999",
        "/category/bikes/page/7",
        "/category/bicycles/page/7",
        "/category/never/page/4",
        "/seller/123456-x/page/4",
        "/about/page/4",
    ],
)
def test_a_list_page_that_never_was_is_not_found(bikes, path):
    seal("all", 0, 4)
    seal("category", bikes.pk, 4)

    assert present_address(path) is None


def test_the_list_pages_of_a_blocked_seller_are_gone():
    seller = make_seller(is_active=False)
    seal("seller", seller.pk, 4)

    assert present_address(f"/seller/{seller.number}-x/page/4") == Gone()


@pytest.mark.parametrize("permanent", [True, False])
def test_an_editors_redirect_is_followed(permanent):
    Redirect.add_redirect("/spring", "/listings", is_permanent=permanent)

    assert present_address("/spring") == Moved("/listings", permanent=permanent)


def test_a_redirect_to_a_page_follows_the_page():
    page = make_page(title="Delivery", slug="delivery")
    Redirect.add_redirect("/shipping", page)

    assert present_address("/shipping") == Moved("/delivery")

    page.slug = "pick-up"
    page.save()
    assert present_address("/shipping") == Moved("/pick-up")

    page.unpublish()
    assert present_address("/shipping") is None


def test_an_address_of_the_shop_becomes_a_path():
    Redirect.add_redirect("/a", f"{settings.SITE_URL}/listings")
    Redirect.add_redirect("/b", "https://elsewhere.example/x")

    assert present_address("/a") == Moved("/listings")
    assert present_address("/b") == Moved("https://elsewhere.example/x")


def test_a_chain_is_collapsed(table):
    Redirect.add_redirect("/a", "/b", is_permanent=False)
    Redirect.add_redirect("/b", "/c")
    Redirect.add_redirect("/c", f"/listing/{table.pk}")

    assert present_address("/a") == Moved(f"/listing/{table.pk}-oak-table", permanent=False)
    assert present_address("/b") == Moved(f"/listing/{table.pk}-oak-table")


def test_a_chain_to_what_is_gone_is_gone():
    listing = make_listing(status=ListingStatus.WITHDRAWN)
    Redirect.add_redirect("/offer", f"/listing/{listing.pk}-x")

    assert present_address("/offer") == Gone()


def test_a_loop_leads_nowhere():
    Redirect.add_redirect("/a", "/b")
    Redirect.add_redirect("/b", "/a")
    Redirect.add_redirect("/self", "/self")

    assert present_address("/a") is None
    assert present_address("/self") is None


def test_a_chain_has_an_end():
    for number in range(12):
        Redirect.add_redirect(f"/hop{number}", f"/hop{number + 1}")

    assert present_address("/hop0") is None
    assert present_address("/hop4") == Moved("/hop12")


def test_a_page_goes_before_a_redirect_from_its_address():
    make_page(title="About", slug="about")
    Redirect.add_redirect("/old", "/about")
    Redirect.add_redirect("/about", "/listings")

    assert present_address("/old") == Moved("/about")


def test_a_redirect_may_ask_for_a_query():
    Redirect.add_redirect("/shop?id=7", "/listings")
    Redirect.add_redirect("/shop", "/category/x")

    assert present_address("/shop", query="id=7") == Moved("/listings")
    assert present_address("/shop", query="id=8") == Moved("/category/x")


def test_escaped_letters_are_understood():
    Redirect.add_redirect("/küche", "/category/kitchen")

    assert present_address("/k%C3%BCche") == Moved("/category/kitchen")


@pytest.mark.parametrize(
    "path", ["/a%00b", "//[", "//evil.example/x", "/" + "a" * 5000, "/%", "/%ff", "/x;y=1", "/a\\b"]
)
def test_odd_addresses_do_no_harm(path):
    assert present_address(path) is None


def test_no_redirect_leads_to_another_host_by_two_slashes():
    Redirect.add_redirect("/a", "//evil.example/")

    assert present_address("/a") is None
