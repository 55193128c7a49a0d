"""Where backups and the database's health plug into Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem

from cms.operations.backup import views
from cms.operations.doctor_banner import DoctorBanner
from cms.operations.health import views as health

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_views() -> list[URLPattern]:
    """Wagtail lets in only who may enter the admin; the views look closer."""
    return [
        path("backups/", views.BackupsView.as_view(), name="backups"),
        path("backups/status", views.status, name="backups_status"),
        path("backups/make", views.make, name="backups_make"),
        path("backups/<str:name>/verify", views.verify, name="backups_verify"),
        path("backups/<str:name>/delete", views.delete, name="backups_delete"),
        path("backups/<str:name>/download", views.download, name="backups_download"),
        path("health/", health.HealthView.as_view(), name="health"),
        path("health/status", health.status, name="health_status"),
        path("health/<str:kind>", health.act, name="health_act"),
    ]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # As above.
def register_menu_item() -> MenuItem:
    """The entry of the tab Database."""
    return AdminOnlyMenuItem(_("Backups"), reverse("backups"), name="backups", icon_name="download")


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # As above.
def register_health_item() -> MenuItem:
    """The other one."""
    return AdminOnlyMenuItem(_("Health"), reverse("health"), name="health", icon_name="circle-check")


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]  # As above.
def add_banner(_request: HttpRequest, panels: list[Any]) -> None:
    """What the doctor found wrong with the server."""
    panels.append(DoctorBanner())


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # As above.
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of the site calls what is done with backups."""
    actions.register_action("operations.backup", _("Make a backup"), _("Backup asked for"))
    actions.register_action("operations.delete_backup", _("Delete a backup"), _("Backup deleted"))
    actions.register_action("operations.download_backup", _("Download a backup"), _("Backup downloaded"))
    actions.register_action("operations.maintenance", _("Maintenance"), _("Maintenance asked for"))
