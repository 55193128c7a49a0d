import threading

import pytest
from django.db import connection, connections, transaction

from cms.changes import outbox
from cms.changes.models import Change
from cms.contract.keys import ChangeRecord


@pytest.mark.django_db
@pytest.mark.both_databases
def test_exactly_what_was_read_is_forgotten():
    outbox.forget([one.id for one in outbox.pending()])
    outbox.note("listing", "1")
    outbox.note("listing", "2")
    read = outbox.pending()
    outbox.note("listing", "1")

    outbox.forget([one.id for one in read])

    assert [(one.kind, one.key) for one in outbox.pending()] == [("listing", "1")]
    assert not outbox.is_empty()


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_number_is_never_used_twice():
    outbox.note("listing", "1")
    last = outbox.pending()[-1]

    outbox.forget([one.id for one in outbox.pending()])
    outbox.note("listing", "1")

    [found] = outbox.pending()
    assert found == ChangeRecord(id=found.id, kind="listing", key="1", noted_at=found.noted_at)
    assert found.id > last.id


@pytest.mark.django_db
@pytest.mark.both_databases
def test_more_changes_than_a_statement_takes_are_forgotten():
    Change.objects.bulk_create(Change(kind="listing", key=str(key)) for key in range(25_000))

    outbox.forget([one.id for one in outbox.pending()])

    assert outbox.is_empty()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_an_older_change_that_is_committed_later_is_not_lost():
    outbox.forget([one.id for one in outbox.pending()])
    noted, published = threading.Event(), threading.Event()

    def slow_editor():
        try:
            with transaction.atomic():
                outbox.note("listing", "slow")
                noted.set()
                assert published.wait(timeout=30)
        finally:
            connections.close_all()

    editor = threading.Thread(target=slow_editor)
    editor.start()
    assert noted.wait(timeout=30)
    outbox.note("listing", "fast")
    read = outbox.pending()
    published.set()
    editor.join()

    outbox.forget([one.id for one in read])

    assert [one.key for one in read] == ["fast"]
    assert [one.key for one in outbox.pending()] == ["slow"]
    assert outbox.pending()[0].id < read[0].id


@pytest.mark.django_db
@pytest.mark.postgresql
def test_emptying_a_table_asks_for_everything():
    outbox.forget([one.id for one in outbox.pending()])

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE wagtailredirects_redirect")

    assert [(one.kind, one.key) for one in outbox.pending()] == [("*", "wagtailredirects_redirect was emptied")]
