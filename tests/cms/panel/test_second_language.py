"""The admin's page of the short texts in the second language, and what the site makes of them."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.api.site import short_texts, site_record
from cms.changes.models import Change
from cms.contract.blocks import PageText, RichTextBlock
from cms.pages.records import page_record
from cms.site.models import Appearance, GeneralSettings, SecondTexts
from sitegen.edition import in_second_language
from sitegen.preview import render_preview
from sitegen.tracked_content import in_second_language as page_in_second_language
from tests.factories.goods import make_category
from tests.factories.pages import make_page
from tests.factories.people import make_admin, make_moderator, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    make_category("Tables")
    Appearance.objects.update(hero_title="Good things", hero_text="Meet and pay.", hero_button_label="")
    GeneralSettings.objects.update(tagline="Good things", further_language="de")
    return reverse("second_texts")


def fields(client, address):
    form = client.get(address).context["form"]
    return {field.label: field.name for _, some in form.places for field in some}


def test_each_text_is_asked_for_once(address):
    texts = short_texts()

    assert texts["hero"] == {"Good things": 80, "Meet and pay.": 240}
    assert "Good things" not in texts["shop"]
    assert texts["categories"]["Tables"] == 80


def test_a_translation_is_no_longer_than_its_place_has_room_for(address):
    GeneralSettings.objects.update(contact_text="Come in.")
    Appearance.objects.update(hero_button_label="Tables")

    texts = short_texts()

    assert (texts["hero"]["Tables"], texts["shop"]["Come in."]) == (40, 600)
    assert "Tables" not in texts["categories"]


def test_what_is_written_is_shown_in_the_second_language_alone(client, address):
    client.force_login(make_admin())
    names = fields(client, address)
    assert [f'id="place-{number}-section"' in client.get(address).content.decode() for number in (1, 2)] == [True] * 2
    Change.objects.all().delete()

    answer = client.post(address, {names["Good things"]: "Gutes", names["Tables"]: " Tische "})

    assert answer.status_code == 302
    assert SecondTexts.load().texts == {"Good things": "Gutes", "Tables": "Tische"}
    assert set(Change.objects.values_list("kind", "key")) == {("setting", "texts")}
    site = site_record()
    second = in_second_language(site)
    assert (site.appearance.hero_title, second.appearance.hero_title) == ("Good things", "Gutes")
    assert (second.settings.tagline, second.appearance.hero_text) == ("Gutes", "Meet and pay.")
    assert [one.name for one in second.top_categories if one.name == "Tische"] == ["Tische"]


def test_an_empty_field_takes_it_back_and_others_stay(client, address):
    SecondTexts.objects.update(texts={"Good things": "Gutes", "Of old": "Von früher"})
    client.force_login(make_admin())

    client.post(address, {fields(client, address)["Good things"]: ""})

    assert SecondTexts.load().texts == {"Of old": "Von früher"}


def test_a_text_that_is_too_long_is_refused_and_nothing_is_saved(client, address):
    client.force_login(make_admin())
    names = fields(client, address)

    answer = client.post(address, {names["Good things"]: "Gutes", names["Tables"]: "x" * 81})

    assert answer.status_code == 422
    assert "x" * 81 in answer.content.decode()
    assert SecondTexts.load().texts == {}


@pytest.mark.parametrize("make", [make_moderator, make_seller])
def test_others_are_refused(client, address, make):
    client.force_login(make())

    assert client.get(address).status_code in {302, 403}
    assert client.post(address, {"hero-0": "Gutes"}).status_code in {302, 403}
    assert SecondTexts.load().texts == {}


def test_a_page_says_in_the_second_language_what_was_written_and_else_the_same():
    page = make_page(
        title="About",
        slug="about",
        body=[("rich_text", "<p>Hello</p>")],
        further_title="Über uns",
        further_body=[("rich_text", "<p>Hallo</p>")],
    )
    below = make_page(parent=page, title="Team", slug="team")

    record = page_record(page)
    second = page_in_second_language(record)

    assert record.further == PageText(
        title="Über uns", blocks=(RichTextBlock(html="<p>Hallo</p>"),), search_title="", search_description=""
    )
    assert (second.title, second.path, second.search_title) == ("Über uns", "/about", "Über uns")
    assert second.blocks == (RichTextBlock(html="<p>Hallo</p>"),)
    team = page_record(below)
    assert team.further is None
    assert team.ancestors == (("About", "/about"),)
    assert page_in_second_language(team).ancestors == (("Über uns", "/about"),)
    assert page_in_second_language(team).title == "Team"


def test_its_preview_speaks_both(rf, settings, tmp_path):
    settings.BUILD_DIR = tmp_path
    GeneralSettings.objects.update(further_language="de")
    page = make_page(
        title="About",
        slug="about",
        body=[("rich_text", "<p>Hello</p>")],
        further_title="Über uns",
        further_body=[("rich_text", "<p>Hallo</p>")],
    )

    own, second = (render_preview("page", page, rf.get("/"), language=code).decode() for code in ("", "de"))

    assert page.preview_modes == [("", "English"), ("de", "German")]
    assert ("<p>Hello</p>" in own, "<p>Hallo</p>" in own) == (True, False)
    assert ("<p>Hello</p>" in second, "<p>Hallo</p>" in second) == (False, True)


def test_the_tab_is_there_while_the_shop_has_a_second_language(client):
    page = make_page()
    client.force_login(make_admin())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    assert "tab-label-second_language" not in client.get(address).content.decode()
    GeneralSettings.objects.update(further_language="de")
    assert "tab-label-second_language" in client.get(address).content.decode()


@pytest.mark.parametrize("language", ["", "de"])
def test_a_page_is_saved_with_a_second_language_and_without(client, language):
    page = make_page(further_title="Über uns")
    GeneralSettings.objects.update(further_language=language)
    client.force_login(make_admin())
    typed = {"title": "New", "slug": page.slug, "body": streamfield([("rich_text", rich_text("<p>Hello</p>"))])}
    if language:
        typed |= {"further_title": "Neu", "further_body": streamfield([])}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(typed))

    assert answer.status_code == 302
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.further_title) == ("New", "Neu" if language else "Über uns")
