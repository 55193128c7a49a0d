"""Reviews in Wagtail's admin: to be read, and removed with a reason."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from commerce.admin_lists import RowsView, people_found_by
from commerce.kept_rows import KeptRows
from commerce.orders.models import Order
from commerce.reviews import services
from commerce.reviews.errors import NotReviewable
from commerce.reviews.forms import RemovalForm
from commerce.reviews.models import Review

register_permission_policy(Review, KeptRows(Review), exact_class=True)

_ORDER = re.compile(r"(?:o-?)?0*([0-9]{1,9})", re.IGNORECASE)
_STATES = {
    "shown": _("Shown"),
    "waiting": _("Not published yet"),
    "removed": _("Removed"),
}


class ReviewFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail has no types.
    """What the list can be narrowed by."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=list(_STATES.items()), method="in_state", empty_label=_("All")
    )
    stars = django_filters.MultipleChoiceFilter(
        label=_("Stars"),
        choices=[(one, str(one)) for one in range(1, 6)],
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    about_seller = django_filters.BooleanFilter(label=_("About the seller"))
    written_at = django_filters.DateFromToRangeFilter(label=_("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Review
        fields = ()

    def in_state(self, reviews: Any, _name: str, value: str) -> Any:
        """Shown, not shown yet, or removed."""
        kept = reviews.filter(removed_at__isnull=True)
        if value == "removed":
            return reviews.filter(removed_at__isnull=False)
        return kept.filter(published_at__isnull=value == "waiting")


class ReviewIndexView(RowsView):
    """All reviews, newest first."""

    page_title = _("Reviews")
    filterset_class = ReviewFilterSet
    export_filename = "reviews"
    export_headings = {
        "order": _("Order"),
        "stars": _("Stars"),
        "text": _("Text"),
        "reply": _("Reply"),
        "author": _("By"),
        "subject": _("About"),
        "written_at": _("Written"),
        "state": _("State"),
        "removed_by": _("Removed by"),
        "removal_reason": _("Why it was removed"),
    }
    list_export = tuple(export_headings)

    def get_base_queryset(self) -> Any:
        """With the people, who are named in each row."""
        return super().get_base_queryset().select_related("author", "subject", "order", "removed_by")

    def search_queryset(self, queryset: Any) -> Any:
        """By what was written, the order, and the people by number, name and address."""
        found = Q()
        for word in self.search_query.split()[:4]:
            people = people_found_by(word)
            one = Q(text__icontains=word) | Q(reply__icontains=word) | Q(author__in=people) | Q(subject__in=people)
            if number := _ORDER.fullmatch(word):
                one |= Q(order__in=Order.objects.filter(number=int(number[1])).values("pk"))
            found &= one
        return queryset.filter(found)

    def to_row_dict(self, item: Review) -> dict[str, Any]:
        """A row of the export."""
        return {
            "order": item.order.label,
            "stars": item.stars,
            "text": item.text,
            "reply": item.reply,
            "author": str(item.author),
            "subject": str(item.subject),
            "written_at": item.written_at,
            "state": _state(item),
            "removed_by": str(item.removed_by or ""),
            "removal_reason": item.removal_reason,
        }


def _state(review: Review) -> str:
    if review.removed_at is not None:
        return str(_STATES["removed"])
    return str(_STATES["waiting" if review.published_at is None else "shown"])


class RemovalView(EditView):  # type: ignore[misc]  # As above.
    """A review, and the form that removes it."""

    template_name = "shop_reviews/remove.html"
    submit_button_label = _("Remove the review")
    submit_button_active_label = _("Removing…")
    success_message = _("The review is removed. Who wrote it gets a mail.")

    def form_valid(self, form: RemovalForm) -> HttpResponse:
        """Remove it, or say why not."""
        try:
            response: HttpResponse = super().form_valid(form)
        except NotReviewable as refused:
            form.add_error(None, refused.words)
            self.produced_error_message = refused.words
            refusal: HttpResponse = self.form_invalid(form)
            return refusal
        return response

    def save_instance(self) -> Review:
        """Remove it."""
        reason = self.form.cleaned_data["reason"]
        return services.remove(self.object.pk, self.request.user.pk, reason, now=timezone.now())


class ReviewViewSet(ModelViewSet):  # type: ignore[misc]  # As above.
    """Reviews in the admin."""

    model = Review
    icon = "pick"
    menu_label = _("Reviews")
    menu_name = "shop-reviews"
    menu_order = 255
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = ReviewIndexView
    edit_view_class = RemovalView
    edit_template_name = "shop_reviews/remove.html"
    search_fields = ("text",)
    """Wagtail asks whether there are any; ReviewIndexView searches by itself."""
    list_per_page = 25
    list_display = (
        "order",
        StatusTagColumn("state", accessor=_state, label=_("State"), primary=lambda review: review.is_shown),
        Column("stars", label=_("Stars"), sort_key="stars"),
        Column("text", label=_("Text")),
        Column("author", label=_("By"), sort_key="author__name"),
        Column("subject", label=_("About"), sort_key="subject__name"),
        DateColumn("written_at", label=_("Written"), sort_key="written_at"),
        Column("removed_by", label=_("Removed by"), sort_key="removed_by__name"),
    )

    def get_form_class(self, for_update: bool = False) -> type[RemovalForm]:  # noqa: ARG002, FBT001, FBT002 (Wagtail's signature)
        """The form that removes a review."""
        return RemovalForm


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # As above.
def register_reviews() -> ReviewViewSet:
    """The section of reviews."""
    return ReviewViewSet("reviews_shop", url_prefix="reviews")
