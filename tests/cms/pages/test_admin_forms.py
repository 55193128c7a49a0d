"""What an editor meets in the browser when an address is not to be had."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.pages.models import ContentPage
from tests.factories.pages import make_home, make_page
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db

RESERVED = "The address /search belongs to the shop itself. Choose another slug, like search-info."


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def page_form(**fields):
    body = streamfield([("rich_text", rich_text("<p>Hello</p>"))])
    return nested_form_data({"title": "About", "slug": "about", "seo_title": "", "body": body, **fields})


def add_address(parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["shop_pages", "contentpage", parent.pk])


def test_a_page_is_written_and_published(editor):
    editor.post(add_address(make_home()), page_form(**{"action-publish": "1"}))

    page = ContentPage.objects.get()
    assert (page.live, page.url, page.body.raw_data[0]["value"].count("Hello")) == (True, "/about", 1)


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_a_new_page_with_a_reserved_slug_is_refused_beside_the_field(editor, action):
    response = editor.post(add_address(make_home()), page_form(slug="search", **action))

    assert response.context["form"].errors == {"slug": [RESERVED]}
    assert not ContentPage.objects.exists()


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_a_page_is_not_renamed_to_one(editor, action):
    page = make_page(slug="about")

    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form(slug="search", **action))

    assert RESERVED in response.context["form"].errors["slug"]
    assert ContentPage.objects.get().slug == "about"
    assert page.revisions.count() == 0


def test_a_move_to_one_says_why_not(editor):
    page = make_page(slug="search", parent=make_page(slug="help"))

    response = editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, make_home().pk]), follow=True)

    assert [str(one) for one in response.context["messages"]][-1].strip().endswith(RESERVED)
    assert ContentPage.objects.get(pk=page.pk).url == "/help/search"


@pytest.mark.parametrize("alias", [{}, {"alias": "on"}])
def test_a_copy_to_one_is_refused_beside_the_field(editor, alias):
    page = make_page(slug="search", parent=make_page(slug="help"))

    response = editor.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Copy", "new_slug": "search", "new_parent_page": make_home().pk, **alias},
    )

    assert response.context["form"].errors == {"new_slug": [RESERVED]}
    assert ContentPage.objects.count() == 2


def test_several_pages_at_once_are_not_moved_when_one_of_them_may_not(editor):
    taken = make_page(slug="search", parent=make_page(slug="help"))
    free = make_page(slug="team", parent=make_page(slug="about"))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])

    response = editor.post(f"{address}?id={taken.pk}&id={free.pk}&next=/admin/", {"chooser": make_home().pk})

    refused = response.context["pages_without_destination_access"]
    assert [one["item"].pk for one in refused] == [taken.pk]
    assert {ContentPage.objects.get(pk=one.pk).url for one in (taken, free)} == {"/help/search", "/about/team"}


def test_the_home_page_is_not_deleted(editor):
    home = make_home()

    editor.post(reverse("wagtailadmin_pages:delete", args=[home.pk]))

    assert Page.objects.filter(pk=home.pk).exists()
