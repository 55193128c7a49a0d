"""The list of listings in the admin."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, Table
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView

from cms.catalog.admin import additions
from cms.catalog.admin.columns import (
    ListingColumn,
    ListingTitleColumn,
    columns_of,
    price_shown,
    seller_shown,
    status_shown,
)
from cms.catalog.admin.finding import listings_found
from cms.catalog.admin.quick import QuickPriceColumn, may_change_price
from cms.catalog.admin.shown_rows import InPieces, RowPaginator
from cms.catalog.models import Listing

if TYPE_CHECKING:
    from django.http import HttpResponse

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ListingTable(Table):
    """A table whose rows can be told apart by scripts."""

    def get_row_attrs(self, instance: Any) -> dict[str, Any]:
        """With the id of the listing."""
        return {**super().get_row_attrs(instance), "data-listing": str(instance.pk)}


class ListingIndexView(IndexView):
    """All listings; words find titles by their beginnings, titles and descriptions by whole words."""

    table_class = ListingTable
    table_classname = "listing listings-table"
    paginator_class = RowPaginator
    default_ordering = "-updated"
    export_filename = "listings"
    list_export = ("number", "key", "title", "status", "price", "category", "seller", "place", "photos", "updated")

    def get_base_queryset(self) -> QuerySet[Listing]:
        """Bare rows, for finding and ordering; `rows_shown` fetches what the cells show."""
        return Listing.objects.all()

    @cached_property
    def columns(self) -> list[Column]:
        """As many as there are for everybody, and those that others added."""
        title_class = self._get_title_column_class(ListingTitleColumn)
        title = title_class(
            "title",
            label=_("Title"),
            accessor=lambda listing: listing.shown.title,
            sort_key="title",
            get_url=self.get_edit_url,
            get_title_id=lambda listing: f"snippet_{listing.pk}_title",
        )
        quick = may_change_price(self.request.user) or self.request.user.has_perm("catalog.change_availability")
        price = (QuickPriceColumn if quick else ListingColumn)(
            "price",
            label=_("Price"),
            accessor=lambda listing: price_shown(listing.shown.price),
            sort_key="price_cents",
        )
        return [BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet"), *columns_of(title, price)]

    def order_queryset(self, queryset: QuerySet[Listing]) -> QuerySet[Listing]:
        """As asked; the same order on every page and on both databases. Revisions are numbered as time goes."""
        ordering = self.ordering
        if ordering in {"updated", "-updated"}:
            number = F("latest_revision")
            by_time = number.asc(nulls_first=True) if ordering == "updated" else number.desc(nulls_last=True)
            return queryset.order_by(by_time, "pk" if ordering == "updated" else "-pk")
        return queryset.order_by(ordering, "-pk")

    def search_queryset(self, queryset: QuerySet[Listing]) -> QuerySet[Listing]:
        """The best hits that the filters let through, best first unless another order was asked for."""
        if not self.is_searching:
            return queryset
        hits = listings_found(self.search_query)
        found = queryset.filter(pk__in=hits)
        if self.is_explicitly_ordered or not hits:
            return found
        places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(hits)]
        return found.order_by(Case(*places, output_field=IntegerField()))

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """With what others do with the list."""
        buttons: list[Button] = super().header_more_buttons
        query = self.request.GET.urlencode()
        for place, way in enumerate(additions.ways_out.values()):
            try:
                url = f"{reverse(way.url_name)}?{query}"
            except NoReverseMatch:
                continue
            buttons.append(Button(way.label, url=url, icon_name=way.icon, priority=80 + place))
        return buttons

    def as_spreadsheet(self, queryset: QuerySet[Listing], spreadsheet_format: str) -> HttpResponse:
        """All rows, not fetched all at once."""
        response: HttpResponse = super().as_spreadsheet(InPieces(queryset), spreadsheet_format)
        return response

    def get_heading(self, _queryset: Any, field: str) -> str:
        """The name of a column of the spreadsheet."""
        return field.capitalize()

    def to_row_dict(self, item: Any) -> OrderedDict[str, Any]:
        """One row of the spreadsheet."""
        shown = item.shown
        values = {
            "number": item.pk,
            "key": item.key,
            "title": shown.title,
            "status": status_shown(item),
            "price": None if shown.price is None else shown.price.euros,
            "category": shown.category.slug_path if shown.category else "",
            "seller": seller_shown(item),
            "place": shown.city,
            "photos": shown.photos,
            "updated": shown.updated,
        }
        return OrderedDict(values)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """No text of people becomes a formula: spreadsheet programs would run one from a CSV file."""
        ready = super().preprocess_field_value(field, value, export_format)
        if export_format == self.FORMAT_CSV and isinstance(ready, str) and ready.startswith(_STARTS_A_FORMULA):
            return f"'{ready}"
        return ready
