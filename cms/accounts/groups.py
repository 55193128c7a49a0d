"""Groups and permissions as the admin names them, in its own language."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.admin.ui.tables import TitleColumn
from wagtail.users.views import groups

from cms.accounts.roles import Role

PERMISSIONS = (
    gettext_noop("Can publish"),
    gettext_noop("Can lock"),
    gettext_noop("Can unlock"),
    gettext_noop("Can choose"),
    gettext_noop("Can suspend and activate users"),
)
"""Stored in English by Django; Wagtail translates them where it shows them, but knows no German for these."""


def name_of(group: Group) -> str:
    """That of the role for which the group stands, else its own."""
    return str(Role(group.name).label) if group.name in Role.values else group.name


class GroupIndexView(groups.IndexView):
    """Wagtail's own, with these names."""

    columns: tuple[Any, ...] = (
        TitleColumn("name", label=_("Name"), accessor=name_of, sort_key="name", url_name="wagtailusers_groups:edit"),
    )


class GroupViewSet(groups.GroupViewSet):
    """As above."""

    index_view_class = GroupIndexView
