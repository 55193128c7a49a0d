import pytest

from cms.contract.records import ListingStatus
from cms.pages.addresses import existing_paths
from tests.factories.goods import make_category, make_listing
from tests.factories.pages import make_page
from tests.factories.people import make_seller

pytestmark = pytest.mark.django_db


def test_what_the_shop_has_always():
    always = {"/", "/listings", "/feed.xml", "/search", "/account/orders"}

    assert existing_paths(always) == always


def test_pages():
    about = make_page(slug="about")
    make_page(slug="team", parent=about)
    make_page(slug="draft", live=False)

    assert existing_paths(["/about", "/about/team", "/team", "/draft", "/about/"]) == {"/about", "/about/team"}


def test_categories():
    make_category("Saws", parent=make_category("Tools"))

    assert existing_paths(["/category/tools", "/category/tools/saws", "/category/saws", "/category"]) == {
        "/category/tools",
        "/category/tools/saws",
    }


def test_listings_by_their_present_address():
    shown = make_listing(title="Chair")
    hidden = make_listing(title="Chair", status=ListingStatus.WITHDRAWN)

    paths = [f"/listing/{shown.pk}-chair", f"/listing/{shown.pk}-stool", f"/listing/{hidden.pk}-chair", "/listing/x"]
    assert existing_paths(paths) == {f"/listing/{shown.pk}-chair"}


def test_sellers():
    seller, gone = make_seller(), make_seller()
    gone.is_active = False
    gone.save()
    paths = [f"/seller/{one.number}-{one.seller_profile.slug}" for one in (seller, gone)]

    assert existing_paths(paths) == {paths[0]}


def test_pages_of_lists_and_other_parts_of_the_machinery_are_no_targets():
    make_category("Tools")

    assert (
        existing_paths(["/listings/page/2", "/category/tools/page/1", "/assets/shop.css", "/photos/ab/x.jpg"]) == set()
    )


def test_many_take_a_few_queries(django_assert_max_num_queries):
    for number in range(20):
        make_page(slug=f"page-{number}")

    with django_assert_max_num_queries(6):
        assert len(existing_paths([f"/page-{number}" for number in range(30)])) == 20
