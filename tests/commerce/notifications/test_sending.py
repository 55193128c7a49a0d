import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections, transaction
from django_tasks_db.models import DBTaskResult

from commerce.notifications import sending, services
from commerce.notifications.models import Notification
from commerce.notifications.sending import Outcome
from commerce.notifications.tasks import deliver, enqueue_sweep, sweep
from tests.commerce.notifications.mail_server import (
    ACCEPT,
    BUSY,
    HANG_UP,
    HANG_UP_AFTER,
    KILL,
    REFUSE,
    SAY_NOTHING,
    mail_server,
)
from tests.factories.orders import make_order
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
WAITING, SENT, FAILED = Notification.State.WAITING, Notification.State.SENT, Notification.State.FAILED


@pytest.fixture
def a_mail(monkeypatch):
    """A mail of a kind that the theme need not have."""
    monkeypatch.setattr("sitegen.dynamic.render_mail", lambda template, _: (f"About {template}", "<p>Words</p>"))

    def make(**fields):
        user = make_user()
        return Notification.objects.create(recipient=user, kind="test", next_try_at=NOON, **fields)

    return make


def stored(row):
    return Notification.objects.get(pk=row.pk)


def after(**delta):
    return NOON + timedelta(**delta)


def test_a_mail_is_sent_once(a_mail, settings):
    row = a_mail()

    with mail_server(settings) as server:
        assert sending.send(row.pk, NOON) is Outcome.SENT
        assert sending.send(row.pk, after(days=1)) is Outcome.NOT_DUE
        assert sending.send_due(after(days=1)) == 0

    assert [mail["To"] for mail in server.mails] == [row.recipient.email]
    assert (stored(row).state, stored(row).sent_at, stored(row).tries) == (SENT, NOON, 1)
    assert stored(row).subject == "About test.html"


def test_a_server_that_refuses_hangs_up_and_then_accepts_gets_it_exactly_once(a_mail, settings):
    row = a_mail()

    with mail_server(settings, REFUSE, HANG_UP, ACCEPT) as server:
        assert sending.send(row.pk, NOON) is Outcome.FAILED
        assert "no such mailbox" in stored(row).last_error
        assert sending.send_due(after(seconds=59)) == 0
        assert sending.send_due(after(minutes=1)) == 0
        assert (stored(row).tries, stored(row).next_try_at) == (2, after(minutes=6))
        assert sending.send_due(after(minutes=6)) == 1
        assert sending.send_due(after(days=3)) == 0

    assert server.connections == 3
    assert [mail["Subject"] for mail in server.mails] == ["About test.html"]
    assert (stored(row).state, stored(row).tries, stored(row).last_error) == (SENT, 3, "")


def test_a_server_that_hangs_up_after_taking_the_mail_has_it(a_mail, settings):
    row = a_mail()

    with mail_server(settings, HANG_UP_AFTER) as server:
        assert sending.send(row.pk, NOON) is Outcome.SENT
        assert sending.send_due(after(days=1)) == 0

    assert len(server.mails) == 1


def test_after_the_last_try_somebody_must_look(a_mail, settings, caplog):
    row = a_mail()
    tries = [0, 1, 6, 36, 156, 876]

    with mail_server(settings, *[REFUSE] * 7):
        for minutes in tries:
            assert stored(row).state == WAITING
            assert stored(row).next_try_at == after(minutes=minutes)
            sending.send_due(after(minutes=minutes))
        assert sending.send_due(after(days=9)) == 0

    assert (stored(row).state, stored(row).tries, stored(row).sent_at) == (FAILED, 6, None)
    assert caplog.records[-1].levelname == "ERROR"


def test_while_there_is_no_server_one_mail_knocks_and_none_loses_a_try(a_mail, settings):
    first, second = a_mail(), a_mail()

    with mail_server(settings, BUSY, BUSY) as server:
        assert sending.send_due(NOON) == 0
        assert server.connections == 1
        assert {(one.tries, one.next_try_at) for one in (stored(first), stored(second))} == {(0, after(minutes=1))}
        assert sending.send_due(after(minutes=1)) == 0
        assert sending.send_due(after(minutes=2)) == 2

    assert len(server.mails) == 2
    assert {stored(one).state for one in (first, second)} == {SENT}


def test_a_closed_port_is_no_server(a_mail, settings):
    row = a_mail()
    with mail_server(settings):
        pass

    assert sending.send(row.pk, NOON) is Outcome.NO_SERVER
    assert stored(row).last_error.startswith("ConnectionRefusedError")


