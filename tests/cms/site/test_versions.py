"""Earlier values of settings: kept by the form, listed, put back."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.changes.models import Change
from cms.pages.models import Navigation
from cms.site import versions
from cms.site.models import Appearance, SettingVersion
from tests.factories.pages import make_appearance, make_library_image, make_page
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CHANGES = "/admin/settings/shop_site/appearance/changes/"


def save_form(client, **changes):
    look = Appearance.load()
    fields = {name: "" if value is None else value for name, value in {**model_to_dict(look), **changes}.items()}
    return client.post(reverse("wagtailsettings:edit", args=["shop_site", "appearance", look.pk]), fields)


def kept():
    return [(one.by, one.values["hero_height"]) for one in SettingVersion.objects.order_by("pk")]


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def anna(client):
    person = make_editor(name="Anna")
    client.force_login(person)
    return person


def test_a_change_is_kept_with_what_was_before_and_who_made_it(client, anna):
    assert save_form(client, hero_height=500).status_code == 302

    assert kept() == [(None, 420), (anna, 500)]


def test_there_is_a_list_before_there_are_changes(client, anna):
    assert "Nothing has been changed here yet." in words(client.get(CHANGES))


def test_what_changes_nothing_is_no_change(client, anna):
    save_form(client, hero_height=500)
    save_form(client, hero_height=500)

    assert kept() == [(None, 420), (anna, 500)]


def test_what_was_changed_elsewhere_is_kept_too(client, anna):
    save_form(client, hero_height=500)
    make_appearance(hero_height=600)
    save_form(client, hero_height=700)

    assert kept() == [(None, 420), (anna, 500), (None, 600), (anna, 700)]


def test_what_is_refused_is_not_kept_and_nothing_typed_is_lost(client, anna):
    page = words(save_form(client, hero_height=9000, hero_title="A title of mine", accent="#ffdd00"))

    assert "Ensure this value is less than or equal to 900." in page
    assert "#ffdd00 is too pale" in page
    assert 'value="A title of mine"' in page
    assert not SettingVersion.objects.exists()
    assert Appearance.load().hero_height == 420


def test_the_list_tells_who_changed_what_and_asks_the_same_number_of_questions(client, anna):
    logo = make_library_image(title="New logo")
    save_form(client, hero_height=500, logo=logo.pk, hero_image=logo.pk)

    page = words(client.get(CHANGES))

    assert "<strong>Height</strong>: 420 → 500" in page
    assert "<strong>Logo</strong>: empty → New logo" in page
    assert "Anna" in page
    assert "not through its form" in page

    few = questions(client)
    for height in range(510, 518):
        save_form(client, hero_height=height, hero_image=logo.pk)
    assert questions(client) == few


def questions(client):
    with CaptureQueriesContext(connection) as counted:
        client.get(CHANGES)
    return len(counted)


def test_an_old_look_is_put_back_when_asked_twice_and_is_published(client, anna):
    save_form(client, hero_height=500, accent="#1d4ed8")
    save_form(client, hero_height=600, accent="#7c2d12")
    blue = SettingVersion.objects.get(values__hero_height=500)
    Change.objects.all().delete()

    asked = words(client.get(f"{CHANGES}{blue.pk}/"))
    assert "<strong>Height</strong>: 600 → 500" in asked
    assert Appearance.load().hero_height == 600

    done = client.post(f"{CHANGES}{blue.pk}/")

    assert done["Location"] == CHANGES
    look = Appearance.load()
    assert (look.hero_height, look.accent) == (500, "#1d4ed8")
    assert list(Change.objects.values_list("kind", "key")) == [("setting", "appearance")]
    newest = SettingVersion.objects.first()
    assert (newest.by, newest.put_back, newest.values) == (anna, blue, blue.values)
    assert ModelLogEntry.objects.filter(action="shop_site.put_back", user=anna).count() == 1
    assert "Put back as it was after" in words(client.get(CHANGES))


def test_what_is_gone_since_is_left_empty_and_told(client, anna):
    logo = make_library_image()
    save_form(client, logo=logo.pk, hero_height=500)
    save_form(client, logo="", hero_height=600)
    with_logo = SettingVersion.objects.get(values__logo=logo.pk)
    logo.delete()

    asked = words(client.get(f"{CHANGES}{with_logo.pk}/"))
    client.post(f"{CHANGES}{with_logo.pk}/")

    assert "Logo: what was chosen is gone, so this is left empty." in asked
    assert (Appearance.load().logo, Appearance.load().hero_height) == (None, 500)


def test_what_is_not_allowed_any_more_is_refused_in_words(client, anna):
    save_form(client, hero_height=500)
    version = SettingVersion.objects.first()
    SettingVersion.objects.filter(pk=version.pk).update(values={**version.values, "accent": "#ffdd00"})
    save_form(client, hero_height=600)

    answer = client.post(f"{CHANGES}{version.pk}/")

    assert answer.status_code == 422
    assert "#ffdd00 is too pale" in words(answer)
    assert Appearance.load().hero_height == 600
    with pytest.raises(ValidationError):
        versions.put_back(SettingVersion.objects.get(pk=version.pk), by_id=anna.pk)


def test_a_field_that_came_later_stays_as_it_is(client, anna):
    save_form(client, hero_height=500)
    version = SettingVersion.objects.first()
    old = {name: value for name, value in version.values.items() if name != "newest_rows"}
    SettingVersion.objects.filter(pk=version.pk).update(values={**old, "given_up": 1})
    save_form(client, newest_rows=1, hero_height=600)

    client.post(f"{CHANGES}{version.pk}/")

    assert (Appearance.load().newest_rows, Appearance.load().hero_height) == (1, 500)


def test_menus_are_put_back_as_well(client, anna):
    page = make_page(title="Help")
    row = Navigation.load()
    link = {"type": "link", "value": {"label": "Help", "page": page.pk, "address": ""}}
    with versions.kept(row, by_id=anna.pk):
        row.menu = json.dumps([link])
        row.save()
    empty = SettingVersion.objects.last()

    asked = words(client.get(f"/admin/settings/shop_pages/navigation/changes/{empty.pk}/"))
    client.post(f"/admin/settings/shop_pages/navigation/changes/{empty.pk}/")

    assert "<strong>Menu</strong>: 1 entry: Help → 0 entries" in asked
    assert len(Navigation.load().menu) == 0


def test_only_the_newest_are_kept(client, anna, monkeypatch):
    monkeypatch.setattr(versions, "KEPT", 3)
    for height in range(500, 505):
        save_form(client, hero_height=height)

    assert [height for _, height in kept()] == [502, 503, 504]


@pytest.mark.parametrize(
    ("make", "status"), [(make_admin, 200), (make_editor, 200), (make_moderator, 302), (make_seller, 302)]
)
def test_who_may_change_the_look_may_see_its_changes(client, make, status):
    make_appearance()
    look = Appearance.load()
    with versions.kept(look, by_id=None):
        look.hero_height = 500
        look.save()
    version = SettingVersion.objects.last()
    client.force_login(make())

    assert client.get(CHANGES).status_code == status
    client.post(f"{CHANGES}{version.pk}/")

    assert Appearance.load().hero_height == (420 if status == 200 else 500)


@pytest.mark.parametrize(
    "path", ["shop_site/nothing/changes/", "auth/user/changes/", "shop_site/appearance/changes/99999/"]
)
def test_what_is_no_kept_setting_is_not_found(client, anna, path):
    assert client.get(f"/admin/settings/{path}").status_code == 404
