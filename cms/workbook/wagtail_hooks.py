"""Where the workbook plugs into Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem

from cms.catalog.models import Listing
from cms.workbook.admin import exports, imports
from cms.workbook.listings.selection import SelectionView

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_views() -> list[URLPattern]:
    """Wagtail lets in only who may enter the admin; the views look closer."""
    return [
        path("imports/", imports.ImportsView.as_view(), name="imports"),
        path("imports/new", imports.UploadView.as_view(), name="import_new"),
        path("imports/<int:number>/", imports.ImportView.as_view(), name="import"),
        path("imports/<int:number>/status", imports.status, name="import_status"),
        path("imports/<int:number>/columns", imports.columns, name="import_columns"),
        path("imports/<int:number>/choose", imports.choose, name="import_choose"),
        path("imports/<int:number>/report", imports.report, name="import_report"),
        path("imports/<int:number>/<slug:what>", imports.act, name="import_act"),
        path("exports/", exports.ExportsView.as_view(), name="exports"),
        path("exports/status", exports.status, name="exports_status"),
        path("exports/<int:number>", exports.download, name="export_download"),
        path("exports/empty/<slug:language>", exports.empty, name="export_empty"),
    ]


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # As above.
def register_selection() -> list[URLPattern]:
    """The way out of the list of listings."""
    viewset = Listing.snippet_viewset
    view = viewset.construct_view(SelectionView, **viewset.get_index_view_kwargs())
    return [path("listings/workbook/", view, name="listings_workbook")]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # As above.
def register_import_item() -> MenuItem:
    """An entry of the tab Database."""
    return AdminOnlyMenuItem(_("Import"), reverse("imports"), name="imports", icon_name="upload")


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # As above.
def register_export_item() -> MenuItem:
    """The other one."""
    return AdminOnlyMenuItem(_("Export"), reverse("exports"), name="exports", icon_name="table")


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # As above.
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of the site calls what is done with imports and exports."""
    for name, label, message in (
        ("import", _("Send a workbook"), _("Workbook sent")),
        ("again", _("Check an import again"), _("Import checked again")),
        ("take", _("Take an import in"), _("Import confirmed")),
        ("pause", _("Pause an import"), _("Import paused")),
        ("continue", _("Go on with an import"), _("Import continued")),
        ("cancel", _("Cancel an import"), _("Import cancelled")),
        ("undo", _("Undo an import"), _("Import undone")),
        ("export", _("Export"), _("Export asked for")),
        ("download", _("Download an export"), _("Export downloaded")),
    ):
        actions.register_action(f"workbook.{name}", label, message)
