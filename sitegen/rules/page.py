"""The pages editors write, except the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.rules.rule import Document, Meta, Page, Rule, Stage, Unit, file_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cms.contract.blocks import PageRecord
    from sitegen.content import Content


def units(content: Content) -> Iterator[Unit]:
    """Every live page but home."""
    for page in content.source.pages():
        if not page.is_home:
            yield (page,)


def chosen(subjects: Sequence[str], content: Content) -> Iterator[Unit]:
    """These pages."""
    wanted = set(subjects)
    for (page,) in units(content):
        if str(page.id) in wanted:
            yield (page,)


def make(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """One page."""
    (page,) = unit
    yield content_page(page, content)


def content_page(page: PageRecord, content: Content) -> Page:
    """A page of blocks."""
    tracked = content.tracked()
    page = tracked.page(page)
    return Page(
        subject=str(page.id),
        content=tracked,
        name=file_of(page.path),
        template="pages/content.html",
        meta=Meta(
            title=page.search_title or page.title,
            path=page.path,
            description=page.search_description,
            image=page.sharing_image,
            breadcrumbs=(*page.ancestors, (page.title, "")),
        ),
        context={"page": page},
    )


PAGE = Rule(name="page", stage=Stage.LEAF, units=units, chosen=chosen, make=make)
