import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from cms.accounts.records import seller_records
from cms.changes.models import Change
from cms.contract.records import ReviewRecord, StandingRecord
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.reviews import services
from commerce.reviews.errors import NothingToReview, NotReviewable
from commerce.reviews.models import Review
from commerce.reviews.numbers import Numbers, numbers_of
from commerce.reviews.standing import count_due
from tests.factories.goods import make_listing
from tests.factories.orders import MEETING, make_buyer, make_order
from tests.factories.people import make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db


def after(**delta):
    return MEETING + timedelta(**delta)


@pytest.fixture
def seller():
    return make_seller(name="Sam")


@pytest.fixture
def order(seller):
    return make_order(make_listing(seller=seller), state="completed")


def by_buyer(order, *, stars=5, text="All well.", **delta):
    return services.write_review(order.number, order.buyer_id, stars=stars, text=text, now=after(**delta))


def by_seller(order, *, stars=4, text="In time.", **delta):
    return services.write_review(order.number, order.seller_id, stars=stars, text=text, now=after(**delta))


def shown():
    return set(Review.objects.filter(published_at__isnull=False).values_list("text", flat=True))


def mails(order):
    """What was told about reviews."""
    rows = Notification.objects.filter(kind__startswith="review").order_by("pk")
    return [("buyer" if one.recipient_id == order.buyer_id else "seller", one.kind) for one in rows]


@pytest.mark.both_databases
def test_nobody_reads_a_review_before_both_have_written(order):
    by_buyer(order)
    assert shown() == set()
    assert mails(order) == [("seller", "review-waiting")]

    by_seller(order, days=3)
    assert shown() == {"All well.", "In time."}
    assert mails(order)[1:] == [("seller", "review-published"), ("buyer", "review-published")]


def test_the_mail_that_one_waits_says_nothing_of_it(order):
    by_buyer(order, text="Terrible.", stars=1)

    letter = letter_of(Notification.objects.get(kind="review-waiting"))
    assert letter.subject == f"A review of order {order.label} waits for yours"
    assert "Terrible" not in letter.body
    assert "1 of 5" not in letter.body


@pytest.mark.both_databases
def test_what_is_alone_is_published_after_two_weeks(order):
    by_buyer(order)

    assert services.publish_due(after(days=14, seconds=-1)) == 0
    assert shown() == set()
    assert services.publish_due(after(days=14)) == 1
    assert shown() == {"All well."}
    assert services.publish_due(after(days=14)) == 0
    assert mails(order)[1:] == [("seller", "review-published")]


def test_after_two_weeks_nothing_is_taken(order):
    with pytest.raises(NotReviewable, match="two weeks"):
        by_buyer(order, days=14)

    by_buyer(order, days=14, seconds=-1)


@pytest.mark.parametrize(
    "state", ["requested", "accepted", "scheduled", "handed_over", "no_show", "disputed", "cancelled"]
)
def test_only_a_completed_order_is_reviewed(state):
    order = make_order(state=state)

    with pytest.raises(NotReviewable, match="when the deal is done"):
        by_buyer(order)

    assert not Review.objects.exists()


def test_one_review_of_each_side(order):
    by_buyer(order)

    with pytest.raises(NotReviewable, match="You have written"):
        by_buyer(order, text="Changed my mind.")

    assert list(Review.objects.values_list("text", flat=True)) == ["All well."]


def test_a_stranger_reviews_nothing(order):
    with pytest.raises(NothingToReview):
        services.write_review(order.number, make_user().pk, stars=1, text="", now=MEETING)
    with pytest.raises(NothingToReview):
        services.write_review(999, order.buyer_id, stars=1, text="", now=MEETING)

    assert not Review.objects.exists()


