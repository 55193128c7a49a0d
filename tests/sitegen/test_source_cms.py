"""The database as the generator sees it, against a shelf with the same goods."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cms.contract.records import ListingStatus
from sitegen.lists import ALL, ListKey, Position
from sitegen.source_cms import CmsSource
from tests.factories.goods import make_category, make_listing, make_photo
from tests.factories.people import make_seller, profile_of

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def goods():
    """Twelve listings: two sellers, a category with one below it, two at the very same moment."""
    seller, other = make_seller(), make_seller()
    furniture = make_category(name="Furniture")
    tables = make_category(name="Tables", parent=furniture)
    return [
        make_listing(
            title=f"Thing {number}",
            seller=other if number % 4 == 0 else seller,
            category=tables if number % 2 else furniture,
            published_at=START + timedelta(minutes=number // 2),
        )
        for number in range(12)
    ]


def members(source, key):
    return [Position(one.published_at, one.id) for one in source.members(key, None, None)]


def places(listings):
    return [Position(one.published_at, one.pk) for one in listings]


def test_lists_are_in_the_order_of_time_and_id(goods):
    source = CmsSource()
    tables = goods[1].category_id

    assert members(source, ALL) == places(goods)
    assert members(source, ListKey("category", tables)) == places(goods[1::2])
    assert members(source, ListKey("category", goods[0].category_id)) == places(goods)
    assert members(source, ListKey("seller", goods[0].seller_id)) == places(goods[0::4])
    assert source.counts()[ALL] == 12


def test_ranges_leave_out_their_beginning_and_have_their_end(goods):
    source = CmsSource()
    stand = places(goods)

    found = source.members(ALL, stand[2], stand[7])

    assert [one.id for one in found] == [one.pk for one in goods[3:8]]
    assert [one.id for one in source.members(ALL, stand[9], None)] == [one.pk for one in goods[10:]]
    assert [one.id for one in source.members(ALL, None, stand[0])] == [goods[0].pk]


def test_the_nearest_on_either_side_come_nearest_first(goods):
    source = CmsSource()
    furniture = goods[0].category_id

    older = source.beside(furniture, places(goods)[6], 2, older=True)
    newer = source.beside(furniture, places(goods)[6], 2, older=False)

    assert [one.id for one in older] == [goods[4].pk, goods[2].pk]
    assert [one.id for one in newer] == [goods[8].pk, goods[10].pk]


@pytest.mark.parametrize(
    ("status", "has_page"),
    [
        (ListingStatus.SOLD, True),
        (ListingStatus.EXPIRED, True),
        (ListingStatus.WITHDRAWN, False),
        (ListingStatus.SUSPENDED, False),
    ],
)
def test_what_ended_leaves_the_lists_and_some_keep_their_page(goods, status, has_page):
    sold = goods[3]
    type(sold.availability).objects.filter(pk=sold.pk).update(status=status, ended_at=START)

    source = CmsSource()

    assert sold.pk not in {one.id for one in members(source, ALL)}
    assert (sold.pk in source.listings([sold.pk])) is has_page
    assert (sold.pk in {one.id for one in source.page_positions(sold.category_id)}) is has_page


def test_a_suspended_seller_takes_their_goods_off_the_site(goods):
    seller = goods[0].seller
    type(seller).objects.filter(pk=seller.pk).update(is_active=False)

    source = CmsSource()

    assert {one.seller_id for one in source.newest(ALL, 100)} == {goods[1].seller_id}
    assert seller.pk not in set(source.seller_ids())
    assert source.sellers([seller.pk]) == {}


def test_drafts_are_nowhere(goods):
    draft = make_listing(title="Secret", live=False)

    source = CmsSource()

    assert draft.pk not in {one.id for one in members(source, ALL)}
    assert draft.pk not in {one.id for one in source.page_positions(draft.category_id)}
    assert source.listings([draft.pk]) == {}


def test_records_say_what_the_rows_say(goods):
    listing = goods[5]
    type(listing).objects.filter(pk=listing.pk).update(
        description="Ask anna@example.org", negotiable=True, price_cents=1250
    )
    type(listing.availability).objects.filter(pk=listing.pk).update(stock=2, reserved=2)

    record = CmsSource().listings([listing.pk])[listing.pk]

    assert (record.title, record.price.cents, record.negotiable) == ("Thing 5", 1250, True)
    assert (record.stock, record.reserved, record.status) == (2, True, ListingStatus.LIVE)
    assert record.description == "Ask […]"
    assert record.path == f"/listing/{listing.pk}-{listing.slug}"


def test_no_text_that_sellers_type_shows_an_email_address(goods):
    listing = goods[5]
    fields = ("title", "description", "city")
    type(listing).objects.filter(pk=listing.pk).update(**dict.fromkeys(fields, "anna@example.org"))
    type(listing).objects.filter(pk=listing.pk).update(postcode="a@b.example")
    make_photo(listing)
    make_photo(listing, alt="by anna@example.org")
    profile = profile_of(listing.seller)
    for name in ("display_name", "text", "city"):
        setattr(profile, name, "anna@example.org")
    profile.save()

    record = CmsSource().listings([listing.pk])[listing.pk]
    seller = CmsSource().sellers([listing.seller_id])[listing.seller_id]

    assert {getattr(record, name) for name in (*fields, "postcode")} == {"[…]"}
    assert [photo.alt for photo in record.photos] == ["[…]", "by […]"]
    assert (seller.name, seller.text, seller.city) == ("[…]", "[…]", "[…]")


def test_the_largest_ids_have_their_shard():
    biggest = make_listing(pk=2**63 - 1)

    source = CmsSource()

    assert list(source.shards()) == [(2**63 - 1) // 1000]
    assert [path for _, path, _ in source.shard((2**63 - 1) // 1000)] == [f"/listing/{biggest.pk}-{biggest.slug}"]


def test_categories_that_lie_in_each_other_do_not_hang_the_publisher(goods):
    tables = goods[1].category
    type(tables).objects.filter(pk=tables.parent_id).update(parent_id=tables.pk)

    assert len(members(CmsSource(), ListKey("category", tables.pk))) == len(goods)


def test_categories_come_in_tree_order_with_their_lineage(goods):
    tables = goods[1].category
    found = {one.id: one for one in CmsSource().categories()}

    assert found[tables.pk].lineage == (tables.parent_id, tables.pk)
    assert list(found).index(tables.parent_id) < list(found).index(tables.pk)
    assert found[tables.pk].path == f"/category/{tables.slug_path}"


def test_sitemap_shards_hold_what_lists_show(goods):
    source = CmsSource()

    entries = [entry for number in source.shards() for entry in source.shard(number)]

    assert entries == [(one.pk, f"/listing/{one.pk}-{one.slug}", one.published_at) for one in goods]
