"""How the list of listings can be narrowed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from cms.catalog.admin.additions import Mark, marks
from cms.catalog.admin.fields import CategoryField
from cms.catalog.admin.finding import sellers_found
from cms.catalog.euros import EuroField
from cms.catalog.models import Availability, Category, Listing, Photo
from cms.catalog.services import ids_in_review
from cms.catalog.status_names import STATUS_NAMES
from cms.contract.records import ListingStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SOON = timedelta(days=7)


def _in_review(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    return listings.filter(pk__in=ids_in_review())


def _without_photo(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    return listings.filter(~Exists(Photo.objects.filter(listing=OuterRef("pk"))))


def _expiring(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    now = timezone.now()
    due = Availability.objects.filter(status=ListingStatus.LIVE, expires_at__gt=now, expires_at__lte=now + SOON)
    return listings.filter(live=True, pk__in=due.values("pk"))


def _changed(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    return listings.filter(live=True, has_unpublished_changes=True)


OWN_MARKS = (
    Mark(name="in-review", label=_("Waits for a moderator"), marked=_in_review),
    Mark(name="no-photo", label=_("Without a photo"), marked=_without_photo),
    Mark(name="expiring", label=_("Expires within seven days"), marked=_expiring),
    Mark(name="changed", label=_("With a newer draft"), marked=_changed),
)


def _all_marks() -> dict[str, Mark]:
    return {one.name: one for one in (*OWN_MARKS, *marks.values())}


def _mark_choices() -> list[tuple[str, str | _StrPromise]]:
    return [(one.name, one.label) for one in _all_marks().values()]


class _CategoryFilter(django_filters.ModelChoiceFilter):
    field_class = CategoryField

    @property
    def field(self) -> CategoryField:
        """The tree, as in the form."""
        return CategoryField(required=False, label=_("Category"), empty_label=_("All categories"))


class _EuroFilter(django_filters.Filter):
    field_class = EuroField


class ListingFilterSet(WagtailFilterSet):
    """By status, category with everything below it, seller, price, condition, and what is the matter with it."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[(one.value, name) for one, name in STATUS_NAMES.items()],
        method="with_this_status",
        empty_label=_("All"),
    )
    only = django_filters.MultipleChoiceFilter(
        label=_("Only those"), choices=_mark_choices, method="with_these_marks", widget=CheckboxSelectMultiple
    )
    category = _CategoryFilter(label=_("Category"), queryset=Category.objects.all(), method="in_this_branch")
    seller = django_filters.CharFilter(label=_("Seller (name or number)"), method="sold_by")
    price_from = _EuroFilter(label=_("Price from"), field_name="price_cents", lookup_expr="gte")
    price_to = _EuroFilter(label=_("Price up to"), field_name="price_cents", lookup_expr="lte")

    class Meta:
        model = Listing
        fields = ["status", "only", "category", "seller", "price_from", "price_to", "condition"]

    def with_this_status(self, listings: QuerySet[Listing], _name: str, value: str) -> QuerySet[Listing]:
        """The listings that status_of() says this of."""
        status = ListingStatus(value)
        if status is ListingStatus.LIVE:
            return listings.filter(live=True, availability__status=status)
        if status is ListingStatus.IN_REVIEW:
            unshown = listings.filter(live=False, availability__status=ListingStatus.LIVE)
            return unshown.filter(pk__in=ids_in_review())
        if status is ListingStatus.DRAFT:
            unshown = listings.filter(live=False, availability__status=ListingStatus.LIVE)
            return unshown.exclude(pk__in=ids_in_review())
        return listings.filter(availability__status=status)

    def with_these_marks(self, listings: QuerySet[Listing], _name: str, value: list[str]) -> QuerySet[Listing]:
        """Those that bear all these marks."""
        known = _all_marks()
        for name in value:
            listings = known[name].marked(listings)
        return listings

    def in_this_branch(self, listings: QuerySet[Listing], _name: str, value: Category) -> QuerySet[Listing]:
        """In the category or below it."""
        below = Category.objects.filter(slug_path__startswith=f"{value.slug_path}/").values_list("pk", flat=True)
        return listings.filter(category_id__in=[value.pk, *below])

    def sold_by(self, listings: QuerySet[Listing], _name: str, value: str) -> QuerySet[Listing]:
        """Of the people who are called so or have this number."""
        return listings.filter(seller_id__in=sellers_found(value))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["condition"].empty_label = _("All")
