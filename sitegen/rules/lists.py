"""The pages of lists: all listings, a category with everything below it, a seller."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sitegen.lists import ALL, ListKey, ListPage, cut
from sitegen.rules.listing import position_of, shortened
from sitegen.rules.rule import Document, Meta, Page, Rule, Stage, Unit, file_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.contract.records import ListingRecord, SellerRecord
    from sitegen.content import Content

SELLERS_AT_ONCE = 100


PAGES_AT_ONCE = 8
"""Neighbouring pages of a list that are read in one go."""


def _units_of(key: ListKey, content: Content) -> Iterator[Unit]:
    size = content.site.settings.listings_per_page
    pages = cut(content.source.positions(key), size)
    while some := tuple(islice(pages, PAGES_AT_ONCE)):
        yield key, some


def _filled(unit: Unit, content: Content) -> Iterator[tuple[ListPage, list[ListingRecord]]]:
    """The pages of a unit with the listings that stand on each, oldest first."""
    key, pages = unit
    members = iter(content.source.members(key, pages[0].after, pages[-1].upto))
    waiting = next(members, None)
    for page in pages:
        mine = []
        while waiting is not None and page.upto is not None and position_of(waiting) <= page.upto:
            mine.append(waiting)
            waiting = next(members, None)
        yield page, mine


def _address(base: str, number: int | None) -> str:
    return base if number is None else f"{base}/page/{number}"


def _list_page(  # noqa: PLR0913 (each is a part of the page)
    page: ListPage,
    members: list[ListingRecord],
    content: Content,
    *,
    base: str,
    title: str,
    description: str,
    template: str,
    crumbs: tuple[tuple[str, str], ...],
    context: dict[str, Any],
) -> Page:
    path = _address(base, page.number)
    newer = base if page.newer_is_front else _address(base, page.newer) if page.newer else None
    return Page(
        name=file_of(path),
        template=template,
        meta=Meta(
            title=title,
            path=path,
            description=description,
            image=next((one.photos[0] for one in reversed(members) if one.photos), None),
            index=bool(members),
            breadcrumbs=crumbs,
        ),
        context={
            **context,
            "cards": content.cards(reversed(members)),
            "number": page.number,
            "older": _address(base, page.older) if page.older else None,
            "newer": newer,
            "count": page.count,
        },
    )


def _all_units(content: Content) -> Iterator[Unit]:
    yield from _units_of(ALL, content)


def _make_all(unit: Unit, content: Content) -> Iterator[Page | Document]:
    for page, members in _filled(unit, content):
        yield _list_page(
            page,
            members,
            content,
            base="/listings",
            title=content.translate("All listings"),
            description=content.site.settings.tagline,
            template="pages/listings.html",
            crumbs=(),
            context={},
        )


def _category_units(content: Content) -> Iterator[Unit]:
    for category in content.categories:
        yield from _units_of(ListKey("category", category.id), content)


def _make_category(unit: Unit, content: Content) -> Iterator[Page | Document]:
    category = content.category(unit[0].id)
    lineage = content.lineage(category)
    for page, members in _filled(unit, content):
        yield _list_page(
            page,
            members,
            content,
            base=category.path,
            title=category.name,
            description="",
            template="pages/category.html",
            crumbs=(*((one.name, one.path) for one in lineage[:-1]), (category.name, "")),
            context={"category": category, "lineage": lineage, "children": content.children(category.id)},
        )


def _seller_units(content: Content) -> Iterator[Unit]:
    waiting: list[int] = []
    for seller_id in content.source.seller_ids():
        waiting.append(seller_id)
        if len(waiting) == SELLERS_AT_ONCE:
            yield (tuple(waiting),)
            waiting = []
    if waiting:
        yield (tuple(waiting),)


def _make_seller(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """All pages of some sellers: most have one page only, so that they are cut where they are made."""
    (ids,) = unit
    for seller in content.source.sellers(ids).values():
        for one in _units_of(ListKey("seller", seller.id), content):
            for page, members in _filled(one, content):
                yield _seller_page(seller, page, members, content)


def _seller_page(seller: SellerRecord, page: ListPage, members: list[ListingRecord], content: Content) -> Page:
    return _list_page(
        page,
        members,
        content,
        base=seller.path,
        title=seller.name,
        description=shortened(seller.text),
        template="pages/seller.html",
        crumbs=((seller.name, ""),),
        context={"seller": seller},
    )


ALL_LISTINGS = Rule(name="listings", stage=Stage.LIST, units=_all_units, make=_make_all)
CATEGORY = Rule(name="category", stage=Stage.LIST, units=_category_units, make=_make_category)
SELLER = Rule(name="seller", stage=Stage.LIST, units=_seller_units, make=_make_seller)
