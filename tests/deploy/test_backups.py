import fcntl
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from deploy.install.machine import Machine
from deploy.server.backups import remove_old, to_keep
from tests.deploy.rehearsal.server import programs

NOW = datetime(2026, 11, 29, 3, 17, tzinfo=UTC)


def test_of_a_year_of_nights_a_week_of_days_four_weeks_and_six_months_stay():
    nights = [NOW - timedelta(days=days) for days in range(365)]

    kept = sorted(to_keep(nights), reverse=True)

    assert [moment.strftime("%m-%d") for moment in kept] == [
        *("11-29", "11-28", "11-27", "11-26", "11-25", "11-24", "11-23"),
        *("11-22", "11-15", "11-08"),
        *("10-31", "09-30", "08-31", "07-31", "06-30"),
    ]


def test_of_one_day_the_newest_stays_and_what_people_named_is_left_alone(tmp_path):
    for name in ("2026-11-29-031700", "2026-11-29-120000", "2026-11-29-110000-before-0.2.0", "mine"):
        (tmp_path / f"cataloro-{name}.zip").touch()
        (tmp_path / f"cataloro-{name}.settings.tar").touch()

    removed = remove_old(tmp_path)

    assert [file.name for file in removed] == ["cataloro-2026-11-29-031700.zip"]
    assert len(list(tmp_path.iterdir())) == 6


@pytest.mark.parametrize("planted", ["link", "pipe", "second-name"])
def test_a_shop_that_is_taken_over_hands_root_nothing_but_its_own_file(shop, planted):
    refused = shop.cataloro("backup", STAND_IN_PLANTS=planted)

    assert refused.returncode == 1
    assert ("which the shop was to write, cannot be read" in refused.stderr) == (planted == "link")
    assert ("is not the file that the shop was to write" in refused.stderr) == (planted != "link")
    assert list(shop.file("/var/backups/cataloro").iterdir()) == []
    assert not list(shop.file("/var/lib/cataloro").glob("backup-*.zip"))


def test_a_backup_is_lent_to_the_shop_where_the_shop_can_put_nothing_in_its_place(shop):
    shop.cataloro("backup", "--try")
    [saved] = shop.file("/var/backups/cataloro").glob("*.zip")
    assert shop.cataloro("restore", str(saved).removeprefix(str(shop.root))).returncode == 0

    lent = [call.split()[-1].removeprefix(str(shop.root)) for call in shop.calls() if call.startswith("manage restore")]
    assert lent == ["/var/lib/cataloro-server/lent/to-restore.zip"] * 2
    assert not shop.file("/var/lib/cataloro-server/lent").exists()
    made = [call for call in shop.calls() if call.startswith("runuser -u cataloro -- install --directory")]
    assert made[0].endswith("/var/lib/cataloro/trial/build")


def test_a_backup_waits_for_the_command_that_is_at_work_and_others_are_refused(shop):
    with shop.file("/run/cataloro-work.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Another cataloro command is at work on this server" in shop.cataloro("apply").stderr
        launcher = shop.file("/opt/cataloro/current/app/deploy/server/cataloro")
        waiting = subprocess.Popen(
            ["bash", launcher, "backup"], env=shop.environment(), stdout=subprocess.PIPE, text=True
        )
        assert "this one waits until it ends" in waiting.stdout.readline()
        assert list(shop.file("/var/backups/cataloro").iterdir()) == []
        waiting.send_signal(signal.SIGHUP)  # The connection of whoever typed it breaks.

    assert "Saved: /var/backups/cataloro/" in waiting.communicate(timeout=60)[0]
    assert len(list(shop.file("/var/backups/cataloro").glob("*.zip"))) == 1


def test_what_killed_backups_left_behind_is_taken_away_and_what_is_at_work_is_not(shop):
    backups, data = shop.file("/var/backups/cataloro"), shop.file("/var/lib/cataloro")
    left = [backups / ".cataloro-1.zip.unfinished", data / "backup-1.zip", data / ".backup-1.zip.part"]
    young = data / ".restore-2"
    for place in (*left, young):
        place.touch()
    (data / ".backup-folder/in").mkdir(parents=True)
    (data / ".backup-link").symlink_to(backups)
    day_before = time.time() - 24 * 3600
    for place in (*left, data / ".backup-folder", data / ".backup-link"):
        os.utime(place, (day_before, day_before), follow_symlinks=False)

    assert shop.cataloro("backup").returncode == 0

    assert [one.name for one in data.iterdir() if "backup" in one.name or "restore" in one.name] == [young.name]
    assert sorted(one.suffix for one in backups.iterdir()) == [".tar", ".zip"]


def test_what_runs_as_the_shop_has_not_the_terminal_of_root(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{programs()}:/usr/bin:/bin")
    monkeypatch.setenv("CATALORO_ROOT", str(tmp_path))
    machine = Machine(release=tmp_path)
    leads_a_session = "import os; print(os.getsid(0) == os.getpid())"

    assert machine.run(sys.executable, "-c", leads_a_session, account="cataloro").stdout == "True\n"
    assert machine.run(sys.executable, "-c", leads_a_session).stdout == "False\n"


def test_a_restoration_that_was_cut_off_is_told_and_the_same_command_ends_it(shop):
    shop.cataloro("backup")
    [saved] = shop.file("/var/backups/cataloro").glob("*.zip")
    file, release = str(saved).removeprefix(str(shop.root)), shop.file("/opt/cataloro/current").resolve()
    for mark in shop.state.glob("died-*"):
        mark.unlink()

    deaths = 0
    while (done := shop.run_apart(release, "deploy.server", "restore", file, STAND_IN_DEADLY="1")).returncode != 0:
        deaths += 1
        assert done.returncode == -9, done.stdout + done.stderr
        assert f"the restoration of {file} was cut off" in shop.cataloro("status").stdout

    assert deaths >= 4
    assert "not finished" not in shop.cataloro("status").stdout
    # One that is refused says so itself.
    refused = shop.cataloro("restore", file, STAND_IN_FAILS="manage.py restore")
    assert refused.returncode == 1
    assert "not finished" not in shop.cataloro("status").stdout
    assert shop.changes()[-1].startswith("systemctl start cataloro.target")
