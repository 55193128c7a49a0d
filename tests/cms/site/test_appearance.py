import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.contract.fonts import FONT_STACKS
from cms.site.choices import Font
from cms.site.models import Appearance
from tests.factories.pages import make_appearance, make_library_image, make_page
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db


def refusal(**fields) -> dict[str, list[str]]:
    """What is said of these fields, and that nothing was stored."""
    before = Appearance.objects.values().get()
    with pytest.raises(ValidationError) as caught:
        make_appearance(**fields)
    assert Appearance.objects.values().get() == before
    return caught.value.message_dict


def test_a_fresh_shop_has_one():
    Appearance.objects.get().full_clean()


def test_each_font_has_its_stack():
    assert Font.values == list(FONT_STACKS)


@pytest.mark.parametrize("height", [240, 420, 900])
def test_a_hero_height_within_the_limits_is_taken(height):
    make_appearance(hero_height=height)

    assert Appearance.objects.get().hero_height == height


@pytest.mark.parametrize(
    ("height", "words"),
    [
        (239, "Ensure this value is greater than or equal to 240."),
        (901, "Ensure this value is less than or equal to 900."),
    ],
)
def test_a_hero_height_outside_is_refused(height, words):
    assert words in refusal(hero_height=height)["hero_height"]


def test_the_database_holds_the_limits_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        Appearance.objects.update(hero_height=100)

    assert Appearance.objects.get().hero_height == 420


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("radius", 25),
        ("cards_per_row", 1),
        ("cards_per_row", 7),
        ("newest_rows", 7),
        ("newest_place", "top"),
        ("ground", "white"),
        ("hero_focus_x", 101),
        ("font", "comic"),
    ],
)
def test_other_values_outside_their_limits_are_refused(field, value):
    assert list(refusal(**{field: value})) == [field]


def test_a_pale_accent_is_refused_with_a_shade_that_is_taken():
    assert refusal(accent="#ffdd00") == {
        "accent": [
            (
                "#ffdd00 is too pale: its contrast with a white page is 1.3 to 1, "
                "and 3 to 1 is needed to see a button. The nearest darker shade is #ab9400."
            )
        ]
    }

    assert make_appearance(accent="#ab9400").accent == "#ab9400"


@pytest.mark.parametrize("accent", ["red", "#12345", "#gggggg", "0f766e", "#0f766e;", "#0f766e\n#", ""])
def test_what_is_no_colour_is_refused(accent):
    assert list(refusal(accent=accent)) == ["accent"]


def test_a_dark_page_is_refused_with_a_shade_that_is_taken():
    assert refusal(ground="#bbbbbb") == {
        "ground": [
            (
                "#bbbbbb is too dark for a page: grey words (#586069) have a contrast of 3.0 to 1 with its boxes, "
                "and 4.5 to 1 is needed to read them. The nearest lighter shade is #e3e3e3."
            )
        ]
    }

    assert make_appearance(ground="#e3e3e3").ground == "#e3e3e3"


def test_an_accent_must_stand_out_from_the_page_that_is_chosen():
    assert make_appearance(accent="#ab9400").accent == "#ab9400"

    assert refusal(ground="#fff4e0") == {
        "accent": [
            (
                "#ab9400 is too pale: its contrast with the page colour #fff4e0 is 2.8 to 1, "
                "and 3 to 1 is needed to see a button. The nearest darker shade is #a28d00."
            )
        ]
    }


def test_a_colour_is_stored_in_small_letters():
    assert make_appearance(accent="#0F766E").accent == "#0f766e"


def test_a_logo_is_a_png_by_its_content():
    disguised = make_library_image(kind="JPEG", title="Our logo.png")

    for field in ("logo", "favicon"):
        assert refusal(**{field: disguised}) == {field: ["“Our logo.png” is not a PNG. Upload it as a PNG file."]}
    assert make_appearance(logo=make_library_image(kind="PNG")).logo is not None


def test_a_logo_without_its_file_is_refused():
    logo = make_library_image()
    logo.file.storage.delete(logo.file.name)

    assert refusal(logo=logo) == {"logo": ["The file of this picture cannot be read. Upload it again."]}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"hero_button_address": ""}, "hero_button_address"),
        ({"hero_button_address": "javascript:alert(1)"}, "hero_button_address"),
        ({"hero_button_address": "http://localhost/x"}, "hero_button_address"),
    ],
)
def test_a_button_that_leads_nowhere_is_refused(fields, field):
    assert list(refusal(**fields)) == [field]


def test_a_button_leads_to_one_place():
    page = make_page()

    assert list(refusal(hero_button_page=page, hero_button_address="/listings")) == ["hero_button_address"]
    assert list(refusal(hero_button_page=page, hero_button_address="", hero_button_label="")) == ["hero_button_label"]
    assert make_appearance(hero_button_page=page, hero_button_address="").hero_button_page_id == page.pk


def test_the_form_shows_the_logo_that_is_stored(client):
    logo = make_library_image()
    make_appearance(logo=logo)
    client.force_login(make_editor())

    response = client.get("/admin/settings/shop_site/appearance/", follow=True)

    assert response.status_code == 200
    page = response.content.decode()
    assert page.count(f'<img alt="" height="48" src="{logo.get_rendition("max-480x96").url}">') == 2
