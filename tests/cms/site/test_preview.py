import json
from urllib.parse import urlencode

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from cms.site.models import Appearance
from tests.factories.pages import make_appearance
from tests.factories.people import make_editor, make_user

pytestmark = pytest.mark.django_db


def render_as_words(kind, draft, request, *, shown, language) -> bytes:
    """Stands in for the generator's renderer."""
    return f"{kind} {draft.hero_height}".encode()


@pytest.fixture
def _renderer(settings):
    settings.PREVIEW_RENDERER = f"{__name__}.render_as_words"


def address_of(look: Appearance) -> str:
    return reverse("wagtailsettings:preview_on_edit", args=["shop_site", "appearance", look.pk])


def form_of(look: Appearance, **changes) -> dict[str, object]:
    return {name: "" if value is None else value for name, value in {**model_to_dict(look), **changes}.items()}


@pytest.mark.usefixtures("_renderer")
def test_the_draft_goes_to_the_renderer_and_nothing_is_stored(client):
    look = make_appearance()
    client.force_login(make_editor())

    posted = client.post(
        address_of(look), urlencode(form_of(look, hero_height=640)), "application/x-www-form-urlencoded"
    )
    shown = client.get(address_of(look))

    assert json.loads(posted.content) == {"is_valid": True, "is_available": True}
    assert shown.content == b"appearance 640"
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in shown["Cache-Control"]
    assert Appearance.objects.get().hero_height == 420


@pytest.mark.usefixtures("_renderer")
def test_a_draft_with_errors_is_not_shown(client):
    look = make_appearance()
    client.force_login(make_editor())

    posted = client.post(
        address_of(look), urlencode(form_of(look, hero_height=9000)), "application/x-www-form-urlencoded"
    )

    assert json.loads(posted.content)["is_valid"] is False


@pytest.mark.usefixtures("_renderer")
@pytest.mark.parametrize("person", [None, make_user])
def test_who_may_not_edit_sees_no_preview(client, person):
    look = make_appearance()
    if person:
        client.force_login(person())

    shown = client.get(address_of(look))

    assert shown.status_code == 302
    assert b"appearance" not in shown.content
