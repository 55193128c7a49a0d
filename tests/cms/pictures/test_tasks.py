"""Work in the background: queued at commit, done once, found again when a worker is killed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from cms.pictures.files import derivative_path
from cms.pictures.intake import take_picture
from cms.pictures.models import Picture
from cms.pictures.tasks import LOST_AFTER, Progress, enqueue_missing, make_derivatives, pending_pictures, progress
from tests.factories.goods import jpeg, make_picture, plain_image, png

pytestmark = pytest.mark.django_db

NOW = datetime(2100, 1, 1, tzinfo=UTC)


def queued() -> list[str]:
    return [one["args"][0] for one in DBTaskResult.objects.values_list("args_kwargs", flat=True)]


def test_a_taken_picture_is_queued_once_the_transaction_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        picture = take_picture(png())
        assert queued() == []

    assert queued() == [picture.hash]


def test_nothing_is_queued_when_the_transaction_is_rolled_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        take_picture(png())
        transaction.set_rollback(True)

    assert queued() == []
    assert not Picture.objects.exists()


def test_makes_the_files_and_says_so_in_the_row():
    picture = take_picture(jpeg(plain_image(700, 300)))

    assert make_derivatives.call(picture.hash) == [320, 640]

    picture.refresh_from_db()
    assert picture.widths == [320, 640]
    assert derivative_path(picture.hash, 640, "avif").is_file()


def test_a_picture_that_is_gone_is_no_error():
    assert make_derivatives.call("0" * 32) == []


def test_a_picture_that_is_done_is_not_made_again():
    picture = make_picture(widths=[320])

    assert make_derivatives.call(picture.hash) == [320]
    assert not derivative_path(picture.hash, 320, "avif").exists()


def test_tells_how_far_the_work_is():
    waiting = make_picture(widths=[])
    make_picture()

    assert progress() == Progress(done=1, total=2)
    assert pending_pictures() == [waiting.hash]


def test_a_picture_without_a_task_is_queued_again():
    forgotten = make_picture(widths=[])
    make_picture()
    waiting = make_picture(widths=[])
    make_derivatives.enqueue(waiting.hash)

    assert enqueue_missing(now=NOW) == 1

    assert sorted(queued()) == sorted([waiting.hash, forgotten.hash])
    assert enqueue_missing(now=NOW) == 0


def test_the_task_of_a_killed_worker_is_closed_and_queued_again():
    picture = make_picture(widths=[])
    make_derivatives.enqueue(picture.hash)
    DBTaskResult.objects.update(status="RUNNING", started_at=NOW - LOST_AFTER - timedelta(seconds=1))

    assert enqueue_missing(now=NOW) == 1

    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY"]


def test_a_picture_that_cannot_be_made_is_not_tried_for_ever():
    make_picture(widths=[])

    for tried in range(1, 7):
        assert enqueue_missing(now=NOW) == (1 if tried <= 5 else 0)
        DBTaskResult.objects.update(status="FAILED")

    assert DBTaskResult.objects.count() == 5


def test_a_very_new_picture_is_left_alone():
    picture = make_picture(widths=[])

    assert enqueue_missing(now=picture.created_at + timedelta(seconds=29)) == 0
    assert enqueue_missing(now=picture.created_at + timedelta(seconds=31)) == 1


def test_a_task_that_has_just_begun_is_left_alone():
    picture = make_picture(widths=[])
    make_derivatives.enqueue(picture.hash)
    DBTaskResult.objects.update(status="RUNNING", started_at=NOW - LOST_AFTER + timedelta(seconds=1))

    assert enqueue_missing(now=NOW) == 0
    assert DBTaskResult.objects.get().status == "RUNNING"


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_a_worker_does_the_work():
    picture = take_picture(jpeg(plain_image(330, 200)))

    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)

    picture.refresh_from_db()
    assert picture.widths == [320]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
