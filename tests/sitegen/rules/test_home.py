"""The home page: the editor's blocks, rails and tiles, the newest listings."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cms.contract.blocks import CategoryGridBlock, ListingRailBlock, PageRecord
from cms.contract.records import ListingStatus, PictureRecord
from sitegen.facts import FactKind, fact, newest_fact
from sitegen.lists import ListKey
from sitegen.rules.home import home_page, home_record


def home(*blocks, **changes):
    values = {
        "id": 3,
        "path": "/",
        "title": "Home",
        "is_home": True,
        "blocks": blocks,
        "search_title": "",
        "search_description": "",
        "sharing_image": None,
        "ancestors": (),
    }
    return PageRecord(**{**values, **changes})


def rail(*, category_id=None, seller_id=None, listing_ids=(), count=4):
    return ListingRailBlock(
        heading="Picked", category_id=category_id, seller_id=seller_id, listing_ids=listing_ids, count=count
    )


def photo(number):
    return PictureRecord(hash=f"{number:032x}", width=800, height=600, colour="#123456", alt="", widths=(320,))


def grid(*category_ids):
    return CategoryGridBlock(heading="Shelves", category_ids=category_ids)


@pytest.fixture
def shown(shelf, renderer):
    """The links of the cards of a rail, in order."""
    for number in range(1, 31):
        shelf.put(number, f"Thing {number}", category=2 if number % 2 else 3)

    def cards(block):
        found = renderer().content.tracked().rail(block)
        return [int(re.search(r'href="/listing/(\d+)-', card)[1]) for card in found]

    return cards


def test_a_rail_shows_the_newest_of_all(shown):
    assert shown(rail()) == [30, 29, 28, 27]


def test_a_rail_of_a_category_has_what_is_below_it_too(shown):
    assert shown(rail(category_id=1, count=3)) == [29, 27, 25]


def test_a_rail_of_a_seller_has_their_goods_alone(shown, shelf):
    shelf.change(4, seller_id=99)

    assert shown(rail(seller_id=99)) == [4]


def test_a_hand_picked_rail_keeps_its_order_and_leaves_out_what_ended(shown, shelf):
    shelf.change(5, status=ListingStatus.SOLD)

    assert shown(rail(listing_ids=(9, 5, 2, 1000))) == [9, 2]


def test_tiles_are_those_that_were_picked_or_the_top_ones(renderer):
    content = renderer().content.tracked()

    assert [one.name for one in content.category_tiles(grid(3, 2, 99))] == ["Bikes", "Tables"]
    assert [one.name for one in content.category_tiles(grid())] == ["Furniture", "Bikes"]


def test_a_tile_shows_the_newest_photo_and_looks_at_few_for_it(shelf, renderer):
    for number in range(1, 6):
        shelf.put(number, f"Thing {number}", category=2, photos=(photo(number),))
    shelf.change(5, photos=())

    def pictures():
        return [one.picture and one.picture.hash for one in renderer().content.tracked().category_tiles(grid())]

    assert pictures() == [photo(4).hash, None]
    shelf.change(4, photos=(replace(photo(4), widths=()),))  # Still being made.
    assert pictures() == [photo(3).hash, None]
    shelf.change(3, photos=())
    assert pictures() == [None, None]


def test_a_page_of_tiles_depends_on_the_few_goods_that_it_looked_at(shelf, renderer):
    for number in range(1, 6):
        shelf.put(number, f"Thing {number}", category=2)
    content = renderer().content.tracked()

    content.category_tiles(grid(2))

    cards = {number for number in range(1, 6) if fact(FactKind.CARD, number) in content.facts}
    assert cards == {3, 4, 5}
    assert newest_fact(ListKey("category", 2), 3) in content.facts


def test_the_newest_fill_three_rows_and_all_are_counted(shown, renderer):
    page = home_page(home(), renderer().content)

    assert len(page.context["newest"]) == 3 * 4
    assert 'href="/listing/30-' in page.context["newest"][0]
    assert page.context["listing_count"] == 30
    assert page.context["newest_path"] == "/listings"


def test_the_blocks_are_on_the_page(shown, shelf, renderer):
    shelf.written = [home(rail(listing_ids=(7,)), grid(3))]
    made = renderer()

    text = made.render(home_page(home_record(made.content), made.content)).decode()

    assert "Picked" in text
    assert 'href="/listing/7-thing-7"' in text
    assert "Shelves" in text
    assert 'href="/category/bikes"' in text


def test_a_site_without_a_home_page_has_an_empty_one(renderer):
    content = renderer().content

    page = home_page(home_record(content), content)

    assert (page.name, page.meta.title, page.meta.path) == ("index.html", "Corner Shelf", "/")
    assert page.meta.description == "Goods from people around you"


def test_what_the_editor_wrote_for_search_engines_goes_first(renderer):
    page = home_page(home(search_title="All of it", search_description="Really"), renderer().content)

    assert (page.meta.title, page.meta.description) == ("All of it", "Really")
