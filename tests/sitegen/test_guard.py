"""Too many removals at once are more likely a mistake: they wait for a person, the rest goes live."""

from __future__ import annotations

import pytest

from cms.contract.keys import Kind
from cms.contract.records import ListingStatus
from tests.sitegen.tree import page, tree

MANY = 420


@pytest.fixture
def shop(shelf, make_publisher):
    for number in range(1, MANY + 1):
        shelf.put(number, f"Thing {number}")
    publisher = make_publisher()
    publisher.build()
    return publisher


def lose(shelf, outbox, count):
    for number in range(1, count + 1):
        del shelf.goods[number]
        outbox.note(Kind.LISTING, number)


def pages_of_goods(publisher):
    return sum(name.startswith("listing/") for name in tree(publisher.site.build_dir))


def test_more_than_a_third_stays_until_a_person_lets_it_go(shop, shelf, outbox):
    lose(shelf, outbox, 300)

    shop.bring_up_to_date()

    assert pages_of_goods(shop) == MANY
    assert outbox.kept == 300
    assert "Thing 300<" not in page(shop.site.build_dir, "listings.html")
    assert outbox.rows == []

    report = shop.force()

    assert (report.removed, outbox.kept) == (300, 0)
    assert pages_of_goods(shop) == MANY - 300


def test_less_than_a_third_goes(shop, shelf, outbox):
    lose(shelf, outbox, 140)

    shop.bring_up_to_date()

    assert (pages_of_goods(shop), outbox.kept) == (MANY - 140, 0)


def test_what_somebody_meant_goes(shop, shelf, outbox):
    lose(shelf, outbox, 300)
    outbox.note(Kind.ACT, "an import")

    shop.bring_up_to_date()

    assert (pages_of_goods(shop), outbox.kept) == (MANY - 300, 0)


def test_a_whole_build_keeps_them_too(shop, shelf, outbox):
    lose(shelf, outbox, 300)
    outbox.note(Kind.EVERYTHING, "a table was emptied")

    report = shop.bring_up_to_date()

    assert (report.mode, report.removed, report.held) == ("full", 0, 300)
    assert len(shop.held_files()) == 300
    assert (pages_of_goods(shop), outbox.kept) == (MANY, 300)
    assert shop.force().removed == 300
    assert pages_of_goods(shop) == MANY - 300


def test_goods_that_come_back_are_held_no_longer(shop, shelf, outbox):
    gone = dict(shelf.goods)
    lose(shelf, outbox, 300)
    shop.bring_up_to_date()
    shelf.goods[7] = gone[7]
    shelf.change(7, status=ListingStatus.SOLD)
    outbox.note(Kind.LISTING, 7)

    shop.bring_up_to_date()

    assert outbox.kept == 299
    assert shop.force().removed == 299
    assert "listing/7-thing-7.html.gz" in tree(shop.site.build_dir)
