"""Wagtail's preview: the live content with one record replaced by the draft, through the very same render function."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from markupsafe import Markup

from cms.api import catalogue, pages, people
from cms.api import site as site_api
from sitegen.errors import CannotWrite, PublishError
from sitegen.lists import ALL, ListKey
from sitegen.render import Renderer
from sitegen.rules.home import home_page, home_record
from sitegen.rules.listing import listing_page, related_to
from sitegen.rules.lists import CATEGORY, subject_of
from sitegen.rules.page import content_page
from sitegen.source_cms import CmsSource

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.contract.blocks import PageRecord
    from cms.contract.records import ListingRecord, SiteRecord
    from sitegen.content import Content
    from sitegen.rules.rule import Page


log = logging.getLogger("cataloro.preview")

_APOLOGY = Markup('<!doctype html><meta charset="utf-8"><title>No preview</title><p>There is no preview: {}</p>')


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


def render_preview(
    kind: str,
    draft: object,
    request: HttpRequest,  # noqa: ARG001 (part of the interface)
    *,
    shown: str = "home",
    language: str = "",
) -> bytes:
    """The page that a draft would give. `kind`: listing, page, appearance, settings or navigation.
    `language`: one of the shop's.

    What every page shows is seen in the home page, or, as `shown` says, in a category or a listing: the one with the
    newest goods, if there is any.

    Who may see it was asked by the view. Of the site nothing is written but assets it may lack; the page carries a
    banner and noindex. What is wrong with the theme is told in its place.
    """
    try:
        source = _source(kind, draft)
        renderer = Renderer(source, theme=settings.THEME_DIR, site_url=settings.SITE_URL, language=language)
        _publish_assets(renderer)
        page = _page(kind, draft, renderer, shown)
        return renderer.render(replace(page, meta=replace(page.meta, preview=True, index=False)))
    except PublishError as error:
        log.warning("a preview could not be shown: %s", error)
        return _APOLOGY.format(error).encode()


def _publish_assets(renderer: Renderer) -> None:
    try:
        renderer.assets.publish(settings.BUILD_DIR)
    except CannotWrite as error:
        # Where only the publisher may write, all is there but a style sheet with the draft's colours.
        log.warning("assets of a preview could not be stored: %s", error)


def _source(kind: str, draft: Any) -> DraftSource:
    if kind == "page":
        return DraftSource(page=pages.page_record(draft))
    if kind == "appearance":
        return DraftSource(chrome=site_api.site_record(appearance=site_api.appearance_record(draft)))
    if kind == "settings":
        return DraftSource(chrome=site_api.site_record(settings=site_api.settings_record(draft)))
    if kind == "navigation":
        return DraftSource(chrome=site_api.site_record(navigation=draft))
    return DraftSource()


def _page(kind: str, draft: Any, renderer: Renderer, shown: str) -> Page:
    content = renderer.content
    if kind == "listing":
        return _listing_page(catalogue.draft_record(draft), content)
    if kind == "page":
        record_of_page = pages.page_record(draft)
        return home_page(record_of_page, content) if record_of_page.is_home else content_page(record_of_page, content)
    newest = content.source.newest(ALL, 1)
    if newest and shown == "listing":
        return _listing_page(newest[0], content)
    if newest and shown == "category":
        subject = subject_of(ListKey("category", newest[0].category_id), None)
        (unit,) = CATEGORY.chosen([subject], content)
        return cast("Page", next(iter(CATEGORY.make(unit, content))))
    return home_page(home_record(content), content)


def _listing_page(record: ListingRecord, content: Content) -> Page:
    seller = people.seller_records([record.seller_id], also_suspended=True)[record.seller_id]
    return listing_page(record, seller, next(related_to([record], content)), content)
