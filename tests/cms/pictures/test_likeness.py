"""The same photo is known again, and which copies are not: on pictures with the light and dark of a photo."""

from __future__ import annotations

import io
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageEnhance, ImageOps

from cms.pictures.derivatives import write_derivatives
from cms.pictures.files import derivative_path
from cms.pictures.intake import take_picture
from cms.pictures.likeness import NEAR, PLAIN, alike, distance, look_of, look_of_files, mirrored
from cms.pictures.models import LOOK_FIELDS, Picture
from cms.pictures.tasks import LOOKED_AT_ONCE, look_at_pictures, make_derivatives
from tests.factories.goods import jpeg, make_picture, plain_image, png

pytestmark = pytest.mark.django_db

THINGS = range(12)


def photo(seed: int, size: tuple[int, int] = (960, 720)) -> Image.Image:
    """Patches of light that flow into each other, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 (the same each time)
    patches = Image.frombytes("RGB", (12, 9), bytes(dice.randrange(256) for _ in range(12 * 9 * 3)))
    return patches.resize(size, Image.Resampling.BICUBIC)


def saved(image: Image.Image, quality: int) -> Image.Image:
    return Image.open(io.BytesIO(jpeg(image, quality=quality))).convert("RGB")


def cropped(image: Image.Image, share: float) -> Image.Image:
    x, y = round(image.width * share), round(image.height * share)
    return image.crop((x, y, image.width - x, image.height - y))


def worst(change) -> int:
    return max(distance(look_of(photo(one)), look_of(change(photo(one)))) for one in THINGS)


def looks(look) -> dict[str, int]:
    return dict(zip(LOOK_FIELDS, look, strict=True))


@pytest.mark.parametrize(
    "change",
    [
        lambda image: image.resize((320, 240), Image.Resampling.LANCZOS),
        lambda image: image.resize((1900, 1425), Image.Resampling.BICUBIC),
        lambda image: saved(image, 20),
        lambda image: saved(image.resize((480, 360)), 10),
        lambda image: image.convert("L").convert("RGB"),
        lambda image: ImageEnhance.Contrast(image).enhance(0.7),
        lambda image: ImageEnhance.Brightness(image).enhance(1.1),
        lambda image: cropped(image, 0.005),
    ],
    ids=["smaller", "larger", "quality 20", "half, quality 10", "grey", "flatter", "brighter", "a hair cropped"],
)
def test_a_copy_is_known_again(change):
    assert worst(change) <= NEAR


@pytest.mark.parametrize(
    "change",
    [
        lambda image: image.rotate(90, expand=True),
        lambda image: image.rotate(180),
        lambda image: cropped(image, 0.15),
        ImageOps.mirror,
    ],
    ids=["turned by 90", "turned by 180", "closely cropped", "mirrored, without asking for that"],
)
def test_these_are_other_pictures_to_it(change):
    assert min(distance(look_of(photo(one)), look_of(change(photo(one)))) for one in THINGS) > NEAR


def test_two_things_are_never_taken_for_one():
    found = [look_of(photo(one)) for one in THINGS]

    assert min(distance(one, other) for one in found for other in found if one != other) > 2 * NEAR


def test_a_mirrored_copy_is_found_by_its_mirrored_look():
    for one in THINGS:
        assert distance(mirrored(look_of(photo(one))), look_of(saved(ImageOps.mirror(photo(one)), 50))) <= NEAR
        assert mirrored(mirrored(look_of(photo(one)))) == look_of(photo(one))


def test_the_bits_are_where_they_should_be():
    ramp = Image.frombytes("L", (9, 8), bytes(20 * column for column in range(9)) * 8)
    tilted = Image.frombytes("L", (9, 8), bytes(20 * (8 - column) for column in range(9)) * 8)
    first_row = Image.frombytes("L", (9, 8), ramp.tobytes()[:9] + tilted.tobytes()[9:])

    assert look_of(ramp) == (0xFFFF,) * 4
    assert look_of(tilted) == (0, 0, 0, 0)
    assert look_of(first_row) == (0, 0, 0, 0xFF00)


@pytest.mark.parametrize(
    "image",
    [
        plain_image(300, 200, "white"),
        plain_image(300, 200, "black"),
        plain_image(300, 200, "#00000000", "RGBA"),
        Image.linear_gradient("L").resize((40, 30)).rotate(0),
    ],
)
def test_what_shows_nothing_is_like_nothing(image):
    assert look_of(image) == PLAIN
    make_picture(**looks(PLAIN))
    assert alike([look_of(image)]) == []


@pytest.mark.both_databases
def test_up_to_four_bits_anywhere_are_found_and_five_are_not():
    look = look_of(photo(1))
    whole = sum(band << (16 * place) for place, band in enumerate(look))
    dice = random.Random(4)  # noqa: S311 (as above)
    expected = {}
    for bits in (0, 1, 2, 3, 4, 4, 4, 4, 5, 5, 6):
        changed = whole
        for place in dice.sample(range(64), bits):
            changed ^= 1 << place
        stored = tuple(changed >> (16 * band) & 0xFFFF for band in range(4))
        row = make_picture(**looks(stored))
        if bits <= NEAR:
            expected[row.pk] = bits
    spread = whole ^ (1 | 1 << 17 | 1 << 34 | 1 << 51)  # One bit in each of the four numbers.
    row = make_picture(**looks(tuple(spread >> (16 * band) & 0xFFFF for band in range(4))))
    expected[row.pk] = 4
    make_picture()

    found = alike([look])
    assert {one.picture_id: one.bits for one in found} == expected
    assert [one.bits for one in found] == sorted(expected.values())
    assert not any(one.is_mirrored for one in found)
    assert {one.picture_id for one in alike([mirrored(look)]) if one.is_mirrored} == set(expected)


@pytest.mark.both_databases
def test_one_query_whatever_is_asked_and_stored():
    Picture.objects.bulk_create(
        Picture(
            hash=f"{one:032d}", width=1, height=1, colour="#000000", extension="jpg", **looks(look_of(photo(one % 20)))
        )
        for one in range(60)
    )
    with CaptureQueriesContext(connection) as asked:
        found = alike([look_of(photo(one)) for one in range(3)])

    assert (len(asked), len(found)) == (1, 9)


def test_the_look_is_noted_with_the_files():
    picture = take_picture(jpeg(photo(3)))
    assert picture.look_1 is None

    make_derivatives.call(picture.hash)

    picture.refresh_from_db()
    stored = tuple(getattr(picture, name) for name in LOOK_FIELDS)
    assert stored == look_of_files(picture.hash, [320])
    assert distance(stored, look_of(photo(3))) <= 1


@pytest.mark.django_db(transaction=True)
def test_older_pictures_are_looked_at_some_at_a_time_and_broken_ones_once(monkeypatch):
    monkeypatch.setattr("cms.pictures.tasks.LOOKED_AT_ONCE", 2)
    assert LOOKED_AT_ONCE > 2
    real = take_picture(png(photo(5, (400, 300))))
    Picture.objects.filter(pk=real.pk).update(widths=list(write_derivatives(real)))
    gone, broken, waiting = make_picture(), make_picture(), make_picture(widths=[])
    target = derivative_path(broken.hash, 320, "jpg")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"x")

    assert look_at_pictures.call() == 2
    rest = Picture.objects.filter(look_1=None).exclude(pk=waiting.pk).get()
    last = Picture.objects.exclude(look_1=None).order_by("-hash").values_list("hash", flat=True)[0]
    assert look_at_pictures.call(last) == (1 if rest.hash > last else 0)
    look_at_pictures.call()

    real.refresh_from_db()
    assert distance(tuple(getattr(real, name) for name in LOOK_FIELDS), look_of(photo(5))) <= 1
    assert set(Picture.objects.filter(look_1=-1)) == {gone, broken}
    assert Picture.objects.get(look_1=None) == waiting
