"""The page on which the team writes down something about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts import services
from cms.accounts.forms import NoteForm
from cms.accounts.models import TeamNote, User
from cms.accounts.person_page import may_write_note, page_of, way_to

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class NoteView(WagtailAdminTemplateMixin, FormView[NoteForm]):
    """Write, change or remove the note on a person."""

    http_method_names = ("get", "head", "post", "options")
    template_name = "accounts/note.html"
    form_class = NoteForm
    page_title = _("Note")
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Who may not suspend may not write either; nobody but admins about staff, and nobody about who is gone."""
        self.person = get_object_or_404(User, pk=options["pk"])
        if not may_write_note(request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **options)

    def get_page_subtitle(self) -> str:
        """About whom."""
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """By the page of the person."""
        return [*self.breadcrumbs_items, *way_to(self.person, self.page_title)]

    def get_initial(self) -> dict[str, Any]:
        """What stands there."""
        note = TeamNote.objects.filter(person=self.person).first()
        return {"text": note.text if note is not None else ""}

    def form_valid(self, form: NoteForm) -> HttpResponse:
        """Keep it."""
        writer: Any = self.request.user
        services.write_note(self.person.pk, form.cleaned_data["text"], by=writer)
        messages.success(self.request, _now("The note is saved."))
        return redirect(page_of(self.person.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where to go back to."""
        return {**super().get_context_data(**kwargs), "back": page_of(self.person.pk)}
