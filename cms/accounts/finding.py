"""Whom somebody of the team sees, finds by words and narrows down to: for the list, its export and "all of them"."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect

from cms.accounts.directory import DIRECTORY, Trait
from cms.accounts.models import NUMBER_PREFIX, User
from cms.accounts.roles import STAFF_ROLES, Role
from cms.accounts.states import State, in_state

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest

_LARGEST_NUMBER = 2**31 - 1
_MOST_WORDS = 10


def may_manage(by: Any, person: User) -> bool:
    """Whether `by`, who may do something with people at all, may do it with this one: staff is the admins' matter."""
    return bool(getattr(by, "is_superuser", False)) or person.role not in STAFF_ROLES


def visible_to(by: User | AnonymousUser) -> QuerySet[User]:
    """Everybody for admins; buyers and sellers for the others of the team."""
    return User.objects.all() if by.is_superuser else User.objects.exclude(role__in=STAFF_ROLES)


def with_words(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Those of whom each word is part of a name or of the address, or is the number, the role or the state.

    A number may be written as shown: `U-000042`.
    """
    for word in text.split()[:_MOST_WORDS]:
        people = people.filter(_said_by(word))
    return people


def _said_by(word: str) -> Q:
    number = word[len(NUMBER_PREFIX) :] if word.upper().startswith(NUMBER_PREFIX) else word
    if number.isascii() and number.isdecimal() and int(number) <= _LARGEST_NUMBER:
        by_number = Q(number=int(number))
        if number != word:
            return by_number
    else:
        by_number = Q(pk__in=())
    folded = word.casefold()
    roles = [role.value for role in Role if folded in {role.value, str(role.label).casefold()}]
    states = [in_state(one) for one in State if folded in {one.value, str(one.label).casefold()}]
    texts = Q(name__icontains=word) | Q(email__icontains=word) | Q(seller_profile__display_name__icontains=word)
    return reduce(or_, states, texts | by_number | Q(role__in=roles))


class _TraitFilter(django_filters.BooleanFilter):
    def __init__(self, trait: Trait) -> None:
        super().__init__(label=trait.label, widget=BooleanRadioSelect)
        self._trait = trait

    def filter(self, qs: QuerySet[User], value: bool | None) -> QuerySet[User]:  # noqa: FBT001 (the library's signature)
        if value is None:
            return qs
        return qs.filter(self._trait.holds()) if value else qs.exclude(self._trait.holds())


class PeopleFilterSet(WagtailFilterSet):
    """By role, state, day of joining, last log-in, and what other packages know of people."""

    role = django_filters.MultipleChoiceFilter(label=_("Role"), choices=Role)
    state = django_filters.ChoiceFilter(label=_("State"), choices=State, method="in_this_state")
    date_joined = django_filters.DateFromToRangeFilter(label=_("Joined"), widget=DateRangePickerWidget)
    last_login = django_filters.DateFromToRangeFilter(label=_("Last log-in"), widget=DateRangePickerWidget)

    class Meta:
        model = User
        fields = ("role", "state", "date_joined", "last_login")

    def __init__(
        self,
        data: Any = None,
        queryset: QuerySet[User] | None = None,
        *,
        request: HttpRequest | None = None,
        is_searching: bool = False,  # noqa: ARG002 (Wagtail's signature)
        **options: Any,
    ) -> None:
        super().__init__(data, queryset, request=request, **options)
        if request is None or not request.user.is_superuser:
            self.filters["role"].extra["choices"] = [one for one in Role.choices if one[0] not in STAFF_ROLES]
        for name, trait in DIRECTORY.traits.items():
            self.filters[name] = _TraitFilter(trait)
            self.filters[name].parent, self.filters[name].model = self, User

    def in_this_state(self, people: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Those in the state."""
        return people.filter(in_state(State(value)))


def asked_for(request: HttpRequest) -> QuerySet[User]:
    """Whom the list shows that was asked for with these words and filters, on all its pages."""
    people = visible_to(request.user)
    filters = PeopleFilterSet(request.GET, request=request)
    if not filters.is_valid():
        return people.none()
    return with_words(filters.filter_queryset(people), request.GET.get("q", ""))
