"""Where the workbook plugs into Wagtail's admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from cms.catalog.models import Listing
from cms.workbook.listings.selection import SelectionView


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_selection() -> list[URLPattern]:
    """The way out of the list of listings."""
    viewset = Listing.snippet_viewset
    view = viewset.construct_view(SelectionView, **viewset.get_index_view_kwargs())
    return [path("listings/workbook/", view, name="listings_workbook")]
