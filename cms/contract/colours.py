"""Contrast of two colours as WCAG 2.2 defines it, and shades that reach one. Colours are `#rrggbb`."""

from __future__ import annotations

import re

COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
"""A colour as it is stored."""

PERCEIVABLE = 3.0
"""WCAG 2.2, success criterion 1.4.11 (AA): contrast of a button's area with the page around it."""

READABLE = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA): contrast of normal text."""

LIGHT_GROUND = "#ffffff"
DARK_GROUND = "#16181d"
"""The grounds of the theme's two colour schemes."""

INK = "#14171a"
SOFT = "#586069"
EDGE = "#868e96"
"""What the theme writes with in daylight, what it says less important things with, and the edges of its fields."""

_STEPS = 100
_LINEAR_LIMIT = 0.04045


def contrast(one: str, other: str) -> float:
    """The contrast ratio, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def shade_with_contrast(colour: str, ground: str, *, ratio: float) -> str:
    """`colour`, moved towards black (towards white on a dark ground) just until it has this ratio on `ground`."""
    pole = "#000000" if contrast(ground, "#000000") > contrast(ground, "#ffffff") else "#ffffff"
    shades = (mixed(colour, pole, step / _STEPS) for step in range(_STEPS + 1))
    return next((shade for shade in shades if contrast(shade, ground) >= ratio), pole)


def sunken(ground: str) -> str:
    """A page colour a little darker: boxes, and what lies behind others."""
    return mixed(ground, INK, 0.05)


def ink_on(colour: str) -> str:
    """White or black, whichever reads better on `colour`: one of them always has 4.5 : 1."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, colour))


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with this share of the other, 0 to 1."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= _LINEAR_LIMIT else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
