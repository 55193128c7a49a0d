"""Who wakes the publisher: a commit, on either database, and nothing gets lost between two waits."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from cms.changes import outbox
from cms.changes.wakeup import WakeUp

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

LONG = 30.0


@pytest.fixture
def wake_up():
    found = WakeUp()
    assert found.wait(0)  # It was not there before, so something may have happened.
    yield found
    found.close()


def test_it_sleeps_while_nothing_is_committed(wake_up):
    started = time.monotonic()

    assert not wake_up.wait(0.1)
    assert time.monotonic() - started >= 0.1


def test_a_commit_ends_the_wait(wake_up):
    def commit():
        outbox.note("listing", "1")
        connections.close_all()

    editor = threading.Timer(0.1, commit)
    editor.start()

    assert wake_up.wait(LONG)
    editor.join()


def test_a_commit_between_two_waits_is_not_slept_through(wake_up):
    wake_up.wait(0)
    outbox.note("listing", "1")

    assert wake_up.wait(LONG)
    assert not wake_up.wait(0.05)


def test_what_is_rolled_back_wakes_nobody(wake_up):
    with transaction.atomic():
        outbox.note("listing", "1")
        transaction.set_rollback(True)

    assert not wake_up.wait(0.05)


@pytest.mark.sqlite
def test_a_file_that_was_replaced_is_noticed_and_told_once(wake_up, caplog):
    file = Path(connection.settings_dict["NAME"])
    connection.close()
    aside = file.with_suffix(".aside")
    shutil.move(file, aside)

    assert [wake_up.wait(0.02) for _ in range(5)] == [False] * 5
    assert not file.exists()
    shutil.move(aside, file)
    found = any(wake_up.wait(0.1) for _ in range(100))

    assert found
    assert [one for one in caplog.messages if "away" in one] == caplog.messages[:1]
    assert caplog.messages[0].startswith("the database is away, changes are not noticed until it is back: ")
    outbox.note("listing", "1")
    assert wake_up.wait(LONG)


@pytest.mark.postgresql
def test_a_connection_that_was_cut_is_made_anew(wake_up, caplog):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND query LIKE 'LISTEN%%' AND datname = current_database()"
        )

    assert not wake_up.wait(0.2)
    assert any(wake_up.wait(0.1) for _ in range(100))
    assert [one for one in caplog.messages if "away" in one] == caplog.messages[:1]
    outbox.note("listing", "1")
    assert wake_up.wait(LONG)
