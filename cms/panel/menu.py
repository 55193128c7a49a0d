"""The eight tabs of the admin, and which of Wagtail's and our own entries stand in which.

Whatever registers itself with one of Wagtail's menus is shown where `TABS` places it. To add an entry, register it as
Wagtail says (`add_to_admin_menu`, `register_setting`, `register_reports_menu_item` ...) and name it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem, admin_menu, reports_menu, settings_menu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

SOURCES = {"main": admin_menu, "settings": settings_menu, "reports": reports_menu}
"""Wagtail's menus, by the word with which `Tab.entries` names them."""


@dataclass(frozen=True)
class Tab:
    """A main entry. `entries` are `<menu>:<name>`, in the order in which they are shown."""

    name: str
    label: _StrPromise
    icon: str
    entries: tuple[str, ...]


TABS = (
    Tab("dashboard", _("Dashboard"), "home", ("main:dashboard",)),
    Tab("people", _("Users"), "group", ("settings:users", "settings:groups")),
    Tab("goods", _("Listings"), "tag", ("main:listings", "main:moderation", "main:categories")),
    Tab(
        "deals",
        _("Orders"),
        "clipboard-list",
        (
            "main:orders",
            "main:disputes",
            "main:safe-places",
            "main:shop-reports",
            "main:shop-reviews",
            "main:decision-texts",
        ),
    ),
    Tab("look", _("Appearance"), "desktop", ("settings:appearance",)),
    Tab(
        "page-management",
        _("Page Management"),
        "doc-full-inverse",
        (
            "main:explorer",
            "settings:menu-and-footer",
            "main:images",
            "main:documents",
            "settings:redirects",
            "reports:links",
            "reports:unpublished",
            "settings:collections",
            "settings:workflows",
            "settings:workflow-tasks",
            "reports:workflows",
            "reports:workflow-tasks",
            "reports:locked-pages",
            "reports:aging-pages",
            "reports:page-types-usage",
        ),
    ),
    Tab(
        "general",
        _("General Settings"),
        "cogs",
        (
            "settings:general-settings",
            "settings:second-texts",
            "settings:cash-deals",
            "settings:selling",
            "settings:sites",
            "settings:visitor-numbers",
            "main:mail-texts",
            "main:mails",
            "main:mail-set-up",
        ),
    ),
    Tab(
        "database",
        _("Database"),
        "history",
        (
            "main:imports",
            "main:exports",
            "settings:import-and-export",
            "main:backups",
            "settings:backup-times",
            "main:health",
            "reports:site-history",
        ),
    ),
)

RENAMED = {
    "reports:workflows": _("Workflows under way"),
    "reports:workflow-tasks": _("Tasks under way"),
}
"""Reports that are called like the settings they stand beside."""

LEFT_OUT = frozenset(
    {
        "main:reports",  # Their entries stand in the tabs.
        "main:settings",  # As above.
        "main:help",  # Links to other sites; the keys are listed by pressing "?".
        "main:snippets",  # Empty: each of ours has its own entry.
        "main:forms",  # The shop has no form pages.
    }
)
"""Entries of Wagtail that have no place in a shop."""


def entries(request: HttpRequest, main: list[MenuItem]) -> Iterator[tuple[str, MenuItem]]:
    """What this person may see of all menus, with its key; `main` are the entries of the main menu."""
    for source, menu in SOURCES.items():
        for item in main if source == "main" else menu.menu_items_for_request(request):
            yield f"{source}:{item.name}", item


def _tab_item(tab: Tab, found: dict[str, MenuItem], order: int) -> MenuItem | None:
    """The main entry: a link where there is one thing to see, else a menu."""
    shown = [(RENAMED.get(key, found[key].label), found[key]) for key in tab.entries if key in found]
    if not shown:
        return None
    common: dict[str, Any] = {"name": tab.name, "icon_name": tab.icon, "order": order}
    if len(shown) == 1:
        return MenuItem(tab.label, shown[0][1].url, **common)
    return SubmenuMenuItem(
        tab.label, Menu(items=[_Placed(label, one, order) for order, (label, one) in enumerate(shown)]), **common
    )


class _Placed(MenuItem):
    """An entry of another menu at its place in a tab. All requests share the entry itself, so it stays as it is."""

    def __init__(self, label: str | _StrPromise, item: MenuItem, order: int) -> None:
        super().__init__(
            label,
            item.url,
            name=item.name,
            classname=item.classname,
            icon_name=item.icon_name,
            attrs=item.attrs,
            order=order,
        )


def arrange(request: HttpRequest, main: list[MenuItem], home: str) -> list[MenuItem]:
    """The tabs that this person sees. `home` is the address of the dashboard."""
    found = dict(entries(request, main))
    found["main:dashboard"] = MenuItem(_("Dashboard"), home, name="dashboard", icon_name="home")
    tabs = (_tab_item(tab, found, order) for order, tab in enumerate(TABS))
    return [tab for tab in tabs if tab is not None]


def unplaced() -> set[str]:
    """Entries that are registered, but have no place. There should be none."""
    registered = {f"{source}:{item.name}" for source, menu in SOURCES.items() for item in menu.registered_menu_items}
    return registered - {key for tab in TABS for key in tab.entries} - LEFT_OUT