@pytest.mark.both_databases
@pytest.mark.parametrize("fields", [{"stars": 0}, {"stars": 6}, {"reply": "Too early."}, {"removal_reason": "x"}])
def test_the_database_refuses_what_is_no_review(order, fields):
    review = by_buyer(order)

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(**fields)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_reviews_at_once_publish_each_other(order):
    start = threading.Barrier(2)

    def work(write):
        start.wait()
        try:
            write(order)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(work, write) for write in (by_buyer, by_seller)]:
            one.result()

    assert shown() == {"All well.", "In time."}


def test_one_reply_by_the_one_who_is_reviewed(order):
    review = by_buyer(order)
    with pytest.raises(NothingToReview):
        services.reply(review.pk, order.seller_id, "Too early.", now=MEETING)
    by_seller(order)
    with pytest.raises(NothingToReview):
        services.reply(review.pk, order.buyer_id, "My own.", now=MEETING)

    services.reply(review.pk, order.seller_id, "Thanks!", now=MEETING)
    with pytest.raises(NotReviewable):
        services.reply(review.pk, order.seller_id, "And again.", now=MEETING)

    review.refresh_from_db()
    assert review.reply == "Thanks!"


def test_a_review_is_removed_by_others_and_leaves_a_trace(order):
    review = by_buyer(order, stars=1)
    by_seller(order)
    for moderator, reason in ((order.seller, "I am good."), (order.buyer, "Hm."), (make_moderator(), " ")):
        with pytest.raises(NotReviewable):
            services.remove(review.pk, moderator.pk, reason, now=MEETING)
    assert numbers_of(order.seller_id, as_seller=True).count == 1

    moderator = make_moderator()
    services.remove(review.pk, moderator.pk, "An insult.", now=after(days=1))

    review.refresh_from_db()
    assert (review.removed_by, review.removal_reason, review.text) == (moderator, "An insult.", "All well.")
    assert numbers_of(order.seller_id, as_seller=True).count == 0
    assert mails(order)[-1] == ("buyer", "review-removed")
    with pytest.raises(NotReviewable):
        services.remove(review.pk, moderator.pk, "Again.", now=after(days=1))


def test_an_average_is_shown_from_three_on(seller):
    for stars, numbers in ((5, Numbers(1, None)), (4, Numbers(2, None)), (4, Numbers(3, 43)), (5, Numbers(4, 45))):
        order = make_order(make_listing(seller=seller), state="completed")
        by_buyer(order, stars=stars)
        by_seller(order, stars=1)
        assert numbers_of(seller.pk, as_seller=True) == numbers

    assert numbers_of(seller.pk, as_seller=False) == Numbers(0, None)


def test_friends_count_three_times_a_year(seller):
    friend = make_buyer()
    for _ in range(5):
        order = make_order(make_listing(seller=seller), buyer=friend, state="completed")
        by_buyer(order)
        by_seller(order)

    assert numbers_of(seller.pk, as_seller=True) == Numbers(3, 50)


def test_the_page_of_the_seller_is_told_and_rendered_anew(order, seller):
    by_buyer(order, text="Write me: ann@example.org")
    Change.objects.all().delete()

    by_seller(order)

    assert seller_records([seller.pk])[seller.pk].standing == StandingRecord(
        reviews=1,
        tenths=None,
        kept=1,
        appointments=1,
        newest=(ReviewRecord(stars=5, text="Write me: […]", day=MEETING.date(), reply=""),),
    )
    assert (("seller", str(seller.pk)) in set(Change.objects.values_list("kind", "key"))) is True


def test_appointments_are_counted_without_reviews_once_the_clock_comes_by(seller):
    make_order(make_listing(seller=seller), state="completed")
    assert count_due(after(minutes=1)) == 1
    assert count_due(after(minutes=2)) == 0
    assert seller_records([seller.pk])[seller.pk].standing == StandingRecord(kept=1, appointments=1)
    Change.objects.all().delete()

    assert count_due(after(days=2)) == 0
    assert not Change.objects.exists()

    assert count_due(after(days=400)) == 1
    assert seller_records([seller.pk])[seller.pk].standing == StandingRecord()
