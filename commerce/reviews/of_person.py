"""What the team sees in the admin of what others say about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from commerce import directory
from commerce.reviews.models import Review

if TYPE_CHECKING:
    from cms.accounts.models import User


def _stars(review: Review) -> str:
    shown = f"{review.stars} ★"
    return f"{shown} ({gettext('removed')})" if review.removed_at else shown


def _received(person: User) -> directory.Excerpt:
    reviews = Review.objects.filter(subject=person)
    return directory.Excerpt(
        columns=(
            Column("stars", label=_("Stars"), accessor=_stars),
            Column("text", label=_("Text")),
            Column("author", label=_("By"), accessor="author"),
            Column("order", label=_("Order"), accessor="order.label"),
            DateColumn("written_at", label=_("Written")),
        ),
        rows=list(reviews.select_related("author", "order").order_by("-pk")[: directory.EXCERPT_ROWS]),
        total=reviews.count(),
        all_url=f"{reverse('reviews_shop:index')}?{urlencode({'q': person.label})}",
    )


PARTS = (
    directory.Panel(
        name="reviews",
        label=_("Reviews about this person"),
        icon="pick",
        needs="shop_reviews.view_review",
        show=_received,
        empty=_("None yet."),
        order=40,
    ),
)
