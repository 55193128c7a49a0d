"""The deals of the demo keep every law that real ones keep, and give those who log in something to do."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from cms.accounts.models import SellerProfile, User
from cms.catalog.models import Availability
from cms.contract.records import ListingStatus
from cms.operations.demo.deals.pictures import picture_deals
from commerce.conversations.models import Conversation
from commerce.favourites.models import Favourite
from commerce.notifications.models import Notification
from commerce.orders.holding import held_by_orders
from commerce.orders.machine import OPEN_STATES, allowed
from commerce.orders.models import Order, OrderEvent, OrderLine
from commerce.reviews.models import Review
from tests.factories.goods import make_photo

pytestmark = pytest.mark.django_db


def demo(*words: str) -> dict[str, int]:
    out = io.StringIO()
    call_command("demo", *words, "--no-photos", "--json", stdout=out, verbosity=0)
    return json.loads(out.getvalue())


def the(role: str) -> User:
    return User.objects.get(email=f"{role}@demo.example")


@pytest.mark.both_databases
def test_stock_events_sums_and_reviews_are_what_the_services_would_have_left():
    made = demo("--listings", "240")

    assert (made["orders"], made["reviews"]) == (Order.objects.count(), Review.objects.count())
    assert made["orders"] == 60
    assert made["reviews"] > 30
    reserved = {one.pk: one.reserved for one in Availability.objects.filter(reserved__gt=0)}
    assert reserved
    assert held_by_orders() == reserved
    for order in Order.objects.prefetch_related("lines", "events", "appointments__code"):
        order.full_clean()
        state = ""
        for event in order.events.all():
            assert event.source == state
            assert state == "" or allowed(state, event.action, event.actor).target == event.target
            state = event.target
        assert state == order.state
        assert order.items_cents == sum(one.price_cents * one.quantity for one in order.lines.all())
        assert [one.at for one in order.events.all()] == sorted(one.at for one in order.events.all())
        for meeting in order.appointments.all():
            assert (meeting.code.used_at is not None) == (order.state == "completed")
    for review in Review.objects.select_related("order"):
        review.full_clean()
        assert review.order.state == "completed"
        assert review.order.side_of(review.author_id) != review.order.side_of(review.subject_id)
    assert not Availability.objects.filter(status=ListingStatus.LIVE, stock=0).exists()


def test_nobody_gets_a_mail_and_no_task_is_queued_for_one():
    demo("--listings", "240")

    assert not Notification.objects.exists()
    assert not DBTaskResult.objects.filter(task_path__contains="notifications").exists()


def test_those_who_log_in_have_something_to_do():
    demo("--listings", "240")
    buyer, seller = the("buyer"), the("seller")

    assert set(Order.objects.values_list("state", flat=True)) >= {*OPEN_STATES, "completed", "cancelled"}
    assert set(Order.objects.filter(seller=seller).values_list("state", flat=True)) >= {
        "requested",
        "scheduled",
        "accepted",
        "completed",
    }
    bought = Order.objects.filter(buyer=buyer)
    assert set(bought.values_list("state", flat=True)) >= {"requested", "scheduled", "handed_over", "completed"}
    assert bought.filter(state="completed", reviews__isnull=True).exists()
    assert Favourite.objects.filter(user=buyer).count() == 6
    assert Conversation.objects.filter(seller=seller).count() == 3


def test_reviews_stand_on_the_pages_of_sellers():
    demo("--listings", "240")

    counted = sum(one["reviews"] for one in SellerProfile.objects.values_list("standing", flat=True) if one)

    assert counted == Review.objects.filter(about_seller=True, published_at__isnull=False).count()


def test_the_same_seed_gives_the_same_deals():
    def told() -> list[tuple[object, ...]]:
        done = Order.objects.filter(state="completed", reviews__isnull=False).order_by("number", "reviews")
        return list(
            done.values_list("number", "buyer_name", "seller_name", "received_at", "lines__title", "reviews__text")
        )

    demo("--listings", "60", "--orders", "40")
    first = told()
    second = demo("--listings", "60", "--orders", "40", "--add", "--seed", "1")

    assert len(first) > 20
    assert second["orders"] == 40
    again = told()[len(first) :]
    assert [one[1:] for one in again] == [one[1:] for one in first]


def test_as_many_orders_and_people_as_asked_for():
    made = demo("--listings", "30", "--orders", "300", "--users", "200")

    assert (made["orders"], made["users"]) == (300, 200)
    assert OrderEvent.objects.filter(action="request").count() == 300


def test_a_shop_without_orders_has_nothing_reserved():
    assert demo("--listings", "240", "--orders", "0")["orders"] == 0
    assert not Availability.objects.filter(reserved__gt=0).exists()


def test_a_very_small_shop_has_the_orders_that_its_goods_allow():
    made = demo("--listings", "1", "--orders", "9")

    assert made["orders"] == Order.objects.count() <= 9


def test_an_order_shows_the_photo_of_its_good():
    demo("--listings", "60", "--orders", "30")
    with_photo, without = OrderLine.objects.order_by("pk")[:2]
    photo = make_photo(with_photo.listing, alt="A lamp")

    assert picture_deals("demo-1-1-") == OrderLine.objects.filter(listing=with_photo.listing).count()

    with_photo.refresh_from_db()
    without.refresh_from_db()
    shown = with_photo.picture
    assert (shown.hash, shown.alt, shown.widths) == (photo.picture_id, "A lamp", (320, 640, 960, 1280))
    assert without.photo is None
