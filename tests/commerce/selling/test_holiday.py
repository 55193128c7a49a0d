"""Holidays: shoppers are told, nobody can order, and the clock begins and ends them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms.accounts.records import seller_records
from cms.api import clock
from cms.catalog.models import Availability
from cms.changes.models import Change
from cms.contract.records import AwayRecord
from commerce.account import closing
from commerce.notifications.models import Notification
from commerce.orders.errors import SellerAway
from commerce.orders.models import Order
from commerce.orders.services import place_orders
from commerce.selling.errors import NoSuchHoliday
from commerce.selling.holiday import begin_and_end, come_back, go_away, holiday_of, today_on
from commerce.selling.models import Holiday
from tests.factories.goods import make_listing
from tests.factories.orders import by_seller, make_buyer, make_order
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
FIRST, LAST = date(2026, 5, 1), date(2026, 5, 9)


def noon(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def away(seller):
    return seller_records([seller.pk])[seller.pk].away


def noted():
    return sorted(Change.objects.values_list("kind", "key"))


def test_who_goes_away_today_is_away_at_once_and_pages_are_told(seller):
    Change.objects.all().delete()

    go_away(seller.pk, starts=FIRST, until=LAST, text=" By the sea, a@b.example ", now=NOW)

    assert away(seller) == AwayRecord(until=LAST, text="By the sea, […]")
    assert noted() == [("seller", str(seller.pk))]


def test_a_planned_holiday_shows_from_its_first_day_and_ends_after_its_last(seller):
    go_away(seller.pk, starts=FIRST + timedelta(days=3), until=LAST, text="", now=NOW)
    Change.objects.all().delete()

    assert (begin_and_end(NOW + timedelta(days=2)), away(seller), noted()) == (0, None, [])

    assert begin_and_end(NOW + timedelta(days=3)) == 1
    assert away(seller) == AwayRecord(until=LAST)
    assert noted() == [("seller", str(seller.pk))]
    Change.objects.all().delete()

    assert [begin_and_end(noon(LAST)), begin_and_end(noon(LAST))] == [0, 0]
    assert [begin_and_end(noon(LAST) + timedelta(days=1)) for _ in range(2)] == [1, 0]
    assert (away(seller), holiday_of(seller.pk)) == (None, None)
    assert noted() == [("seller", str(seller.pk))]
    assert list(Notification.objects.values_list("recipient_id", "kind")) == [(seller.pk, "holiday-over")]


def test_the_day_is_that_of_the_clock_on_the_wall(seller):
    go_away(seller.pk, starts=FIRST, until=LAST, text="", now=NOW)

    # 22:30 in UTC is half past midnight of the next day in Berlin.
    assert begin_and_end(datetime(2026, 5, 9, 21, 30, tzinfo=UTC)) == 0
    assert begin_and_end(datetime(2026, 5, 9, 22, 30, tzinfo=UTC)) == 1


@pytest.mark.parametrize(
    ("starts", "until"),
    [
        (FIRST - timedelta(days=1), LAST),
        (LAST, FIRST),
        (FIRST, FIRST + timedelta(days=90)),
        (FIRST + timedelta(days=400), FIRST + timedelta(days=401)),
    ],
)
def test_days_that_are_no_holiday_are_refused_and_nothing_changes(seller, starts, until):
    with pytest.raises(NoSuchHoliday):
        go_away(seller.pk, starts=starts, until=until, text="", now=NOW)

    assert not Holiday.objects.exists()


def test_ninety_days_are_a_holiday_and_a_running_one_can_be_made_longer(seller):
    go_away(seller.pk, starts=FIRST, until=FIRST + timedelta(days=89), text="", now=NOW)

    go_away(seller.pk, starts=FIRST, until=FIRST + timedelta(days=20), text="Later", now=NOW + timedelta(days=10))

    assert away(seller) == AwayRecord(until=FIRST + timedelta(days=20), text="Later")


def test_nobody_orders_from_somebody_who_is_away(seller):
    listing, buyer = make_listing(seller=seller), make_buyer()
    go_away(seller.pk, starts=FIRST, until=LAST, text="", now=NOW)

    with pytest.raises(SellerAway) as refused:
        place_orders(buyer.pk, by_seller(listing), "k", now=NOW)

    name = seller.seller_profile.display_name
    assert str(refused.value) == f"{name} is away until 9 May 2026. You can order again after that."
    assert (Order.objects.count(), Availability.objects.get(pk=listing.pk).reserved) == (0, 0)

    come_back(seller.pk)
    assert len(place_orders(buyer.pk, by_seller(listing), "k", now=NOW)) == 1


def test_an_order_at_two_sellers_of_whom_one_is_away_orders_nothing(seller):
    here, gone = make_listing(), make_listing(seller=seller)
    go_away(seller.pk, starts=FIRST, until=LAST, text="", now=NOW)

    with pytest.raises(SellerAway):
        place_orders(make_buyer().pk, by_seller(here, gone), "k", now=NOW)

    assert set(Availability.objects.values_list("reserved", flat=True)) == {0}


def test_the_cart_says_who_is_away_and_the_checkout_leaves_them_out(seller):
    today = today_on(timezone.now())
    gone, here = make_listing(seller=seller, title="Gone lamp"), make_listing(title="Lamp that is here")
    until = today + timedelta(days=5)
    go_away(seller.pk, starts=today + timedelta(days=1), until=until, text="Surfing", now=timezone.now())
    Holiday.objects.update(is_on=True)
    shopper = Client(HTTP_SEC_FETCH_SITE="same-origin")
    shopper.force_login(make_buyer())
    for listing in (gone, here):
        shopper.post("/cart/add", {"listing": listing.pk})

    cart = shopper.get("/cart").content.decode()
    checkout = shopper.get("/checkout").content.decode()

    assert f"{seller.seller_profile.display_name} is away until {until.day} {until:%B %Y}." in cart
    assert "Surfing" in cart
    assert f"/checkout?seller={seller.pk}" not in cart
    assert f"/checkout?seller={here.seller_id}" in cart
    assert "Lamp that is here" in checkout
    assert "Gone lamp" not in checkout


def test_orders_that_there_are_go_on(seller):
    order = make_order(make_listing(seller=seller), now=NOW)

    go_away(seller.pk, starts=FIRST, until=LAST, text="", now=NOW)

    assert Order.objects.get().state == order.state == "requested"


def test_a_seller_goes_away_and_comes_back_by_the_form(desk, seller):
    today = today_on(timezone.now())
    said = {"starts": str(today), "until": f"{today + timedelta(days=7):%d.%m.%Y}", "text": "Hello"}

    response = desk.post("/sell/holiday", said)

    assert (response.status_code, response["Location"]) == (302, "/sell")
    assert away(seller).text == "Hello"
    assert "nobody can order from you" in desk.get("/sell").content.decode()
    assert "I am back" in desk.get("/sell/holiday").content.decode()

    assert desk.post("/sell/holiday/end").status_code == 302
    assert away(seller) is None
    assert "You were not away." in desk.client.get(desk.post("/sell/holiday/end")["Location"]).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"starts": "2020-01-01", "until": "2020-01-09"}, "does not begin before today"),
        ({"starts": "2030-01-09", "until": "2030-01-01"}, "The last day is before the first."),
        ({"starts": "soon", "until": ""}, "Please give a day"),
        ({"starts": "9999-12-31", "until": "9999-12-31"}, "does not begin before today"),
        ({"starts": "2026-12-24", "until": "2026-12-25", "text": "x" * 301}, "300"),
        ({"starts": "2099-12-24", "until": "2099-12-25", "text": "By the \x07 sea"}, "that cannot be shown"),
        ({}, "Please fill this in."),
    ],
)
def test_a_form_with_mistakes_comes_back_with_words(desk, said, words):
    response = desk.post("/sell/holiday", said)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Holiday.objects.exists()


def test_the_form_is_for_sellers_and_changes_nothing_of_others(desk, stranger, seller):
    go_away(seller.pk, starts=FIRST, until=LAST, text="", now=NOW)

    stranger.post("/sell/holiday/end")

    assert holiday_of(seller.pk) is not None
    assert Client().get("/sell/holiday").status_code == 302
    assert desk.get("/sell/holiday/end").status_code == 405


def test_the_clock_knows_it_and_who_leaves_takes_it_along(seller):
    go_away(seller.pk, starts=FIRST, until=LAST, text="", now=NOW)
    other = make_seller()
    go_away(other.pk, starts=FIRST, until=FIRST, text="", now=NOW)

    clock.run_due(noon(FIRST) + timedelta(days=1))
    assert list(Holiday.objects.values_list("seller_id", flat=True)) == [seller.pk]

    closing.erase_of_others(seller.pk)
    assert not Holiday.objects.exists()
