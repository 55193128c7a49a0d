"""The team's lists of orders and disputes: what comes first, what is found, what a spreadsheet gets."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from commerce.notifications.models import Notification
from commerce.orders.services import act
from tests.factories.goods import make_listing
from tests.factories.orders import make_buyer, make_order
from tests.factories.people import make_editor, make_moderator, make_seller, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ORDERS, DISPUTES = "/admin/orders/", "/admin/disputes/"
DAY = timedelta(days=1)


@pytest.fixture
def moderator(client):
    person = make_moderator()
    client.force_login(person)
    return person


@pytest.fixture
def shown(moderator, client):
    """The numbers of the orders that a list shows, in its order."""

    def ask(address, **asked):
        response = client.get(address, asked)
        assert response.status_code == 200
        return [one.number for one in response.context["object_list"]]

    return ask


def numbers(*orders):
    return [one.number for one in orders]


def test_late_and_disputed_orders_come_first_then_the_open_then_the_newest(shown):
    now = timezone.now()
    done, cancelled = make_order(state="completed", now=now), make_order(state="cancelled", now=now)
    accepted, requested = make_order(state="accepted", now=now), make_order(now=now)
    disputed = make_order(state="disputed", now=now)
    late = make_order(now=now - 10 * DAY)

    assert shown(ORDERS) == numbers(late, disputed, requested, accepted, cancelled, done)
    assert shown(ORDERS, ordering="note") == shown(ORDERS)


def test_each_column_sorts_both_ways_with_what_is_missing_at_the_end(shown):
    now = timezone.now()
    dear = make_order(make_listing(price_cents=9000), now=now)
    cheap = make_order(make_listing(price_cents=100), state="cancelled", now=now - DAY)

    for column in ("number", "state", "deadline", "seller_name", "buyer_name", "total_cents", "placed_at"):
        assert sorted(shown(ORDERS, ordering=column)) == numbers(dear, cheap)
    assert shown(ORDERS, ordering="total_cents") == numbers(cheap, dear)
    assert shown(ORDERS, ordering="-total_cents") == numbers(dear, cheap)
    assert shown(ORDERS, ordering="deadline") == shown(ORDERS, ordering="-deadline") == numbers(dear, cheap)


def test_words_find_numbers_names_addresses_and_titles(shown):
    seller = make_seller(name="Selma Sellmann", email="selma@shop.example")
    buyer = make_buyer(name="Bert Buyer", email="bert@home.example")
    bike = make_order(make_listing(title="Red bike", seller=seller), buyer=buyer)
    lamp = make_order(make_listing(title="Green lamp", seller=seller))

    for words in ("red bike", "BIKE", "bert", "bert@home.example", "red selma", buyer.label, "O-1", bike.label):
        assert shown(ORDERS, q=words) == numbers(bike), words
    for words in ("selma", "selma@shop", seller.label, seller.label.lower()):
        assert sorted(shown(ORDERS, q=words)) == numbers(bike, lamp), words
    for words in ("red lamp", "O-99", "U-999999", "o-", "%", "';--", "O-999999999", "9" * 30, "x" * 3000):
        assert shown(ORDERS, q=words) == [], words


def test_filters_narrow_the_list(shown):
    now = timezone.now()
    seller = make_seller(name="Selma", email="selma@shop.example")
    cheap = make_order(make_listing(price_cents=1000, seller=seller), now=now)
    dear = make_order(make_listing(price_cents=1001), state="completed", now=now - 3 * DAY)
    act(dear.pk, "complain", now=now, person_id=dear.buyer_id, note="Broken")

    day = (now - 3 * DAY).date().isoformat()
    for asked, expected in (
        ({"state": "requested"}, [cheap]),
        ({"state": ["completed", "cancelled"]}, [dear]),
        ({"amount_max": "10"}, [cheap]),
        ({"amount_min": "10.01"}, [dear]),
        ({"amount_min": "10.00", "amount_max": "10.00"}, [cheap]),
        ({"placed_at_from": day, "placed_at_to": day}, [dear]),
        ({"seller": seller.label}, [cheap]),
        ({"seller": "selma@shop"}, [cheap]),
        ({"buyer": seller.label}, []),
        ({"buyer": dear.buyer.email}, [dear]),
        ({"concern": "complaint"}, [dear]),
        ({"concern": "late"}, []),
        ({"reason": "no_slot"}, []),
    ):
        assert shown(ORDERS, **asked) == numbers(*expected), asked


@pytest.mark.parametrize(
    "asked", [{"amount_min": "-1"}, {"amount_min": "NaN"}, {"amount_max": "9" * 40}, {"concern": "x"}, {"p": "x"}]
)
def test_what_no_filter_knows_is_answered_with_a_page(asked, moderator, client):
    make_order()

    assert client.get(ORDERS, asked).status_code == 200


def test_what_may_need_the_team_is_counted_and_leads_to_those_orders(shown, client):
    now = timezone.now()
    late, disputed = make_order(now=now - 10 * DAY), make_order(state="disputed", now=now)
    claimed, one_sided = make_order(state="no_show", now=now), make_order(state="handed_over", now=now)
    act(claimed.pk, "contradict", now=now + 3 * DAY, person_id=claimed.buyer_id, note="I was there.")
    unsent = make_order(state="accepted", now=now)
    Notification.objects.filter(kind="order-accepted").update(state="failed")
    Notification.objects.filter(kind="order-requested").update(state="failed", context={"order": ["O-000001"]})
    Notification.objects.filter(kind="order-accepted").exclude(context__order=unsent.label).update(state="waiting")

    waiting = client.get(ORDERS).context["waiting"]

    assert [(one.concern, one.count) for one in waiting] == [
        ("late", 1), ("disputed", 2), ("one-sided", 1), ("mail-failed", 1),
    ]  # fmt: skip
    for concern, expected in (
        ("late", [late]),
        ("disputed", [disputed, claimed]),
        ("was-disputed", [disputed, claimed]),
        ("no-show", []),
        ("was-no-show", [claimed]),
        ("one-sided", [one_sided]),
        ("mail-failed", [unsent]),
    ):
        assert sorted(shown(ORDERS, concern=concern)) == numbers(*expected), concern


def test_the_queue_of_disputes_has_the_oldest_first_and_those_that_are_decided_aside(shown, moderator, client):
    now = timezone.now()
    newer, older = make_order(state="disputed", now=now - DAY), make_order(state="disputed", now=now - 9 * DAY)
    decided = make_order(state="disputed", now=now - 20 * DAY)
    act(decided.pk, "decide-done", now=now, person_id=moderator.pk, as_operator=True, note="Clear.")
    make_order(state="completed", now=now)

    page = client.get(DISPUTES).content.decode()

    assert shown(DISPUTES) == numbers(older, newer)
    assert shown(DISPUTES, which="decided") == numbers(decided)
    assert shown(DISPUTES, which="all") == numbers(decided, older, newer)
    assert shown(DISPUTES, q=older.buyer.email) == numbers(older)
    assert "The buyer objects to the hand-over" in page
    assert moderator.name in client.get(DISPUTES, {"which": "decided"}).content.decode()


def test_an_export_has_all_that_the_filters_let_through_and_nothing_that_runs(moderator, client):
    now = timezone.now()
    order = make_order(make_listing(title="=1+1", stock=2), buyer=make_buyer(name="@cmd"), quantity=2, now=now)
    make_order(state="cancelled", now=now)

    sent = client.get(ORDERS, {"export": "csv", "state": "requested"})
    rows = list(csv.DictReader(io.StringIO(b"".join(sent.streaming_content).decode())))
    book = client.get(ORDERS, {"export": "xlsx", "state": "requested"})
    header, first = list(load_workbook(io.BytesIO(b"".join(book.streaming_content))).active.iter_rows(values_only=True))

    assert len(rows) == 1
    assert (rows[0]["Order"], rows[0]["State"], rows[0]["Amount in euros"]) == (
        order.label, "Waiting for an answer", "70.00",
    )  # fmt: skip
    assert (rows[0]["Buyer"], rows[0]["What"]) == ("'@cmd", "2 × =1+1")
    named = dict(zip(header, first, strict=True))
    assert (named["Buyer"], float(named["Amount in euros"])) == ("@cmd", 70.0)
    assert named["Ordered"].replace(tzinfo=now.tzinfo, microsecond=0) == now.replace(microsecond=0)


@pytest.mark.parametrize("address", [ORDERS, f"{ORDERS}?q=bike", DISPUTES, f"{DISPUTES}?which=all"])
def test_ten_rows_cost_as_many_queries_as_one(address, moderator, client):
    now = timezone.now()

    def count():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    make_order(make_listing(title="Red bike"), state="disputed", now=now)
    one = count()
    for _ in range(9):
        seller = make_seller()
        goods = (make_listing(title="Red bike", seller=seller), make_listing(title="Lamp", seller=seller))
        make_order(*goods, state="disputed", now=now)

    assert count() == one


@pytest.mark.parametrize("make", [make_user, make_seller, make_editor])
@pytest.mark.parametrize(
    "address", [ORDERS, f"{ORDERS}results/", f"{ORDERS}?export=csv", DISPUTES, f"{DISPUTES}?export=xlsx"]
)
def test_who_is_neither_moderator_nor_admin_sees_no_list(make, address, client):
    order = make_order()
    client.force_login(make())

    response = client.get(address)

    assert response.status_code == 302
    assert order.label not in response.content.decode()
