"""The groups of the roles: made and kept complete after every migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models import Q
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.snippets.models import create_extra_permissions

from cms.accounts.roles import GRANTS, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.accounts.models import User

WAGTAIL_GROUPS = {"Moderators": Role.MODERATOR, "Editors": Role.EDITOR}
"""The groups that Wagtail's first migration brings, and the role that stands in for each."""


def join_group_of_role(user: User) -> None:
    """Put the person into the group of their role and out of those of the other roles; other groups stay."""
    others = Group.objects.filter(name__in=Role.values).exclude(name=user.role)
    user.groups.remove(*others)
    user.groups.add(Group.objects.get_or_create(name=user.role)[0])


def groups_can_be_made(*, using: str) -> bool:
    """Whether the tables are there: a migration may stop half-way, at somebody's wish."""
    needed = {one._meta.db_table for one in (Group, Permission, GroupPagePermission, GroupCollectionPermission)}  # noqa: SLF001 (Django's public name)
    return needed <= set(connections[using].introspection.table_names())


def has_role_groups(*, using: str) -> bool:
    """Whether those that stand in for Wagtail's have been made before."""
    return Group.objects.using(using).filter(name__in=[role.value for role in WAGTAIL_GROUPS.values()]).exists()


def complete_role_groups(*, using: str) -> None:
    """Make each role's group with at least the permissions of its grant. What an admin added to a group stays."""
    _make_permissions(using)
    for role, grant in GRANTS.items():
        group, _ = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.add(*_permissions(grant.permissions, using=using))
        pages = _permissions((f"wagtailcore.{name}_page" for name in grant.pages), using=using)
        for root in Page.objects.using(using).filter(depth=1) if pages else ():
            for permission in pages:
                GroupPagePermission.objects.using(using).get_or_create(group=group, page=root, permission=permission)
        library = _permissions(grant.collection, using=using)
        for top in Collection.objects.using(using).filter(depth=1) if library else ():
            for permission in library:
                GroupCollectionPermission.objects.using(using).get_or_create(
                    group=group, collection=top, permission=permission
                )


def replace_wagtail_groups(*, using: str) -> None:
    """Hand what Wagtail's own two groups had to approve to our roles and remove those groups."""
    for name, role in WAGTAIL_GROUPS.items():
        ours = Group.objects.using(using).get(name=role.value)
        for task in GroupApprovalTask.objects.using(using).filter(groups__name=name):
            task.groups.add(ours)
        Group.objects.using(using).filter(name=name).delete()


def _make_permissions(using: str) -> None:
    """Django makes the permissions of each application in turn; the later ones may be missing at this point."""
    labels = {
        name.partition(".")[0] for grant in GRANTS.values() for name in (*grant.permissions, *grant.collection)
    } | {"wagtailcore"}
    for config in apps.get_app_configs():
        if config.label in labels:
            create_permissions(config, verbosity=0, using=using)
    create_extra_permissions(apps.get_app_config("wagtailsnippets"), using=using)  # Publish, lock, unlock.


def _permissions(names: Iterable[str], *, using: str) -> list[Permission]:
    wanted = Q(pk__in=())
    for name in names:
        label, _, codename = name.partition(".")
        one = Q(content_type__app_label=label)
        wanted |= one if codename == "*" else one & Q(codename=codename)
    return list(Permission.objects.using(using).filter(wanted))
