"""The logo as a square."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from cms.pictures.icons import icon_png
from cms.pictures.intake import take_picture
from tests.factories.goods import plain_image, png

pytestmark = pytest.mark.django_db

RED = (255, 0, 0, 255)


def icon(size: int, *, width: int = 200, height: int = 100) -> Image.Image:
    logo = take_picture(png(plain_image(width, height, "red", mode="RGBA")))
    return Image.open(io.BytesIO(icon_png(logo, size)))


@pytest.mark.parametrize("size", [32, 180, 192, 512])
def test_is_a_square_with_the_logo_in_the_middle(size):
    image = icon(size)

    assert image.size == (size, size)
    assert image.convert("RGBA").getpixel((size // 2, size // 2)) == RED


@pytest.mark.parametrize(("size", "around"), [(32, (0, 0, 0, 0)), (192, (0, 0, 0, 0)), (180, (255, 255, 255, 255))])
def test_what_is_around_a_wide_logo_is_transparent_or_white_for_phones(size, around):
    assert icon(size).convert("RGBA").getpixel((size // 2, 2)) == around


def test_large_icons_have_a_margin_and_small_ones_none():
    assert icon(192).getbbox() == (12, 54, 180, 138)
    assert icon(32).getbbox() == (0, 8, 32, 24)


def test_a_tiny_logo_is_enlarged():
    assert icon(192, width=3, height=3).getbbox() == (12, 12, 180, 180)


def test_the_same_logo_gives_the_same_bytes():
    logo = take_picture(png(plain_image(77, 33)))

    assert icon_png(logo, 192) == icon_png(logo, 192)
    assert Image.open(io.BytesIO(icon_png(logo, 192))).info == {}
