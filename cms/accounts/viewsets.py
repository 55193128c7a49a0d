"""Wagtail's section of users, for our people: number, e-mail address, name, role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.users.views import users as wagtail_views
from wagtail.users.views.users import UserViewSet

from cms.accounts import services
from cms.accounts.errors import AccountsError
from cms.accounts.finding import PeopleFilterSet
from cms.accounts.forms import PersonCreationForm, PersonEditForm, in_words
from cms.accounts.note_view import NoteView
from cms.accounts.people_list import PersonIndexView
from cms.accounts.person_page import PersonView, page_of, refuse_unless_managed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from cms.accounts.models import User


class _SavesByServices:
    """Saves through the form alone, and shows what a service refuses as an error of the form."""

    request: Any
    form: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks who fills it in."""
        return {**super().get_form_kwargs(), "by": self.request.user}  # type: ignore[misc]  # From the view mixed in.

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, or say why not."""
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # As above.
        except (AccountsError, ValidationError) as error:
            self.produced_error_message = in_words(error)
        else:
            return response
        form.add_error(None, self.produced_error_message)
        refused: HttpResponse = self.form_invalid(form)  # type: ignore[attr-defined]  # As above.
        return refused


class PersonCreateView(_SavesByServices, wagtail_views.CreateView):
    """A page to make a person."""

    page_title = _("Add a person")

    def save_instance(self) -> User:
        """Make the person and write it into Wagtail's history."""
        person: User = self.form.save()
        log(person, "wagtail.create", user=self.request.user)
        return person

    def get_success_message(self, instance: User) -> str:
        """Also whether a mail is on its way."""
        told = str(super().get_success_message(instance))
        return f"{told} {_now('A mail invites them to choose a password.')}" if self.form.invited else told

    def get_success_url(self) -> str:
        """Their page."""
        return page_of(self.object.pk)


class PersonEditView(_SavesByServices, wagtail_views.EditView):
    """A page to change a person."""

    def setup(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Staff is managed by admins only."""
        super().setup(request, *args, **options)
        if not self.editing_self:
            refuse_unless_managed(request, self.object)
        if self.object.closed_at is not None:
            raise PermissionDenied

    def save_instance(self) -> User:
        """Save the person and write it into Wagtail's history."""
        person: User = super().save_instance()
        self.object = person
        return person

    def get_success_url(self) -> str:
        """Their page."""
        return page_of(self.object.pk)


class PersonDeleteView(wagtail_views.DeleteView):
    """A page to delete a person to whom nothing refers."""

    http_method_names = ("get", "head", "post", "options")  # Wagtail's own DELETE goes past the service.

    def setup(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Staff is managed by admins only."""
        super().setup(request, *args, **options)
        refuse_unless_managed(request, self.object)

    def delete_action(self) -> None:
        """Write it into Wagtail's history and delete."""
        log(self.object, "wagtail.delete", user=self.request.user)
        services.delete_person(self.object.pk)

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete, or say why not."""
        try:
            response: HttpResponse = super().form_valid(form)
        except AccountsError as error:
            messages.error(self.request, in_words(error))
            response = self.get(self.request)
        return response


class PersonHistoryView(wagtail_views.HistoryView):
    """What was done to a person."""

    def setup(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Staff is managed by admins only."""
        super().setup(request, *args, **options)
        refuse_unless_managed(request, self.object)


class PersonViewSet(UserViewSet):
    """Takes the place of Wagtail's own section (see apps.PeopleAdminConfig)."""

    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    history_view_class = PersonHistoryView
    inspect_view_class = PersonView
    inspect_view_enabled = True
    inspect_template_name = PersonView.template_name
    index_template_name = "accounts/people.html"
    filterset_class = PeopleFilterSet
    ordering = "number"
    list_per_page = 50
    copy_view_enabled = False
    menu_label = _("Users")
    menu_name = "users"

    create_template_name = "wagtailadmin/generic/form.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[PersonCreationForm | PersonEditForm]:  # noqa: FBT001, FBT002 (Wagtail's signature)
        """The form to make or to change a person."""
        return PersonEditForm if for_update else PersonCreationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses and ours."""
        ours: list[URLPattern] = [path("note/<int:pk>/", NoteView.as_view(), name="note")]
        return [*super().get_urlpatterns(), *ours]
