"""The shop's safe places in Wagtail's admin: a plain list that is sorted by hand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet

from commerce.orders.models import SafePlace


class SafePlaceViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types.
    """Safe places in the admin."""

    model = SafePlace
    icon = "site"
    menu_label = _("Safe places")
    menu_name = "safe-places"
    menu_order = 255
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_fields = ("name", "address", "note")
    list_filter = ("is_active",)
    list_display = (
        "name",
        Column("address", label=_("Address"), sort_key="address"),
        Column("note", label=_("Note")),
        BooleanColumn("is_active", label=_("Offered"), sort_key="is_active"),
    )
    panels = (FieldPanel("name"), FieldPanel("address"), FieldPanel("note"), FieldPanel("is_active"))
