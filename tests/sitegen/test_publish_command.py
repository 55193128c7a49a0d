"""`manage.py publish` on a real database: what it prints, what it leaves, and whom it asks."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from cms.catalog.models import Listing
from cms.changes import outbox
from cms.changes.triggers import remove_triggers, triggers_are_complete
from sitegen.acts import Acts
from sitegen.errors import PublishError
from sitegen.releases import Releases
from sitegen.wishes import Wishes
from tests.factories.goods import make_listing, make_photo
from tests.sitegen.tree import tree

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def build_dir(settings, tmp_path):
    settings.BUILD_DIR = tmp_path / "build"
    return settings.BUILD_DIR


def publish(*options, **named):
    out = StringIO()
    call_command("publish", *options, "--json", stdout=out, **named)
    return json.loads(out.getvalue())


def shown(build_dir, listing):
    file = build_dir / "live" / f"listing/{listing.pk}-{listing.slug}.html.gz"
    return gzip.decompress(file.read_bytes()).decode()


def test_the_first_publication_is_a_full_build(build_dir):
    listing = make_listing(title="Oak table", price_cents=12345)

    report = publish()

    assert (report["mode"], report["removed"]) == ("full", 0)
    assert report["outputs"] == report["rendered"] == report["written"] == len(tree(build_dir))
    assert "€123.45" in shown(build_dir, listing)
    assert outbox.is_empty()


def test_nothing_is_built_when_nothing_changed(build_dir):
    make_listing()
    first = publish()

    second = publish()

    assert second == {
        "mode": "incremental",
        "release": first["release"],
        "outputs": first["outputs"],
        "rendered": 0,
        "written": 0,
        "unchanged": 0,
        "removed": 0,
        "bytes": 0,
        "seconds": 0.0,
    }


def test_any_way_of_changing_a_price_reaches_the_page(build_dir):
    listing = make_listing(price_cents=100)
    publish()
    Listing.objects.filter(pk=listing.pk).update(price_cents=4200)

    report = publish()

    assert report["mode"] == "incremental"
    assert 1 <= report["written"] == report["rendered"] < report["outputs"]
    assert "€42.00" in shown(build_dir, listing)
    assert "€1.00" not in shown(build_dir, listing)


def test_missing_triggers_are_made_again_and_ask_for_a_build(build_dir):
    listing = make_listing(price_cents=100)
    publish()
    remove_triggers()
    Listing.objects.filter(pk=listing.pk).update(price_cents=4200)

    report = publish()

    assert report["mode"] == "full"
    assert "€42.00" in shown(build_dir, listing)
    assert triggers_are_complete()


def test_a_draft_is_no_change(build_dir):
    live = make_listing()
    publish()
    make_listing(live=False, seller=live.seller, category=live.category)

    assert publish()["rendered"] == 0


def test_a_clean_build_in_a_fresh_process_gives_the_same_bytes(build_dir):
    for _ in range(3):
        make_listing()
    publish()

    report = publish("--verify")

    assert (report["mode"], report["differing"]) == ("verify", [])
    assert [one.name for one in build_dir.iterdir() if "verify" in one.name] == []


def test_a_tree_that_was_tampered_with_is_found_out(build_dir):
    listing = make_listing()
    publish()
    file = build_dir / "live" / f"listing/{listing.pk}-{listing.slug}.html.gz"
    file.write_bytes(gzip.compress(b"forged", mtime=0))
    (build_dir / "live" / "extra.html.gz").write_bytes(gzip.compress(b"", mtime=0))

    with pytest.raises(SystemExit) as caught:
        call_command("publish", "--verify", "--json", stdout=(out := StringIO()))

    assert caught.value.code == 1
    assert json.loads(out.getvalue())["differing"] == ["extra.html.gz", f"listing/{listing.pk}-{listing.slug}.html.gz"]


class Meddled(Acts):
    """Somebody changes a price during each comparison, up to so many times."""

    changes = 99

    def _differing(self):
        if self.changes:
            self.changes -= 1
            Listing.objects.update(price_cents=F("price_cents") + 1)
            return ["index.html.gz"]
        return []


def test_changes_during_each_comparison_are_said_and_no_files_are_named(build_dir):
    make_listing(price_cents=100)
    publish()
    acts = Meddled(jobs=1, progress=lambda _: None)

    with acts.publisher.releases.lock(), pytest.raises(PublishError, match="changes came in during each of 3"):
        acts.grant(verify=True)

    acts.changes = 2
    with acts.publisher.releases.lock():
        assert acts.grant(verify=True).differing == []
    assert Listing.objects.get().price_cents == 105


def test_going_back_is_one_command(build_dir):
    listing = make_listing(price_cents=100)
    first = publish()["release"]
    publish("--full")
    Listing.objects.filter(pk=listing.pk).update(price_cents=4200)
    publish()

    report = publish("--rollback")

    assert (report["mode"], report["release"]) == ("rollback", first)
    assert "€42.00" in shown(build_dir, listing)
    assert publish("--full")["mode"] == "full"


def test_an_error_is_one_plain_message(build_dir):
    with pytest.raises(CommandError, match=r"^there is no earlier release to go back to$"):
        publish("--rollback")

    assert not (build_dir / "live").exists()


def test_another_publisher_is_waited_for_no_longer_than_said(build_dir):
    with Releases(build_dir).lock(), pytest.raises(CommandError, match="did not answer within 1 seconds"):
        publish("--full", "--timeout=1")

    assert list((build_dir / "wishes").iterdir()) == []
    assert not (build_dir / "live").exists()


@pytest.fixture
def watcher(build_dir, tmp_path):
    environment = {**os.environ, "BUILD_DIR": str(build_dir)}
    command = [sys.executable, "manage.py", "publish", "--watch", "--jobs=1"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    yield process
    process.terminate()
    _, log = process.communicate(timeout=20)
    assert process.returncode == 0, log


def until_line(process, pattern):
    """Read the watcher's log up to a line that fits; a minute is for the slowest machine."""
    found = []
    alarm = threading.Timer(60, process.kill)
    alarm.start()
    try:
        for line in process.stderr:
            found.append(line)
            if re.search(pattern, line):
                return line
    finally:
        alarm.cancel()
    raise AssertionError("".join(found))


