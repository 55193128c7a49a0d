"""One photo: a good of a scene, placed on a backdrop, lit, and saved as an ordinary JPEG."""

from __future__ import annotations

import random
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageFilter

from cms.operations.demo.photos.backdrops import Backdrop, finish, paint_backdrop, room, studio, table
from cms.operations.demo.photos.glyphs import draw_glyph
from cms.operations.demo.photos.light import darken, lying_shadow, solid, standing_shadow, thickened, turned
from cms.operations.demo.photos.scenes import Place, Scene
from cms.operations.demo.photos.textures import SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

CLOSER, OTHER_ANGLE = 1, 2
"""The views after the first, which shows the whole good."""

_FRAME = 0.78
_DRAWN = 1.2
_SQUARE = 0.72  # Lists show the middle of a photo, cut to a square: the good has to fit in there.

_WIDTH, _HEIGHT = SIZE
_BACKDROPS: dict[Place, Callable[[random.Random], Backdrop]] = {
    Place.STUDIO: studio,
    Place.ROOM: room,
    Place.TABLE: table,
}


def compose_scene(scene: Scene, *, seed: int) -> tuple[bytes, ...]:
    """The views as JPEGs of 1600 x 1200 px. The same arguments give the same bytes (with the same packages)."""
    kept = random.Random(f"{seed}/{scene.key}")  # noqa: S311 (no secret)
    hue = kept.uniform(-0.03, 0.03)
    backdrop = _BACKDROPS[scene.place](kept)
    thing = _thing(scene, hue=hue)
    photos = []
    for view in range(scene.views):
        rng = random.Random(f"{seed}/{scene.key}/{view}")  # noqa: S311 (no secret)
        behind = _BACKDROPS[scene.place](rng) if view == OTHER_ANGLE else backdrop
        photos.append(_photo(scene, thing, behind, view, rng))
    return tuple(photos)


def _thing(scene: Scene, *, hue: float) -> Image.Image:
    """The good itself, solid and lit, as large as the closest view needs it."""
    size = round(_HEIGHT * _FRAME * scene.scale * _DRAWN)
    fillings, lines = draw_glyph(scene.glyph, size=size, paint=scene.paint, hue=hue, weight=scene.weight)
    return solid(fillings, lines, stroke=size * 0.032 * scene.weight)


def _photo(scene: Scene, thing: Image.Image, backdrop: Backdrop, view: int, rng: random.Random) -> bytes:
    zoom = rng.uniform(1.45, 1.65) if view == CLOSER else 1.0
    picture = paint_backdrop(backdrop, rng)
    if view == CLOSER:
        picture = _blurred(picture, zoom)
    good = _posed(scene, thing, view=view, zoom=zoom, rng=rng)
    if scene.place is Place.TABLE:
        picture = _lay(picture, good, rng)
    else:
        picture = _stand(picture, good, base=_base(good, backdrop, view, rng), rng=rng)
    return save_jpeg(finish(picture))


def _blurred(picture: Image.Image, zoom: float) -> Image.Image:
    """The backdrop as a near lens sees it: larger, and out of focus."""
    wide, high = _WIDTH / zoom, _HEIGHT / zoom
    left, top = (_WIDTH - wide) / 2, (_HEIGHT - high) / 2
    small = picture.resize(
        (_WIDTH // 4, _HEIGHT // 4), Image.Resampling.BILINEAR, box=(left, top, left + wide, top + high)
    )
    return small.filter(ImageFilter.GaussianBlur(1.6)).resize(SIZE, Image.Resampling.BICUBIC)


def _posed(scene: Scene, thing: Image.Image, *, view: int, zoom: float, rng: random.Random) -> Image.Image:
    """The good as this view's camera sees it: thick, and turned."""
    factor = zoom / _DRAWN
    factor = min(factor, zoom * _WIDTH * _SQUARE / thing.width, zoom * _HEIGHT * 0.8 / thing.height)
    sized = thing.resize((round(thing.width * factor), round(thing.height * factor)), Image.Resampling.BICUBIC)
    longer = max(sized.size)
    if scene.place is Place.TABLE:
        thick = thickened(sized, right=round(longer * 0.007 * scene.depth), down=round(longer * 0.009 * scene.depth))
        angle = rng.uniform(-scene.turn, scene.turn) + (scene.turn * 1.5 if view == OTHER_ANGLE else 0)
        return _cut(thick.rotate(angle, Image.Resampling.BILINEAR, expand=True))
    yaw = (0.3 if view == OTHER_ANGLE else 0.13) * rng.choice((-1, 1))
    side = -1 if yaw > 0 else 1
    thickness = round(longer * 0.18 * scene.depth * abs(yaw)) * side
    return _cut(turned(thickened(sized, right=thickness, down=0), yaw=yaw))


def _cut(good: Image.Image) -> Image.Image:
    return good.crop(good.getchannel("A").getbbox())


def _base(good: Image.Image, backdrop: Backdrop, view: int, rng: random.Random) -> int:
    """The height at which the good touches the floor."""
    if view == CLOSER:
        return _HEIGHT // 2 + round(good.height * rng.uniform(0.42, 0.58))
    return round(_HEIGHT * (backdrop.horizon + (1 - backdrop.horizon) * rng.uniform(0.5, 0.62)))


def _stand(picture: Image.Image, good: Image.Image, *, base: int, rng: random.Random) -> Image.Image:
    left = (_WIDTH - good.width) // 2 + rng.randint(-50, 50)
    picture = darken(picture, standing_shadow(good.getchannel("A"), SIZE, left=left, base=base))
    picture.paste(good, (left, base - good.height), good)
    return picture


def _lay(picture: Image.Image, good: Image.Image, rng: random.Random) -> Image.Image:
    left = (_WIDTH - good.width) // 2 + rng.randint(-40, 40)
    top = (_HEIGHT - good.height) // 2 + rng.randint(-20, 20)
    picture = darken(picture, lying_shadow(good.getchannel("A"), SIZE, left=left, top=top, lift=28))
    picture.paste(good, (left, top), good)
    return picture


def save_jpeg(picture: Image.Image) -> bytes:
    """The bytes of a JPEG as a good camera writes it."""
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=88, subsampling="4:2:0")
    return buffer.getvalue()
