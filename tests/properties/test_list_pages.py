"""The laws of list pages, in memory: whatever comes and goes, and in whatever order it is settled."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cms.catalog.list_pages.reading import boundaries
from cms.catalog.list_pages.settling import settle_list
from cms.catalog.list_pages.sizes import Sizes
from tests.memory_shelf import MemoryShelf, place

SIZES = Sizes(6)  # The proportions of 24, with fewer goods.

ranges = st.tuples(st.integers(0, 3_000), st.integers(1, 120), st.integers(1, 9))
steps = st.lists(st.tuples(st.sampled_from(["come", "go", "move"]), ranges), min_size=1, max_size=25)


def carry_out(shelf, step):
    """Change what the list holds, and say which places that touched."""
    kind, (start, count, stride) = step
    places = {place(number) for number in range(start, start + count * stride, stride)}
    held = set(shelf.held)
    coming = places - held if kind == "come" else set()
    going = places & held if kind != "come" else set()
    if kind == "move":  # Renewed: they leave their places and become the newest.
        newest = max((one[1] for one in held), default=0)
        coming = {place(newest + nth) for nth in range(1, len(going) + 1)}
    shelf.held = sorted(held - going | coming)
    return going | coming


def settled(all_steps):
    shelf = MemoryShelf()
    for step in all_steps:
        settle_list(shelf, SIZES, carry_out(shelf, step))
    return shelf


@given(steps)
def test_every_good_is_on_exactly_one_page(all_steps):
    shelf = settled(all_steps)

    pages = list(boundaries(shelf))

    assert [one for page in pages for one in shelf.goods(page.after, page.upto)] == shelf.held
    assert all(shelf.page_of(one) == page.number for page in pages for one in shelf.goods(page.after, page.upto))


@given(steps)
def test_no_page_holds_too_many_or_too_few(all_steps):
    *sealed, front = settled(all_steps).sizes()

    assert all(SIZES.smallest <= one <= SIZES.largest for one in sealed)
    assert front <= SIZES.largest_front
    assert not sealed or front >= SIZES.smallest_front
    assert all(older + newer > SIZES.joined or min(older, newer) >= SIZES.page for older, newer in pairwise(sealed))


@given(steps)
def test_what_is_settled_where_it_changed_is_settled_everywhere(all_steps):
    shelf = settled(all_steps)
    before = shelf.stamp(), shelf.bounds()

    settle_list(shelf, SIZES, None)

    assert (shelf.stamp(), shelf.bounds()) == before


@given(steps)
def test_changes_may_be_settled_together(all_steps):
    shelf = MemoryShelf()
    touched = set()
    for step in all_steps:
        touched |= carry_out(shelf, step)
    settle_list(shelf, SIZES, touched)
    before = shelf.stamp()

    settle_list(shelf, SIZES, None)

    assert shelf.stamp() == before
    assert sum(shelf.sizes()) == len(shelf.held)


@given(steps)
def test_names_are_given_once_in_rising_order(all_steps):
    shelf = settled(all_steps)

    assert shelf.given == list(range(1, len(shelf.given) + 1))


@given(steps)
def test_jumps_lead_to_older_pages_that_are_there(all_steps):
    shelf = settled(all_steps)
    position = {page.number: at for at, page in enumerate(shelf.bounds())}

    for page in boundaries(shelf):
        assert all(position[target] < position[page.number] for target in page.jumps)


@given(steps, st.integers(3, 20))
def test_other_sizes_are_settled_in_one_go(all_steps, page):
    shelf = settled(all_steps)
    settle_list(shelf, Sizes(page), None)
    before = shelf.stamp()

    settle_list(shelf, Sizes(page), None)

    assert shelf.stamp() == before


@given(steps, steps)
def test_who_saw_a_page_before_and_after_saw_it_written(all_steps, more):
    """A page whose links or bounds are others now was named as such, or its visitors would see the former ones."""
    shelf = settled(all_steps)
    before = {page.number: page for page in boundaries(shelf)}
    shelf.rewritten.clear()
    for step in more:
        settle_list(shelf, SIZES, carry_out(shelf, step))

    changed = {page.number for page in boundaries(shelf) if before.get(page.number) != page}

    assert changed <= shelf.rewritten
