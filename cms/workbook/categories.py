"""The sheet `categories`, both ways. The whole tree is looked at before anything is changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from cms.catalog.errors import CategoryRefused
from cms.catalog.models import Category
from cms.catalog.models.category import MAX_DEPTH
from cms.catalog.services import save_category
from cms.contract.addresses import LIST_PAGE_SEGMENT
from cms.workbook.cells import line, whole
from cms.workbook.comparison import line_cell, says_the_same
from cms.workbook.errors import ChangedMeanwhile
from cms.workbook.fields import Fields
from cms.workbook.job import Action, Job, Planned
from cms.workbook.references import CategoryNames
from cms.workbook.sheets import Sheet
from cms.workbook.table import Column, Row

COLUMNS = (Column("slug", required=True), Column("name", required=True), Column("parent"), Column("position"))

_NAME = "categories"
_SLUG = line(limit=400, least=1)
_TITLE = line(limit=80, least=1)
_PARENT = line(limit=400)
_POSITION = whole(least=0, most=2_147_483_647)
_SLUG_FORM = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_LONGEST_SLUG = 60


@dataclass(slots=True, kw_only=True)
class _Node:
    """A category as it will be. `name` is how sheets call it, `parent` likewise; `row` is None when no row is on it."""

    name: str
    slug: str
    title: str
    parent: str | None
    position: int | None
    stored: Category | None
    fields: Fields | None = None


class CategoryImport:
    """How categories come in."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._names = CategoryNames()
        stored = Category.objects.in_bulk()
        self._nodes = {name: self._node_of(name, stored[pk]) for pk, name in self._names.name_of.items()}

    def _node_of(self, name: str, row: Category) -> _Node:
        parent = self._names.name_of.get(row.parent_id or 0)
        return _Node(name=name, slug=row.slug, title=row.name, parent=parent, position=row.position, stored=row)

    def plan(self, rows: Iterable[Row]) -> Iterator[Planned]:
        """What each good row leads to, parents first."""
        numbers: dict[str, int] = {}
        same = []
        for row in rows:
            fields = Fields(_NAME, row, self._job.problems.append)
            slug = fields.take("slug", _SLUG) or ""
            if slug and numbers.setdefault(slug, row.number) != row.number:
                fields.refuse("slug", _("row %(row)s has the same slug.") % {"row": numbers[slug]})
            node = self._nodes.get(slug)
            if node is not None and not fields.refused and says_the_same(row.cells, _cells_of(node)):
                same.append(Planned(row.number, Action.NOTHING))
            else:
                self._read(slug, fields)
        yield from same
        self._refuse_until_right()
        for node in self._top_down():
            yield from self._planned(node)

    def _read(self, slug: str, fields: Fields) -> None:
        before = self._nodes.get(slug)
        if before is None and slug:
            self._check_new_slug(slug, fields)
        title = fields.take("name", _TITLE)
        position = fields.take("position", _POSITION)
        parent = fields.take("parent", _PARENT) or None
        if not fields.has("parent") and before is not None:
            parent = before.parent
        if position is None and before is not None:
            position = before.position
        if fields.refused or title is None:
            return
        stored = before.stored if before else None
        self._nodes[slug] = _Node(
            name=slug,
            slug=stored.slug if stored else slug,
            title=title,
            parent=parent,
            position=position,
            stored=stored,
            fields=fields,
        )

    def _check_new_slug(self, slug: str, fields: Fields) -> None:
        if slug in self._names.ambiguous:
            paths = sorted(name for name in self._nodes if name.endswith(f"/{slug}"))
            fields.refuse(
                "slug", _("several categories have this slug; write %(paths)s.") % {"paths": " or ".join(paths)}
            )
        elif slug == LIST_PAGE_SEGMENT:
            fields.refuse("slug", _("“%(slug)s” is reserved: the pages of a list have this address.") % {"slug": slug})
        elif not _SLUG_FORM.match(slug) or len(slug) > _LONGEST_SLUG:
            fields.refuse(
                "slug",
                _("use small letters a-z, digits and single hyphens, at most %(most)s characters.")
                % {"most": _LONGEST_SLUG},
            )

    def _refuse_until_right(self) -> None:
        """Take out rows that cannot be placed, and then those that relied on them, until the rest holds together."""
        wrong = True
        while wrong:
            wrong = False
            places = Counter((node.parent, node.slug) for node in self._nodes.values())
            for name, node in list(self._nodes.items()):
                if node.fields is not None and (reason := self._why_not(node, places)):
                    node.fields.refuse("parent", reason)
                    self._put_back(name, node)
                    wrong = True

    def _why_not(self, node: _Node, places: Counter[tuple[str | None, str]]) -> str | None:
        if node.parent is not None and node.parent not in self._nodes:
            return "there is no category with this slug."
        lineage = self._lineage(node)
        if lineage is None:
            return "the category would be inside itself."
        if len(lineage) > MAX_DEPTH:
            return f"categories can be at most {MAX_DEPTH} levels deep."
        if places[node.parent, node.slug] > 1:
            return "there is already a category with this slug in the same place."
        return None

    def _put_back(self, name: str, node: _Node) -> None:
        if node.stored is None:
            del self._nodes[name]
        else:
            self._nodes[name] = self._node_of(name, node.stored)

    def _lineage(self, node: _Node) -> list[_Node] | None:
        """The category and those above it, up to the top; None when that goes round in a circle."""
        lineage = [node]
        while lineage[-1].parent is not None:
            above = self._nodes.get(lineage[-1].parent)
            if above is None:
                break
            if above in lineage:
                return None
            lineage.append(above)
        return lineage

    def _top_down(self) -> list[_Node]:
        return sorted(self._nodes.values(), key=lambda node: len(self._lineage(node) or ()))

    def _planned(self, node: _Node) -> Iterator[Planned]:
        fields = node.fields
        if fields is None:
            return
        path = "/".join(one.slug for one in reversed(self._lineage(node) or ()))
        step = {"name": node.title, "path": path, "slug": node.slug, "position": node.position}
        if node.stored is None:
            self._job.new_categories[node.name] = path
            yield Planned(fields.number, Action.CREATE, step)
        elif (node.title, node.parent, node.position) == (
            line_cell(node.stored.name),
            self._names.name_of.get(node.stored.parent_id or 0),
            node.stored.position,
        ):
            yield Planned(fields.number, Action.NOTHING)
        else:
            before = {"id": node.stored.pk, "before": [node.stored.name, node.stored.slug_path, node.stored.position]}
            cells, wanted = _cells_of(self._node_of(node.name, node.stored)), _cells_of(node)
            was = {name: cell for name, cell in cells.items() if cell != wanted[name]}
            yield Planned(fields.number, Action.UPDATE, {**step, **before}, was=was)

    def apply(self, steps: Iterable[dict[str, Any]]) -> None:
        """Do what was planned; the steps come with parents first. Raises ChangedMeanwhile."""
        ids = _ids_of_paths()
        last = dict(Category.objects.order_by().values_list("parent_id").annotate(last=Max("position")))
        for step in steps:
            category = self._stored_for(step) if "id" in step else Category(slug=step["slug"])
            above = step["path"].rpartition("/")[0]
            try:
                category.parent_id = ids[above] if above else None
                next_place = last.get(category.parent_id, -1) + 1
                category.name = step["name"]
                category.position = next_place if step["position"] is None else step["position"]
                save_category(category)
            except (CategoryRefused, KeyError) as error:
                raise ChangedMeanwhile(
                    _("Category %(path)s cannot be saved now: %(error)s") % {"path": step["path"], "error": error}
                ) from error
            last[category.parent_id] = max(next_place - 1, category.position)
            # A category that moves takes all below it along.
            ids = _ids_of_paths() if "id" in step else {**ids, step["path"]: category.pk}

    def _stored_for(self, step: dict[str, Any]) -> Category:
        row = Category.objects.filter(pk=step["id"]).first()
        if row is None or (row.name, row.position) != (step["before"][0], step["before"][2]):
            raise ChangedMeanwhile(
                _("Category %(path)s was changed while the import was being planned.") % {"path": step["path"]}
            )
        return row


def _ids_of_paths() -> dict[str, int]:
    return dict(Category.objects.values_list("slug_path", "id"))


def _cells_of(node: _Node) -> dict[str, Any]:
    return {"slug": node.name, "name": line_cell(node.title), "parent": node.parent, "position": node.position}


def export_categories() -> Iterator[list[Any]]:
    """Every category, parents before what is below them."""
    names = CategoryNames()
    rows = Category.objects.order_by("slug_path")
    for row in sorted(rows, key=lambda one: (one.depth, one.slug_path)):
        yield [names.name_of[row.pk], line_cell(row.name), names.name_of.get(row.parent_id or 0), row.position]


CATEGORIES = Sheet(name=_NAME, columns=COLUMNS, export=export_categories, importing=CategoryImport)
