"""Wagtail's section of users, for our people: number, e-mail address, name, role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.log_actions import log
from wagtail.users.views import users as wagtail_views
from wagtail.users.views.users import UserColumn, UserViewSet

from cms.accounts import services
from cms.accounts.errors import AccountsError
from cms.accounts.forms import PersonCreationForm, PersonEditForm, in_words
from cms.accounts.roles import STAFF_ROLES

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User


def may_manage(by: AbstractBaseUser | AnonymousUser, person: User) -> bool:
    """Whether `by`, who may change people at all, may change this one: staff is managed by admins only."""
    return bool(getattr(by, "is_superuser", False)) or person.role not in STAFF_ROLES


def _refuse_unless_managed(request: HttpRequest, person: User) -> None:
    """Wagtail has let the asker in already; a stranger never comes this far."""
    if not may_manage(request.user, person):
        raise PermissionDenied


class PersonIndexView(wagtail_views.IndexView):
    """The list of people."""

    page_title = "People"
    add_item_label = "Add a person"
    search_fields = ("name", "email", "number")

    @cached_property
    def columns(self) -> list[Column]:
        """One column for each thing that tells people apart."""
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            UserColumn("name", label="Name", sort_key="name", get_url=self.get_edit_url, classname="name"),
            Column("label", label="Number", sort_key="number", width="12%"),
            Column("email", label="E-mail address", sort_key="email", width="25%"),
            Column("role", accessor="get_role_display", label="Role", sort_key="role", width="10%"),
            BooleanColumn("is_active", label="Active", sort_key="is_active", width="10%"),
            DateColumn("last_login", label="Last login", sort_key="last_login", width="12%"),
        ]

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """Find people by name, address, or number, which may be written as shown: U-000042."""
        if self.search_query and self.search_query.strip().upper().startswith("U-"):
            digits = self.search_query.strip()[2:]
            return queryset.filter(number=int(digits)) if digits.isdecimal() else queryset.none()
        found: QuerySet[User] = super().search_queryset(queryset)
        return found

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """As asked; Wagtail's own list would sort by the last name."""
        if self.ordering in {"name", "-name"}:
            return queryset.order_by(self.ordering, "number")
        ordered: QuerySet[User] = super(wagtail_views.IndexView, self).order_queryset(queryset)
        return ordered


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

    page_title = "Add a person"

    def save_instance(self) -> User:
        """Make the person and write it into Wagtail's history."""
        person: User = self.form.save()
        log(person, "wagtail.create", user=self.request.user)
        return person

    def get_success_message(self, instance: User) -> str:
        """Also whether a mail is on its way."""
        told = str(super().get_success_message(instance))
        return f"{told} A mail invites them to choose a password." if self.form.invited else told


class PersonEditView(_SavesByServices, wagtail_views.EditView):
    """A page to change a person."""

    def setup(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Staff is managed by admins only."""
        super().setup(request, *args, **options)
        if not self.editing_self:
            _refuse_unless_managed(request, self.object)

    def save_instance(self) -> User:
        """Save the person and write it into Wagtail's history."""
        person: User = super().save_instance()
        self.object = person
        return person


class PersonDeleteView(wagtail_views.DeleteView):
    """A page to delete a person to whom nothing refers."""

    http_method_names = ("get", "head", "post", "options")  # Wagtail's own DELETE goes past the service.

    def setup(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Staff is managed by admins only."""
        super().setup(request, *args, **options)
        _refuse_unless_managed(request, self.object)

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


class PersonViewSet(UserViewSet):
    """Takes the place of Wagtail's own section (see apps.PeopleAdminConfig)."""

    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    ordering = "number"
    copy_view_enabled = False
    menu_label = "People"
    menu_name = "users"

    create_template_name = "wagtailadmin/generic/form.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[PersonCreationForm | PersonEditForm]:  # noqa: FBT001, FBT002 (Wagtail's signature)
        """The form to make or to change a person."""
        return PersonEditForm if for_update else PersonCreationForm
