"""Reviews in Wagtail's admin: to be read, and removed with a reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from commerce.kept_rows import KeptRows
from commerce.reviews import services
from commerce.reviews.errors import NotReviewable
from commerce.reviews.forms import RemovalForm
from commerce.reviews.models import Review

register_permission_policy(Review, KeptRows(Review), exact_class=True)


class ReviewIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no types.
    """All reviews, newest first."""

    page_title = "Reviews"

    def get_base_queryset(self) -> Any:
        """With the people, who are named in each row."""
        return super().get_base_queryset().select_related("author", "subject", "order")


class RemovalView(EditView):  # type: ignore[misc]  # As above.
    """A review, and the form that removes it."""

    template_name = "shop_reviews/remove.html"
    submit_button_label = "Remove the review"
    submit_button_active_label = "Removing…"
    success_message = "The review is removed. Who wrote it gets a mail."

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
    menu_label = "Reviews"
    menu_name = "shop-reviews"
    menu_order = 255
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = ReviewIndexView
    edit_view_class = RemovalView
    edit_template_name = "shop_reviews/remove.html"
    search_fields = ("text", "reply", "subject__name", "author__name")
    list_filter = ("stars", "about_seller")
    list_display = (
        "order",
        Column("stars", label="Stars", sort_key="stars"),
        Column("text", label="Text"),
        Column("author", label="By"),
        Column("subject", label="About"),
        DateColumn("written_at", label="Written", sort_key="written_at"),
        DateColumn("removed_at", label="Removed", sort_key="removed_at"),
    )

    def get_form_class(self, for_update: bool = False) -> type[RemovalForm]:  # noqa: ARG002, FBT001, FBT002 (Wagtail's signature)
        """The form that removes a review."""
        return RemovalForm


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # As above.
def register_reviews() -> ReviewViewSet:
    """The section of reviews."""
    return ReviewViewSet("reviews_shop", url_prefix="reviews")