def test_a_server_that_says_nothing_is_no_server_and_gets_the_mail_once_it_speaks(a_mail, settings):
    row = a_mail()
    settings.EMAIL_TIMEOUT = 0.1

    with mail_server(settings, SAY_NOTHING) as server:
        assert sending.send(row.pk, NOON) is Outcome.NO_SERVER
        settings.EMAIL_TIMEOUT = 10
        assert sending.send_due(after(minutes=1)) == 1

    assert (len(server.mails), stored(row).tries) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_an_order_waits_for_no_mail_server(settings):
    with mail_server(settings, SAY_NOTHING) as server:
        order = make_order(state="accepted")

    assert server.connections == 0
    waiting = Notification.objects.filter(state=WAITING).values_list("kind", "recipient_id", "tries")
    assert set(waiting) == {("order-requested", order.seller_id, 0), ("order-accepted", order.buyer_id, 0)}
    assert DBTaskResult.objects.filter(task_path=deliver.module_path).count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_a_sender_killed_after_the_server_took_the_mail_sends_it_twice_under_one_number(a_mail, settings):
    """The one way to a second copy: nobody knows of the first. Programs for mail show such a pair as one."""
    row = a_mail()

    with mail_server(settings, KILL) as server:
        assert how_a_process_ends(lambda: sending.send(row.pk, NOON), server.senders.put) == signal.SIGKILL
        assert stored(row).state == WAITING
        assert sending.send_due(after(minutes=9)) == 0
        assert sending.send_due(after(minutes=10)) == 1
        assert sending.send_due(after(days=1)) == 0

    first, second = (mail["Message-ID"] for mail in server.mails)
    assert first == second


def how_a_process_ends(job, tell):
    """Do the job in a process of its own, whose number is told; the signal that ended it, or 0."""
    connections.close_all()
    number = os.fork()
    if not number:
        try:
            job()
        finally:
            os._exit(1)
    tell(number)
    return os.WTERMSIG(os.waitpid(number, 0)[1])


def test_a_template_that_the_theme_lacks_fails_alone(a_mail, monkeypatch, mailoutbox):
    broken, fine = a_mail(), a_mail()

    def render(template, context):
        if context["recipient"] == broken.recipient.name:
            raise LookupError(template)
        return "Fine", "<p>Fine</p>"

    monkeypatch.setattr("sitegen.dynamic.render_mail", render)

    assert sending.send_due(NOON) == 1
    assert (stored(broken).state, stored(broken).last_error) == (WAITING, "LookupError: test.html")
    assert [mail.to for mail in mailoutbox] == [[fine.recipient.email]]


@pytest.mark.both_databases
def test_what_a_killed_worker_had_claimed_is_due_after_ten_minutes(a_mail, monkeypatch, mailoutbox):
    row = a_mail()

    def die(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "letter_of", die)
    with pytest.raises(KeyboardInterrupt):
        sending.send(row.pk, NOON)
    monkeypatch.undo()
    monkeypatch.setattr("sitegen.dynamic.render_mail", lambda *_: ("Again", "<p>Words</p>"))

    assert sending.send_due(after(minutes=9)) == 0
    assert sending.send_due(after(minutes=10)) == 1
    assert len(mailoutbox) == 1


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_a_mail_once(a_mail, settings):
    row = a_mail()
    start = threading.Barrier(8)

    def work():
        start.wait()
        try:
            return sending.send(row.pk, NOON)
        finally:
            connections.close_all()

    with mail_server(settings) as server, ThreadPoolExecutor(8) as pool:
        outcomes = [one.result() for one in [pool.submit(work) for _ in range(8)]]

    assert outcomes.count(Outcome.SENT) == 1
    assert outcomes.count(Outcome.NOT_DUE) == 7
    assert len(server.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_the_mail_is_queued_when_its_transaction_is_over_and_only_then():
    user = make_user()

    with transaction.atomic():
        row = services.notify(user.pk, "test", {})
        assert not DBTaskResult.objects.exists()

    assert DBTaskResult.objects.get().task_path == deliver.module_path
    assert DBTaskResult.objects.get().args_kwargs["args"] == [row.pk]


@pytest.mark.django_db(transaction=True)
def test_no_mail_of_a_transaction_that_failed():
    user = make_user()

    with transaction.atomic():
        services.notify(user.pk, "test", {})
        transaction.set_rollback(True)

    assert not Notification.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_clock_queues_one_sweep_and_speaks_to_no_server(a_mail):
    assert enqueue_sweep(NOON) == 0
    a_mail()

    assert enqueue_sweep(after(seconds=-1)) == 0
    assert enqueue_sweep(NOON) == 1
    assert enqueue_sweep(NOON) == 0
    assert [one.task_path for one in DBTaskResult.objects.all()] == [sweep.module_path]
