"""What one person does need not wait for what an import does to thousands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cms.contract.keys import Kind
from cms.contract.money import Money
from sitegen.live import few_and_crowd
from tests.sitegen.tree import page, tree

MANY = 420


@pytest.fixture
def shop(shelf, make_publisher):
    for number in range(1, MANY + 1):
        shelf.put(number, f"Thing {number}")
    publisher = make_publisher()
    publisher.build()
    return publisher


def price(shelf, outbox, number, cents):
    shelf.goods[number] = replace(shelf.goods[number], price=Money(cents))
    outbox.note(Kind.LISTING, number)


def has_price(shop, shelf, number, euros):
    return f'<data value="{euros}">' in page(shop.site.build_dir, f"listing/{number}-thing-{number}.html")


def waiting(outbox):
    return {int(one.key) for one in outbox.rows}


@pytest.mark.parametrize("is_last", [False, True])
def test_a_change_that_came_with_a_crowd_is_live_first(shop, shelf, outbox, is_last):
    crowd = range(1, MANY - 20)
    if not is_last:
        price(shelf, outbox, MANY, 777)
    for number in crowd:
        price(shelf, outbox, number, 999)
    if is_last:
        price(shelf, outbox, MANY, 777)

    shop.step()

    assert has_price(shop, shelf, MANY, "7.77")
    assert MANY not in waiting(outbox)
    assert {200, 201} <= waiting(outbox)
    assert not has_price(shop, shelf, 200, "9.99")


def test_in_the_end_all_are_live_as_in_a_clean_build(shop, shelf, outbox, make_publisher):
    for number in range(1, MANY, 2):
        price(shelf, outbox, number, 1000 + number)
    shelf.put(MANY + 1, f"Thing {MANY + 1}")
    outbox.note(Kind.LISTING, MANY + 1)

    shop.bring_up_to_date()

    aside = make_publisher("aside")
    aside.build()
    assert tree(shop.site.build_dir) == tree(aside.site.build_dir)
    assert outbox.rows == []


def test_a_few_changes_are_no_crowd(outbox):
    changes = [outbox.note(Kind.LISTING, number) for number in range(40)]

    assert few_and_crowd(changes) == (changes, [])


def test_an_act_stays_with_the_crowd_that_it_explains(outbox):
    act = outbox.note(Kind.ACT, "an import")
    changes = [act, *(outbox.note(Kind.LISTING, number) for number in range(60))]

    few, crowd = few_and_crowd(changes)

    assert [one.key for one in few] == [str(number) for number in (*range(10), *range(50, 60))]
    assert crowd == [act, *changes[11:51]]
