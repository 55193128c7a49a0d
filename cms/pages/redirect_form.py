"""Wagtail's form of a redirect, for which a path of the shop is an address too, as in menus and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect

from cms.site.links import clean_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse


class ShopRedirectForm(RedirectForm):
    """Takes `/listings` besides `https://…`, and stores the shop's own addresses as paths: its domain may change."""

    redirect_link = forms.CharField(
        label=_("Redirect to any address"),
        required=False,
        max_length=255,
        help_text=_("A path of the shop such as /listings, or https://… of another site."),
    )

    def clean_redirect_link(self) -> str:
        """Raises ValidationError for what is no address."""
        typed: str = self.cleaned_data["redirect_link"]
        return clean_address(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        """Refuse a redirect without a target, and one to itself: shoppers would find nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        link, old_path = cleaned.get("redirect_link"), cleaned.get("old_path")
        if not link and not cleaned.get("redirect_page") and "redirect_link" not in self.errors:
            self.add_error("redirect_link", _("Say where it leads: choose a page, or write an address."))
        if link and old_path and Redirect.normalise_path(link) == Redirect.normalise_path(old_path):
            self.add_error("redirect_link", _("A redirect to itself leads nowhere."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The column would take full addresses only.
        excluded: set[str] = super()._get_validation_exclusions()
        return excluded | {"redirect_link"}


def add_view() -> Callable[..., HttpResponse]:
    """Wagtail's view with this form."""
    view: Callable[..., HttpResponse] = views.CreateView.as_view(form_class=ShopRedirectForm)
    return view


def edit_view() -> Callable[..., HttpResponse]:
    """Wagtail's view with this form."""
    view: Callable[..., HttpResponse] = views.EditView.as_view(form_class=ShopRedirectForm)
    return view
