"""Listings and categories as Wagtail's snippets: which columns, filters, forms and views they have."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.catalog.admin.choosers import OnlyChooses
from cms.catalog.admin.filters import ListingFilterSet
from cms.catalog.admin.forms import STATUS_NAMES
from cms.catalog.admin.panels import CATEGORY_PANELS, LISTING_PANELS
from cms.catalog.admin.views import (
    AvailabilityView,
    CategoryIndexView,
    ListingIndexView,
    ListingPreviewOnCreate,
    ListingPreviewOnEdit,
)
from cms.catalog.models import Category, Listing
from cms.catalog.services import status_of
from cms.contract.records import ListingStatus


def price_shown(listing: Listing) -> str:
    """`€1,234.50`, as in the shop."""
    return f"€{listing.price.euros:,}"


def seller_shown(listing: Listing) -> str:
    """The name that buyers see, with the number."""
    profile = getattr(listing.seller, "seller_profile", None)
    return f"{profile or listing.seller.name} ({listing.seller.label})"


def status_shown(listing: Listing) -> str:
    """In a word, with a hint at a newer draft."""
    shown = STATUS_NAMES[status_of(listing)]
    return f"{shown} + draft" if listing.live and listing.has_unpublished_changes else shown


class ListingViewSet(SnippetViewSet):
    """Listings, with drafts, versions, locks, workflow and preview."""

    model = Listing
    url_namespace = "listings"
    url_prefix = "listings"
    icon = "tag"
    chooser_viewset_class = OnlyChooses
    menu_label = "Listings"
    menu_order = 150
    add_to_admin_menu = True
    edit_handler = LISTING_PANELS
    index_view_class = ListingIndexView
    preview_on_add_view_class = ListingPreviewOnCreate
    preview_on_edit_view_class = ListingPreviewOnEdit
    filterset_class = ListingFilterSet
    ordering = ("-published_at", "-pk")
    list_per_page = 50
    copy_view_enabled = False
    """A copy would share its photos' rows with the original, and nobody sells the same good twice."""
    list_display = [
        "title",
        Column("price", label="Price", accessor=price_shown, sort_key="price_cents"),
        Column("category", label="Category", accessor="category", sort_key="category__slug_path"),
        Column("seller", label="Seller", accessor=seller_shown, sort_key="seller__number"),
        StatusTagColumn(
            "status",
            label="Status",
            accessor=status_shown,
            primary=lambda listing: status_of(listing) is ListingStatus.LIVE,
        ),
        NumberColumn("photo_count", label="Photos", sort_key="photo_count"),
        DateColumn("published_at", label="Published", sort_key="published_at"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses and ours."""
        ours: list[URLPattern] = [path("availability/<int:pk>/", AvailabilityView.as_view(), name="availability")]
        return [*super().get_urlpatterns(), *ours]


class CategoryViewSet(SnippetViewSet):
    """The tree of categories."""

    model = Category
    url_namespace = "categories"
    url_prefix = "categories"
    icon = "folder-open-1"
    chooser_viewset_class = OnlyChooses
    menu_label = "Categories"
    menu_order = 160
    add_to_admin_menu = True
    edit_handler = CATEGORY_PANELS
    index_view_class = CategoryIndexView
    copy_view_enabled = False
    list_display = [
        "indented_name",
        Column("slug_path", label="Address", sort_key="slug_path"),
        NumberColumn("position", label="Position", sort_key="position"),
    ]
