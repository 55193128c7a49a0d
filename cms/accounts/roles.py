"""The five roles and what each may do in the admin: plain data, applied by role_groups.py."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do; each role is also a group of the same name with its permissions."""

    BUYER = "buyer", _("Buyer")
    SELLER = "seller", _("Seller")
    MODERATOR = "moderator", _("Moderator")
    EDITOR = "editor", _("Editor")
    ADMIN = "admin", _("Admin")


STAFF_ROLES: frozenset[str] = frozenset({Role.MODERATOR, Role.EDITOR, Role.ADMIN})
"""Roles that reach the admin panel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a role may do in the admin. Names of another application are text, so that no import points upwards.

    `permissions` are `app.codename`; `app.*` is every permission of the application. A name that does not exist
    (yet) grants nothing. `pages` and `collection` hold for the whole tree of pages and for the whole library.
    """

    permissions: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    collection: tuple[str, ...] = ()


GRANTS: dict[Role, Grant] = {
    Role.BUYER: Grant(),
    Role.SELLER: Grant(),
    Role.MODERATOR: Grant(
        permissions=(
            "wagtailadmin.access_admin",
            # Of buyers and sellers only (see cms.accounts.seeing).
            "accounts.view_user",
            "accounts.suspend_user",
            "catalog.view_listing",
            "catalog.change_listing",
            "catalog.publish_listing",
            "catalog.lock_listing",
            "catalog.unlock_listing",
            "catalog.view_availability",
            "catalog.change_availability",
            "catalog.view_category",
            "shop_orders.view_order",
            "shop_orders.change_order",
            "shop_reports.view_report",
            "shop_reports.change_report",
            "shop_reviews.view_review",
            "shop_reviews.change_review",
        ),
    ),
    Role.EDITOR: Grant(
        permissions=(
            "wagtailadmin.access_admin",
            "catalog.view_listing",
            "catalog.add_listing",
            "catalog.change_listing",
            "catalog.publish_listing",
            "catalog.view_category",
            "catalog.add_category",
            "catalog.change_category",
            "catalog.delete_category",
            "shop_pages.*",
            "shop_site.*",
            "shop_notifications.change_mailtext",
            "wagtailredirects.*",
        ),
        pages=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
        collection=(
            # Whatever the model of pictures is, Wagtail asks for the permissions of its own.
            "wagtailimages.add_image",
            "wagtailimages.change_image",
            "wagtailimages.choose_image",
            "wagtaildocs.add_document",
            "wagtaildocs.change_document",
            "wagtaildocs.choose_document",
        ),
    ),
    # An admin is a superuser besides: the group is there so that every role has one.
    Role.ADMIN: Grant(permissions=("wagtailadmin.access_admin",)),
}
