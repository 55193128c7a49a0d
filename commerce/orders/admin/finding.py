"""How the team finds orders: by words, and by what it filters for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.fields import RangeField
from wagtail.admin.filters import DateRangePickerWidget, NumberRangeWidget, WagtailFilterSet

from commerce.admin_lists import people_found_by
from commerce.orders.admin import concerns
from commerce.orders.admin.words import REASONS, STATES
from commerce.orders.models import Order, OrderLine

if TYPE_CHECKING:
    from django.db.models import QuerySet

_ORDER = re.compile(r"(?:o-?)?0*([0-9]{1,9})", re.IGNORECASE)
_MOST_WORDS = 4


def found_by(words: str) -> Q:
    """Orders with all of these words: in the number, the names, the addresses, or the titles of what was ordered."""
    found = Q()
    for word in words.split()[:_MOST_WORDS]:
        found &= _found_by_word(word)
    return found


def of_person(side: str, typed: str) -> Q:
    """Orders of a buyer or seller by number, name or e-mail address."""
    typed = typed.strip()
    return Q(**{f"{side}__in": people_found_by(typed)}) | Q(**{f"{side}_name__icontains": typed})


def _found_by_word(word: str) -> Q:
    number = _ORDER.fullmatch(word)
    if number and word.casefold().startswith("o-"):
        return Q(number=int(number[1]))
    people = people_found_by(word)
    lines = OrderLine.objects.filter(title__icontains=word).order_by().values("order")
    found = Q(buyer__in=people) | Q(seller__in=people) | Q(pk__in=lines)
    found |= Q(buyer_name__icontains=word) | Q(seller_name__icontains=word)
    return found | Q(number=int(number[1])) if number else found


class AmountField(RangeField):  # type: ignore[misc]  # django-filter has no types.
    """From so many euros to so many."""

    widget = NumberRangeWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fields = tuple(forms.DecimalField(min_value=0, max_digits=11, decimal_places=2) for _one in range(2))
        super().__init__(fields, *args, **kwargs)


class AmountFilter(django_filters.RangeFilter):  # type: ignore[misc]  # As above.
    """Amounts are stored in cents."""

    field_class = AmountField

    def filter(self, qs: QuerySet[Any], value: slice | None) -> QuerySet[Any]:
        """Those within the span; an end that was not given is open."""
        if value is None:
            return qs
        if value.start is not None:
            qs = qs.filter(**{f"{self.field_name}__gte": int(value.start * 100)})
        return qs if value.stop is None else qs.filter(**{f"{self.field_name}__lte": int(value.stop * 100)})


class PersonFilter(django_filters.CharFilter):  # type: ignore[misc]  # As above.
    """The seller or the buyer, by the name of the filter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        hint = forms.TextInput(attrs={"placeholder": _("U-000042, name or e-mail address")})
        super().__init__(*args, max_length=254, widget=hint, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The orders of that person on that side."""
        return qs.filter(of_person(self.field_name, value)) if value else qs


class OrderFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail has no types.
    """What the list of orders can be narrowed by."""

    concern = django_filters.ChoiceFilter(
        label=_("To look at"), choices=list(concerns.LABELS.items()), method="with_concern", empty_label=_("All")
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=list(STATES.items()), widget=forms.CheckboxSelectMultiple, distinct=False
    )
    reason = django_filters.ChoiceFilter(label=_("Why it ended"), choices=list(REASONS.items()), empty_label=_("All"))
    amount = AmountFilter(label=_("Amount in euros"), field_name="total_cents")
    placed_at = django_filters.DateFromToRangeFilter(label=_("Ordered"), widget=DateRangePickerWidget)
    deadline = django_filters.DateFromToRangeFilter(label=_("Deadline"), widget=DateRangePickerWidget)
    seller = PersonFilter(label=_("Seller"))
    buyer = PersonFilter(label=_("Buyer"))

    class Meta:
        model = Order
        fields = ()

    def with_concern(self, orders: QuerySet[Order], _name: str, value: str) -> QuerySet[Order]:
        """Those that may need the team for this."""
        return orders.filter(concerns.about(value, now=timezone.now()))
