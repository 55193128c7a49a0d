"""What the admin's lists of people's rows share: short pages, and exports that are streamed and that nothing runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import F, Q
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.views.generic import IndexView

from cms.contract.cells import harmless

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, HttpResponse

_PERSON = re.compile(r"u-?0*([0-9]{1,9})", re.IGNORECASE)
_ROWS_AT_ONCE = 1000


def people_found_by(word: str) -> QuerySet[Any]:
    """Ids of the people whose number (`U-000042`), name or e-mail address this is, or has it in it."""
    people = get_user_model().objects.order_by()
    if match := _PERSON.fullmatch(word):
        return people.filter(number=int(match[1])).values("pk")
    return people.filter(Q(name__icontains=word) | Q(email__icontains=word)).values("pk")


class _InParts:
    """A set of rows that is read bit by bit, however many there are."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.model: type[Model] = queryset.model
        self._queryset = queryset

    def __iter__(self) -> Iterator[Any]:
        return self._queryset.iterator(chunk_size=_ROWS_AT_ONCE)


class RowsView(IndexView):  # type: ignore[misc]  # Wagtail has no types.
    """A list of rows that people have made. The order that the page has by itself is `waiting_first`."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; a file at once, for a page would hold all its rows in memory to count them."""
        if self.is_export:
            return self.as_spreadsheet(self.get_queryset(), request.GET["export"])
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_default_ordering(self) -> None:
        """None of Wagtail's own."""

    def order_queryset(self, queryset: Any) -> Any:
        """As asked, what has no value last, with the number to tell equals apart; or what waits first."""
        if not self.ordering:
            return self.waiting_first(queryset)
        field = F(self.ordering.removeprefix("-"))
        falls = self.ordering.startswith("-")
        return queryset.order_by(field.desc(nulls_last=True) if falls else field.asc(nulls_last=True), "-pk")

    def waiting_first(self, queryset: Any) -> Any:
        """The newest first, unless a list knows better."""
        return queryset.order_by("-pk")

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, Any, bool]:
        """A page. Only the keys are sorted: whole rows of all tables would take a database ten times as long."""
        keys = queryset.select_related(None).prefetch_related(None).values_list("pk", flat=True)
        paginator, page, found, has_others = super().paginate_queryset(keys, page_size)
        wanted = list(found)
        rows = {one.pk: one for one in self.get_base_queryset().filter(pk__in=wanted)}
        page.object_list = [rows[pk] for pk in wanted if pk in rows]
        return paginator, page, page.object_list, has_others

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """What people wrote is a text, whatever it begins with; Wagtail sees to that in workbooks."""
        written = super().preprocess_field_value(field, value, export_format)
        if not isinstance(written, str):
            return written
        # A workbook cannot hold these; rows of old may have them.
        return harmless(written) if export_format == self.FORMAT_CSV else ILLEGAL_CHARACTERS_RE.sub("", written)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponse:
        """All rows that the filters let through."""
        response: HttpResponse = super().as_spreadsheet(_InParts(queryset), spreadsheet_format)
        return response
