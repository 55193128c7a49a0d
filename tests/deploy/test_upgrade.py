import json
import os
import time

import pytest

from tests.deploy.rehearsal.release import make_release


@pytest.fixture(scope="session")
def newer_file(tmp_path_factory):
    return make_release(tmp_path_factory.mktemp("newer"), version="0.2.0")


def running(shop):
    return shop.file("/opt/cataloro/current").readlink().name, (shop.state / "healthz").read_text().split('"')[7]


def test_an_upgrade_saves_migrates_builds_switches_and_looks_and_can_be_taken_back(shop, newer_file):
    before = len(shop.changes())

    done = shop.cataloro("upgrade", str(newer_file))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Version 0.2.0 runs. To go back: cataloro rollback" in done.stdout
    assert running(shop) == ("0.2.0", "0.2.0")
    [saved] = shop.file("/var/backups/cataloro").glob("*-before-0.2.0.zip")
    assert saved.read_text() == "a backup\n"
    steps = [change.split(" ")[0:3] for change in shop.changes()[before:]]
    wanted = [["manage", "backup"], ["manage", "migrate"], ["manage", "publish"], ["systemctl", "restart"]]
    places = [next(i for i, step in enumerate(steps) if step[: len(one)] == one) for one in wanted]
    assert places == sorted(places)
    restarts = [change.split(" ")[2:] for change in shop.changes()[before:] if change.startswith("systemctl restart")]
    # People wait for the app, so it has the machine to itself.
    assert restarts == [
        ["cataloro-web.service"],
        ["cataloro-publisher.service", "cataloro-tasks.service", "cataloro-visits.service"],
    ]

    back = shop.cataloro("rollback")

    assert back.returncode == 0, back.stdout + back.stderr
    assert running(shop) == ("0.1.0", "0.1.0")
    assert "There is no version 7 to go back to. On this server: 0.2.0." in shop.cataloro("rollback", "7").stderr


@pytest.mark.parametrize("fails", ["releases/0.2.0/app/manage.py migrate --no-input", "manage.py publish", "a visit"])
def test_a_version_that_does_not_work_gives_way_to_the_one_before_by_itself(shop, newer_file, fails):
    if fails == "a visit":
        (shop.state / "breaks-with").write_text('"version": "0.2.0"')
    told = {"STAND_IN_FAILS": "0.2.0/app/" + fails if fails == "manage.py publish" else fails}

    done = shop.cataloro("upgrade", str(newer_file), **(told if fails != "a visit" else {}))

    assert done.returncode == 1
    assert "Version 0.2.0 does not work here; the reason is above. 0.1.0 takes over again." in done.stdout
    assert "Version 0.1.0 runs as before." in done.stdout
    assert running(shop) == ("0.1.0", "0.1.0")
    # What went wrong is mended: the same file again.
    (shop.state / "breaks-with").unlink(missing_ok=True)
    assert shop.cataloro("upgrade", str(newer_file)).returncode == 0
    assert running(shop) == ("0.2.0", "0.2.0")


def test_a_skip_that_needs_a_stop_in_between_is_refused_before_anything_changes(shop, tmp_path):
    far = make_release(tmp_path, version="0.9.0", oldest="0.5.0")
    before, changes = running(shop), [one for one in shop.changes() if not one.startswith("python3.12")]

    done = shop.cataloro("upgrade", str(far))

    assert done.returncode == 1
    assert "Version 0.1.0 runs, and 0.9.0 can take over from 0.5.0 or newer only. Upgrade to 0.5.0 first" in done.stdout
    assert running(shop) == before
    assert not list(shop.file("/var/backups/cataloro").iterdir())
    later = [one for one in shop.changes()[len(changes) :] if one.startswith(("manage", "systemctl"))]
    assert [one for one in later if one not in changes] == []


def test_an_older_or_the_same_version_is_refused(shop, release_file, newer_file):
    assert "Version 0.1.0 runs already." in shop.cataloro("upgrade", str(release_file)).stdout
    assert shop.cataloro("upgrade", str(newer_file)).returncode == 0
    older = shop.cataloro("upgrade", str(release_file))
    assert "Version 0.2.0 runs, which is newer than 0.1.0. To go back: cataloro rollback 0.1.0" in older.stdout
    assert running(shop) == ("0.2.0", "0.2.0")


