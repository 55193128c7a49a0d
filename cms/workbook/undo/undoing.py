"""Undoes an import: everything as it was, or nothing when anything of it has been changed since."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task

from cms.changes import outbox
from cms.workbook.errors import WorkbookError
from cms.workbook.reading.spool import chunks
from cms.workbook.tasks import index_later
from cms.workbook.undo.families import families
from cms.workbook.undo.rows import references_to
from cms.workbook.undo.trail import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cms.workbook.planning import Progress
    from cms.workbook.undo.families import Family

_NAMED = 20
Noted = list[Any]
"""A line of the trail."""


class ChangedSince(WorkbookError):
    """Something that the import touched has been changed since. `names` are some of it, `count` is all of it."""

    def __init__(self, names: Sequence[str], count: int) -> None:
        self.names, self.count = names, count
        more = f" and {count - len(names)} more" if count > len(names) else ""
        super().__init__(
            gettext("Nothing was undone. What the import touched has been changed or used since: %(names)s%(more)s.")
            % {"names": ", ".join(names), "more": more}
        )


class TrailLost(WorkbookError):
    """What is needed to undo the import is not kept any more."""


def undo_import(trail: Path, *, progress: Progress, done: Callable[[], object]) -> None:
    """Put everything back, and call `done`, in one transaction. Raises ChangedSince and TrailLost."""
    if not trail.exists():
        raise TrailLost(gettext("What is needed to undo this import is not kept any more."))
    try:
        with transaction.atomic(), disable_reference_index_auto_update():
            totals = _totals(trail)
            _refuse_changed(trail, progress, totals.total())
            for sheet in reversed(families()):
                _put_back(families()[sheet], trail, progress, totals[sheet])
            outbox.note_act("the undoing of an import")
            done()
    except (IntegrityError, ProtectedError, RestrictedError) as error:
        raise ChangedSince(["something that refers to what the import made"], 1) from error


def _noted(trail: Path, *, sheet: str = "") -> Iterator[tuple[Family, list[Noted]]]:
    with gzip.open(trail, "rb") as file:
        lines = (json.loads(line) for line in file)
        for name, some in groupby(lines, key=lambda one: one[0]):
            if sheet in ("", name):
                for chunk in chunks(some, AT_ONCE):
                    yield families()[name], chunk


def _totals(trail: Path) -> Counter[str]:
    """How much of each sheet is noted."""
    with gzip.open(trail, "rb") as file:
        return Counter(json.loads(line)[0] for line in file)


def _refuse_changed(trail: Path, progress: Progress, total: int) -> None:
    names: list[str] = []
    count = done = 0
    for family, noted in _noted(trail):
        progress("Looking what has changed since", done, total)
        done += len(noted)
        ids = [one[1] for one in noted]
        family.lock(ids)
        now = family.snapshot(ids)
        made = [one[1] for one in noted if one[2]]
        besides = {table.name for table in family.tables}
        references = references_to(family.model, made, besides=besides) if made else {}
        changed = [
            pk
            for _, pk, is_made, digest, _, known in noted
            if family.digest(now[pk], is_made=is_made) != digest or (is_made and references.get(pk, {}) != known)
        ]
        count += len(changed)
        if changed and len(names) < _NAMED:
            found = family.names(changed[: _NAMED - len(names)])
            names += found or [f"{family.sheet} that were deleted"]
    if count:
        raise ChangedSince(names, count)


def _put_back(family: Family, trail: Path, progress: Progress, total: int) -> None:
    done = 0
    made: list[int] = []
    for _, noted in _noted(trail, sheet=family.sheet):
        progress(f"Putting back {family.sheet}", done, total)
        done += len(noted)
        changed = [one for one in noted if not one[2]]
        _restore(family, changed)
        _index(family, changed)
        some = [one[1] for one in noted if one[2]]
        if family.whole or issubclass(family.model, Page):
            made += some
        elif some:
            _remove(family, some)
    _remove_tree(family, made)


def _restore(family: Family, noted: Sequence[Noted]) -> None:
    for place, table in enumerate(family.tables):
        rows = [(key, was) for one in noted for at, key, was in one[4] if at == place]
        gone = {key for key, was in rows if was is not None and table.key in was}
        new = [key for key, was in rows if was is None]
        for some in chunks(iter(new), AT_ONCE):
            table.remove(some)
        table.put_back((key, was) for key, was in rows if was is not None and key not in gone)
        table.insert(was for key, was in rows if key in gone)


def _remove(family: Family, ids: Sequence[int]) -> None:
    rows = family.model._base_manager.filter(pk__in=ids)  # noqa: SLF001 (Django's public name)
    _forget_references(family, ids)
    rows.delete()


def _remove_tree(family: Family, ids: Sequence[int]) -> None:
    """What has others below it: the lowest first."""
    if not ids:
        return
    _forget_references(family, ids)
    rows: list[Any] = list(family.model._base_manager.filter(pk__in=ids))  # noqa: SLF001 (as above)
    for one in sorted(rows, key=lambda one: one.depth, reverse=True):
        fresh = family.model._base_manager.get(pk=one.pk)  # noqa: SLF001 (as above; the tree is another after each)
        fresh.delete()


def _forget_references(family: Family, ids: Sequence[int]) -> None:
    base = ReferenceIndex._get_base_content_type(family.model)  # noqa: SLF001 (Wagtail has no other name for it)
    for some in chunks(iter(ids), AT_ONCE):
        ReferenceIndex.objects.filter(base_content_type=base, object_id__in=[str(pk) for pk in some]).delete()


def _index(family: Family, noted: Sequence[Noted]) -> None:
    """Let the search and the index of references know what is as it was again."""
    ids = [one[1] for one in noted]
    if not ids:
        return
    if family.sheet == "listings":
        index_later(ids)
    elif family.sheet in {"categories", "pages"}:
        transaction.on_commit(partial(_index_now, family, ids))
    for _, pk, _, _, changes, _ in noted:
        if any(family.tables[place].kind for place, _, _ in changes):
            label = family.model._meta  # noqa: SLF001 (Django's public name)
            transaction.on_commit(
                partial(update_reference_index_task.enqueue, label.app_label, label.model_name, str(pk))
            )


def _index_now(family: Family, ids: Sequence[int]) -> None:
    rows: Any = family.model._base_manager.filter(pk__in=ids)  # noqa: SLF001 (as above)
    found = list(Page.objects.filter(pk__in=ids).specific() if family.sheet == "pages" else rows)
    for model in {type(one) for one in found}:
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, [one for one in found if type(one) is model])
