"""Reports of listings and people, and what was decided about them."""
