"""Where the publisher shows in Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.views.bulk_action import BulkAction

from cms.accounts.menu_item import MenuItemForRight
from cms.changes import outbox
from cms.panel import menu
from cms.panel.dashboard import PublishingPanel
from cms.panel.figure_views import FigureView
from cms.panel.figures_panel import FiguresPanel, MachinePanel, WaitingPanel
from cms.panel.reports import PERMISSION as REPORTS_PERMISSION
from cms.panel.reports import LinkReportView, UnpublishedReportView
from cms.panel.second_language import PERMISSION, SecondTextsView
from cms.panel.views import remove_held, status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

# Wagtail's own takes PUT for a POST.
BulkAction.http_method_names = ["get", "head", "post", "options"]

_TAKE_MUCH_AWAY = {"delete": "deleting many at once", "unpublish": "unpublishing many at once"}


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_views() -> list[URLPattern]:
    """Wagtail lets in only who may enter the admin."""
    return [
        path("publisher/status", status, name="publisher_status"),
        path("publisher/remove-held", remove_held, name="publisher_remove_held"),
        path("figures/<slug:name>.<slug:kind>", FigureView.as_view(), name="figures_export"),
        path("second-language/", SecondTextsView.as_view(), name="second_texts"),
        path("reports/links/", LinkReportView.as_view(), name="link_report"),
        path("reports/links/results/", LinkReportView.as_view(results_only=True), name="link_report_results"),
        path("reports/unpublished/", UnpublishedReportView.as_view(), name="unpublished_report"),
        path(
            "reports/unpublished/results/",
            UnpublishedReportView.as_view(results_only=True),
            name="unpublished_report_results",
        ),
    ]


@hooks.register("register_settings_menu_item")  # type: ignore[untyped-decorator]  # As above.
def register_second_texts() -> MenuItem:
    """The entry beside the general settings."""
    return MenuItemForRight(
        _("Second language"), reverse("second_texts"), right=PERMISSION, name="second-texts", icon_name="globe"
    )


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # As above.
def register_unpublished_report() -> MenuItem:
    """What waits and what fails."""
    return MenuItemForRight(
        UnpublishedReportView.page_title,
        reverse("unpublished_report"),
        right=REPORTS_PERMISSION,
        name="unpublished",
        icon_name="rotate",
    )


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # As above.
def register_link_report() -> MenuItem:
    """Links that lead nowhere."""
    return MenuItemForRight(
        LinkReportView.page_title, reverse("link_report"), right=REPORTS_PERMISSION, name="links", icon_name="link"
    )


@hooks.register("construct_main_menu", order=1000)  # type: ignore[untyped-decorator]  # As above; after all others.
def arrange_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Eight tabs instead of one entry for each thing."""
    items[:] = menu.arrange(request, items, reverse("wagtailadmin_home"))


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]  # As above.
def add_panel(_request: HttpRequest, panels: list[Any]) -> None:
    """What waits, the shop in figures, where publishing stands, and how the machine is."""
    panels.extend((WaitingPanel(), FiguresPanel(), PublishingPanel(), MachinePanel()))


@hooks.register("construct_homepage_summary_items", order=1000)  # type: ignore[untyped-decorator]  # As above; after all others.
def leave_out_counts(_request: HttpRequest, items: list[Any]) -> None:
    """How many pictures and documents there are tells an owner nothing; the figures stand below."""
    items[:] = [one for one in items if isinstance(one, PagesSummaryItem)]


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]  # As above.
def style_admin() -> SafeString:
    """The look of the menu, of the corner and the panel, and of lists."""
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        ((static(f"panel/{name}.css"),) for name in ("menu", "publishing", "lists")),
    )


@hooks.register("insert_global_admin_js")  # type: ignore[untyped-decorator]  # As above.
def watch_from_corner() -> SafeString:
    """The corner of each page that tells when what was saved is live."""
    return format_html(
        '<script src="{}" data-status="{}" data-close="{}" defer></script>',
        static("panel/publishing.js"),
        reverse("publisher_status"),
        _("Close"),
    )


@hooks.register("insert_global_admin_js")  # type: ignore[untyped-decorator]  # As above.
def start_widgets() -> SafeString:
    """What starts Wagtail's widgets without a script in the page."""
    return format_html('<script src="{}"></script>', static("panel/starters.js"))


@hooks.register("after_bulk_action")  # type: ignore[untyped-decorator]  # As above.
def note_act(_request: HttpRequest, action_type: str, _objects: Sequence[object], _action: object) -> None:
    """Say that what vanishes is meant to; Wagtail calls this in the transaction of the action."""
    if action_type in _TAKE_MUCH_AWAY:
        outbox.note_act(_TAKE_MUCH_AWAY[action_type])
