"""The least and the most of what can be set under Appearance."""

HERO_HEIGHTS = (240, 900)
RADII = (0, 24)
CARDS_PER_ROW = (2, 6)
NEWEST_ROWS = (0, 6)
PERCENT = (0, 100)
