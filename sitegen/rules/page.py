"""The pages editors write, except the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.rules.rule import Document, Meta, Page, Rule, Stage, Unit, file_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.contract.blocks import PageRecord
    from sitegen.content import Content


def units(content: Content) -> Iterator[Unit]:
    """Every live page but home."""
    for page in content.source.pages():
        if not page.is_home:
            yield (page,)


def make(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """One page."""
    (page,) = unit
    yield content_page(page)


def content_page(page: PageRecord) -> Page:
    """A page of blocks."""
    return Page(
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


PAGE = Rule(name="page", stage=Stage.LEAF, units=units, make=make)
