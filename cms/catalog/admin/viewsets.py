"""Listings and categories as Wagtail's snippets: which columns, filters, forms and views they have."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.catalog.admin.category_tree import CategoryIndexView, CategoryMoveView
from cms.catalog.admin.choosers import OnlyChooses
from cms.catalog.admin.filters import ListingFilterSet
from cms.catalog.admin.listing_index import ListingIndexView
from cms.catalog.admin.moderation import ModerationView, next_in_queue
from cms.catalog.admin.panels import CATEGORY_PANELS, LISTING_PANELS
from cms.catalog.admin.quick import QuickView
from cms.catalog.admin.views import (
    AvailabilityView,
    ListingPreviewOnCreate,
    ListingPreviewOnEdit,
)
from cms.catalog.models import Category, Listing


class ListingViewSet(SnippetViewSet):
    """Listings, with drafts, versions, locks, workflow and preview."""

    model = Listing
    url_namespace = "listings"
    url_prefix = "listings"
    icon = "tag"
    chooser_viewset_class = OnlyChooses
    menu_label = _("Listings")
    menu_name = "listings"
    menu_order = 150
    add_to_admin_menu = True
    edit_handler = LISTING_PANELS
    index_view_class = ListingIndexView
    preview_on_add_view_class = ListingPreviewOnCreate
    preview_on_edit_view_class = ListingPreviewOnEdit
    filterset_class = ListingFilterSet
    list_per_page = 50
    ordering = ListingIndexView.default_ordering
    list_export = ListingIndexView.list_export
    copy_view_enabled = False
    """A copy would share its photos' rows with the original, and nobody sells the same good twice."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses and ours."""
        ours: list[URLPattern] = [
            path("availability/<int:pk>/", AvailabilityView.as_view(), name="availability"),
            path("moderation/", next_in_queue, name="moderation"),
            path("moderation/<int:state_id>/", ModerationView.as_view(), name="moderate"),
            path("quick/<int:pk>/", QuickView.as_view(), name="quick"),
        ]
        return [*super().get_urlpatterns(), *ours]


class CategoryViewSet(SnippetViewSet):
    """The tree of categories."""

    model = Category
    url_namespace = "categories"
    url_prefix = "categories"
    icon = "folder-open-1"
    chooser_viewset_class = OnlyChooses
    menu_label = _("Categories")
    menu_name = "categories"
    menu_order = 160
    add_to_admin_menu = True
    list_per_page = 500
    edit_handler = CATEGORY_PANELS
    index_view_class = CategoryIndexView
    copy_view_enabled = False
    list_display = [
        "indented_name",
        Column("slug_path", label=_("Address"), sort_key="slug_path"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses and ours."""
        ours: list[URLPattern] = [path("move/<int:pk>/", CategoryMoveView.as_view(), name="move")]
        return [*super().get_urlpatterns(), *ours]
