"""The demo's goods and people are made up without a database."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from cms.contract.records import Condition, ListingStatus
from cms.operations.demo.goods import wear
from cms.operations.demo.goods.assortment import ASSORTMENT
from cms.operations.demo.goods.kinds import Matter
from cms.operations.demo.goods.offers import DAYS, last_day, make_homes, make_offers
from cms.operations.demo.people import make_buyers, make_sellers, make_staff, seller_count
from cms.operations.demo.photos.scenes import BY_KEY, SCENES

KINDS = [(leaf.name, kind) for branch in ASSORTMENT for leaf in branch.leaves for kind in leaf.kinds]


def offers(count=240, seed=1):
    return list(make_offers(count, seed=seed, homes=make_homes(seller_count(count), seed=seed)))


def test_the_same_seed_gives_the_same_offers_in_the_same_order():
    assert offers(seed=7) == offers(seed=7)


def test_another_seed_gives_other_offers():
    assert [one.title for one in offers(seed=1)] != [one.title for one in offers(seed=2)]


def test_no_title_comes_twice_among_a_few_thousand():
    titles = [one.title for one in offers(3000)]

    assert len(set(titles)) == 3000


def test_every_kind_of_good_comes_up_in_a_small_market():
    leaves = {one.leaf for one in offers(240)}

    assert leaves == {(top, place) for top, branch in enumerate(ASSORTMENT) for place in range(len(branch.leaves))}


def test_offers_fit_what_the_shop_takes():
    for one in offers(3000):
        assert 3 <= len(one.title) <= 120
        assert one.title[0].upper() == one.title[0]
        assert 1 <= one.description.count("\n\n") <= 3
        assert len(one.description) <= 8000
        assert 100 <= one.price_cents <= 1_000_000
        assert not re.search(r"[{}|]|  ", one.title + one.description)
        assert 0 <= one.reserved <= one.stock
        assert re.fullmatch(r"[0-9]{4,5}", one.postcode)


def test_time_goes_on_within_the_days_before_the_seeds_own_day():
    made = offers(500)
    end = last_day(1)

    assert all(earlier.published_at <= later.published_at for earlier, later in pairwise(made))
    assert made[0].published_at.date() >= end - timedelta(days=DAYS)
    assert made[-1].published_at.date() == end


def test_what_has_ended_ended_after_it_began_and_nothing_else_has():
    for one in offers(2000):
        ended = one.status in (ListingStatus.SOLD, ListingStatus.EXPIRED, ListingStatus.WITHDRAWN)
        assert (one.ended_at is not None) == ended
        assert one.ended_at is None or one.published_at <= one.ended_at


def test_a_small_market_has_goods_in_every_status():
    made = offers(240)

    assert {one.status for one in made} == {
        ListingStatus.LIVE,
        ListingStatus.SOLD,
        ListingStatus.EXPIRED,
        ListingStatus.WITHDRAWN,
        ListingStatus.DRAFT,
    }
    assert any(one.reserved for one in made)


def test_only_what_can_be_mended_is_sold_for_parts():
    may_be_broken = {scene for _, kind in KINDS if kind.matter in wear.MAY_BE_BROKEN for scene in kind.scenes}

    assert {one.scene for one in offers(3000) if one.condition is Condition.FOR_PARTS} <= may_be_broken


@pytest.mark.parametrize(("leaf", "kind"), KINDS, ids=[kind.titles[0][:30] for _, kind in KINDS])
def test_every_sentence_of_a_kind_has_its_words(leaf, kind):
    words = {"town": "Passau"}
    for names, choices in kind.words.items():
        for choice in choices:
            values = choice.split("|")
            assert len(values) == len(names.split("+")), choice
        words |= dict(zip(names.split("+"), values, strict=True))

    for pattern in (*kind.titles, *kind.opening, *kind.details):
        assert pattern.format_map(words)
    assert len(kind.titles) == len(set(kind.titles))
    assert kind.price[0] < kind.price[1]


def test_every_kind_can_be_photographed_and_every_scene_is_used():
    used = {scene for _, kind in KINDS for scene in kind.scenes}

    assert used == set(BY_KEY)
    assert len(BY_KEY) == len(SCENES)


def test_every_matter_has_words_for_good_and_for_fair():
    assert all({Condition.GOOD, Condition.FAIR} <= wear.PARTICULAR[matter].keys() for matter in Matter)


def test_people_are_the_same_for_the_same_seed_and_have_addresses_of_their_own():
    people = [*make_staff(3), *make_sellers(2000, seed=3), *make_buyers(1000, seed=3)]

    assert people == [*make_staff(3), *make_sellers(2000, seed=3), *make_buyers(1000, seed=3)]
    assert len({one.email for one in people}) == len(people)
    assert all(one.email.endswith("@demo.example") for one in people)


def test_sellers_live_where_their_offers_are():
    sellers = make_sellers(24, seed=1)

    assert [(one.city, one.postcode) for one in sellers] == list(make_homes(24, seed=1))


def test_people_joined_before_the_first_offer():
    begin = last_day(1) - timedelta(days=DAYS)

    assert all(one.joined.date() < begin for one in make_sellers(200, seed=1))
