"""Where the catalogue plugs into Wagtail's admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.actions.create import CreateAction
from wagtail.actions.registry import ActionRegistry
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet

from cms.accounts.directory import DIRECTORY
from cms.accounts.menu_item import MenuItemForRight
from cms.catalog.admin.bulk_actions import DeleteListings, MoveListings, PublishListings, WithdrawListings
from cms.catalog.admin.choosers import SELLER_CHOOSER, SellerChooserViewSet
from cms.catalog.admin.moderation import RIGHT as MODERATION_RIGHT
from cms.catalog.admin.of_person import PARTS
from cms.catalog.admin.viewsets import CategoryViewSet, ListingViewSet
from cms.catalog.errors import CategoryInUse, ListingStillNeeded
from cms.catalog.models import Category, Listing
from cms.catalog.services import add_availability, check_empty, check_unneeded

register_snippet(ListingViewSet)
register_snippet(CategoryViewSet)
DIRECTORY.add(*PARTS)


class CreateListing(CreateAction):
    """Makes a listing from a form of the admin, with its availability, both or neither."""

    def execute(self, skip_permission_checks: bool = False) -> Listing:  # noqa: FBT001, FBT002 (Wagtail's signature)
        """Make the listing."""
        with transaction.atomic():
            listing: Listing = super().execute(skip_permission_checks=skip_permission_checks)
            add_availability(listing.pk)
        return listing


@hooks.register("register_actions")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_listing_actions(registry: ActionRegistry) -> None:
    """Have listings made by our action wherever Wagtail makes one."""
    registry.register(Listing, CreateListing)


@hooks.register("before_delete_snippet")  # type: ignore[untyped-decorator]  # As above.
def keep_what_is_in_use(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """Say why something cannot be deleted, one or many at once, instead of failing at the database."""
    try:
        for one in instances:
            if isinstance(one, Category):
                check_empty(one)
            if isinstance(one, Listing):
                check_unneeded(one)
    except CategoryInUse as error:
        messages.error(request, str(error))
        return redirect("categories:list")
    except ListingStillNeeded as error:
        messages.error(request, str(error))
        return redirect("listings:list")
    return None


for number, action in enumerate((PublishListings, WithdrawListings, MoveListings, DeleteListings)):
    hooks.register("register_bulk_action", action, order=100 + number)  # After Wagtail's own, which one replaces.


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # As above.
def register_queue() -> MenuItem:
    """The queue of moderation, for who may publish."""
    return MenuItemForRight(
        _("Waiting for review"),
        reverse("listings:moderation"),
        right=MODERATION_RIGHT,
        name="moderation",
        icon_name="tasks",
        order=155,
    )


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # As above.
def register_choosers() -> SellerChooserViewSet:
    """The window in which a seller is chosen."""
    return SELLER_CHOOSER


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # As above.
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of a listing calls a change of its availability or of its price alone."""
    actions.register_action("catalog.price", _("Change price"), _("Price changed"))
    actions.register_action("catalog.availability", _("Change availability"), _("Availability changed"))

    @actions.register_action("catalog.move")
    class Moved(LogFormatter):
        label = _("Move")

        def format_message(self, log_entry: Any) -> str:
            """To where."""
            to = log_entry.data
            told = (
                _now("Moved into “%(to)s”, place %(place)s") if to["to"] else _now("Moved to the top, place %(place)s")
            )
            return told % {"to": to["to"], "place": to["place"]}