def test_a_watcher_publishes_what_changes(build_dir, watcher):
    until_line(watcher, r"live: release .* \(full\)")

    listing = make_listing(title="Oak table")

    until_line(watcher, r"live: release .* \(full\)")
    assert "Oak table" in shown(build_dir, listing)


def test_a_watcher_does_what_other_commands_want(build_dir, watcher):
    first = re.search(r"release (\S+)", until_line(watcher, r"live: release .* \(full\)"))
    publish("--full")

    report = publish("--rollback")

    assert first is not None
    assert (report["mode"], report["release"]) == ("rollback", first[1])
    assert Releases(build_dir).current() == first[1]


def test_a_second_watcher_takes_over_when_the_first_is_killed(build_dir, watcher):
    until_line(watcher, r"live: release .* \(full\)")
    environment = {**os.environ, "BUILD_DIR": str(build_dir)}
    command = [sys.executable, "manage.py", "publish", "--watch", "--jobs=1"]
    second = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)

    watcher.kill()
    watcher.communicate()
    listing = make_listing(title="Oak table")

    until_line(second, r"live: release .* \(full\)")
    assert "Oak table" in shown(build_dir, listing)
    second.terminate()
    second.communicate(timeout=20)
    watcher.returncode = 0


def manage(build_dir, *options, **variables):
    environment = {**os.environ, "BUILD_DIR": str(build_dir), **variables}
    command = [sys.executable, "manage.py", "publish", *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_an_error_in_the_middle_is_one_line_without_a_stack_trace(build_dir):
    for _ in range(5):
        make_listing()
    media = build_dir.parent / "media"
    photo = make_photo(make_listing())

    done = manage(build_dir, "--jobs=2", MEDIA_DIR=str(media))

    assert (done.returncode, done.stdout) == (1, "")
    assert f"/photos/{photo.picture.hash[:2]}/" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (build_dir / "live").exists()
    assert list((build_dir / "releases").iterdir()) == []


@pytest.mark.parametrize(("option", "value"), [("--jobs", "0"), ("--jobs", "two"), ("--timeout", "-1")])
def test_a_number_that_makes_no_sense_is_wrong_usage(build_dir, option, value):
    done = manage(build_dir, f"{option}={value}")

    assert done.returncode == 2
    assert f"{value!r} is not a whole number from 1 up" in done.stderr


def test_a_wish_for_the_release_before_means_the_one_before_what_is_live_when_it_is_made(build_dir):
    listing = make_listing()
    first = publish()["release"]
    publish("--full")
    Listing.objects.filter(pk=listing.pk).update(price_cents=4200)
    publish()
    found = []

    def grant():
        wishes = Wishes(build_dir)
        while not found:
            found.extend(wishes.open())
        wishes.grant(found[0][0], {"report": {"mode": "rollback", "release": first}})

    with Releases(build_dir).lock():
        other = threading.Thread(target=grant)
        other.start()
        report = publish("--rollback", "--timeout=60")
        other.join()

    assert found[0][1] == {"full": False, "verify": False, "rollback": first, "force": False}
    assert report == {"mode": "rollback", "release": first}
    assert list((build_dir / "wishes").iterdir()) == []


def test_while_publishing_is_held_the_command_says_so(build_dir):
    make_listing()
    first = publish()["release"]
    publish("--full")
    publish("--rollback")

    call_command("publish", stdout=(out := StringIO()))

    assert out.getvalue() == f"The look of release {first} stays since the return to it; `publish --full` ends that.\n"


def test_a_database_that_is_away_is_told_in_words(build_dir, tmp_path):
    done = manage(build_dir, DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")

    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: the database does not answer as it should: no such table")
    assert "Traceback" not in done.stderr


def test_a_watcher_that_is_asked_to_end_drops_what_it_builds(build_dir, watcher):
    until_line(watcher, r"live: release .* \(full\)")
    release = Releases(build_dir).current()
    for _ in range(3):
        make_listing()

    watcher.terminate()
    _, log = watcher.communicate(timeout=60)

    assert watcher.returncode == 0
    assert "Traceback" not in log
    assert [one.name for one in (build_dir / "releases").iterdir()] == Releases(build_dir).whole()
    assert release in Releases(build_dir).whole()


def test_a_theme_error_keeps_the_old_site_and_is_told(build_dir, settings, tmp_path):
    make_listing()
    publish()
    before = tree(build_dir)
    settings.THEME_DIR = tmp_path / "no-theme"

    with pytest.raises(CommandError, match=r"there is no theme at .*no-theme"):
        publish()

    assert tree(build_dir) == before


def test_changes_go_live_in_the_old_look_while_the_theme_is_broken(build_dir, settings, tmp_path):
    listing = make_listing()
    publish()
    settings.THEME_DIR = tmp_path / "no-theme"
    Listing.objects.filter(pk=listing.pk).update(price_cents=99)

    with pytest.raises(CommandError, match=r"there is no theme at .*no-theme"):
        publish()

    assert "€0.99" in shown(build_dir, listing)
    assert outbox.is_empty()
