"""The admin's page on which menu and footer are put in order by numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.pages.models import Navigation
from cms.pages.navigation_order import OrderForm, put_in_order

if TYPE_CHECKING:
    from django.http import HttpResponse


class NavigationOrderView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView[OrderForm]):
    """For those who may change the menu."""

    template_name = "shop_pages/navigation_order.html"
    page_title = gettext_lazy("Order by numbers")
    header_icon = "bars"
    form_class = OrderForm
    permission_required = "shop_pages.change_navigation"
    raise_exception = True
    http_method_names = ("get", "head", "post")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The form with everything, then here."""
        meta = Navigation._meta  # noqa: SLF001 (Django's public name)
        form = reverse("wagtailsettings:edit", args=[meta.app_label, meta.model_name])
        return [
            *self.breadcrumbs_items,
            {"url": form, "label": capfirst(meta.verbose_name)},
            {"url": "", "label": self.page_title},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """What there is to order."""
        return {**super().get_form_kwargs(), "navigation": Navigation.load()}

    def form_valid(self, form: OrderForm) -> HttpResponse:
        """Store the order."""
        try:
            navigation = put_in_order(form, by_id=self.request.user.pk)
        except ValidationError as refused:
            form.add_error("seen", refused)
            return self.form_invalid(form)
        log(navigation, "wagtail.edit", user=self.request.user)
        messages.success(self.request, _("The order is saved. The pages follow."))
        return super().form_valid(form)

    def form_invalid(self, form: OrderForm) -> HttpResponse:
        """Say why not; what was typed stays, unless it was typed for another menu."""
        messages.error(self.request, _("Nothing was saved: see below why."))
        problems = [*form.errors.get("seen", ()), *form.non_field_errors()]
        if "seen" in form.errors:
            form = OrderForm(navigation=Navigation.load())
        return self.render_to_response(self.get_context_data(form=form, problems=problems), status=422)

    def get_success_url(self) -> str:
        """Here again."""
        return reverse("navigation_order")
