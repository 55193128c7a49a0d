"""The page of a listing, with up to four related ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.contract.records import ListingStatus
from sitegen.lists import Position, slices
from sitegen.rules.rule import Document, Meta, Page, Rule, Stage, Unit, file_of
from sitegen.structured_data import breadcrumb_list, product

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from cms.contract.records import ListingRecord, SellerRecord
    from sitegen.content import Content

SLICE = 200
"""Listings read and rendered in one go: enough to make look-ups cheap, few enough to stay small in memory."""

RELATED = 4

DESCRIPTION_LENGTH = 160
"""What search engines show of a description, in characters."""


def units(content: Content) -> Iterator[Unit]:
    """Ranges of listings, category by category."""
    for category in content.categories:
        for after, upto in slices(content.source.page_positions(category.id), SLICE):
            yield category.id, after, upto


def chosen(subjects: Sequence[str], content: Content) -> Iterator[Unit]:
    """These listings, one by one wherever they stand."""
    for start in range(0, len(subjects), SLICE):
        yield (tuple(map(int, subjects[start : start + SLICE])),)


def make(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """The pages of one range of a category, or of chosen listings."""
    if len(unit) == 1:
        listings = list(content.source.listings(unit[0]).values())
        relations = _related_to_each(listings, content)
    else:
        listings = content.source.with_pages(*unit)
        relations = related_to(listings, content)
        content.shelve(listings)
    sellers = content.source.sellers({one.seller_id for one in listings})
    for listing, related in zip(listings, relations, strict=True):
        # Somebody suspended while this is read has no pages any more; nor has a category just removed.
        seller = sellers.get(listing.seller_id)
        if seller and content.find_category(listing.category_id):
            yield listing_page(listing, seller, related, content)


def _related_to_each(listings: Sequence[ListingRecord], content: Content) -> Iterator[tuple[ListingRecord, ...]]:
    """The same as `related_to` for listings that stand anywhere."""
    source = content.source
    ids: list[list[int]] = []
    for one in listings:
        older = source.beside_ids(one.category_id, position_of(one), RELATED, older=True)
        missing = RELATED - len(older)
        newer = source.beside_ids(one.category_id, position_of(one), missing, older=False) if missing else []
        ids.append(older + newer)
    found = source.listings({number for some in ids for number in some})
    yield from (tuple(found[number] for number in some if number in found) for some in ids)


def related_to(listings: Sequence[ListingRecord], content: Content) -> Iterator[tuple[ListingRecord, ...]]:
    """For each of these neighbours (one category, oldest first) the four next older ones in lists.

    At the old end, where there are fewer than four, the nearest newer ones fill up: so a new listing changes the
    page of no other, and a sale at most eight pages.
    """
    if not listings:
        return
    category_id = listings[0].category_id
    before = content.source.beside(category_id, position_of(listings[0]), RELATED, older=True)
    behind = content.source.beside(category_id, position_of(listings[-1]), RELATED, older=False)
    within = [one for one in listings if one.in_lists]
    line = [*reversed(before), *within, *behind]
    place = len(before)
    for listing in listings:
        mine = listing.in_lists
        older = line[max(0, place - RELATED) : place][::-1]
        start = place + (1 if mine else 0)
        newer = line[start : start + RELATED - len(older)]
        yield (*older, *newer)
        place = start


def position_of(listing: ListingRecord) -> Position:
    """Where the listing stands in lists."""
    return Position(listing.published_at, listing.id)


def listing_page(
    listing: ListingRecord, seller: SellerRecord, related: Sequence[ListingRecord], content: Content
) -> Page:
    """One listing's page."""
    tracked = content.tracked()
    seller = tracked.seller_sign(seller)
    lineage = tracked.lineage(listing.category_id)
    category = lineage[-1]
    crumbs = (*((one.name, one.path) for one in lineage), (listing.title, ""))
    cards: tuple[Markup, ...] = tracked.cards(related)
    return Page(
        subject=str(listing.id),
        listing=listing,
        content=tracked,
        name=file_of(listing.path),
        template="pages/listing.html",
        meta=Meta(
            title=listing.title,
            path=listing.path,
            description=shortened(listing.description),
            image=listing.photos[0] if listing.photos else None,
            index=listing.status is ListingStatus.LIVE,
            breadcrumbs=crumbs,
        ),
        context={
            "listing": listing,
            "category": category,
            "lineage": lineage,
            "seller": seller,
            "related": cards,
            "structured_data": (
                product(listing, seller, content.site_url, content.edition.prefix),
                breadcrumb_list(crumbs, listing.path, content.base),
            ),
        },
    )


def shortened(text: str) -> str:
    """The beginning of a text on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION_LENGTH:
        return line
    beginning = line[:DESCRIPTION_LENGTH]
    return (beginning.rpartition(" ")[0] or beginning).rstrip(",.;:-") + "…"


LISTING = Rule(name="listing", stage=Stage.LEAF, units=units, chosen=chosen, make=make)
