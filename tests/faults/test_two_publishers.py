"""Two publishers, a database that is busy or away: one works at a time, and nothing is lost."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from sitegen.acts import Acts
from sitegen.errors import PublisherBusy, PublishError
from sitegen.wiring import make_publisher
from tests.faults.small_changes import KINDS


def another_publisher(told):
    """A process that holds the lock, in the midst of a build, until it is killed."""
    connections.close_all()
    child = os.fork()
    if child:
        os.read(told[0], 1)
        return child

    def stay(_):
        os.write(told[1], b"!")
        time.sleep(600)

    publisher = make_publisher(jobs=1, progress=stay)
    with publisher.releases.lock():
        publisher.build()
    os._exit(1)


@pytest.mark.sqlite
def test_a_second_publisher_waits_and_takes_over_at_once_when_the_first_is_killed(stage):
    stage.reset()
    KINDS["title"]()
    told = os.pipe()
    first = another_publisher(told)
    with pytest.raises(PublisherBusy):
        stage.publish()

    os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)
    stage.restart()
    stage.publish()

    for end in told:
        os.close(end)
    assert stage.faults() == []


@pytest.mark.sqlite
def test_somebody_who_writes_meanwhile_is_waited_for(stage):
    stage.reset()
    KINDS["title"]()
    begun = threading.Event()

    def write():
        with transaction.atomic():
            begun.set()
            KINDS["price"]()
            time.sleep(0.6)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait()
    stage.publish()
    writer.join()
    stage.publish()

    assert stage.faults() == []


@pytest.mark.sqlite
def test_a_database_that_is_away_is_told_in_words_and_published_when_it_is_back(stage):
    stage.reset()
    KINDS["title"]()
    before = (stage.live.resolve(), sorted(stage.live.resolve().rglob("*")))
    acts = Acts(jobs=1, progress=lambda _: None)
    connections.close_all()
    database = Path(connection.settings_dict["NAME"])
    away = database.with_suffix(".away")
    database.rename(away)
    database.mkdir()

    with acts.publisher.releases.lock(), pytest.raises(PublishError, match="database"):
        acts.grant()

    assert (stage.live.resolve(), sorted(stage.live.resolve().rglob("*"))) == before
    connections.close_all()
    database.rmdir()
    away.rename(database)
    with acts.publisher.releases.lock():
        acts.grant()
    acts.close()
    assert stage.faults() == []
