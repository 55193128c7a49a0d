"""Backups asked for by people and by the clock, and the admin's page of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from cms.operations.backup import runs
from cms.operations.backup.tasks import perform_run
from cms.operations.models import BackupRun, BackupSettings
from tests.factories.goods import make_listing
from tests.factories.people import make_editor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_folders")]

NIGHT = datetime(2026, 11, 25, 3, 5, tzinfo=UTC)
PAGE = "/admin/backups/"


def names():
    return sorted(one.name for one in (django_settings.DATA_DIR / "backups").iterdir())


def made(now=NIGHT, **options):
    run = runs.ask_for_backup(by_id=None, now=now, **options)
    perform_run.func(run.pk)
    run.refresh_from_db()
    return run


def test_a_backup_is_made_in_the_background():
    run = runs.ask_for_backup(by_id=None, now=NIGHT)
    before = names() if runs.folder() else []

    state = perform_run.func(run.pk)

    assert (before, state, names()) == ([], "done", ["cataloro-20261125-030500.zip"])


def test_a_run_is_done_once():
    run = made()

    assert perform_run.func(run.pk) == ""


def test_the_second_waits_for_the_first():
    runs.ask_for_backup(by_id=None, now=NIGHT)

    with pytest.raises(runs.RunConflict):
        runs.ask_for_backup(by_id=None, now=NIGHT)

    assert BackupRun.objects.count() == 1


def test_a_lost_run_gives_way():
    lost = runs.ask_for_backup(by_id=None, now=NIGHT)
    BackupRun.objects.filter(pk=lost.pk).update(state=BackupRun.State.RUNNING)

    runs.ask_for_backup(by_id=None, now=NIGHT + runs.LOST_AFTER + timedelta(seconds=1))

    lost.refresh_from_db()
    assert (lost.state, lost.error) == ("failed", "The worker was stopped in the middle of it.")


def test_each_day_one_is_asked_for():
    asked = [runs.make_due(NIGHT), runs.make_due(NIGHT)]
    perform_run.func(BackupRun.objects.get().pk)
    asked += [runs.make_due(NIGHT + timedelta(hours=5)), runs.make_due(NIGHT + timedelta(days=1))]

    assert asked == [1, 0, 0, 1]
    assert names() == ["cataloro-20261125-030500-daily.zip"]


def test_not_before_its_hour():
    assert runs.make_due(NIGHT.replace(hour=2, minute=59)) == 0
    assert BackupRun.objects.count() == 0


def test_not_when_it_is_switched_off():
    BackupSettings(pk=1, automatic=False).save()

    assert runs.make_due(NIGHT) == 0


def test_the_oldest_daily_ones_go_and_those_of_people_stay():
    BackupSettings(pk=1, keep=2).save()
    made()
    for day in range(4):
        now = NIGHT + timedelta(days=day, minutes=1)
        made(now=now, day=now)

    assert names() == [
        "cataloro-20261125-030500.zip",
        "cataloro-20261127-030600-daily.zip",
        "cataloro-20261128-030600-daily.zip",
    ]


def test_what_a_killed_worker_left_behind_goes():
    BackupSettings(pk=1, hour=0).save()  # Whatever the hour is, it has come.
    left = runs.folder() / ".backup-half"
    left.mkdir()
    (left / "database.sqlite3").write_bytes(b"half")

    runs.make_due(timezone.now() + runs.LOST_AFTER + timedelta(minutes=1))

    assert not left.exists()


def test_a_check_finds_damage():
    run = made()
    file = runs.folder() / run.file_name
    file.write_bytes(file.read_bytes()[:-30])

    check = runs.ask_for_check(run.file_name, by_id=None, now=NIGHT)
    state = perform_run.func(check.pk)

    check.refresh_from_db()
    assert state == "failed"
    assert "is not a whole backup" in check.error
    assert runs.listed()[0].problem == check.error


def test_the_page_lists_and_offers(admin):
    make_listing()
    made()

    page = admin.get(PAGE).content.decode()

    assert "cataloro-20261125-030500.zip" in page
    assert "Make a backup now" in page
    assert "Each day at 3:00 one is made by itself; the last 7 are kept." in page


def test_the_button_asks_for_one(admin):
    answer = admin.post(f"{PAGE}make")

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert BackupRun.objects.get().state == "waiting"
    assert "waits for its turn" in admin.get(PAGE).content.decode()
    assert "waits for its turn" in admin.get(f"{PAGE}status").json()["text"]


def test_a_second_press_says_why_not(admin):
    admin.post(f"{PAGE}make")

    page = admin.post(f"{PAGE}make", follow=True).content.decode()

    assert "A backup is being made or checked. Wait until it is done." in page
    assert BackupRun.objects.count() == 1


def test_downloads_deletes_and_checks(admin):
    name = made().file_name
    content = (runs.folder() / name).read_bytes()

    downloaded = b"".join(admin.get(f"{PAGE}{name}/download").streaming_content)
    admin.post(f"{PAGE}{name}/verify")
    perform_run.func(BackupRun.objects.latest("pk").pk)
    checked = admin.get(PAGE).content.decode()
    admin.post(f"{PAGE}{name}/delete")

    assert downloaded == content
    assert "whole" in checked
    assert names() == []


@pytest.mark.parametrize("name", ["..", "db.sqlite3", "cataloro-1.zip", "cataloro-20261125-030500.zip"])
def test_gives_out_nothing_else(admin, name):
    (django_settings.DATA_DIR / "db.sqlite3").write_bytes(b"secret")

    assert admin.get(f"{PAGE}{name}/download").status_code == 404
    assert admin.post(f"{PAGE}{name}/delete").status_code in {302, 404}
    assert (django_settings.DATA_DIR / "db.sqlite3").exists()


def test_editors_are_kept_out(client):
    name = made().file_name
    client.force_login(make_editor())
    asked = [client.get(PAGE), client.get(f"{PAGE}status"), client.get(f"{PAGE}{name}/download")]
    asked += [client.post(f"{PAGE}{what}") for what in ("make", f"{name}/verify", f"{name}/delete")]

    assert [one.status_code for one in asked] == [302] * 6
    assert all(one["Location"] == "/admin/" for one in asked)
    assert (names(), BackupRun.objects.count()) == ([name], 1)
