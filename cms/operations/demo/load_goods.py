"""Puts categories and listings into the database, in chunks, so that memory does not grow with their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from wagtail.search.backends import get_search_backends

from cms.catalog.models import Availability, Category, Listing
from cms.catalog.services import add_listings, create_category
from cms.contract.addresses import slug_of
from cms.contract.records import ListingStatus
from cms.operations.demo.goods.assortment import ASSORTMENT
from cms.operations.demo.goods.offers import Offer, make_offers
from cms.operations.demo.load_people import Crowd

CHUNK = 1000

Wanted = dict[str, list[tuple[int, tuple[int, ...]]]]
"""For each scene the listings that show it, each with the views it shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many rows were made, and which photos they are to get."""

    categories: int
    listings: int
    wanted: Wanted = field(repr=False)


def load_categories() -> tuple[dict[tuple[int, int], int], int]:
    """The id of each leaf by its place in ASSORTMENT, and how many categories were new."""
    ids: dict[tuple[int, int], int] = {}
    before = Category.objects.count()
    for top, branch in enumerate(ASSORTMENT):
        root = _category(branch.name, None)
        for place, leaf in enumerate(branch.leaves):
            ids[top, place] = _category(leaf.name, root).pk
    return ids, Category.objects.count() - before


def _category(name: str, parent: Category | None) -> Category:
    slug = slug_of(name, otherwise="category")
    path = f"{parent.slug_path}/{slug}" if parent else slug
    found = Category.objects.filter(slug_path=path).first()
    return found or create_category(name, slug=slug, parent_id=parent.pk if parent else None)


def load_goods(*, listings: int, seed: int, batch: int, crowd: Crowd, tell: Callable[[int, int], None]) -> Loaded:
    """Make the categories that are missing and all listings; `tell(done, all)` is called after each chunk."""
    leaves, new_categories = load_categories()
    homes = tuple((one.city, one.postcode) for one in crowd.sellers)
    done = 0
    wanted: Wanted = defaultdict(list)
    for offers in _chunks(make_offers(listings, seed=seed, homes=homes)):
        rows = [_listing(one, leaves[one.leaf], crowd.seller_ids[one.seller], seed, batch) for one in offers]
        added = add_listings(rows, availabilities=[_availability(one) for one in offers])
        for listing, offer in zip(added, offers, strict=True):
            wanted[offer.scene].append((listing.pk, tuple(offer.views)))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(Listing, added)
        done += len(added)
        tell(done, listings)
    return Loaded(categories=new_categories, listings=done, wanted=wanted)


def _chunks(offers: Iterator[Offer]) -> Iterator[list[Offer]]:
    while chunk := list(islice(offers, CHUNK)):
        yield chunk


def _listing(offer: Offer, category_id: int, seller_id: int, seed: int, batch: int) -> Listing:
    live = offer.status is not ListingStatus.DRAFT
    published_at = offer.published_at if live else None
    return Listing(
        title=offer.title,
        description=offer.description,
        price_cents=offer.price_cents,
        negotiable=offer.negotiable,
        condition=offer.condition,
        city=offer.city,
        postcode=offer.postcode,
        category_id=category_id,
        seller_id=seller_id,
        key=f"demo-{seed}-{batch}-{offer.number:06d}",
        live=live,
        has_unpublished_changes=not live,
        published_at=published_at,
        first_published_at=published_at,
        last_published_at=published_at,
    )


def _availability(offer: Offer) -> Availability:
    ended = offer.ended_at is not None
    return Availability(
        status=offer.status if ended else ListingStatus.LIVE,
        ended_at=offer.ended_at,
        stock=0 if offer.status is ListingStatus.SOLD else offer.stock,
        reserved=offer.reserved,
    )
