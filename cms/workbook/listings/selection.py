"""The listings that the filters of the admin's list let through, as a workbook that can be imported again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.accounts.language import grouped
from cms.catalog.admin.listing_index import ListingIndexView
from cms.workbook.listings.columns import COLUMNS
from cms.workbook.listings.planning import NAME
from cms.workbook.listings.sheet import export_listings
from cms.workbook.writing import new_workbook, write_sheet

MOST = 20_000
"""Rows in one answer: some ten seconds. For more there are the export of everything and the command."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SelectionView(ListingIndexView):
    """Takes the query of the list; whoever may see the list may take it along."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, *_args: Any, **_options: Any) -> HttpResponse:
        """The file, or the list with a word on why there is none."""
        back = f"{reverse('listings:list')}?{request.GET.urlencode()}"
        if self.filters and not self.filters.is_valid():
            messages.error(request, _("One of the filters says something that cannot be. Mend it first."))
            return redirect(back)
        ids = list(self.get_queryset().values_list("pk", flat=True)[: MOST + 1])
        if len(ids) > MOST:
            told = _(
                "These are more than %(most)s listings, too many for one file here. Narrow the list, or export "
                "everything with the command export_workbook."
            )
            messages.error(request, told % {"most": grouped(MOST)})
            return redirect(back)
        response = HttpResponse(_workbook(ids), content_type=_XLSX)
        response["Content-Disposition"] = 'attachment; filename="listings-to-import.xlsx"'
        return response


def _workbook(ids: list[int]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "listings.xlsx"
        with new_workbook(path) as workbook:
            write_sheet(workbook, NAME, [one.name for one in COLUMNS], export_listings(ids))
        return path.read_bytes()
