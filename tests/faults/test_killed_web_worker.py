"""kill -9 of the web server's workers in the middle of a request for goods: it happened wholly or not at all.

Whoever then sends the same form again has one order. PostgreSQL lets a test hold a lock that the worker needs at a
certain point, so that it dies just there. In SQLite a transaction waits nowhere: there the moment is a matter of time.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cms.api.numbers import next_number
from commerce.cart import services as cart
from commerce.cart.models import Cart
from tests.bench import races
from tests.bench.clients import CUT_OFF, ask
from tests.bench.races import asking_for
from tests.factories.goods import make_listing
from tests.factories.orders import make_buyer
from tests.factories.sessions import session_of
from tests.faults.web import serving

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30.0
MOMENTS = (0.02, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0)
"""Parts of the time that a request takes."""

LOCKS = {
    "before anything": "SELECT 1 FROM accounts_user FOR UPDATE",
    "before goods are held": "SELECT 1 FROM catalog_availability FOR UPDATE",
    "when goods are held": "SELECT 1 FROM accounts_numbercounter FOR UPDATE",
    "before the lines": "LOCK TABLE shop_orders_orderline IN SHARE MODE",
    "before the event": "LOCK TABLE shop_orders_orderevent IN SHARE MODE",
    "before the mail": "LOCK TABLE shop_notifications_notification IN SHARE MODE",
    "before the cart is emptied": "SELECT 1 FROM shop_cart_cartline FOR UPDATE",
    "after the commit": "LOCK TABLE django_tasks_database_dbtaskresult IN SHARE MODE",
}


@pytest.fixture
def web(tmp_path, transactional_db):
    with serving(tmp_path, workers=1) as web:
        yield web


class Buyer:
    """Somebody with a listing in the cart, and the form that asks for it."""

    def __init__(self):
        person = make_buyer()
        self.listing = make_listing(stock=2)
        self.cart = Cart.objects.create(user=person, changed_at=timezone.now())
        cart.add(self.cart.pk, self.listing.pk, 1, now=timezone.now())
        self.request = asking_for(self.listing, session=session_of(person))

    def send(self, web, patience=PATIENCE):
        return ask(web.port, self.request, origin=settings.SITE_URL, patience=patience)

    def send_until_answered(self, web):
        """Send the same form again, until a worker that is there again answers it."""
        end = time.monotonic() + PATIENCE
        while (answer := self.send(web)).status == CUT_OFF:
            assert time.monotonic() < end
        return answer

    def has_no_order(self):
        races.see_no_order(self.listing)
        assert self.cart.lines.count() == 1

    def has_one_order(self):
        races.see_one_order(self.listing)
        assert not self.cart.lines.exists()


@contextmanager
def held(statement):
    """A lock of another connection, until the block ends."""
    parameters = connection.get_connection_params()
    known = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname")}
    with psycopg.connect(**known) as other:
        other.execute(statement)
        yield
        other.rollback()


def wait_until_somebody_waits():
    """Until the worker has come as far as the lock. One that was killed before waits no more."""
    end = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < end, "nobody came as far as the lock"


@pytest.mark.postgresql
def test_a_worker_that_dies_at_any_point_leaves_all_or_nothing(web):
    next_number("order")  # So that there is a counter to lock.
    for point, statement in LOCKS.items():
        buyer = Buyer()

        with ThreadPoolExecutor(1) as pool, held(statement):
            sent = pool.submit(buyer.send, web)
            wait_until_somebody_waits()
            web.kill_workers()
            assert sent.result().status == CUT_OFF, point
            if point == "after the commit":
                buyer.has_one_order()
            else:
                buyer.has_no_order()

        assert buyer.send_until_answered(web).location.startswith("/orders/O-"), point
        buyer.has_one_order()
    assert web.faults() == []


@pytest.mark.sqlite  # On PostgreSQL the test above stops at each point exactly.
def test_a_worker_that_dies_at_any_moment_leaves_all_or_nothing(web):
    Buyer().send(web)
    started = time.monotonic()
    Buyer().send(web)
    whole = time.monotonic() - started

    cut_off = 0
    for part in MOMENTS:
        buyer = Buyer()
        killer = threading.Timer(part * whole, web.kill_workers)
        killer.start()
        answer = buyer.send(web)
        killer.join()
        cut_off += answer.status == CUT_OFF
        assert buyer.send_until_answered(web).location.startswith("/orders/O-")
        buyer.has_one_order()

    assert cut_off
