"""Pages, menu and footer as records: in bulk for a build, or one draft for a preview."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from wagtail.models import Page

from cms.contract.blocks import PageRecord, PageText
from cms.contract.records import FooterColumn, MenuItem
from cms.pages.block_records import block_records, items_of, link_path
from cms.pages.models import ContentPage, HomePage, Navigation
from cms.pages.references import References, references_of, typed_paths_of
from cms.site.library import library_image
from cms.site.links import HOME_DEPTH, page_paths, public_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from cms.pages.models import ShopPage
    from cms.pages.references import Stored

__all__ = [
    "footer_records",
    "library_image",
    "live_page_records",
    "menu_records",
    "navigation_paths",
    "page_path",
    "page_record",
]

_AT_ONCE = 200


def live_page_records() -> Iterator[PageRecord]:
    """All pages that shoppers can see, the home page first, then in the order of the tree.

    A few queries for each 200 pages.
    """
    live = (model.objects.live().public().filter(depth__gte=HOME_DEPTH) for model in (HomePage, ContentPage))
    pages = chain.from_iterable(some.order_by("path").iterator(chunk_size=_AT_ONCE) for some in live)
    while some := list(islice(pages, _AT_ONCE)):
        yield from _records(some)


def page_record(page: ShopPage) -> PageRecord:
    """One page, live or a draft; a draft that was never saved has the id 0."""
    return next(_records([page]))


def page_path(page_id: int) -> str | None:
    """The path of a page that shoppers can see, else None: for links in rich text."""
    return page_paths([page_id]).get(page_id)


def menu_records(navigation: Navigation | None = None) -> tuple[MenuItem, ...]:
    """The menu, as stored or of a draft, without links whose target is gone or not published."""
    menu = _stream(navigation, "menu")
    return _menu_items((one["value"] for one in menu), references_of([menu]))


def footer_records(navigation: Navigation | None = None) -> tuple[FooterColumn, ...]:
    """The footer's columns, as stored or of a draft; one without a link that leads somewhere is left out."""
    footer = _stream(navigation, "footer")
    found = references_of([footer])
    columns = (
        FooterColumn(heading=one["value"]["heading"], items=_menu_items(items_of(one["value"]["links"]), found))
        for one in footer
    )
    return tuple(column for column in columns if column.items)


def navigation_paths(navigation: Navigation | None = None) -> tuple[str, ...]:
    """The internal addresses that somebody typed into menu and footer."""
    return typed_paths_of([_stream(navigation, "menu"), _stream(navigation, "footer")])


def _records(pages: Sequence[ShopPage]) -> Iterator[PageRecord]:
    streams: list[Stored] = [page.body.get_prep_value() for page in pages]
    further: list[Stored] = [page.further_body.get_prep_value() for page in pages]
    images = [page.sharing_image_id for page in pages if page.sharing_image_id]
    found = references_of([*streams, *further], image_ids=images)
    titles = _titles_above(pages)
    further_titles = {**titles, **_further_titles(titles)}
    for page, stream, second in zip(pages, streams, further, strict=True):
        record = _record(page, stream, found, titles)
        yield replace(
            record,
            typed_paths=typed_paths_of([stream, second]),
            further=_further(page, second, found),
            further_ancestors=_ancestors(page, further_titles),
        )


def _further(page: ShopPage, stream: Stored, found: References) -> PageText | None:
    text = PageText(
        title=page.further_title,
        blocks=block_records(stream, found),
        search_title=page.further_seo_title,
        search_description=page.further_search_description,
    )
    is_written = text.title or text.blocks or text.search_title or text.search_description
    return text if is_written else None


def _ancestors(page: ShopPage, titles: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((titles[path], public_path(path)) for path in _above(page.url_path) if path in titles)


def _record(page: ShopPage, stream: Stored, found: References, titles: dict[str, str]) -> PageRecord:
    return PageRecord(
        id=page.pk or 0,
        path=page.public_path,
        title=page.title,
        is_home=isinstance(page, HomePage),
        blocks=block_records(stream, found),
        search_title=page.seo_title or page.title,
        search_description=page.search_description,
        sharing_image=found.pictures.get(page.sharing_image_id or 0),
        ancestors=_ancestors(page, titles),
    )


def _above(url_path: str) -> list[str]:
    """Wagtail's paths of the pages between the home page and this one: `/home/a/b/c/` → `/home/a/`, `/home/a/b/`."""
    slugs = url_path.strip("/").split("/")
    return [f"/{'/'.join(slugs[:count])}/" for count in range(2, len(slugs))]


def _titles_above(pages: Sequence[ShopPage]) -> dict[str, str]:
    wanted = {path for page in pages for path in _above(page.url_path)}
    if not wanted:
        return {}
    shown = Page.objects.filter(url_path__in=wanted).live().public()
    return dict(shown.values_list("url_path", "title"))


def _further_titles(shown: Collection[str]) -> dict[str, str]:
    """Titles in the second language of those of these pages that have one."""
    if not shown:
        return {}
    pages = ContentPage.objects.filter(url_path__in=shown).exclude(further_title="")
    return dict(pages.values_list("url_path", "further_title"))


def _stream(draft: Navigation | None, name: str) -> Stored:
    navigation = draft or Navigation.objects.first()
    return getattr(navigation, name).get_prep_value() if navigation else []


def _menu_items(links: Iterable[dict[str, object]], found: References) -> tuple[MenuItem, ...]:
    made = (MenuItem(label=str(link["label"]), path=link_path(link, found)) for link in links)
    return tuple(item for item in made if item.path)
