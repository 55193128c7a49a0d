from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.pages.models import ContentPage
from cms.pages.records import page_record
from tests.factories.pages import make_home, make_page
from tests.factories.people import make_editor, make_user

pytestmark = pytest.mark.django_db

URLENCODED = "application/x-www-form-urlencoded"


def render_as_words(kind, draft, request, *, shown, language) -> bytes:
    """Stands in for the generator's renderer."""
    record = page_record(draft)
    return f"{kind} {record.path} {record.title} {[one.kind for one in record.blocks]}".encode()


@pytest.fixture(autouse=True)
def _renderer(settings):
    settings.PREVIEW_RENDERER = f"{__name__}.render_as_words"


def form(**fields) -> str:
    body = streamfield([("rich_text", rich_text("<p>Hello</p>"))])
    return urlencode(nested_form_data({"title": "Draft", "slug": "about", "body": body, **fields}))


def test_the_draft_goes_to_the_renderer_and_nothing_is_stored(client):
    page = make_page(title="About", slug="about")
    client.force_login(make_editor())
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])

    client.post(address, form(), URLENCODED)
    shown = client.get(address)

    assert shown.content == b"page /about Draft ['rich_text']"
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert ContentPage.objects.get().title == "About"
    assert page.revisions.count() == 0


def test_a_page_that_is_being_written_has_a_preview(client):
    client.force_login(make_editor())
    address = reverse("wagtailadmin_pages:preview_on_add", args=["shop_pages", "contentpage", make_home().pk])

    client.post(address, form(slug="fresh"), URLENCODED)

    assert client.get(address).content == b"page /fresh Draft ['rich_text']"
    assert not ContentPage.objects.exists()


@pytest.mark.parametrize("person", [None, make_user])
def test_who_may_not_edit_sees_no_preview(client, person):
    page = make_page()
    if person:
        client.force_login(person())

    shown = client.get(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]))

    assert (shown.status_code, shown.content) == (302, b"")
