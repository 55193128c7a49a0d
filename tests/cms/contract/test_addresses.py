"""Slugs and reserved words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.contract.addresses import APP_PATHS, STATIC_PATHS, is_reserved_page_slug, slug_of


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Oak table, 160 cm", "oak-table-160-cm"),
        ("Grüne Größe für Ärzte", "gruene-groesse-fuer-aerzte"),
        ("Crème brûlée", "creme-brulee"),
        ("U\u0308ber", "ueber"),
        ("5 € note", "5-eur-note"),
        ("  --  ", "thing"),
        ("日本語", "thing"),
        ("", "thing"),
        ("A" * 70, "a" * 60),
        ("word " * 20, "-".join(["word"] * 12)),
    ],
)
def test_a_slug_is_plain_and_readable(text, slug):
    assert slug_of(text, otherwise="thing") == slug


@given(st.text(max_size=200), st.integers(1, 80))
def test_any_text_has_a_slug(text, limit):
    slug = slug_of(text, otherwise="x", limit=limit)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= limit


@given(st.text(max_size=200))
def test_the_slug_of_a_slug_is_itself(text):
    slug = slug_of(text, otherwise="x")

    assert slug_of(slug, otherwise="x") == slug


@pytest.mark.parametrize(
    "slug", [*APP_PATHS, *STATIC_PATHS, "sitemap", "sitemap-3", "robots.txt", "index", "404", "de"]
)
def test_addresses_of_the_shop_are_reserved(slug):
    assert is_reserved_page_slug(slug)


@pytest.mark.parametrize("slug", ["about", "how-it-works", "listings-2", "deals"])
def test_other_words_are_free(slug):
    assert not is_reserved_page_slug(slug)
