import json
import threading

import pytest
from django.core.management import call_command
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.operations.management.commands import run_tasks
from cms.operations.start_up import DEMO_LOGINS, bring_up_the_tables, demo_logins, is_empty, take_up_interrupted_tasks
from cms.pictures.tasks import make_derivatives
from tests.factories.people import make_seller

pytestmark = pytest.mark.django_db


def running_task(*, tries):
    task = DBTaskResult.objects.get(pk=make_derivatives.enqueue("none").id)
    task.status = TaskResultStatus.RUNNING
    task.worker_ids = [f"worker {number}" for number in range(tries)]
    task.save()
    return task


def test_tables_that_are_there_are_left_alone():
    assert bring_up_the_tables() is False


def test_a_shop_is_empty_until_somebody_is_there():
    assert is_empty()

    make_seller()

    assert not is_empty()


def test_what_a_killed_worker_left_is_queued_again():
    task = running_task(tries=1)

    assert take_up_interrupted_tasks() == 1

    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY


def test_a_task_that_ends_its_workers_is_given_up():
    task = running_task(tries=3)

    assert take_up_interrupted_tasks() == 0

    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED
    assert task.traceback == "The worker ended 3 times during this task."


def test_log_ins_are_shown_as_the_demo_wrote_them(tmp_path):
    logins = [{"role": "admin", "email": "admin@shop.example", "password": "open sesame"}]
    (tmp_path / DEMO_LOGINS).write_text(json.dumps(logins))

    assert demo_logins(tmp_path) == logins


@pytest.mark.parametrize("content", [None, "", "[1]", '[{"role": "admin"}]', "{}x"])
def test_without_log_ins_none_are_shown(tmp_path, content):
    if content is not None:
        (tmp_path / DEMO_LOGINS).write_text(content)

    assert demo_logins(tmp_path) == []


def test_the_unit_of_the_tasks_begins_with_what_was_interrupted(monkeypatch, capsys):
    task = running_task(tries=1)
    worked, keeping = [], threading.Event()
    monkeypatch.setattr(run_tasks, "keep_index_or_end", lambda _stop: keeping.set())
    monkeypatch.setattr(run_tasks, "call_command", lambda name, **options: worked.append((name, options)))

    call_command("run_tasks")

    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert worked == [("db_worker", {"interval": 0.5, "startup_delay": False, "reload": False})]
    assert keeping.wait(30)
    assert capsys.readouterr().err == "Taken up again after an interruption: 1.\n"
