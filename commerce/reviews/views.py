"""The page of an order on which both sides say how it was."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from commerce.orders.models import Order
from commerce.reviews import services
from commerce.reviews.errors import NothingToReview, NotReviewable
from commerce.reviews.forms import ReplyForm, ReviewForm
from commerce.reviews.models import Review
from commerce.theme import translate


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Write one's own, read the other's when both are there."""
    order = _own(request, number)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            services.write_review(
                number, request.user.pk or 0, stars=given["stars"], text=given["text"], now=timezone.now()
            )
        except NotReviewable as refused:
            form.add_error(None, refused.words)
            status = 409
        else:
            messages.success(request, translate("Thank you for your review."))
            return HttpResponseRedirect(f"{order.path}/review")
    return _page(request, order, form, ReplyForm(), status=status)


@login_required
@require_POST
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """Answer what the other side wrote."""
    order = _own(request, number)
    received = Review.objects.filter(order=order, subject_id=request.user.pk).first()
    form = ReplyForm(request.POST)
    status = 422
    if received is not None and form.is_valid():
        try:
            services.reply(received.pk, request.user.pk or 0, form.cleaned_data["reply"], now=timezone.now())
        except NothingToReview:
            raise Http404 from None
        except NotReviewable as refused:
            form.add_error(None, refused.words)
            status = 409
        else:
            messages.success(request, translate("Your reply is published."))
            return HttpResponseRedirect(f"{order.path}/review")
    if received is None:
        raise Http404
    return _page(request, order, ReviewForm(), form, status=status)


def _own(request: HttpRequest, number: int) -> Order:
    """Raises Http404."""
    order = Order.objects.filter(number=number).first()
    if order is None or order.side_of(request.user.pk) is None:
        raise Http404
    return order


def _page(request: HttpRequest, order: Order, form: ReviewForm, reply_form: ReplyForm, *, status: int) -> HttpResponse:
    user_id = request.user.pk or 0
    reviews = {one.author_id: one for one in Review.objects.filter(order=order)}
    other_id = order.seller_id if user_id == order.buyer_id else order.buyer_id
    received = reviews.get(other_id)
    context = {
        "title": translate("Review of order {number}", number=order.label),
        "order": order,
        "other": order.seller_name if user_id == order.buyer_id else order.buyer_name,
        "own": reviews.get(user_id),
        "received": received if received is not None and received.is_shown else None,
        "why_not": services.why_not(order, user_id, now=timezone.now()),
        "form": form,
        "reply_form": reply_form,
        "breadcrumbs": ((translate("Orders"), "/orders"), (order.label, order.path)),
    }
    return render(request, "reviews/review.html", context, status=status)
