"""The pictures that belong to the shop itself: the opening of the home page, and its mark."""

from __future__ import annotations

import random
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from cms.operations.demo.photos import textures
from cms.operations.demo.photos.backdrops import Backdrop, finish, paint_backdrop
from cms.operations.demo.photos.compose import save_jpeg
from cms.operations.demo.photos.glyphs import draw_glyph
from cms.operations.demo.photos.light import darken, solid, standing_shadow, thickened, turned
from cms.operations.demo.photos.scenes import BY_KEY

ACCENT = "#0f766e"
_ROOM = Backdrop(
    wall="#d9d2c4",
    floor="#a9825c",
    wall_texture=textures.plaster,
    floor_texture=textures.wood,
    horizon=0.62,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A scene's good: its left edge and base as shares of the picture, its height in px, how far it is turned."""

    scene: str
    left: float
    base: float
    height: int
    yaw: float


_SHOWN = (
    _Piece("picture", 0.30, 0.47, 150, 0.05),
    _Piece("mirror", 0.12, 0.46, 170, 0.05),
    _Piece("floor-lamp", 0.885, 0.685, 430, 0.1),
    _Piece("plant", 0.415, 0.69, 300, 0.1),
    _Piece("drawers", 0.665, 0.70, 235, -0.08),
    _Piece("record-player", 0.70, 0.507, 96, -0.08),
    _Piece("acoustic-guitar", 0.615, 0.725, 300, -0.1),
    _Piece("armchair", 0.815, 0.75, 270, 0.1),
    _Piece("city-bike", 0.465, 0.755, 290, 0.1),
    _Piece("suitcase", 0.72, 0.785, 120, 0.1),
    _Piece("books", 0.655, 0.80, 70, -0.05),
    _Piece("teddy", 0.80, 0.80, 115, 0.1),
)


def compose_hero(*, seed: int) -> bytes:
    """A wide JPEG, 1600 x 680 px: goods along a wall, with room for words at the left."""
    picture = paint_backdrop(_ROOM, random.Random(f"hero {seed}"))  # noqa: S311 (no secret)
    for piece in _SHOWN:
        picture = _placed(picture, piece)
    return save_jpeg(finish(picture).crop((0, 330, 1600, 1010)))


def _placed(picture: Image.Image, piece: _Piece) -> Image.Image:
    scene = BY_KEY[piece.scene]
    fillings, lines = draw_glyph(scene.glyph, size=round(piece.height * 1.7), paint=scene.paint, weight=scene.weight)
    thing = solid(fillings, lines, stroke=max(fillings.size) * 0.032 * scene.weight)
    wide = round(thing.width * piece.height / thing.height)
    sized = thing.resize((wide, piece.height), Image.Resampling.LANCZOS)
    thickness = round(piece.height * 0.05 * scene.depth) * (-1 if piece.yaw > 0 else 1)
    good = turned(thickened(sized, right=thickness, down=0), yaw=piece.yaw)
    left, base = round(piece.left * picture.width), round(piece.base * picture.height)
    shaded = darken(picture, standing_shadow(good.getchannel("A"), picture.size, left=left, base=base))
    shaded.paste(good, (left, base - good.height), good)
    return shaded


def draw_logo(*, size: int = 512) -> bytes:
    """A PNG with a transparent ground: a market stall's awning in the accent colour."""
    large = size * 4
    mark = Image.new("RGBA", (large, large))
    pen = ImageDraw.Draw(mark)
    unit = large / 64
    pen.rounded_rectangle((0, 0, large - 1, large - 1), radius=18 * unit, fill=ACCENT)
    width, top = 8 * unit, 15 * unit
    for stripe in range(5):
        left = 12 * unit + stripe * width
        colour = "#ffffff" if stripe % 2 == 0 else "#9fd3cc"
        pen.rectangle((left, top, left + width, top + 12 * unit), fill=colour)
        pen.ellipse((left, top + 8 * unit, left + width, top + 16 * unit), fill=colour)
    pen.rounded_rectangle((15 * unit, 34 * unit, 49 * unit, 51 * unit), radius=3 * unit, fill="#ffffff")
    pen.ellipse((27.5 * unit, 38 * unit, 36.5 * unit, 47 * unit), fill=ACCENT)
    buffer = BytesIO()
    mark.resize((size, size), Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
