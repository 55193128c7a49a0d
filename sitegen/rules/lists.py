"""The pages of lists: all listings, a category with everything below it, a seller."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sitegen.lists import ALL, ListKey, ListPage
from sitegen.rules.listing import shortened
from sitegen.rules.rule import Document, Meta, Page, Rule, Stage, Unit, file_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cms.contract.records import SellerRecord
    from sitegen.content import Content, Member
    from sitegen.tracked_content import TrackedContent

SELLERS_AT_ONCE = 100

_TENS = (10, 100, 1_000, 10_000, 100_000)
"""How many pages older a page's jumps lead, in order."""


PAGES_AT_ONCE = 24
"""Neighbouring pages of a list that are read in one go."""


def _units_of(key: ListKey, content: Content) -> Iterator[Unit]:
    pages = content.source.list_pages(key)
    while some := tuple(islice(pages, PAGES_AT_ONCE)):
        yield key, some


def subject_of(key: ListKey, number: int | None) -> str:
    """How a page of a list is called among its rule's outputs: `7` the front, `7:12` a sealed page."""
    return f"{key.id}" if number is None else f"{key.id}:{number}"


def list_page_of(subject: str) -> tuple[int, int | None]:
    """The list's id and the page's number that a subject names."""
    list_id, _, number = subject.partition(":")
    return int(list_id), int(number) if number else None


def _chosen_of(kind: str, subjects: Iterable[str], content: Content) -> Iterator[Unit]:
    for list_id, number in map(list_page_of, subjects):
        key = ListKey(kind, list_id)
        if page := content.source.list_page(key, number):
            yield key, (page,)


def _filled(unit: Unit, content: Content) -> Iterator[tuple[ListPage, list[Member]]]:
    """The pages of a unit with the members that stand on each, oldest first."""
    key, pages = unit
    members = iter(content.members(key, pages[0].after, pages[-1].upto))
    waiting = next(members, None)
    for page in pages:
        mine = []
        while waiting is not None and (page.upto is None or waiting.position <= page.upto):
            mine.append(waiting)
            waiting = next(members, None)
        yield page, mine


def _address(base: str, number: int | None) -> str:
    return base if number is None else f"{base}/page/{number}"


def _list_page(  # noqa: PLR0913 (each is a part of the page)
    page: ListPage,
    members: list[Member],
    tracked: TrackedContent,
    *,
    key: ListKey,
    base: str,
    title: str,
    description: str,
    template: str,
    crumbs: tuple[tuple[str, str], ...],
    context: dict[str, Any],
) -> Page:
    path = _address(base, page.number)
    newer = base if page.newer_is_front else _address(base, page.newer) if page.newer else None
    cards = tracked.members(reversed(members))
    return Page(
        subject=subject_of(key, page.number),
        content=tracked,
        name=file_of(path),
        template=template,
        meta=Meta(
            title=title,
            path=path,
            description=description,
            image=next((one.card.picture for one in reversed(members) if one.card.picture), None),
            index=bool(members),
            breadcrumbs=crumbs,
        ),
        context={
            **context,
            "cards": cards,
            "number": page.number,
            "older": _address(base, page.older) if page.older else None,
            "newer": newer,
            "jumps": tuple((ten, _address(base, number)) for ten, number in zip(_TENS, page.jumps, strict=False)),
            "count": tracked.count(key) if page.number is None else None,
        },
    )


def _all_units(content: Content) -> Iterator[Unit]:
    yield from _units_of(ALL, content)


def _all_chosen(subjects: Sequence[str], content: Content) -> Iterator[Unit]:
    yield from _chosen_of("all", subjects, content)


def _make_all(unit: Unit, content: Content) -> Iterator[Page | Document]:
    for page, members in _filled(unit, content):
        yield _list_page(
            page,
            members,
            content.tracked(),
            key=ALL,
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


def _category_chosen(subjects: Sequence[str], content: Content) -> Iterator[Unit]:
    there = [one for one in subjects if content.find_category(list_page_of(one)[0])]
    yield from _chosen_of("category", there, content)


def _make_category(unit: Unit, content: Content) -> Iterator[Page | Document]:
    key = unit[0]
    for page, members in _filled(unit, content):
        tracked = content.tracked()
        lineage = tracked.lineage(key.id)
        category = lineage[-1]
        yield _list_page(
            page,
            members,
            tracked,
            key=key,
            base=category.path,
            title=category.name,
            description="",
            template="pages/category.html",
            crumbs=(*((one.name, one.path) for one in lineage[:-1]), (category.name, "")),
            context={"category": category, "lineage": lineage, "children": tracked.children(key.id)},
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


def _seller_chosen(subjects: Sequence[str], content: Content) -> Iterator[Unit]:
    ids = {list_page_of(one)[0] for one in subjects}
    there = content.source.with_seller_page(ids)
    yield from _chosen_of("seller", [one for one in subjects if list_page_of(one)[0] in there], content)


def _make_seller(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """All pages of some sellers (most have one page only), or chosen pages of one."""
    if len(unit) == 2:  # noqa: PLR2004 (a list and its pages)
        for seller in content.source.sellers([unit[0].id]).values():
            for page, members in _filled(unit, content):
                yield _seller_page(seller, page, members, content)
        return
    (ids,) = unit
    for seller in content.source.sellers(ids).values():
        for one in _units_of(ListKey("seller", seller.id), content):
            for page, members in _filled(one, content):
                yield _seller_page(seller, page, members, content)


def _seller_page(seller: SellerRecord, page: ListPage, members: list[Member], content: Content) -> Page:
    tracked = content.tracked()
    tracked.seller(seller)
    return _list_page(
        page,
        members,
        tracked,
        key=ListKey("seller", seller.id),
        base=seller.path,
        title=seller.name,
        description=shortened(seller.text),
        template="pages/seller.html",
        crumbs=((seller.name, ""),),
        context={"seller": seller},
    )


ALL_LISTINGS = Rule(name="listings", stage=Stage.LIST, units=_all_units, chosen=_all_chosen, make=_make_all)
CATEGORY = Rule(name="category", stage=Stage.LIST, units=_category_units, chosen=_category_chosen, make=_make_category)
SELLER = Rule(name="seller", stage=Stage.LIST, units=_seller_units, chosen=_seller_chosen, make=_make_seller)
