"""What changes reviews: writing, publishing, replying, removing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commerce.notifications.services import notify
from commerce.orders.machine import State
from commerce.orders.models import Order
from commerce.reviews.errors import NothingToReview, NotReviewable
from commerce.reviews.models import Review
from commerce.reviews.standing import count_anew
from commerce.theme import translate

WINDOW = timedelta(days=14)
"""After the deal; then what was written is shown, and nothing more is taken."""


@transaction.atomic
def write_review(order_number: int, author_id: int, *, stars: int, text: str, now: datetime) -> Review:
    """Say how the other side of a completed order was. When both have written, both are published.

    Raises NothingToReview for a stranger, and NotReviewable.
    """
    order = _locked(order_number, author_id)
    if reason := why_not(order, author_id, now=now):
        raise NotReviewable(reason)
    about_seller = author_id == order.buyer_id
    review = Review.objects.create(
        order=order,
        author_id=author_id,
        subject_id=order.seller_id if about_seller else order.buyer_id,
        about_seller=about_seller,
        stars=stars,
        text=text,
        written_at=now,
    )
    both = list(Review.objects.filter(order=order, published_at__isnull=True).order_by("pk"))
    if Review.objects.filter(order=order).count() > 1:
        for one in both:
            _publish(one, now=now)
        review.refresh_from_db()
    else:
        notify(review.subject_id, "review-waiting", _told(order))
    return review


def why_not(order: Order, author_id: int, *, now: datetime) -> str:
    """Why this side cannot write a review of the order now, in words; empty when it can."""
    if order.state != State.COMPLETED or order.received_at is None:
        return translate("Reviews are written when the deal is done.")
    if Review.objects.filter(order=order, author_id=author_id).exists():
        return translate("You have written your review.")
    if now >= order.received_at + WINDOW:
        return translate("The two weeks for a review are over.")
    return ""


def may_write_until(order: Order, author_id: int, *, now: datetime) -> datetime | None:
    """Until when this side can write a review of the order; None when it cannot."""
    if order.received_at is None or why_not(order, author_id, now=now):
        return None
    return order.received_at + WINDOW


def publish_due(now: datetime) -> int:
    """Publish what is alone when the time for an answer is over; how many there were."""
    due = Review.objects.filter(published_at__isnull=True, order__received_at__lte=now - WINDOW)
    return sum(_published_alone(one, now=now) for one in list(due.order_by("pk").values_list("pk", flat=True)[:100]))


@transaction.atomic
def reply(review_id: int, subject_id: int, text: str, *, now: datetime) -> Review:
    """Answer a published review, once. Raises NothingToReview for a stranger, and NotReviewable."""
    review = Review.objects.select_for_update().filter(pk=review_id, subject_id=subject_id).first()
    if review is None or not review.is_shown:
        raise NothingToReview
    if review.reply:
        raise NotReviewable(translate("You have replied already."))
    review.reply, review.replied_at = text, now
    review.save(update_fields=["reply", "replied_at"])
    count_anew(subject_id, now=now)
    return review


@transaction.atomic
def remove(review_id: int, moderator_id: int, reason: str, *, now: datetime) -> Review:
    """Take a review away from all pages and numbers; both sides are told why.

    Raises NotReviewable, also for the one who is reviewed.
    """
    review = Review.objects.select_for_update().select_related("order").get(pk=review_id)
    if review.removed_at is not None:
        raise NotReviewable(_("This review has been removed already."))
    if moderator_id in {review.subject_id, review.author_id}:
        raise NotReviewable(_("You have a part in this yourself: somebody else of the team decides."))
    if not reason.strip():
        raise NotReviewable(_("A removal needs its reason."))
    review.removed_at, review.removed_by_id, review.removal_reason = now, moderator_id, reason.strip()
    review.save(update_fields=["removed_at", "removed_by", "removal_reason"])
    count_anew(review.subject_id, now=now)
    notify(review.author_id, "review-removed", {**_told(review.order), "reason": review.removal_reason})
    return review


@transaction.atomic
def undo_reviews(order_id: int, by_id: int, *, now: datetime) -> None:
    """Take away what was said about a deal that turns out to be none; the operator who decided so has removed it."""
    reviews = Review.objects.select_for_update().filter(order_id=order_id, removed_at__isnull=True).order_by("pk")
    for review in list(reviews):
        review.removed_at, review.removed_by_id = now, by_id
        review.removal_reason = translate("It was decided that there was no deal.")
        review.save(update_fields=["removed_at", "removed_by", "removal_reason"])
        count_anew(review.subject_id, now=now)


@transaction.atomic
def _published_alone(review_id: int, *, now: datetime) -> bool:
    review = Review.objects.select_for_update().filter(pk=review_id, published_at__isnull=True).first()
    if review is None:
        return False
    _publish(review, now=now)
    return True


def _publish(review: Review, *, now: datetime) -> None:
    review.published_at = now
    review.save(update_fields=["published_at"])
    count_anew(review.subject_id, now=now)
    if review.removed_at is None:
        told = {**_told(review.order), "stars": review.stars, "text": review.text}
        notify(review.subject_id, "review-published", told)


def _locked(order_number: int, person_id: int) -> Order:
    """The order, locked: both sides may write at once."""
    order = Order.objects.select_for_update().filter(number=order_number).first()
    if order is None or order.side_of(person_id) is None:
        raise NothingToReview
    return order


def _told(order: Order) -> dict[str, Any]:
    return {"order": order.label, "path": f"{order.path}/review"}
