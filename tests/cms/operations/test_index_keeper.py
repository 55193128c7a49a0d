"""What is published is found at once, whatever the worker is busy with."""

import signal
import threading

import pytest
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.catalog.search.finding import find
from cms.catalog.search.wishes import Wish
from cms.catalog.services import publish_listing
from cms.changes.wakeup import WakeUp
from cms.contract import queues
from cms.operations.index_keeper import keep_index, keep_index_or_end
from cms.pictures.tasks import make_derivatives
from tests.factories.goods import make_listing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def keeper():
    stop = threading.Event()
    thread = threading.Thread(target=keep_index, args=(stop,))
    thread.start()
    yield thread
    stop.set()
    thread.join(30)
    connections.close_all()


def test_what_is_published_is_found_while_other_tasks_wait(keeper):
    photo = make_derivatives.using(priority=50).enqueue("none")
    listing = make_listing(title="Brass telescope", live=False)
    publish_listing(listing.pk, now=timezone.now())

    wake_up, tries = WakeUp(), 0
    while not (found := find(Wish(words=("telescope",)), page=1, size=5)).total and tries < 60:
        wake_up.wait(0.5)
        tries += 1
    wake_up.close()

    assert found.ids == (listing.pk,)
    assert DBTaskResult.objects.get(pk=photo.id).status == "READY"
    assert keeper.is_alive()


def test_a_keeper_that_fails_takes_its_process_with_it():
    told = []
    before = signal.signal(signal.SIGTERM, lambda number, _: told.append(number))

    class Broken:
        def is_set(self):
            raise RuntimeError("not expected")

    try:
        keep_index_or_end(Broken())
    finally:
        signal.signal(signal.SIGTERM, before)

    assert told == [signal.SIGTERM]


def test_only_the_index_has_the_queue_of_the_index():
    make_listing(title="Lamp")

    assert set(DBTaskResult.objects.filter(queue_name=queues.SEARCH).values_list("task_path", flat=True)) == {
        "modelsearch.tasks.insert_or_update_object_task"
    }
