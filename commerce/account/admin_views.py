"""What an admin does on request of a person: hand out their data, close their account for good."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from commerce.account import closing, own_data
from commerce.account.errors import NotClosable
from commerce.account.services import close_account
from commerce.catalog import people
from commerce.directory import page_of, way_to

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponse, HttpResponseBase

    from cms.accounts.models import User


class SureForm(forms.Form):
    """That it is meant, and for whom."""

    sure = forms.BooleanField(
        label=_("The person asked for it, and I am sure that it was they."),
        error_messages={"required": _("Tick this when you are sure.")},
    )


class _OnRequest(WagtailAdminTemplateMixin, FormView[SureForm]):
    """Asks an admin first. There is nothing to do for somebody who is gone."""

    http_method_names = ("get", "head", "post", "options")
    template_name = "shop_account/on_request.html"
    form_class = SureForm
    header_icon = "user"
    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Raises PermissionDenied and Http404."""
        if not request.user.is_superuser:
            raise PermissionDenied
        self.person = get_object_or_404(get_user_model(), pk=options["pk"], closed_at=None)
        return super().dispatch(request, *args, **options)

    def get_page_subtitle(self) -> str:
        """For whom."""
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """By the page of the person."""
        return [*self.breadcrumbs_items, *way_to(self.person, self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where to go back to."""
        return {**super().get_context_data(**kwargs), "person": self.person, "back": page_of(self.person.pk)}


class ExportView(_OnRequest):
    """The same ZIP that the person can take from the page of their account."""

    page_title = _("Export their data")
    extra_context = {
        "words": [
            _("You get a ZIP with everything that the shop holds about this person, as they can take it themselves."),
            _("Hand it to nobody else. That you took it stands in the history. Notes of the team are not in it."),
        ],
        "yes": _("Download the ZIP"),
    }

    def form_valid(self, form: SureForm) -> Any:  # noqa: ARG002 (Django's signature)
        """Write it down, then hand it out."""
        log(self.person, "account.export", user=self.request.user)
        name = f"{self.person.label}-{timezone.localdate().isoformat()}.zip"
        return FileResponse(own_data.zip_of(self.person), as_attachment=True, filename=name)


class EraseView(_OnRequest):
    """The end of an account, as the person could have ended it."""

    page_title = _("Close for good")
    extra_context = {
        "words": [
            _("Name, address, password, profile, notes and sessions go for good; what they sell is withdrawn."),
            _("Orders, messages to others, reviews and reports stay, under “Former member”, and so does the number."),
        ],
        "yes": _("Close the account for good"),
        "is_serious": True,
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also what stands against it."""
        return {"reasons": self._reasons(), **super().get_context_data(**kwargs)}

    def _reasons(self) -> list[str]:
        if self.person.pk == self.request.user.pk:
            return [_now("This is your own account.")]
        if people.is_staff(self.person):
            return [_now("This person works in the admin panel. Change their role first.")]
        return closing.reasons_against(self.person)

    def form_valid(self, form: SureForm) -> HttpResponse:
        """Close it, or say what stands against it."""
        reasons = self._reasons()
        if not reasons:
            try:
                close_account(self.person.pk, now=timezone.now())
            except NotClosable as refusal:
                reasons = list(refusal.reasons)
        if reasons:
            return self.render_to_response(
                self.get_context_data(form=form, reasons=reasons), status=HTTPStatus.CONFLICT
            )
        self.person.refresh_from_db()
        log(self.person, "account.erase", user=self.request.user)
        messages.success(self.request, _now("The account of %(label)s is closed.") % {"label": self.person.label})
        return redirect(page_of(self.person.pk))
