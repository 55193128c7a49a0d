import pytest
from wagtail.models import Page, Site

from cms.pages.models import ContentPage, HomePage
from cms.pages.records import live_page_records
from cms.pages.tree import ensure_home
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


def test_a_fresh_database_has_a_home_page_in_the_place_of_wagtails():
    assert list(Page.objects.order_by("path").values_list("title", "depth")) == [("Root", 1), ("Home", 2)]
    assert Site.objects.get().root_page_id == HomePage.objects.get().pk
    assert [block.kind for block in next(live_page_records()).blocks] == ["category_grid"]


def test_the_site_is_called_as_the_setting_says(settings):
    settings.SITE_URL = "https://shop.example"

    ensure_home()

    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_url) == ("shop.example", 443, "https://shop.example")


def test_doing_it_again_changes_nothing():
    make_page(slug="about")
    before = list(Page.objects.order_by("path").values())

    ensure_home()

    assert list(Page.objects.order_by("path").values()) == before
    assert Site.objects.count() == 1


def test_an_emptied_database_gets_its_root_back():
    Page.objects.all().delete()

    home = ensure_home()

    assert (home.depth, home.url_path, home.public_path) == (2, "/home/", "/")
    assert Page.objects.get(depth=1).numchild == 1
    assert ContentPage.can_create_at(home)
