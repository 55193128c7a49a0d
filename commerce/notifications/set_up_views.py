"""The admin's page of the way that mails take, with a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from commerce.notifications import set_up

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase


def may_set_up(request: HttpRequest) -> bool:
    """Whether somebody may try mails out: admins."""
    return bool(request.user.is_active and request.user.is_superuser)


class AddressForm(forms.Form):
    """Where the test goes."""

    address = forms.EmailField(label=_("Address"), max_length=254)


class MailSetUpView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail has no types.
    """What is set, and a button that tries it."""

    template_name = "shop_notifications/set_up.html"
    page_title = _("E-mail set-up")
    header_icon = "mail"
    http_method_names = ("get", "head", "post")
    answer: set_up.Answer | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Admins only."""
        if not may_set_up(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [*self.breadcrumbs_items, {"url": reverse("mail_set_up"), "label": self.page_title}]

    @cached_property
    def form(self) -> AddressForm:
        """One's own address at first."""
        data = self.request.POST if self.request.method == "POST" else None
        return AddressForm(data, initial={"address": getattr(self.request.user, "email", "")})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Send a test."""
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        self.answer = set_up.send_test(self.form.cleaned_data["address"])
        log(request.user, "shop_notifications.test", user=request.user, title=self.form.cleaned_data["address"])
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        return {
            **super().get_context_data(**kwargs),
            "rows": set_up.described(),
            "form": self.form,
            "answer": self.answer,
        }
