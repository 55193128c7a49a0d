"""Price and status changed from the list: a small form, in the row by script, else on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.catalog.admin.columns import ListingColumn
from cms.catalog.errors import CatalogError
from cms.catalog.euros import EuroField
from cms.catalog.models import Listing
from cms.catalog.services import change_price, change_status, next_statuses, status_of, version_of, with_status
from cms.catalog.status_names import STATUS_NAMES
from cms.contract.money import Money
from cms.contract.records import ListingStatus

if TYPE_CHECKING:
    from cms.accounts.models import User


def may_change_price(user: Any) -> bool:
    """What goes live at once needs more than the right to write drafts."""
    return bool(user.has_perm("catalog.change_listing") and user.has_perm("catalog.publish_listing"))


def statuses_for(user: Any, current: ListingStatus) -> list[ListingStatus]:
    """What this person may make of a listing in this status."""
    right = "catalog.publish_listing" if current is ListingStatus.DRAFT else "catalog.change_availability"
    return next_statuses(current) if user.has_perm(right) else []


class QuickForm(forms.Form):
    """Price and status, with the version that was looked at."""

    price = EuroField(label=gettext_lazy("Price in €"))
    status = forms.ChoiceField(label=gettext_lazy("Status"))
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, listing: Listing, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = status_of(listing)
        following = [current, *statuses_for(user, current)]
        self.initial = {"price": _price_of(listing), "status": current.value, "version": version_of(listing)}
        self.fields["status"] = forms.ChoiceField(
            label=gettext_lazy("Status"), choices=[(one.value, STATUS_NAMES[one]) for one in following]
        )
        if len(following) == 1:
            del self.fields["status"]
        if not may_change_price(user):
            del self.fields["price"]


def _price_of(listing: Listing) -> int:
    if listing.live or listing.latest_revision is None:
        return listing.price_cents
    cents: int = listing.latest_revision.content.get("price_cents") or 0
    return cents


class QuickView(WagtailAdminTemplateMixin, FormView[QuickForm]):
    """The form for one listing. A script asks for it with `X-Requested-With` and gets the form alone."""

    form_class = QuickForm
    page_title = gettext_lazy("Price and status")
    header_icon = "tag"
    http_method_names = ("get", "head", "post")
    template_name = "catalog/admin/quick.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For who may change one of the two."""
        if not (may_change_price(request.user) or request.user.has_perm("catalog.change_availability")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def listing(self) -> Listing:
        """The listing as it is."""
        found = with_status(Listing.objects.select_related("latest_revision"))
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def is_part(self) -> bool:
        """Whether a script of the list asks."""
        return self.request.headers.get("X-Requested-With") == "XMLHttpRequest"

    def get_template_names(self) -> list[str]:
        """The form, or a page around it."""
        return ["catalog/admin/quick_form.html"] if self.is_part else [self.template_name]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, and here."""
        listings = {"url": reverse("listings:list"), "label": _("Listings")}
        return [*self.breadcrumbs_items, listings, {"url": "", "label": self.page_title, "sublabel": str(self.listing)}]

    def get_page_subtitle(self) -> str:
        """Which listing it is about."""
        return str(self.listing)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks for what is stored."""
        return {**super().get_form_kwargs(), "listing": self.listing, "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where to send it, and where one came from."""
        back = get_valid_next_url_from_request(self.request) or reverse("listings:list")
        return {**super().get_context_data(**kwargs), "listing": self.listing, "back": back}

    def form_invalid(self, form: QuickForm) -> HttpResponse:
        """The form with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: QuickForm) -> HttpResponse:
        """Change what was changed, both or neither, or say why not."""
        try:
            with transaction.atomic():
                self._change(form)
        except CatalogError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        if self.is_part:
            return HttpResponse(status=204)
        messages.success(self.request, _("“%(listing)s” saved.") % {"listing": self.listing})
        return redirect(get_valid_next_url_from_request(self.request) or reverse("listings:list"))

    def _change(self, form: QuickForm) -> None:
        given, version, now = form.cleaned_data, form.cleaned_data["version"], timezone.now()
        user: Any = self.request.user
        if "price" in given and given["price"] != form.initial["price"]:
            change_price(self.listing.pk, Money(given["price"]), user=user, version=version, now=now)
            version = None  # Seen by the first, and nobody comes between: this is one transaction.
        if "status" in given and given["status"] != form.initial["status"]:
            change_status(self.listing.pk, ListingStatus(given["status"]), user=user, version=version, now=now)


class QuickPriceColumn(ListingColumn):
    """The price, with a link to the small form for who may use it."""

    cell_template_name = "catalog/admin/price_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """With the address of the form."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        context["quick_url"] = reverse("listings:quick", args=[instance.pk])
        context["back"] = request.get_full_path().replace("/results/", "/")
        return context
