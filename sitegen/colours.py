"""Readable colours from one accent: contrast as WCAG 2.2 defines it (relative luminance, ratio 1 to 21)."""

from __future__ import annotations

READABLE = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA): contrast of normal text."""

LIGHT_GROUND = "#ffffff"
DARK_GROUND = "#16181d"
"""The grounds of the theme's two colour schemes, which accent text must be readable on."""

_STEPS = 100
_LINEAR_LIMIT = 0.04045


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= _LINEAR_LIMIT else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _mixed(colour: str, other: str, share: float) -> str:
    return "#" + "".join(
        f"{round(a + (b - a) * share):02x}" for a, b in zip(_channels(colour), _channels(other), strict=True)
    )


def readable(colour: str, ground: str) -> str:
    """`colour`, moved towards black or white just until it is readable on `ground`."""
    pole = "#000000" if _luminance(ground) > _luminance("#777777") else "#ffffff"
    for step in range(_STEPS + 1):
        mixed = _mixed(colour, pole, step / _STEPS)
        if contrast(mixed, ground) >= READABLE:
            return mixed
    return pole


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on `colour`; one of them always reaches 4.5."""
    return max(("#ffffff", "#111111"), key=lambda ink: contrast(ink, colour))
