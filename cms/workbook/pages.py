"""The sheet `pages`, both ways: plain pages as a whole; of pages with other blocks title, place and publication."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext
from wagtail.models import Page

from cms.pages.models import ContentPage, HomePage
from cms.pages.places import why_not_here
from cms.site.links import HOME_DEPTH, public_path
from cms.workbook.cells import line, lines, yes_no
from cms.workbook.comparison import line_cell, says_the_same
from cms.workbook.errors import CellRefused, ChangedMeanwhile
from cms.workbook.fields import Fields
from cms.workbook.job import Action, Job, Planned
from cms.workbook.paragraphs import plain_text_of, rich_text_of
from cms.workbook.sheets import Sheet
from cms.workbook.table import Cell, Column, Row
from cms.workbook.text import CELL_LIMIT

COLUMNS = (
    Column("path", required=True),
    Column("title", required=True),
    Column("body"),
    Column("blocks"),
    Column("published"),
)

_NAME = "pages"
_TITLE = line(limit=255, least=1)
_BODY = lines(limit=CELL_LIMIT)
_AT_ONCE = 200
StoredPage = HomePage | ContentPage


def _path(cell: Cell) -> str:
    text = line(limit=500, least=1)(cell)
    if "//" in text or not text.startswith("/"):
        raise CellRefused(gettext("a path begins with /, like /about."))
    return text if text == "/" else text.rstrip("/")


def _words(fields: Fields) -> tuple[str | None, str | None, bool | None, bool | None]:
    read = fields.take("title", _TITLE), fields.take("body", _BODY)
    return *read, fields.take("blocks", yes_no), fields.take("published", yes_no)


class PageImport:
    """How pages come in. Parents are handled before what stands below them, wherever their rows are."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def plan(self, rows: Iterable[Row]) -> Iterator[Planned]:
        """What each good row leads to."""
        read = sorted(
            self._with_paths(rows), key=lambda one: (one[2].count("/") if one[2] != "/" else 0, one[0].number)
        )
        known = {public_path(url): depth for url, depth in _pages().values_list("url_path", "depth")}
        stored = _stored({path for _, _, path in read})
        for row, fields, path in read:
            page = stored.get(path)
            planned = self._plan_new(fields, path, known) if page is None else self._plan_known(row, fields, path, page)
            if planned is not None and not fields.refused:
                known.setdefault(path, known.get(_above(path), HOME_DEPTH) + 1)
                yield planned

    def _with_paths(self, rows: Iterable[Row]) -> Iterator[tuple[Row, Fields, str]]:
        numbers: dict[str, int] = {}
        for row in rows:
            fields = Fields(_NAME, row, self._job.problems.append)
            path = fields.take("path", _path) or ""
            if path and numbers.setdefault(path, row.number) != row.number:
                fields.refuse("path", gettext("row %(row)s has the same path.") % {"row": numbers[path]})
            if fields.refused:
                _words(fields)  # All that is wrong with a row is told at once.
            else:
                yield row, fields, path

    def _plan_new(self, fields: Fields, path: str, known: dict[str, int]) -> Planned | None:
        parent = _above(path)
        if parent not in known:
            fields.refuse("path", gettext("there is no page %(parent)s above it.") % {"parent": parent})
        elif reason := why_not_here(path.rpartition("/")[2], parent_depth=known[parent]):
            fields.refuse("path", reason)
        title, body, blocks, published = _words(fields)
        if blocks:
            fields.refuse("blocks", gettext("a page with other blocks can only be made in the admin."))
        if fields.refused:
            return None
        step = {"path": path, "title": title, "body": body, "published": bool(published)}
        return Planned(fields.number, Action.CREATE, step)

    def _plan_known(self, row: Row, fields: Fields, path: str, page: StoredPage) -> Planned | None:
        stored = cells_of(page, path)
        if says_the_same({**row.cells, "path": path}, stored):
            return Planned(fields.number, Action.NOTHING)
        title, body, blocks, published = _words(fields)
        changes: dict[str, Any] = {}
        if title is not None and title != stored["title"]:
            changes["title"] = title
        if fields.has("body") and self._body_changes(fields, body or "", stored, blocks=blocks):
            changes["body"] = body
        if published is not None and published != page.live:
            changes["published"] = published
        if not changes:
            return Planned(fields.number, Action.NOTHING)
        self._check(fields, page, changes)
        step = {"path": path, "id": page.pk, "before": _state(page), **changes}
        return Planned(fields.number, Action.UPDATE, step, was={name: stored[name] for name in changes})

    def _body_changes(self, fields: Fields, body: str, stored: dict[str, Any], *, blocks: bool | None) -> bool:
        if blocks and body:
            fields.refuse("body", gettext("the row says that the page has other blocks; then the body must be empty."))
        if blocks or (blocks is None and not body and stored["blocks"] == "yes"):
            return False
        if blocks is None and stored["blocks"] == "yes":
            fields.refuse(
                "body", gettext("the page has other blocks. To replace all of them by this text, write no in blocks.")
            )
        return stored["blocks"] == "yes" or rich_text_of(body) != rich_text_of(stored["body"] or "")

    def _check(self, fields: Fields, page: StoredPage, changes: dict[str, Any]) -> None:
        if isinstance(page, HomePage) and changes.get("published") is False:
            fields.refuse("published", gettext("the home page is always published."))
        if page.locked:
            fields.refuse(None, gettext("an editor has locked the page; unlock it in the admin first."))
        if page.live and page.has_unpublished_changes:
            fields.refuse(
                None, gettext("it has changes in the admin that are not published; publish or discard them first.")
            )
        if page.workflow_in_progress:
            fields.refuse(None, gettext("the page is being reviewed; finish that in the admin first."))

    def apply(self, steps: Iterable[dict[str, Any]]) -> None:
        """Do what was planned; parents come first. Raises ChangedMeanwhile."""
        for step in steps:
            if "id" in step:
                _update(step)
            else:
                _create(step)


