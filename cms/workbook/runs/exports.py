"""Exports that people ask for: written in the background, downloaded when they are ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from cms.catalog.models import Category
from cms.workbook.exporting import export_workbook
from cms.workbook.models import ExportRun
from cms.workbook.runs import folders
from cms.workbook.runs.imports import work_on_runs

if TYPE_CHECKING:
    from collections.abc import Sequence


def ask_for_export(*, sheets: Sequence[str], only: dict[str, int | str], by_id: int) -> ExportRun:
    """Have these sheets written; `only`: the `category` (with those below), `seller` and `status` of listings."""
    with transaction.atomic():
        run = ExportRun.objects.create(by_id=by_id, sheets=list(sheets), only=only)
        transaction.on_commit(work_on_runs.enqueue)
    return run


def write_export(run: ExportRun) -> None:
    """Write the file; the run is ready afterwards."""
    counts = export_workbook(folders.export_file(run.pk), sheets=run.sheets, listings=_lookups(run.only))
    ExportRun.objects.filter(pk=run.pk).update(state=ExportRun.State.READY, counts=counts)


def _lookups(only: dict[str, Any]) -> dict[str, Any]:
    lookups: dict[str, Any] = {}
    if "category" in only:
        top = Category.objects.filter(pk=only["category"]).first()
        paths = Category.objects.filter(slug_path__startswith=f"{top.slug_path}/") if top else Category.objects.none()
        lookups["category_id__in"] = [only["category"], *paths.values_list("pk", flat=True)]
    if "seller" in only:
        lookups["seller_id"] = only["seller"]
    if only.get("status") in {"draft", "live"}:
        lookups |= {"live": only["status"] == "live", "availability__status": "live"}
    elif "status" in only:
        lookups["availability__status"] = only["status"]
    return lookups
