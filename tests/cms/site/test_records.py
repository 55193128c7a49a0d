from io import BytesIO

import pytest
from PIL import Image

from cms.contract.records import PictureRecord
from cms.pictures.intake import take_picture
from cms.site.library import library_image, library_pictures
from cms.site.models import Appearance
from cms.site.records import appearance_record, settings_record
from tests.factories.goods import plain_image, png
from tests.factories.pages import make_appearance, make_library_image, make_page, make_settings

pytestmark = pytest.mark.django_db


def test_a_look_without_pictures():
    record = appearance_record(make_appearance(accent="#0f766e", hero_height=500, hero_focus_x=20))

    assert (record.logo, record.icons, record.hero_image) == (None, (), None)
    assert (record.accent, record.hero_height, record.hero_focus) == ("#0f766e", 500, (20, 50))
    assert (record.hero_button_label, record.hero_button_path) == ("See what is new", "/listings")


def test_a_draft_look_is_what_the_form_says_not_what_is_stored():
    draft = Appearance.load()
    draft.hero_height = 700

    assert appearance_record(draft).hero_height == 700
    assert appearance_record(Appearance.load()).hero_height == 420


def test_pictures_of_the_look():
    hero = make_library_image(description="A market square")

    record = appearance_record(make_appearance(hero_image=hero))

    assert record.hero_image == PictureRecord(
        hash=hero.picture_id, width=40, height=30, colour="#336699", alt="A market square", widths=(320,)
    )


def test_the_logo_gives_the_icons():
    logo = make_library_image(picture=take_picture(png(plain_image(90, 60))))

    record = appearance_record(make_appearance(logo=logo))

    assert record.logo.hash == logo.picture_id
    assert [icon.size for icon in record.icons] == [32, 180, 192, 512]
    assert all(Image.open(BytesIO(icon.png)).size == (icon.size, icon.size) for icon in record.icons)
    assert record.icons == appearance_record(Appearance.load()).icons


def test_a_logo_whose_original_is_lost_gives_no_icons():
    logo = make_library_image()

    assert appearance_record(make_appearance(logo=logo)).icons == ()


def test_a_picture_that_is_not_yet_cleaned_is_left_out():
    hero = make_library_image(cleaned=False)

    assert appearance_record(make_appearance(hero_image=hero)).hero_image is None
    assert library_image(hero.pk) is None


def test_many_pictures_take_one_query(django_assert_num_queries):
    images = [make_library_image(colour=f"#33669{n}") for n in range(5)]

    with django_assert_num_queries(1):
        assert set(library_pictures(image.pk for image in images)) == {image.pk for image in images}


def test_a_button_whose_page_is_a_draft_is_left_out():
    page = make_page(slug="bargains")
    look = make_appearance(hero_button_page=page, hero_button_address="", hero_button_label="Offers")
    assert (appearance_record(look).hero_button_label, appearance_record(look).hero_button_path) == (
        "Offers",
        "/bargains",
    )

    page.unpublish()

    assert (appearance_record(look).hero_button_label, appearance_record(look).hero_button_path) == ("", "")


def test_settings():
    imprint = make_page(slug="imprint")

    record = settings_record(make_settings(site_name="Market", imprint_page=imprint, language="de", footer_year=2026))

    assert (record.site_name, record.imprint_path, record.languages) == ("Market", "/imprint", ("de",))
    assert (record.listings_per_page, record.sold_page_days, record.footer_year) == (24, 30, 2026)
