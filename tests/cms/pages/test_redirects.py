"""Wagtail makes redirects when pages change their address; that works with ours."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.api.addresses import Moved, present_address
from tests.factories.pages import make_page
from tests.factories.people import make_editor


def redirects() -> dict[str, str]:
    return {one.old_path: one.link for one in Redirect.objects.all()}


@pytest.mark.django_db
def test_a_new_slug_leaves_a_redirect_for_the_page_and_all_below_it(django_capture_on_commit_callbacks):
    page = make_page(slug="about")
    make_page(slug="team", parent=page)

    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "about-us"
        page.save()

    assert redirects() == {"/about": "/about-us", "/about/team": "/about-us/team"}


@pytest.mark.django_db
def test_a_move_leaves_one_too():
    page = make_page(slug="team")

    page.move(make_page(slug="about"), pos="last-child")

    assert redirects() == {"/team": "/about/team"}


@pytest.mark.django_db
def test_a_new_order_leaves_none():
    page, other = make_page(slug="team"), make_page(slug="about")

    page.move(other, pos="right")

    assert redirects() == {}


def typed(client, link, *, old_path="/old"):
    client.force_login(make_editor())
    return client.post("/admin/redirects/add/", {"old_path": old_path, "redirect_link": link, "is_permanent": "on"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("link", "stored"),
    [
        ("/listings", "/listings"),
        ("  /listings/ ", "/listings"),
        ("OWN/listings", "/listings"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
    ],
)
def test_an_editor_types_a_path_or_an_address(client, settings, link, stored):
    response = typed(client, link.replace("OWN", settings.SITE_URL))

    assert (response.status_code, response["Location"]) == (302, "/admin/redirects/")
    assert redirects() == {"/old": stored}
    assert present_address("/old") == Moved(stored)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("listings", "Begin with / for a page of this shop"),
        ("javascript:alert(1)", "Begin with /"),
        ("//evil.example", "Begin with /"),
        ("/old/", "A redirect to itself leads nowhere."),
        ("", "Say where it leads: choose a page, or write an address."),
        ("/" + "a" * 255, "at most 255 characters"),
    ],
)
def test_what_leads_nowhere_is_refused_in_words(client, link, words):
    response = typed(client, link)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert "error-message" in response.content.decode()
    assert redirects() == {}


@pytest.mark.django_db
def test_a_redirect_is_edited_with_the_same_form(client):
    typed(client, "/listings")
    row = Redirect.objects.get()

    page = client.get(f"/admin/redirects/{row.pk}/").content.decode()
    client.post(f"/admin/redirects/{row.pk}/", {"old_path": "/old", "redirect_link": "/sellers"})

    assert 'value="/listings"' in page
    assert redirects() == {"/old": "/sellers"}
