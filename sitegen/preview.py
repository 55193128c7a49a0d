"""Wagtail's preview: the live content with one record replaced by the draft, through the very same render function."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.api import catalogue, pages, people
from cms.api import site as site_api
from sitegen.render import Renderer
from sitegen.rules.home import home_page, home_record
from sitegen.rules.listing import listing_page, related_to
from sitegen.rules.page import content_page
from sitegen.source_cms import CmsSource

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.contract.blocks import PageRecord
    from cms.contract.records import SiteRecord
    from sitegen.rules.rule import Page


class DraftSource(CmsSource):
    """The live content, with some records replaced."""

    def __init__(self, *, chrome: SiteRecord | None = None, page: PageRecord | None = None) -> None:
        self._chrome = chrome
        self._draft = page

    def site(self) -> SiteRecord:
        """The chrome, or its draft."""
        return self._chrome or super().site()

    def pages(self) -> list[PageRecord]:
        """The live pages with the draft among them."""
        live = super().pages()
        if self._draft is None:
            return live
        return [*(one for one in live if one.id != self._draft.id), self._draft]


def render_preview(kind: str, draft: object, request: HttpRequest) -> bytes:  # noqa: ARG001 (part of the interface)
    """The page that a draft would give. `kind`: listing, page, appearance or settings.

    Who may see it was asked by the view. Nothing is written; the page carries a banner and noindex.
    """
    source = _source(kind, draft)
    renderer = Renderer(source, theme=settings.THEME_DIR, site_url=settings.SITE_URL)
    renderer.assets.publish(settings.BUILD_DIR)
    page = _page(kind, draft, renderer)
    return renderer.render(replace(page, meta=replace(page.meta, preview=True, index=False)))


def _source(kind: str, draft: Any) -> DraftSource:
    if kind == "page":
        return DraftSource(page=pages.page_record(draft))
    if kind == "appearance":
        return DraftSource(chrome=site_api.site_record(appearance=site_api.appearance_record(draft)))
    if kind == "settings":
        return DraftSource(chrome=site_api.site_record(settings=site_api.settings_record(draft)))
    return DraftSource()


def _page(kind: str, draft: Any, renderer: Renderer) -> Page:
    content = renderer.content
    if kind == "listing":
        record = catalogue.draft_record(draft)
        seller = people.seller_records([record.seller_id])[record.seller_id]
        return listing_page(record, seller, next(related_to([record], content)), content)
    if kind == "page":
        record_of_page = pages.page_record(draft)
        return home_page(record_of_page, content) if record_of_page.is_home else content_page(record_of_page)
    return home_page(home_record(content), content)
