"""The admin's page of the short texts in the shop's second language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.api import site
from cms.site.general import LANGUAGE_NAMES, GeneralSettings
from cms.site.models import SecondTexts

if TYPE_CHECKING:
    from django.http import HttpResponse

PERMISSION = "shop_site.change_generalsettings"
_SHORT = 120

_PLACES = {
    "hero": gettext_lazy("The opening of the home page"),
    "shop": gettext_lazy("Around every page"),
    "menu": gettext_lazy("Menu"),
    "footer": gettext_lazy("Footer"),
    "categories": gettext_lazy("Categories"),
}


class SecondTextsForm(forms.Form):
    """A field for each text; the text itself is its label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = SecondTexts.load().texts
        self._texts: dict[str, str] = {}
        self.places: list[tuple[Any, list[forms.BoundField]]] = []
        for place, texts in site.short_texts().items():
            names = [
                self._add(f"{place}-{number}", text, length, written)
                for number, (text, length) in enumerate(texts.items())
            ]
            if names:
                self.places.append((_PLACES[place], [self[name] for name in names]))

    def _add(self, name: str, text: str, length: int, written: dict[str, str]) -> str:
        is_long = len(text) > _SHORT or "\n" in text
        self.fields[name] = forms.CharField(
            label=text,
            required=False,
            max_length=length,
            initial=written.get(text, ""),
            widget=forms.Textarea(attrs={"rows": 4}) if is_long else forms.TextInput(),
        )
        self._texts[name] = text
        return name

    def texts(self) -> dict[str, str]:
        """Each text and what was written for it."""
        return {text: self.cleaned_data[name].strip() for name, text in self._texts.items()}


class SecondTextsView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView[SecondTextsForm]):
    """All of them on one page, in their places."""

    template_name = "panel/second_language.html"
    page_title = gettext_lazy("Texts in the second language")
    header_icon = "globe"
    form_class = SecondTextsForm
    permission_required = PERMISSION
    raise_exception = True
    http_method_names = ("get", "head", "post")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [*self.breadcrumbs_items, {"url": reverse_lazy("second_texts"), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        general = GeneralSettings.load()
        return {
            **super().get_context_data(**kwargs),
            "first": LANGUAGE_NAMES[general.language],
            "second": LANGUAGE_NAMES.get(general.further_language, ""),
        }

    def form_valid(self, form: SecondTextsForm) -> HttpResponse:
        """Keep what was written."""
        site.write_second_texts(form.texts())
        log(SecondTexts.load(), "wagtail.edit")
        messages.success(self.request, _("The texts are saved. The pages follow."))
        return super().form_valid(form)

    def form_invalid(self, form: SecondTextsForm) -> HttpResponse:
        """Say that there is something to mend; what was typed stays."""
        messages.error(self.request, _("Something is not right yet: see the marked fields. Nothing was saved."))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self) -> str:
        """Here again."""
        return reverse("second_texts")
