"""The admin's pages of the words of mails: a list, and a form with a preview on a made-up order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from commerce.notifications import texts
from commerce.notifications.models import MailText
from commerce.notifications.plain_text import plain_text
from commerce.notifications.sample import SAMPLE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

PERMISSION = "shop_notifications.change_mailtext"


class WordsForm(forms.Form):
    """A field for each text of a mail; an empty one means the theme's own words."""

    def __init__(self, *args: Any, shipped: list[tuple[str, str]], own: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shipped = shipped
        for place, (source, theirs) in enumerate(shipped):
            self.fields[f"text_{place}"] = forms.CharField(
                label=_("Subject") if place == 0 else _("Text %(number)d") % {"number": place},
                required=False,
                max_length=MailText.LENGTH,
                initial=own.get(source, ""),
                widget=forms.Textarea(attrs={"rows": 2, "placeholder": theirs}),
                help_text=theirs,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse placeholders that the mail cannot fill in."""
        values: dict[str, Any] = super().clean() or {}
        for place, (_source, theirs) in enumerate(self.shipped):
            text = values.get(f"text_{place}") or ""
            if wrong := texts.mistake(theirs, text):
                self.add_error(f"text_{place}", ValidationError(wrong))
        return values

    @property
    def words(self) -> dict[str, str]:
        """The shop's own words, by the name of the text; of a form with mistakes those without."""
        return {
            source: " ".join(self.cleaned_data[f"text_{place}"].split())
            for place, (source, _theirs) in enumerate(self.shipped)
            if self.cleaned_data.get(f"text_{place}")
        }


class _Editors(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail has no types.
    """Lets in who may change the words of mails."""

    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse all others."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list, then here."""
        return [*self.breadcrumbs_items, {"url": reverse("mail_texts"), "label": _("Mail texts")}]


class MailTextsView(_Editors):
    """All mails, by their subjects."""

    template_name = "shop_notifications/mail_texts.html"
    page_title = gettext_lazy("Mail texts")
    http_method_names = ("get", "head")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One row each."""
        languages = texts.languages()
        own = set(MailText.objects.values_list("kind", "language").distinct())
        rows = []
        for kind in texts.kinds():
            said = texts.shipped(kind, languages[0])
            rows.append(
                {
                    "kind": kind,
                    "subject": said[0][1] if said else kind,
                    "languages": [(one, (kind, one) in own) for one in languages],
                }
            )
        return {**super().get_context_data(**kwargs), "rows": rows}


class MailTextView(_Editors):
    """The words of one mail in one language."""

    template_name = "shop_notifications/mail_text.html"
    page_title = gettext_lazy("Words of a mail")
    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for a mail that the theme does not know, and for a language that the shop does not have."""
        self.kind, self.language = kwargs["kind"], kwargs["language"]
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form(self) -> WordsForm:
        """What is stored, or what was sent."""
        if self.kind not in texts.kinds() or self.language not in texts.languages():
            raise Http404
        return WordsForm(
            self.request.POST if self.request.method == "POST" else None,
            shipped=texts.shipped(self.kind, self.language),
            own=texts.own_words(self.kind, self.language),
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keep the words, go back to the theme's, or only show them."""
        form = self.form
        if "reset" in request.POST:
            texts.keep(self.kind, self.language, {})
            said = _("The mail has the words again that it came with.")
        elif not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        elif "show" in request.POST:
            return self.render_to_response(self.get_context_data())
        else:
            texts.keep(self.kind, self.language, form.words)
            said = _("Saved. From now on the mail says this.")
        log(request.user, "shop_notifications.words", user=request.user, title=f"{self.kind} ({self.language})")
        messages.success(request, said)
        return redirect("mail_text", self.kind, self.language)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the mail as it would be with it."""
        form = self.form
        own = form.words if form.is_bound and form.is_valid() else texts.own_words(self.kind, self.language)
        subject, html = texts.written(self.kind, SAMPLE, own=own, language=self.language)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "kind": self.kind,
            "language": self.language,
            "subject": subject,
            "html": html,
            "plain": plain_text(html),
            "has_own": MailText.objects.filter(kind=self.kind, language=self.language).exists(),
        }
