"""Pages of the admin that Wagtail has otherwise or not at all."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import PreviewOnCreateView, PreviewOnEditView

from cms.catalog.admin.forms import AvailabilityForm
from cms.catalog.errors import CatalogError
from cms.catalog.models import Availability, Listing
from cms.catalog.services import end_listing, relist, set_stock
from cms.contract.records import ListingStatus


def without_unsent_photos(data: QueryDict) -> QueryDict:
    """The same form without the photos whose files are not saved yet: Wagtail's preview gets no files."""
    changed = data.copy()
    for name in data:
        if name.startswith("photos-") and name.endswith("-picture-kept") and not data[name]:
            changed[name.replace("picture-kept", "DELETE")] = "on"
    return changed


class ListingPreviewOnCreate(PreviewOnCreateView):
    """The preview of a listing that is not saved yet."""

    def get_form(self, query_dict: QueryDict) -> Any:
        """The form as it can be shown."""
        return super().get_form(without_unsent_photos(query_dict))


class ListingPreviewOnEdit(PreviewOnEditView):
    """The preview of a listing while it is edited."""

    def get_form(self, query_dict: QueryDict) -> Any:
        """The form as it can be shown."""
        return super().get_form(without_unsent_photos(query_dict))


class AvailabilityView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView[AvailabilityForm]):
    """Status and stock of one listing."""

    template_name = "wagtailadmin/generic/form.html"
    form_class = AvailabilityForm
    permission_policy = policy_registry.get_by_type(Availability)
    permission_required = "change"
    page_title = _("Availability")
    header_icon = "tag"

    @cached_property
    def listing(self) -> Listing:
        """The listing, with its present availability."""
        return get_object_or_404(Listing.objects.select_related("availability"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which listing it is about."""
        return str(self.listing)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks for what is stored."""
        return {**super().get_form_kwargs(), "availability": self.listing.availability}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template asks for."""
        here = self.request.path
        return super().get_context_data(**kwargs, action_url=here, submit_button_label=_("Save"))

    def get_success_url(self) -> str:
        """Back to the listing."""
        return reverse("listings:edit", args=[self.listing.pk])

    def form_valid(self, form: AvailabilityForm) -> HttpResponse:
        """Change what was changed, or say why not; both or neither."""
        try:
            with transaction.atomic():
                self._change(ListingStatus(form.cleaned_data["status"]), form.cleaned_data["stock"])
        except CatalogError as error:
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(self.request, _now("Availability of “%(listing)s” saved.") % {"listing": self.listing})
        return super().form_valid(form)

    def _change(self, status: ListingStatus, stock: int) -> None:
        before = self.listing.availability
        if status is ListingStatus.LIVE and before.status != status:
            relist(self.listing.pk, stock=stock)
        elif stock != before.stock:
            set_stock(self.listing.pk, stock)
        if status is not ListingStatus.LIVE and before.status != status:
            end_listing(self.listing.pk, status, now=timezone.now())
        change = {"status": {"old": before.status, "new": status.value}, "stock": {"old": before.stock, "new": stock}}
        log(self.listing, "catalog.availability", user=self.request.user, data=change)