def _create(step: dict[str, Any]) -> None:
    path = step["path"]
    parent = _stored({_above(path)}).get(_above(path))
    if parent is None or parent.get_children().filter(slug=path.rpartition("/")[2]).exists():
        raise ChangedMeanwhile(
            gettext("The pages around %(path)s were changed while the import was being planned.") % {"path": path}
        )
    page = ContentPage(title=step["title"], slug=path.rpartition("/")[2], live=False, body=_stream(step["body"]))
    parent.add_child(instance=page)
    revision = page.save_revision()
    if step["published"]:
        revision.publish()


def _update(step: dict[str, Any]) -> None:
    page = _stored({step["path"]}).get(step["path"])
    if page is None or page.pk != step["id"] or _state(page) != step["before"]:
        raise ChangedMeanwhile(
            gettext("The page %(path)s was changed while the import was being planned.") % {"path": step["path"]}
        )
    page.title = step.get("title", page.title)
    if "body" in step:
        page.body = _stream(step["body"])
    publish = step.get("published", page.live)
    if step.keys() & {"title", "body"} or (publish and not page.live):
        revision = page.save_revision()
        if publish:
            revision.publish()
    if page.live and not publish:
        page.unpublish()


def _stream(body: str) -> list[tuple[str, str]]:
    return [("rich_text", rich_text_of(body))] if body else []


def _above(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def _pages() -> Any:
    return Page.objects.type(HomePage, ContentPage).filter(depth__gte=HOME_DEPTH)


def _stored(paths: set[str]) -> dict[str, StoredPage]:
    """Pages by path as their editors see them: what is live, or the latest draft of what never was."""
    paths_of = {pk: path for pk, path in _paths() if path in paths}
    return {paths_of[page.pk]: page for page in _latest(list(paths_of))}


def _paths() -> Iterator[tuple[int, str]]:
    for pk, url_path in _pages().order_by("path").values_list("pk", "url_path"):
        yield pk, public_path(url_path)


def _latest(ids: list[int]) -> Iterator[StoredPage]:
    for start in range(0, len(ids), _AT_ONCE):
        for page in Page.objects.filter(pk__in=ids[start : start + _AT_ONCE]).order_by("path").specific():
            yield page if page.live else page.get_latest_revision_as_object()


def cells_of(page: StoredPage, path: str) -> dict[str, Any]:
    """What an export writes for a page, by column."""
    body = plain_text_of(page.body.get_prep_value())
    return {
        "path": path,
        "title": line_cell(page.title),
        "body": body or None,
        "blocks": "yes" if body is None else "no",
        "published": "yes" if page.live else "no",
    }


def _state(page: StoredPage) -> str:
    return json.dumps([*cells_of(page, "").values(), page.latest_revision_id])


def export_pages() -> Iterator[list[Any]]:
    """Every page, in the order of the tree."""
    paths = dict(_paths())
    for page in _latest(list(paths)):
        yield list(cells_of(page, paths[page.pk]).values())


PAGES = Sheet(name=_NAME, columns=COLUMNS, export=export_pages, importing=PageImport)
