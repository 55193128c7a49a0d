"""The pages of lists: all listings, a category with everything below it, a seller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.lists import ALL, ListKey, ListPage, cut
from sitegen.rules.rule import Document, Meta, Page, Rule, Stage, Unit, file_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.contract.records import SellerRecord
    from sitegen.content import Content

SELLERS_AT_ONCE = 100


def _units_of(key: ListKey, content: Content) -> Iterator[Unit]:
    size = content.site.settings.listings_per_page
    for page in cut(content.source.positions(key), size):
        yield key, page


def _address(base: str, number: int | None) -> str:
    return base if number is None else f"{base}/page/{number}"


def _list_page(  # noqa: PLR0913 (each is a part of the page)
    key: ListKey,
    page: ListPage,
    content: Content,
    *,
    base: str,
    title: str,
    description: str,
    template: str,
    crumbs: tuple[tuple[str, str], ...],
    context: dict[str, Any],
) -> Page:
    members = content.source.members(key, page.after, page.upto)
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
    key, page = unit
    yield _list_page(
        key,
        page,
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
    key, page = unit
    category = content.category(key.id)
    lineage = content.lineage(category)
    yield _list_page(
        key,
        page,
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
        for key, page in _units_of(ListKey("seller", seller.id), content):
            yield _seller_page(seller, key, page, content)


def _seller_page(seller: SellerRecord, key: ListKey, page: ListPage, content: Content) -> Page:
    return _list_page(
        key,
        page,
        content,
        base=seller.path,
        title=seller.name,
        description=" ".join(seller.text.split())[:160],
        template="pages/seller.html",
        crumbs=((seller.name, ""),),
        context={"seller": seller},
    )


ALL_LISTINGS = Rule(name="listings", stage=Stage.LIST, units=_all_units, make=_make_all)
CATEGORY = Rule(name="category", stage=Stage.LIST, units=_category_units, make=_make_category)
SELLER = Rule(name="seller", stage=Stage.LIST, units=_seller_units, make=_make_seller)
