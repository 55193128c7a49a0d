"""Related listings: the next four older ones, filled up with newer ones at the old end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cms.contract.records import ListingStatus
from sitegen.rules.listing import related_to, shortened
from tests.sitegen.shelf import Shelf


class Bare:
    """Content that only has a source."""

    def __init__(self, shelf):
        self.source = shelf


def related(shelf, category=3):
    listings = [one for one in sorted(shelf.goods.values(), key=lambda one: one.id) if one.category_id == category]
    found = related_to(listings, Bare(shelf)) if listings else []
    return {one.id: [other.id for other in others] for one, others in zip(listings, found, strict=True)}


def test_the_next_four_older_come_nearest_first(shelf):
    for number in range(1, 8):
        shelf.put(number)

    assert related(shelf)[7] == [6, 5, 4, 3]


def test_at_the_old_end_the_nearest_newer_ones_fill_up(shelf):
    for number in range(1, 8):
        shelf.put(number)

    assert related(shelf)[1] == [2, 3, 4, 5]
    assert related(shelf)[3] == [2, 1, 4, 5]


def test_ended_listings_are_nobodys_relations_but_have_some(shelf):
    for number in range(1, 5):
        shelf.put(number, status=ListingStatus.SOLD if number == 3 else ListingStatus.LIVE)

    assert related(shelf) == {1: [2, 4], 2: [1, 4], 3: [2, 1, 4], 4: [2, 1]}


def test_other_categories_do_not_matter(shelf):
    shelf.put(1, category=2)
    shelf.put(2, category=3)

    assert related(shelf) == {2: []}


def pages_touched(before, after):
    return sum(1 for one in before.keys() & after.keys() if before[one] != after[one])


@given(st.lists(st.sampled_from(["live", "sold"]), max_size=25))
def test_slices_do_not_matter(statuses):
    shelf = Shelf()
    for number, status in enumerate(statuses, start=1):
        shelf.put(number, status=ListingStatus(status))
    listings = sorted(shelf.goods.values(), key=lambda one: one.id)

    whole = list(related_to(listings, Bare(shelf))) if listings else []

    one_by_one = [next(related_to([one], Bare(shelf))) for one in listings]
    assert whole == one_by_one


@given(st.integers(0, 25), st.data())
def test_a_new_listing_changes_no_other_page_beyond_the_old_end_and_a_sale_at_most_eight(count, data):
    shelf = Shelf()
    for number in range(1, count + 1):
        shelf.put(number)
    before = related(shelf)
    shelf.put(count + 1)
    assert pages_touched(before, related(shelf)) <= 4
    if count > 4:
        assert pages_touched(before, related(shelf)) == 0

    before = related(shelf)
    sold = data.draw(st.integers(1, count + 1))
    shelf.change(sold, status=ListingStatus.SOLD)

    assert pages_touched(before, related(shelf)) <= 8


def test_descriptions_are_cut_at_a_word():
    assert shortened("a\n\nb  c") == "a b c"
    assert shortened("word " * 40) == ("word " * 31 + "word").rstrip() + "…"
    assert len(shortened("word " * 40)) <= 161


def test_a_description_that_is_one_long_word_is_cut_all_the_same():
    assert shortened("x" * 300) == "x" * 160 + "…"
