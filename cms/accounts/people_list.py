"""The list of people in the admin, and the same as a spreadsheet."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.users.views import users as wagtail_views

from cms.accounts.bulk_buttons import buttons_for
from cms.accounts.directory import DIRECTORY
from cms.accounts.finding import may_manage, visible_to, with_words
from cms.accounts.states import State, states_of
from cms.contract.cells import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from cms.accounts.models import User

_AT_ONCE = 500
_NULLABLE = frozenset({"last_login"})


def inform(people: list[User]) -> list[User]:
    """Put on each of these people the state and what other packages tell of them: so many queries for any number."""
    states = states_of(people)
    ids = [one.pk for one in people]
    told = {name: figure.tell(ids) if ids else {} for name, figure in DIRECTORY.figures.items()}
    for person in people:
        seen: Any = person  # Carries to the page what is no field.
        seen.state = states[person.pk]
        seen.figures = {name: told[name].get(person.pk, figure.otherwise) for name, figure in DIRECTORY.figures.items()}
    return people


class _Informed:
    """People of a query, some hundred at a time, each with all that is told of them."""

    def __init__(self, people: QuerySet[User]) -> None:
        self._people = people
        self.model = people.model

    def __iter__(self) -> Iterator[User]:
        rows = self._people.iterator(chunk_size=_AT_ONCE)
        while some := list(islice(rows, _AT_ONCE)):
            yield from inform(some)


class PersonIndexView(wagtail_views.IndexView):
    """The list of people."""

    page_title = _("Users")
    add_item_label = _("Add a person")
    search_fields = ("name", "email", "number")
    """That there is a search; with_words() does it."""
    export_filename = "users"
    export_headings = {
        "label": _("Number"),
        "get_role_display": _("Role"),
        "state.label": _("State"),
        "date_joined": _("Joined"),
        "last_login": _("Last log-in"),
    }

    @cached_property
    def list_export(self) -> list[str]:
        """What stands in the list. Notes of the team are for the page of the person only."""
        figures = [f"figures.{name}" for name in DIRECTORY.figures]
        return ["label", "name", "email", "get_role_display", "state.label", *figures, "date_joined", "last_login"]

    @cached_property
    def columns(self) -> list[Column]:
        """One column for each thing that tells people apart."""
        title = self._get_title_column_class(TitleColumn)
        figures = [
            Column(name, accessor=f"figures.{name}", label=one.label, sort_key=name if one.rank else None)
            for name, one in DIRECTORY.figures.items()
        ]
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            title("name", label=_("Name"), sort_key="name", get_url=self.get_inspect_url, classname="name"),
            Column("label", label=_("Number"), sort_key="number"),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("role", accessor="get_role_display", label=_("Role"), sort_key="role"),
            StatusTagColumn(
                "state", label=_("State"), accessor="state.label", primary=lambda one: one.state is State.ACTIVE
            ),
            *figures,
            DateColumn("last_login", label=_("Last log-in"), sort_key="last_login"),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Also the buttons for several people, of which only those are shown that the asker may use."""
        return {**super().get_context_data(*args, **kwargs), "bulk_buttons": buttons_for(self.request.user)}

    def get_base_queryset(self) -> QuerySet[User]:
        """Whom the asker may see."""
        return visible_to(self.request.user).select_related("wagtail_userprofile")

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """Find people by all words."""
        return with_words(queryset, self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """As asked, equals by their number; who never logged in stands last."""
        name = (self.ordering or "").removeprefix("-")
        figure = DIRECTORY.figures.get(name)
        if figure is not None and figure.rank is not None:
            queryset, name = queryset.annotate(rank=figure.rank()), "rank"
        place = F(name or "number")
        is_down = (self.ordering or "").startswith("-")
        nulls = {"nulls_last": True} if name in _NULLABLE else {}
        return queryset.order_by(place.desc(**nulls) if is_down else place.asc(**nulls), "number")

    def paginate_queryset(self, queryset: QuerySet[User], page_size: int) -> tuple[Any, Any, Any, bool]:
        """One page of people, with all that is told of them."""
        paginator, page, _people, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = inform(list(page.object_list))
        return paginator, page, page.object_list, is_paginated

    def get_edit_url(self, instance: User) -> str | None:
        """Who may change this one gets there."""
        url: str | None = super().get_edit_url(instance)
        return url if may_manage(self.request.user, instance) and instance.closed_at is None else None

    def get_heading(self, queryset: Any, field: str) -> str:
        """What stands above a column of the spreadsheet."""
        figure = DIRECTORY.figures.get(field.removeprefix("figures."))
        return str(figure.label) if figure is not None else str(super().get_heading(queryset, field))

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Names are chosen by people: none of them is a formula."""
        cell = super().preprocess_field_value(field, value, export_format)
        return harmless(cell) if isinstance(cell, str) and export_format == self.FORMAT_CSV else cell

    def as_spreadsheet(self, queryset: QuerySet[User], spreadsheet_format: str) -> Any:
        """All whom the filters leave, in pieces."""
        return super().as_spreadsheet(_Informed(queryset), spreadsheet_format)
