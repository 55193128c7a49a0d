"""The public files: right widths, right formats, right names, and never larger than the original."""

from __future__ import annotations

import pytest
from django.conf import settings
from PIL import Image

from cms.pictures.derivatives import widths_of, write_derivatives
from cms.pictures.files import derivative_path
from cms.pictures.intake import take_picture
from tests.factories.goods import corners_image, jpeg, plain_image, png

pytestmark = pytest.mark.django_db


def public_files() -> list[str]:
    return sorted(path.name for path in (settings.MEDIA_DIR / "photos").rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, (1,)),
        (319, (319,)),
        (320, (320,)),
        (639, (320,)),
        (1000, (320, 640, 960)),
        (1280, (320, 640, 960, 1280)),
        (4096, (320, 640, 960, 1280)),
    ],
)
def test_no_width_is_above_the_original(width, widths):
    assert widths_of(width) == widths


def test_each_width_is_there_in_each_format():
    picture = take_picture(jpeg(plain_image(700, 500)))

    assert write_derivatives(picture) == (320, 640)

    names = [f"{picture.hash}-{width}.{ext}" for width in (320, 640) for ext in ("avif", "jpg", "webp")]
    assert public_files() == sorted(names)
    for width, extension, kind in ((320, "avif", "AVIF"), (640, "webp", "WEBP"), (640, "jpg", "JPEG")):
        with Image.open(
            settings.MEDIA_DIR / "photos" / picture.hash[:2] / f"{picture.hash}-{width}.{extension}"
        ) as image:
            assert (image.format, image.size) == (kind, (width, round(width * 500 / 700)))


def test_a_small_picture_has_one_width_its_own():
    picture = take_picture(png(plain_image(32, 32)))

    assert write_derivatives(picture) == (32,)
    assert len(public_files()) == 3


def test_a_very_flat_picture_has_a_pixel_of_height():
    picture = take_picture(png(plain_image(4000, 1)))

    write_derivatives(picture)

    with Image.open(derivative_path(picture.hash, 320, "avif")) as image:
        assert image.size == (320, 1)


def test_the_derivatives_show_what_the_original_shows():
    picture = take_picture(jpeg(corners_image(1400, 1000), quality=95))

    write_derivatives(picture)

    for extension in ("avif", "webp", "jpg"):
        with Image.open(derivative_path(picture.hash, 640, extension)) as image:
            seen = image.convert("RGB")
        wanted = {(20, 20): (255, 0, 0), (620, 20): (0, 255, 0), (620, 430): (0, 0, 255), (20, 430): (255, 255, 255)}
        for place, colour in wanted.items():
            assert all(abs(a - b) < 16 for a, b in zip(seen.getpixel(place), colour, strict=True)), (extension, place)


def test_alpha_stays_where_it_can_and_lies_on_white_in_jpeg():
    image = plain_image(320, 320, mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 320, 160))
    picture = take_picture(png(image))

    write_derivatives(picture)

    for extension in ("avif", "webp"):
        with Image.open(derivative_path(picture.hash, 320, extension)) as made:
            assert made.convert("RGBA").getpixel((5, 5))[3] == 0
            assert made.convert("RGBA").getpixel((5, 315))[3] == 255
    with Image.open(derivative_path(picture.hash, 320, "jpg")) as made:
        assert made.getpixel((5, 5)) == (255, 255, 255)


def test_no_metadata_is_in_the_files():
    picture = take_picture(jpeg(plain_image(320, 320), comment=b"secret"))

    write_derivatives(picture)

    for extension in ("avif", "webp", "jpg"):
        content = derivative_path(picture.hash, 320, extension).read_bytes()
        assert not any(word in content for word in (b"secret", b"Exif", b"ICC", b"XMP"))


def test_a_second_time_only_makes_what_is_missing():
    picture = take_picture(jpeg(plain_image(640, 480)))
    write_derivatives(picture)
    derivative_path(picture.hash, 320, "avif").unlink()
    untouched = derivative_path(picture.hash, 640, "avif").stat().st_mtime_ns

    assert write_derivatives(picture) == (320, 640)

    assert len(public_files()) == 6
    assert derivative_path(picture.hash, 640, "avif").stat().st_mtime_ns == untouched


def test_the_same_picture_gives_the_same_bytes():
    picture = take_picture(jpeg(Image.effect_noise((700, 700), 60).convert("RGB")))
    write_derivatives(picture)
    before = {name: (settings.MEDIA_DIR / "photos" / picture.hash[:2] / name).read_bytes() for name in public_files()}
    for name in before:
        (settings.MEDIA_DIR / "photos" / picture.hash[:2] / name).unlink()

    write_derivatives(picture)

    assert before == {
        name: (settings.MEDIA_DIR / "photos" / picture.hash[:2] / name).read_bytes() for name in public_files()
    }
