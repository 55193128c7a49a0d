"""The least and the most of what can be set under Appearance and General settings."""

HERO_HEIGHTS = (240, 900)
RADII = (0, 24)
CARDS_PER_ROW = (2, 6)
NEWEST_ROWS = (0, 6)
PERCENT = (0, 100)
LISTINGS_PER_PAGE = (12, 96)
SOLD_PAGE_DAYS = (0, 365)
