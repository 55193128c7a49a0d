"""Each table of the dashboard as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.api import figures
from cms.contract.cells import harmless
from cms.panel.figures_panel import asked_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.accounts.models import User
    from cms.api.figures import Period

MOST_EXPORTED = 100
SUMMARY = "summary"
_SUMMARY_COLUMNS = (_("Figure"), _("This time"), _("The time before"))


class _Export(SpreadsheetExportMixin):
    """Rows that are there already; a column is named by its place."""

    def __init__(self, name: str, columns: Sequence[Any]) -> None:
        self.export_filename = name
        self.list_export = [str(number) for number, _ in enumerate(columns)]
        self.export_headings = dict(zip(self.list_export, columns, strict=True))

    def to_row_dict(self, item: Sequence[Any]) -> dict[str, Any]:
        """A row by its columns."""
        return dict(zip(self.list_export, item, strict=True))

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """What people wrote is a text, whatever it begins with; Wagtail sees to that in workbooks."""
        written = super().preprocess_field_value(field, value, export_format)
        return harmless(written) if isinstance(written, str) and export_format == self.FORMAT_CSV else written


class FigureView(View):
    """`visits.csv?days=30`: for those who see the table on the dashboard."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, name: str, kind: str) -> HttpResponse:
        """The file."""
        if kind not in SpreadsheetExportMixin.FORMATS:
            raise Http404
        user: Any = request.user
        period = asked_period(request)
        columns, rows = _summary(user, period) if name == SUMMARY else _table(name, user, period)
        export = _Export(f"{name}-{period.span.first}-{period.span.last}", columns)
        response: HttpResponse = export.as_spreadsheet(rows, kind)
        return response


def _summary(user: User, period: Period) -> tuple[Sequence[Any], list[Sequence[Any]]]:
    rows = [
        (str(one.label), one.exported(one.now), "" if one.before is None else one.exported(one.before))
        for one in figures.numbers_for(user, period)
    ]
    return _SUMMARY_COLUMNS, list(rows)


def _table(name: str, user: User, period: Period) -> tuple[Sequence[Any], list[Sequence[Any]]]:
    table = next((one for one in figures.tables_for(user) if one.name == name), None)
    if table is None:
        raise Http404
    return table.columns, [(row.label, *row.values) for row in table.rows(period, MOST_EXPORTED)]
