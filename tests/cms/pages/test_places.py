import pytest

from cms.contract.addresses import RESERVED_FIRST_SEGMENTS
from cms.pages.places import why_not_here

HOME, ABOUT = 2, 3


@pytest.mark.parametrize("slug", sorted(name for name in RESERVED_FIRST_SEGMENTS if "." not in name))
def test_an_address_of_the_shop_is_refused_by_name_at_the_top_only(slug):
    assert why_not_here(slug, parent_depth=HOME) == (
        f"The address /{slug} belongs to the shop itself. Choose another slug, like {slug}-info."
    )
    assert why_not_here(slug, parent_depth=ABOUT) is None


@pytest.mark.parametrize("slug", ["about", "a", "buying-and-selling", "faq_2", "x" * 100])
def test_ordinary_slugs_are_taken(slug):
    assert why_not_here(slug, parent_depth=HOME) is None


@pytest.mark.parametrize("slug", ["About", "über", "a b", "a--b", "-a", "a-", "robots.txt", "..", "a/b", "x" * 101, ""])
def test_what_is_no_part_of_an_address_is_refused(slug):
    assert "cannot be part of an address" in why_not_here(slug, parent_depth=ABOUT)


def test_pages_nest_four_levels_deep():
    assert why_not_here("deep", parent_depth=HOME + 3) is None
    assert why_not_here("deeper", parent_depth=HOME + 4) == (
        "Pages can be nested 4 levels deep below the home page, not deeper."
    )


def test_what_moves_along_counts():
    assert why_not_here("branch", parent_depth=HOME + 1, levels=3) is None
    assert why_not_here("branch", parent_depth=HOME + 2, levels=3) is not None
