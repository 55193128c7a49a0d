"""How the list of listings can be narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from wagtail.admin.filters import WagtailFilterSet

from cms.catalog.admin.fields import CategoryField
from cms.catalog.admin.forms import STATUS_NAMES
from cms.catalog.models import Category, Listing
from cms.catalog.services import with_status
from cms.contract.records import ListingStatus

_UNSHOWN = {ListingStatus.DRAFT: False, ListingStatus.IN_REVIEW: True}


class _CategoryFilter(django_filters.ModelChoiceFilter):
    field_class = CategoryField

    @property
    def field(self) -> CategoryField:
        """The tree, as in the form."""
        return CategoryField(required=False, label="Category", empty_label="All categories")


class ListingFilterSet(WagtailFilterSet):
    """By status, category with everything below it, condition, and whether there are photos."""

    status = django_filters.ChoiceFilter(
        label="Status", choices=[(one.value, name) for one, name in STATUS_NAMES.items()], method="with_this_status"
    )
    category = _CategoryFilter(label="Category", queryset=Category.objects.all(), method="in_this_branch")
    has_photos = django_filters.BooleanFilter(
        label="Has photos", field_name="photos", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Listing
        fields = ["status", "category", "condition", "negotiable"]

    def with_this_status(self, listings: QuerySet[Listing], _name: str, value: str) -> QuerySet[Listing]:
        """The listings that status_of() says this of."""
        status = ListingStatus(value)
        if status in _UNSHOWN:
            unshown = with_status(listings).filter(live=False, availability__status=ListingStatus.LIVE)
            return unshown.filter(is_in_review=_UNSHOWN[status])
        if status is ListingStatus.LIVE:
            return listings.filter(live=True, availability__status=status)
        return listings.filter(availability__status=status)

    def in_this_branch(self, listings: QuerySet[Listing], _name: str, value: Category) -> QuerySet[Listing]:
        """In the category or below it."""
        below = Q(category__slug_path__startswith=f"{value.slug_path}/")
        return listings.filter(Q(category=value) | below)