def test_install_never_changes_the_version_of_a_shop_that_runs(shop, newer_file):
    before, changes = shop.end_state(), shop.changes()

    refused = shop.run("bash", newer_file, "install")

    assert refused.returncode == 1
    assert f"version 0.1.0 is installed here. To change to 0.2.0: bash {newer_file.name} upgrade" in refused.stderr
    assert (shop.end_state(), shop.changes()) == (before, changes)
    # What is asked first is answered for an upgrade, not for an installation.
    plan = shop.run("bash", newer_file, "upgrade", "--dry-run").stdout
    assert plan.splitlines()[-1].strip() == "to do  see whether it can take over; if so: save the shop, and turn to it"
    assert shop.cataloro("upgrade", str(newer_file)).returncode == 0
    assert "Version 0.2.0 runs already." in shop.run("bash", newer_file, "upgrade", "--dry-run").stderr


def test_who_types_another_command_while_one_is_at_work_does_not_get_its_result(shop, newer_file):
    run = shop.file("/run/cataloro-install")
    run.mkdir(parents=True)
    (run / "work").write_text("0.1.0 install\n")
    (run / "lock").touch()

    refused = shop.run("flock", run / "lock", "bash", newer_file, "upgrade")

    assert "something else is at work here (Cataloro 0.1.0: install)." in refused.stderr
    assert refused.returncode == 1


def test_killed_after_each_change_the_same_command_ends_the_upgrade(shop, newer_file):
    for mark in shop.state.glob("died-*"):
        mark.unlink()
    deaths = 0
    unpacked = shop.file("/opt/cataloro/releases/0.2.0")
    while not (unpacked / "LABELLED").exists():
        done = shop.cataloro("upgrade", str(newer_file), STAND_IN_DEADLY="1")
        deaths += 1
        assert "ended from outside" in done.stderr, done.stdout + done.stderr
    while (done := shop.run_apart(unpacked, "deploy.upgrade", STAND_IN_DEADLY="1")).returncode != 0:
        deaths += 1
        assert done.returncode == -9, done.stdout + done.stderr
        assert running(shop)[0] in ("0.1.0", "0.2.0")

    assert deaths >= 10
    assert running(shop) == ("0.2.0", "0.2.0")
    assert "back: cataloro rollback" in done.stdout
    assert shop.cataloro("rollback").returncode == 0
    assert running(shop) == ("0.1.0", "0.1.0")


def test_killed_after_each_change_the_same_command_ends_the_way_back(shop, newer_file):
    assert shop.cataloro("upgrade", str(newer_file)).returncode == 0
    for mark in shop.state.glob("died-*"):
        mark.unlink()
    deaths = 0
    while (
        done := shop.run_apart(
            shop.file("/opt/cataloro/current").resolve(), "deploy.server", "rollback", STAND_IN_DEADLY="1"
        )
    ).returncode != 0:
        deaths += 1
        assert done.returncode == -9, done.stdout + done.stderr
        assert "the way back to version 0.1.0 was cut off" in shop.cataloro("status").stdout

    assert deaths >= 8
    assert running(shop) == ("0.1.0", "0.1.0")
    assert "not finished" not in shop.cataloro("status").stdout
    history = json.loads(shop.file("/var/lib/cataloro-server/history.json").read_text())
    assert (history["before"], set(history)) == ("0.2.0", {"before", "backup"})


def test_an_upgrade_that_was_cut_off_long_ago_saves_what_has_come_since(shop, newer_file):
    shop.cataloro("backup", "/var/backups/cataloro/cataloro-1-before-0.2.0.zip")
    saved = shop.file("/var/backups/cataloro/cataloro-1-before-0.2.0.zip")
    cut_off = {"before": "0.1.0", "backup": "/var/backups/cataloro/" + saved.name, "turning_to": "0.2.0"}
    noted = shop.file("/var/lib/cataloro-server/history.json")
    noted.write_text(json.dumps(cut_off))
    # Whoever stays with the version that runs has no upgrade that goes on.
    assert "the upgrade to version 0.2.0 was cut off" in shop.cataloro("status").stdout
    assert shop.cataloro("apply").returncode == 0
    assert json.loads(noted.read_text()) == {"before": "0.1.0", "backup": cut_off["backup"]}
    noted.write_text(json.dumps(cut_off))
    os.utime(saved, (time.time() - 7200,) * 2)

    done = shop.cataloro("upgrade", str(newer_file))

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(saved.parent.glob("*-before-0.2.0.zip"))) == 2
    assert json.loads(noted.read_text())["backup"] != cut_off["backup"]
