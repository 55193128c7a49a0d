"""Where the history of settings plugs into Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.site.version_views import ChangesView, PutBackView

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_views() -> list[URLPattern]:
    """Wagtail lets in only who may enter the admin; the views look closer."""
    return [
        path("settings/<slug:app_name>/<slug:model_name>/changes/", ChangesView.as_view(), name="setting_changes"),
        path(
            "settings/<slug:app_name>/<slug:model_name>/changes/<int:pk>/",
            PutBackView.as_view(),
            name="setting_put_back",
        ),
    ]


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # As above.
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of the site calls it."""
    actions.register_action("shop_site.put_back", _("Put back"), _("Earlier values put back"))
