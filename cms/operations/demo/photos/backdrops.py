"""What stands behind and below a good: a studio with wall and floor, or a table top seen from above."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

from cms.operations.demo.photos import textures

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH, HEIGHT = textures.SIZE
_SMALL = (200, 150)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdrop:
    """Colours (`#rrggbb`) and surfaces. `horizon` is the height of the floor's end, 0 at the top; 0 means seen
    from above.
    """

    wall: str
    floor: str
    wall_texture: Callable[[], Image.Image]
    floor_texture: Callable[[], Image.Image]
    horizon: float = 0.0
    skirting: bool = False


_STUDIO_TONES = (
    ("#d9d4ca", "#c3bcb0"),
    ("#c9d2d3", "#b3bdbf"),
    ("#dfd0bf", "#c9b59f"),
    ("#cdd3c4", "#b4bca9"),
    ("#d8c6bf", "#c0aaa1"),
    ("#c7ccd8", "#aeb4c3"),
    ("#e0ddd6", "#cfcac0"),
)
_ROOM_TONES = (
    ("#d6d3cb", "#a57c56"),
    ("#bfc9c4", "#8d6a4b"),
    ("#d3c3b0", "#7c5a41"),
    ("#b9c2cb", "#b08a62"),
    ("#cfc5c0", "#9b7450"),
    ("#dcd8cf", "#bd9a72"),
)
_TABLE_TONES = (
    ("#b48a60", textures.wood),
    ("#8f6848", textures.wood),
    ("#cdb391", textures.wood),
    ("#d5d0c6", textures.cloth),
    ("#aeb7b4", textures.cloth),
    ("#c9beb0", textures.cloth),
    ("#b9b7b3", textures.stone),
    ("#d3cfc8", textures.stone),
    ("#94a3a6", textures.stone),
)


def studio(rng: random.Random) -> Backdrop:
    """A roll of paper: wall and floor of one colour, with a soft bend."""
    wall, floor = rng.choice(_STUDIO_TONES)
    return Backdrop(
        wall=wall,
        floor=floor,
        wall_texture=textures.plain,
        floor_texture=textures.plain,
        horizon=rng.uniform(0.6, 0.68),
    )


def room(rng: random.Random) -> Backdrop:
    """A plastered wall above a wooden floor."""
    wall, floor = rng.choice(_ROOM_TONES)
    return Backdrop(
        wall=wall,
        floor=floor,
        wall_texture=textures.plaster,
        floor_texture=textures.wood,
        horizon=rng.uniform(0.64, 0.7),
        skirting=rng.random() < 0.5,  # noqa: PLR2004 (every other one)
    )


def table(rng: random.Random) -> Backdrop:
    """A table, cloth or stone seen from above."""
    colour, texture = rng.choice(_TABLE_TONES)
    return Backdrop(wall=colour, floor=colour, wall_texture=texture, floor_texture=texture)


def paint_backdrop(backdrop: Backdrop, rng: random.Random, *, size: tuple[int, int] = textures.SIZE) -> Image.Image:
    """The empty scene (RGB), lit from the upper left."""
    if backdrop.horizon:
        picture = _wall_and_floor(backdrop)
    else:
        picture = _textured(Image.new("RGB", textures.SIZE, backdrop.wall), backdrop.wall_texture())
    picture = _lit_from_the_left(picture, rng)
    if rng.random() < 0.45:  # noqa: PLR2004 (not quite every other one)
        picture = _window_light(picture, rng)
    return picture if size == textures.SIZE else picture.resize(size, Image.Resampling.LANCZOS)


def finish(picture: Image.Image, *, vignette: float = 0.15) -> Image.Image:
    """What a lens and a sensor add: darker corners and fine grain."""
    corners = Image.radial_gradient("L").resize(picture.size, Image.Resampling.BICUBIC)
    light = corners.point(lambda v: round(255 - max(0, v - 90) * vignette))
    darkened = ImageChops.multiply(picture, Image.merge("RGB", (light, light, light)))
    grain = textures.film_grain()
    grain = grain if grain.size == picture.size else grain.resize(picture.size)
    return _textured(darkened, grain)


def _textured(picture: Image.Image, texture: Image.Image) -> Image.Image:
    """Lighten and darken by a grey picture around 128."""
    return ImageChops.add(picture, Image.merge("RGB", (texture,) * 3), scale=1, offset=-128)


def _wall_and_floor(backdrop: Backdrop) -> Image.Image:
    wall = _textured(Image.new("RGB", textures.SIZE, backdrop.wall), backdrop.wall_texture())
    floor = _textured(Image.new("RGB", textures.SIZE, backdrop.floor), backdrop.floor_texture())
    line = round(HEIGHT * backdrop.horizon)
    deep = HEIGHT - line
    if backdrop.floor_texture is textures.plain:
        floor = floor.crop((0, line, WIDTH, HEIGHT))
    else:  # Seen at a flat angle, the texture is pressed together towards the horizon.
        corners = (WIDTH * 0.12, 0, 0, HEIGHT, WIDTH, HEIGHT, WIDTH * 0.88, 0)
        floor = floor.transform((WIDTH, deep), Image.Transform.QUAD, corners, Image.Resampling.BILINEAR)
    floor = ImageChops.multiply(floor, _ramp(deep, 222, 255))
    wall = ImageChops.multiply(wall, _ramp(HEIGHT, 255, 226))
    picture = wall.copy()
    picture.paste(floor, (0, line))
    if backdrop.skirting:
        _skirting(picture, line, backdrop.wall)
    soft = 34 if backdrop.wall_texture is backdrop.floor_texture else 5
    return _soften_line(picture, line, soft)


def _skirting(picture: Image.Image, line: int, wall: str) -> None:
    red, green, blue = ImageColor.getrgb(wall)[:3]
    light = tuple(min(255, round(part * 1.08) + 6) for part in (red, green, blue))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, line - 46, WIDTH, line - 1), fill=light)
    draw.line((0, line - 47, WIDTH, line - 47), fill=tuple(part * 4 // 5 for part in light), width=3)
    draw.line((0, line, WIDTH, line), fill=tuple(part * 3 // 5 for part in light), width=5)


def _soften_line(picture: Image.Image, line: int, radius: int) -> Image.Image:
    top, bottom = max(0, line - 3 * radius), min(HEIGHT, line + 3 * radius)
    band = picture.crop((0, top, WIDTH, bottom))
    soft = band.filter(ImageFilter.GaussianBlur(radius * 0.8))
    edge = Image.new("L", band.size, 0)
    ImageDraw.Draw(edge).rectangle((0, radius, WIDTH, band.height - radius), fill=255)
    picture.paste(soft, (0, top), edge.filter(ImageFilter.GaussianBlur(radius * 0.6)))
    return picture


def _ramp(height: int, top: int, bottom: int) -> Image.Image:
    ramp = Image.linear_gradient("L").resize((WIDTH, height))
    scaled = ramp.point(lambda v: round(top + (bottom - top) * v / 255))
    return Image.merge("RGB", (scaled,) * 3)


def _lit_from_the_left(picture: Image.Image, rng: random.Random) -> Image.Image:
    """A broad pool of light, its middle left of and above the good."""
    pool = Image.radial_gradient("L").point(lambda v: 255 - v)
    glow = Image.new("L", _SMALL, 0)
    wide, high = round(_SMALL[0] * 1.7), round(_SMALL[1] * 1.7)
    left, top = round(_SMALL[0] * rng.uniform(-0.5, -0.3)), round(_SMALL[1] * rng.uniform(-0.55, -0.35))
    glow.paste(pool.resize((wide, high)), (left, top))
    light = glow.resize(picture.size, Image.Resampling.BICUBIC).point(lambda v: round(v * 0.22 + 116))
    return _textured(picture, light)


def _window_light(picture: Image.Image, rng: random.Random) -> Image.Image:
    """The panes of a window, thrown slantwise over the scene and out of focus."""
    pane = Image.new("L", (400, 300), 0)
    draw = ImageDraw.Draw(pane)
    left, top = rng.randint(20, 140), rng.randint(-60, 10)
    slant, wide, high = rng.randint(40, 90), rng.randint(60, 84), rng.randint(100, 130)
    for column in range(2):
        for row in range(2):
            x, y = left + column * (wide + 9) - row * slant * high // 200, top + row * (high + 9)
            lower = x - slant * high // 200
            draw.polygon(((x, y), (x + wide, y + 8), (lower + wide, y + high + 8), (lower, y + high)), fill=255)
    strength = rng.uniform(0.07, 0.12)
    light = pane.filter(ImageFilter.GaussianBlur(7)).resize(picture.size, Image.Resampling.BICUBIC)
    return _textured(picture, light.point(lambda v: round(128 + v * strength)))
