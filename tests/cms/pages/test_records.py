import pytest
from wagtail.models import PageViewRestriction

from cms.contract.records import FooterColumn, MenuItem
from cms.pages.models import ContentPage
from cms.pages.records import footer_records, live_page_records, menu_records, page_path, page_record
from tests.factories.goods import make_category
from tests.factories.pages import make_home, make_library_image, make_navigation, make_page

pytestmark = pytest.mark.django_db


def link(label: str, **target) -> dict[str, object]:
    return {"label": label, "page": None, "category": None, "address": "", **target}


def paths() -> list[str]:
    return [record.path for record in live_page_records()]


def test_all_live_pages_in_the_order_of_the_tree():
    about = make_page(slug="zoo")
    make_page(slug="imprint")
    make_page(slug="team", parent=about)

    assert paths() == ["/", "/zoo", "/zoo/team", "/imprint"]


def test_drafts_and_pages_for_some_people_only_are_left_out():
    make_page(slug="draft", live=False)
    club = make_page(slug="club")
    make_page(slug="rooms", parent=club)
    PageViewRestriction.objects.create(page=club, restriction_type=PageViewRestriction.LOGIN)

    assert paths() == ["/"]
    assert page_path(club.pk) is None


def test_what_a_page_says_of_itself():
    make_home(title="Home")
    image = make_library_image(description="The team")
    page = make_page(
        slug="team",
        title="Team",
        parent=make_page(slug="about", title="About"),
        seo_title="Who we are",
        search_description="All of us",
        sharing_image=image,
    )

    record = page_record(page)

    assert (record.id, record.path, record.title, record.is_home) == (page.pk, "/about/team", "Team", False)
    assert (record.search_title, record.search_description) == ("Who we are", "All of us")
    assert record.sharing_image.hash == image.picture_id
    assert record.ancestors == (("About", "/about"),)


def test_the_home_page():
    record = next(live_page_records())

    assert (record.path, record.is_home, record.ancestors, record.search_title) == ("/", True, (), "Home")


def test_a_draft_is_shown_as_drafted_and_the_live_page_as_published():
    page = make_page(title="About", body=[("quote", {"text": "old", "source": ""})])
    page.title = "About us"
    page.body = [("quote", {"text": "new", "source": ""})]
    page.save_revision()

    draft = page_record(page.get_latest_revision_as_object())
    live = next(one for one in live_page_records() if one.id == page.pk)

    assert (draft.title, draft.blocks[0].text) == ("About us", "new")
    assert (live.title, live.blocks[0].text) == ("About", "old")


def test_a_page_that_was_never_saved():
    page = ContentPage(title="New", slug="new", body=[("quote", {"text": "hello", "source": ""})])
    page.set_url_path(make_page(slug="about", title="About"))

    record = page_record(page)

    assert (record.id, record.path, record.ancestors) == (0, "/about/new", (("About", "/about"),))
    assert record.blocks[0].text == "hello"


def test_a_hundred_pages_take_as_many_queries_as_two(django_assert_max_num_queries):
    for number in range(100):
        image = make_library_image(colour=f"#{number:06x}")
        make_page(body=[("image", {"image": {"image": image, "decorative": True, "alt_text": ""}, "caption": ""})])

    with django_assert_max_num_queries(12):
        records = list(live_page_records())

    assert [len(record.blocks) for record in records] == [1] * 101


def test_the_menu_leads_to_pages_categories_and_addresses():
    page, draft = make_page(slug="about"), make_page(slug="draft", live=False)
    category = make_category(slug="tools")
    make_navigation(
        menu=[
            ("link", link("About", page=page)),
            ("link", link("Draft", page=draft)),
            ("link", link("Tools", category=category)),
            ("link", link("Friends", address="https://example.org")),
        ]
    )

    assert menu_records() == (
        MenuItem(label="About", path="/about"),
        MenuItem(label="Tools", path="/category/tools"),
        MenuItem(label="Friends", path="https://example.org"),
    )


def test_a_footer_column_without_a_link_is_left_out():
    draft = make_page(slug="draft", live=False)
    make_navigation(
        footer=[
            ("column", {"heading": "Shop", "links": [link("New", address="/listings"), link("Draft", page=draft)]}),
            ("column", {"heading": "Soon", "links": [link("Draft", page=draft)]}),
        ]
    )

    assert footer_records() == (FooterColumn(heading="Shop", items=(MenuItem(label="New", path="/listings"),)),)


def test_a_fresh_shop_has_neither():
    assert (menu_records(), footer_records()) == ((), ())
