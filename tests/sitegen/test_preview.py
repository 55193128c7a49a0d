"""Previews: the real page with one record replaced, for each kind of draft."""

from __future__ import annotations

import json
import re

import pytest

from cms.catalog.models import Availability, Listing
from cms.contract.records import ListingStatus
from cms.pages.models import ContentPage, Navigation
from cms.pages.tree import ensure_home
from cms.site.models import Appearance, GeneralSettings
from sitegen.preview import render_preview
from tests.factories.goods import make_category, make_listing
from tests.factories.pages import make_page
from tests.factories.people import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def build_dir(settings, tmp_path):
    settings.BUILD_DIR = tmp_path / "build"
    return settings.BUILD_DIR


@pytest.fixture
def preview(build_dir, rf):
    """The preview's text; each has the banner and is kept out of search engines."""

    def show(kind, draft, **options):
        text = render_preview(kind, draft, rf.get("/"), **options).decode()
        assert "Preview: this is not published yet" in text
        assert '<meta name="robots" content="noindex">' in text
        assert 'rel="canonical"' not in text
        return text

    return show


def test_a_listing_is_shown_as_its_draft_has_it(preview):
    listing = make_listing(title="Oak table", price_cents=100)
    listing.title, listing.price_cents = "Elm table", 4200

    text = preview("listing", listing)

    assert "Elm table" in text
    assert "€42.00" in text
    assert "Oak table" not in text
    assert Listing.objects.get(pk=listing.pk).title == "Oak table"


def test_a_listing_that_was_never_saved_is_shown(preview):
    draft = Listing(
        title="New lamp",
        description="Bright.\n\nVery.",
        price_cents=None,
        category=make_category(),
        seller=make_seller(display_name="Anna"),
        condition="good",
    )

    text = preview("listing", draft)

    assert "New lamp" in text
    assert "<p>Very.</p>" in text
    assert "Anna" in text
    assert not Listing.objects.exists()
    assert not Availability.objects.exists()


def test_the_draft_is_not_among_its_own_related_listings(preview):
    seller, category = make_seller(), make_category()
    listing = make_listing(title="Oak table", seller=seller, category=category)
    other = make_listing(title="Oak bench", seller=seller, category=category)

    text = preview("listing", listing)

    assert f'href="/listing/{other.pk}-oak-bench"' in text
    assert f'href="/listing/{listing.pk}-oak-table"' not in text


def test_a_sold_listing_keeps_its_mark(preview):
    assert "Sold" in preview("listing", make_listing(status=ListingStatus.SOLD))


def test_the_listing_of_a_suspended_seller_is_shown_to_who_moderates(preview):
    listing = make_listing(title="Oak table", seller=make_seller(display_name="Anna"))
    type(listing.seller).objects.update(is_active=False)

    text = preview("listing", Listing.objects.get(pk=listing.pk))

    assert "Oak table" in text
    assert "Anna" in text


def test_a_page_is_shown_as_its_draft_has_it(preview):
    page = make_page(title="About", slug="about")
    page.title = "About us"

    assert "<h1" in preview("page", page)
    assert "About us" in preview("page", page)


def test_a_page_that_was_never_saved_is_shown(preview):
    page = ContentPage(title="Rules", slug="rules")
    parent = ensure_home()
    page.path, page.depth = f"{parent.path}9999", parent.depth + 1

    assert "Rules" in preview("page", page)


def test_home_is_shown_as_its_draft_has_it(preview):
    make_listing(title="Oak table")
    home = ensure_home()
    home.search_description = "All the oak there is"

    text = preview("page", home)

    assert "All the oak there is" in text
    assert "Oak table" in text


def test_a_look_is_shown_on_the_home_page_with_a_sheet_of_its_own(preview, build_dir):
    look = Appearance.load()
    look.hero_height = 333

    sheets = re.findall(r'href="(/assets/appearance\.[0-9a-f]+\.css)"', preview("appearance", look))

    assert len(sheets) == 1
    assert "--hero-height: 333px;" in (build_dir / sheets[0].removeprefix("/")).read_text()
    assert Appearance.load().hero_height != 333


def test_what_every_page_shows_is_seen_in_a_category_and_in_a_listing_too(preview):
    category = make_category(name="Tables")
    make_listing(title="Oak bench")
    make_listing(title="Oak table", category=category)
    draft = GeneralSettings.load()
    draft.site_name = "Corner Shelf"

    of_category = preview("settings", draft, shown="category")
    of_listing = preview("settings", draft, shown="listing")

    assert "<h1>Tables</h1>" in of_category
    assert "Oak table" in of_category
    assert '<h1 class="listing__title">Oak table</h1>' in of_listing
    assert all(" Corner Shelf</p>" in one for one in (of_category, of_listing))


@pytest.mark.parametrize("shown", ["category", "listing"])
def test_a_shop_without_goods_shows_its_home_page_instead(preview, shown):
    assert "hero--home" in preview("appearance", Appearance.load(), shown=shown)


def test_the_newest_stand_where_the_draft_wants_them(preview):
    make_listing(title="Oak table")
    look = Appearance.load()

    assert "Just in" in preview("appearance", look)
    look.newest_rows = 0
    assert "Just in" not in preview("appearance", look)


def test_settings_are_shown_on_the_home_page(preview):
    draft = GeneralSettings.load()
    draft.site_name = "Corner Shelf"

    assert " Corner Shelf</p>" in preview("settings", draft)
    assert GeneralSettings.load().site_name != "Corner Shelf"


@pytest.mark.parametrize("shown", ["home", "category", "listing"])
def test_a_draft_of_menu_and_footer_is_shown_around_each_kind_of_page(preview, shown):
    make_listing(title="Oak table")
    draft = Navigation.load()
    draft.menu = json.dumps([{"type": "link", "value": {"label": "All we have", "address": "/listings"}}])
    links = [{"label": "Looked for", "address": "/search"}, {"label": "Not there", "address": "/no-such-page"}]
    draft.footer = json.dumps([{"type": "column", "value": {"heading": "Service", "links": links}}])

    text = preview("navigation", draft, shown=shown)

    assert re.search(r'<nav class="menu".*?<a href="/listings">All we have</a>', text, re.DOTALL)
    assert re.search(r'id="footer-1">Service</h2>.*?<a href="/search">Looked for</a>', text, re.DOTALL)
    assert "Not there" not in text
    assert Navigation.load().menu.get_prep_value() == []


def test_a_fault_of_the_theme_is_told_instead(build_dir, rf, settings, tmp_path):
    settings.THEME_DIR = tmp_path / "<no theme>"

    text = render_preview("listing", make_listing(), rf.get("/")).decode()

    assert "There is no preview: the theme has no asset &#39;icon-32.png&#39;" in text


def test_a_build_folder_that_only_the_publisher_may_write_stops_no_preview(preview, build_dir):
    build_dir.parent.mkdir(exist_ok=True)
    build_dir.write_text("a file, so that nothing can be written below")

    assert "Oak table" in preview("listing", make_listing(title="Oak table"))
