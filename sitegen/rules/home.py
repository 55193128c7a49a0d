"""The home page: what the editor put on it, and the newest listings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.contract.blocks import PageRecord
from sitegen.lists import ALL
from sitegen.rules.rule import Document, Meta, Page, Rule, Stage, Unit, the_only_chosen, the_only_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content import Content


def make(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """The home page."""
    yield home_page(home_record(content), content)


def home_record(content: Content) -> PageRecord:
    """The editor's home page; a site without one gets an empty one."""
    page = next((one for one in content.source.pages() if one.is_home), None)
    return page or _empty_home(content)


def home_page(page: PageRecord, content: Content) -> Page:
    """The home page."""
    settings = content.site.settings
    tracked = content.tracked()
    page = tracked.page(page)
    look = content.site.appearance
    newest = tracked.cards(tracked.newest(ALL, look.cards_per_row * look.newest_rows)) if look.newest_rows else ()
    return Page(
        subject="",
        content=tracked,
        name="index.html",
        template="pages/home.html",
        meta=Meta(
            title=page.search_title or settings.site_name,
            path="/",
            description=page.search_description or settings.tagline,
            image=page.sharing_image or look.hero_image,
        ),
        context={
            "page": page,
            "newest": newest,
            "newest_path": "/listings",
            "listing_count": tracked.count(ALL),
        },
    )


def _empty_home(content: Content) -> PageRecord:
    return PageRecord(
        id=0,
        path="/",
        title=content.site.settings.site_name,
        is_home=True,
        blocks=(),
        search_title="",
        search_description="",
        sharing_image=None,
        ancestors=(),
    )


HOME = Rule(name="home", stage=Stage.HOME, units=the_only_unit, chosen=the_only_chosen, make=make)
