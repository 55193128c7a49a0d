"""The style sheet of what the editor chose: colours, measures and type as variables of the theme's own sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.contract.colours import (
    DARK_GROUND,
    EDGE,
    INK,
    LIGHT_GROUND,
    PERCEIVABLE,
    READABLE,
    ink_on,
    mixed,
    shade_with_contrast,
    sunken,
)
from cms.contract.fonts import FONT_STACKS

if TYPE_CHECKING:
    from cms.contract.records import AppearanceRecord


def appearance_sheet(look: AppearanceRecord) -> bytes:
    """The style sheet of what the editor chose; the theme's own sheets use these variables."""
    focus_x, focus_y = look.hero_focus
    values = {
        "accent": look.accent,
        "accent-ink": ink_on(look.accent),
        "accent-text": shade_with_contrast(look.accent, look.ground, ratio=READABLE),
        "accent-text-dark": shade_with_contrast(look.accent, DARK_GROUND, ratio=READABLE),
        "radius": f"{look.radius}px",
        "font": FONT_STACKS.get(look.font, FONT_STACKS["system"]),
        "hero-height": f"{look.hero_height}px",
        "hero-focus": f"{focus_x}% {focus_y}%",
        "cards-per-row": str(look.cards_per_row),
    }
    sheet = _rule(values)
    if look.ground != LIGHT_GROUND:
        sheet += f"@media not all and (prefers-color-scheme: dark) {{\n{_rule(_daylight(look.ground))}}}\n"
    return sheet.encode()


def _daylight(ground: str) -> dict[str, str]:
    """What goes with a page colour of the editor's own; in the dark the theme's stay."""
    return {
        "ground": ground,
        "raised": ground,
        "sunken": sunken(ground),
        "line": mixed(ground, INK, 0.12),
        "edge": shade_with_contrast(EDGE, sunken(ground), ratio=PERCEIVABLE),
    }


def _rule(values: dict[str, str]) -> str:
    lines = "".join(f"  --{name}: {value};\n" for name, value in values.items())
    return f":root {{\n{lines}}}\n"
