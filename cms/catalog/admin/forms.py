"""The forms of listings, photos, categories and availability. They check; services change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.catalog.admin.choosers import sellers
from cms.catalog.admin.fields import CategoryField, PictureField
from cms.catalog.errors import CatalogError, CategoryRefused
from cms.catalog.euros import EuroField
from cms.catalog.lifecycle import NEXT_STATUSES
from cms.catalog.models import Availability, Category
from cms.catalog.services import check_category, save_category
from cms.catalog.status_names import STATUS_NAMES
from cms.contract.addresses import slug_of
from cms.contract.records import ListingStatus


class PhotoForm(WagtailAdminModelForm):
    """One photo of a listing."""

    picture = PictureField(label=_("Photo"))

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """After a save in the background the open page knows the photo by its hash, and the preview can show it."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        picture = self.cleaned_data.get("picture")
        if picture is not None:
            updates.append((f"{self.add_prefix('picture')}-kept", picture.hash))
        return updates


class ListingForm(WagtailAdminModelForm):
    """A listing."""

    price_cents = EuroField(label=_("Price in €"), help_text=_("As 1234.50 or 1.234,50"))
    category = CategoryField(label=_("Category"))

    def clean_negotiable(self) -> bool:
        """What is given away has no price to talk about."""
        negotiable = bool(self.cleaned_data.get("negotiable"))
        if negotiable and self.cleaned_data.get("price_cents") == 0:
            raise forms.ValidationError(
                _now("What is given away has no price to negotiate. Untick this, or set a price.")
            )
        return negotiable

    def clean_seller(self) -> Any:
        """Only somebody with a profile can be shown as a seller."""
        seller = self.cleaned_data.get("seller")
        if seller is not None and seller.pk != self.instance.seller_id and not sellers().filter(pk=seller.pk).exists():
            raise forms.ValidationError(_now("%(seller)s is not a seller, or is suspended.") % {"seller": seller})
        return seller


class CategoryForm(WagtailAdminModelForm):
    """A category. A slug is made from the name when none is given."""

    parent = CategoryField(
        label=_("Inside"), required=False, empty_label=_("(at the top)"), help_text=_("At most four levels deep.")
    )
    slug = forms.SlugField(
        label=_("Slug"),
        max_length=60,
        required=False,
        help_text=_("Part of the address. Old addresses lead here when it changes."),
    )

    def clean(self) -> dict[str, Any]:
        """Let the tree say whether it can take the category there."""
        cleaned: dict[str, Any] = super().clean()
        cleaned["slug"] = cleaned.get("slug") or slug_of(cleaned.get("name") or "", otherwise="category")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        try:
            check_category(self.instance)
        except CategoryRefused as refused:
            self.add_error(refused.field, str(refused))

    def save(self, commit: bool = True) -> Category:  # noqa: FBT001, FBT002 (Django's signature)
        """Save with all addresses below it."""
        category: Category = super().save(commit=False)
        return save_category(category) if commit else category


class AvailabilityForm(forms.Form):
    """What is still to be had of a listing."""

    status = forms.ChoiceField()
    stock = forms.IntegerField(
        min_value=0, max_value=100_000, label=_("Pieces"), help_text=_("Reserved ones included.")
    )

    def __init__(self, *args: Any, availability: Availability, **kwargs: Any) -> None:
        current = ListingStatus(availability.status)
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, "status": current.value, "stock": availability.stock}
        self.availability = availability
        reachable = [one for one in STATUS_NAMES if one is current or one in NEXT_STATUSES[current]]
        self.fields["status"] = forms.ChoiceField(
            label=_("Status"),
            choices=[(one.value, STATUS_NAMES[one]) for one in reachable],
            help_text=_("What ended keeps its page for a while, marked, and is in no list."),
        )

    def refuse(self, error: CatalogError) -> None:
        """Show what a service refused."""
        self.add_error(None, str(error))
