"""What can be done with several listings at once, through the same services as with one.

Each listing is changed as a whole or not at all; what a service refuses stays as it is and is named with the reason,
and the others are changed all the same, together. Deleting is different: when one is still needed, none is deleted.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from cms.catalog.admin.fields import CategoryField
from cms.catalog.errors import CatalogError
from cms.catalog.models import Listing
from cms.catalog.services import change_status, put_into_category
from cms.contract.records import ListingStatus

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST = 200
"""At once: on SQLite nobody else can write meanwhile."""

_NAMED = 10


class _OfListings:
    """Only what was ticked: Wagtail's “all” knows nothing of the filters."""

    models: ClassVar[list[type[Listing]]] = [Listing]
    request: HttpRequest
    next_url: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not more than MOST."""
        ids = request.GET.getlist("id")
        if len(ids) > MOST or not all(one.isdecimal() for one in ids):
            told = _("Tick at most %(most)d listings in the list; narrow it by the filters.")
            messages.error(request, told % {"most": MOST})
            return redirect(self.next_url)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # Mixed in.
        return response


class _EachByItself(_OfListings, SnippetBulkAction, ABC):
    """Asks, then does it to one after the other."""

    template_name = "catalog/admin/confirm_bulk_action.html"
    question: Any = ""
    right = ""
    refused: list[CatalogError]

    def check_perm(self, _snippet: Listing) -> bool:
        """By the right that the same needs with one listing."""
        return bool(self.request.user.has_perm(self.right))

    @abstractmethod
    def change(self, listing: Listing) -> None:
        """Do it to one. Raises CatalogError."""

    @classmethod
    def execute_action(cls, objects: Sequence[Listing], **context: Any) -> tuple[int, int]:
        """Do it to all that can be."""
        action = context["self"]
        action.refused = []
        for listing in objects:
            try:
                with transaction.atomic():
                    action.change(listing)
            except CatalogError as error:
                action.refused.append(error)
        return len(objects) - len(action.refused), 0

    def get_success_message(self, num_parent_objects: int, _num_child_objects: int) -> str | None:
        """How many were changed, and a warning that names the others with the reasons."""
        if self.refused:
            shown = format_html_join("", "<li>{}</li>", ((str(one),) for one in self.refused[:_NAMED]))
            head = ngettext("%(count)d stays as it is:", "%(count)d stay as they are:", len(self.refused))
            told = format_html("{}<ul>{}</ul>", head % {"count": len(self.refused)}, shown)
            messages.warning(self.request, told)
        if not num_parent_objects:
            return None
        return self.done(num_parent_objects)

    @abstractmethod
    def done(self, count: int) -> str:
        """What is said of those that were changed."""


class PublishListings(_EachByItself):
    """Put the latest drafts before buyers."""

    display_name = gettext_lazy("Publish")
    aria_label = gettext_lazy("Publish selected listings")
    action_type = "publish"
    action_priority = 10
    right = "catalog.publish_listing"
    question = gettext_lazy("Put these before buyers? What ended is listed again, a newer draft goes live.")

    def change(self, listing: Listing) -> None:
        """Publish one."""
        user: Any = self.request.user
        now = timezone.now()
        change_status(listing.pk, ListingStatus.LIVE, user=user, version=None, now=now, with_draft=True)

    def done(self, count: int) -> str:
        """How many are live."""
        return ngettext("%(count)d listing is live.", "%(count)d listings are live.", count) % {"count": count}


class WithdrawListings(_EachByItself):
    """Take them off the shop."""

    display_name = gettext_lazy("Withdraw")
    aria_label = gettext_lazy("Withdraw selected listings")
    action_type = "withdraw"
    action_priority = 20
    right = "catalog.change_availability"
    question = gettext_lazy("Take these off the shop? They can be published again. Orders that were made go on.")

    def change(self, listing: Listing) -> None:
        """Withdraw one."""
        user: Any = self.request.user
        change_status(listing.pk, ListingStatus.WITHDRAWN, user=user, version=None, now=timezone.now())

    def done(self, count: int) -> str:
        """How many are off."""
        return ngettext("%(count)d listing is withdrawn.", "%(count)d listings are withdrawn.", count) % {
            "count": count
        }


class _MoveForm(forms.Form):
    category = CategoryField(label=gettext_lazy("New category"))


class MoveListings(_EachByItself):
    """Put them into another category."""

    display_name = gettext_lazy("Move")
    aria_label = gettext_lazy("Move selected listings to a category")
    action_type = "move"
    action_priority = 25
    right = "catalog.publish_listing"
    form_class = _MoveForm
    question = gettext_lazy("To which category shall these go?")

    def change(self, listing: Listing) -> None:
        """Move one."""
        category = self.cleaned_form.cleaned_data["category"]
        user: Any = self.request.user
        put_into_category(listing.pk, category.pk, user=user, now=timezone.now())

    def done(self, count: int) -> str:
        """How many are there."""
        name = self.cleaned_form.cleaned_data["category"]
        told = ngettext("%(count)d listing is in “%(name)s”.", "%(count)d listings are in “%(name)s”.", count)
        return told % {"count": count, "name": name}


class DeleteListings(_OfListings, DeleteBulkAction):
    """Wagtail's own, for what was ticked alone."""
