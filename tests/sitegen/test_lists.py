"""The boundaries of list pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sitegen.lists import Position, cut, slices


def places(count: int) -> list[Position]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return [Position(start + timedelta(minutes=one // 2), one) for one in range(count)]


def on_page(page, everything):
    if page.upto is None:
        return []
    return [one for one in everything if (page.after is None or one > page.after) and one <= page.upto]


def test_an_empty_list_is_an_empty_front_page():
    (front,) = cut([], 12)

    assert (front.number, front.upto, front.older, front.count) == (None, None, None, 0)


def test_a_short_list_is_all_front():
    (front,) = cut(places(23), 12)

    assert (front.number, front.older, front.count) == (None, None, 23)


def test_two_pages_full_seal_the_older_one():
    sealed, front = cut(places(24), 12)

    assert (sealed.number, sealed.older, sealed.newer, sealed.newer_is_front) == (1, None, None, True)
    assert (front.number, front.older, front.count) == (None, 1, 24)


def test_neighbours_are_linked_both_ways():
    pages = list(cut(places(60), 12))

    assert [(page.number, page.older, page.newer) for page in pages] == [
        (1, None, 2),
        (2, 1, 3),
        (3, 2, 4),
        (4, 3, None),
        (None, 4, None),
    ]


@given(count=st.integers(0, 400), size=st.integers(1, 50))
def test_every_listing_is_on_exactly_one_page(count, size):
    everything = places(count)

    pages = list(cut(everything, size))

    assert [one for page in pages for one in on_page(page, everything)] == everything
    assert all(len(on_page(page, everything)) == size for page in pages[:-1])
    assert len(on_page(pages[-1], everything)) < 2 * size


@given(count=st.integers(0, 400), size=st.integers(1, 50))
def test_a_new_listing_moves_no_boundary_of_a_sealed_page(count, size):
    before = [(page.number, page.after, page.upto) for page in cut(places(count), size)][:-1]

    after = [(page.number, page.after, page.upto) for page in cut(places(count + 1), size)][:-1]

    assert after[: len(before)] == before


@given(count=st.integers(0, 400), size=st.integers(1, 50))
def test_slices_cover_a_stream_without_gaps(count, size):
    everything = places(count)

    ranges = list(slices(everything, size))

    assert [upto for _, upto in ranges[:-1]] == [after for after, _ in ranges[1:]]
    covered = [one for after, upto in ranges for one in everything if (after is None or one > after) and one <= upto]
    assert covered == everything
