"""Finding listings by words, filters and order, at once however many there are, with Wagtail's index."""
