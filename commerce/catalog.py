"""The window of commerce on the cms: what is for sale, by whom, and the stock. The only importer of cms.api here,
but for own_goods (what somebody sells), sheets (the workbook), directory (people in the admin), what answers instead
of a file (resolve, health), and models whose forms in the admin take a price.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.api import catalogue, people, visits
from cms.api.clock import every
from cms.api.clock import register as do_when_due
from cms.api.integrity import register_holder as account_for_stock
from cms.api.listings_admin import Mark as ListingMark
from cms.api.listings_admin import add_mark as mark_listings
from cms.api.moderation import reinstate_listing, suspend_listing
from cms.api.numbers import next_number
from cms.api.photos import spare as spare_pictures
from cms.api.questions import show_questions
from cms.api.searching import Order, Wish, find, titles_for_sale, towns
from cms.api.site import general_settings, shop_name
from cms.api.stock import (
    NothingFree,
    free_stock,
    hold_stock,
    lock_stock,
    release_stock,
    return_stock,
    sell_stock,
    take_stock,
)
from cms.api.texts import refuse_control_characters, refuse_unseen
from cms.api.visits import take_zone_from as begin_days_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cms.contract.records import CategoryRecord, ListingRecord, SellerRecord

__all__ = [
    "VIEW_DAYS",
    "ListingMark",
    "NothingFree",
    "Order",
    "Wish",
    "account_for_stock",
    "begin_days_in",
    "categories",
    "do_when_due",
    "every",
    "free_stock",
    "general_settings",
    "hold_stock",
    "how_many_like",
    "listings",
    "listings_like",
    "lock_stock",
    "mark_listings",
    "next_number",
    "people",
    "refuse_control_characters",
    "refuse_unseen",
    "reinstate_listing",
    "release_stock",
    "return_stock",
    "sell_stock",
    "seller_views",
    "sellers",
    "shop_name",
    "show_questions",
    "spare_pictures",
    "suspend_listing",
    "take_stock",
    "titles_for_sale",
    "towns",
    "views_of",
]

VIEW_DAYS = 30
"""Sellers see how often their listings were looked at in so many days."""

_LARGEST = 2**63 - 1
"""The largest key that a database can look for."""


def listings(ids: Iterable[int]) -> dict[int, ListingRecord]:
    """Those of these listings that have a page: live, or ended a short while ago. Any number may be asked for."""
    return catalogue.by_id(catalogue.with_page(), [one for one in ids if one <= _LARGEST])


def sellers(ids: Iterable[int]) -> dict[int, SellerRecord]:
    """Those of these people who may sell, as others see them."""
    return people.seller_records(ids)


def listings_like(wish: Wish, *, page: int, size: int) -> tuple[list[ListingRecord], int]:
    """What is for sale and fits, one page in its order (the last one for a number beyond it), and how many fit."""
    found = find(wish, page=page, size=size)
    records = catalogue.by_id(catalogue.in_lists(), found.ids)
    return [records[one] for one in found.ids if one in records], found.total


def how_many_like(wish: Wish) -> int:
    """How much of what is for sale fits."""
    return find(wish, page=1, size=1).total


def categories() -> list[CategoryRecord]:
    """All of them, parents before children."""
    return catalogue.category_records()


def views_of(ids: Collection[int]) -> dict[int, int]:
    """How often the pages of these listings were looked at lately; those that nobody saw are left out."""
    return visits.views_of(ids, visits.last_days(VIEW_DAYS)) if ids else {}


def seller_views(seller_id: int) -> int:
    """The same, of all listings of a seller."""
    return visits.views_of_seller(seller_id, visits.last_days(VIEW_DAYS))
