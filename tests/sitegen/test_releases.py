"""Releases: switching, keeping three, going back, one publisher at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from cms.contract.keys import Kind
from cms.contract.records import ListingStatus
from sitegen.errors import CannotWrite, NoSuchRelease, PublisherBusy
from sitegen.releases import Releases
from tests.pruning import wait_for_pruning
from tests.sitegen.stage import copied_theme
from tests.sitegen.tree import page, tree


def test_live_points_to_the_release_by_a_relative_path(make_publisher):
    publisher = make_publisher()

    report = publisher.build()

    assert (publisher.site.build_dir / "live").readlink() == Path("releases", report.release)


def test_three_releases_are_kept(make_publisher):
    publisher = make_publisher()

    built = [publisher.build().release for _ in range(5)]

    assert publisher.releases.whole() == built[-3:]
    wait_for_pruning()
    assert sorted(one.name for one in publisher.releases.folder.iterdir()) == built[-3:]


def test_going_back_serves_the_earlier_bytes_again(shelf, make_publisher):
    publisher = make_publisher()
    shelf.put(1, "Red bike")
    first = publisher.build().release
    before = tree(publisher.site.build_dir)
    shelf.put(2, "Blue bike")
    publisher.build()

    report = publisher.roll_back(None)

    assert (report.mode, report.release) == ("rollback", first)
    assert tree(publisher.site.build_dir) == before


def test_after_going_back_goods_are_the_present_ones_in_the_look_of_then(shelf, outbox, make_publisher, tmp_path):
    theme = copied_theme(tmp_path)
    shelf.put(1, "Red bike")
    publisher = make_publisher(theme=theme)
    first = publisher.build().release
    shelf.put(2, "Blue bike")
    outbox.note(Kind.LISTING, 2)
    edited = theme / "templates" / "pages" / "not_found.html"
    edited.write_text(edited.read_text().replace("{% block content %}", "{% block content %}<p>A new look</p>"))
    publisher.build()

    publisher.roll_back(None)
    shelf.change(1, status=ListingStatus.SOLD)
    outbox.note(Kind.LISTING, 1)
    after = publisher.bring_up_to_date()

    assert (after.mode, after.release) == ("incremental", first)
    assert "Blue bike" in page(publisher.site.build_dir, "index.html")
    assert "Red bike" not in page(publisher.site.build_dir, "index.html")
    assert "A new look" not in page(publisher.site.build_dir, "404.html")
    assert publisher.releases.held

    full = publisher.build()

    assert "A new look" in page(publisher.site.build_dir, "404.html")
    assert publisher.releases.current() == full.release
    assert not publisher.releases.held


def test_there_is_no_way_back_from_the_first_release(make_publisher):
    publisher = make_publisher()
    live = publisher.build().release

    with pytest.raises(NoSuchRelease, match="there is no earlier release to go back to"):
        publisher.roll_back(None)

    assert publisher.releases.current() == live
    assert not publisher.releases.held


def test_an_unknown_release_is_refused_with_those_there_are(make_publisher):
    publisher = make_publisher()
    live = publisher.build().release

    with pytest.raises(NoSuchRelease, match=f"there is no release nonsense; there are: {live}"):
        publisher.roll_back("nonsense")

    assert publisher.releases.current() == live


def test_a_second_publisher_is_told_that_one_is_at_work(tmp_path):
    with Releases(tmp_path).lock(), pytest.raises(PublisherBusy):
        Releases(tmp_path).lock().__enter__()


def test_the_lock_of_a_killed_publisher_is_free(tmp_path):
    script = (
        "import pathlib, sys, time\n"
        "from sitegen.releases import Releases\n"
        f"with Releases(pathlib.Path({str(tmp_path)!r})).lock():\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(PublisherBusy):
        Releases(tmp_path).lock().__enter__()

    holder.kill()
    holder.communicate()

    with Releases(tmp_path).lock():
        assert (tmp_path / ".lock").exists()


def test_what_an_interrupted_build_left_goes_with_the_next(make_publisher):
    publisher = make_publisher()
    publisher.build()
    torn = publisher.releases.folder / "20200101T000000000Z"
    torn.mkdir()
    (torn / "index.html.gz").write_bytes(b"half")
    (publisher.site.build_dir / ".live.1.new").symlink_to("releases/nowhere")

    publisher.build()

    assert not torn.exists()
    assert not (publisher.site.build_dir / ".live.1.new").is_symlink()


def test_assets_no_kept_release_uses_go_after_the_grace_time(make_publisher, monkeypatch):
    publisher = make_publisher()
    publisher.build()
    folder = publisher.site.build_dir / "assets"
    used = {file.name for file in folder.iterdir()}
    (folder / "old.0123456789ab.css").write_text("")
    publisher.releases.prune()
    assert (folder / "old.0123456789ab.css").exists()

    monkeypatch.setattr("sitegen.releases.ASSET_GRACE", timedelta(days=-1))
    publisher.releases.prune()

    assert {file.name for file in folder.iterdir()} == used


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    file = tmp_path / "build"
    file.write_text("not a folder")

    with pytest.raises(CannotWrite, match="build cannot be written"):
        Releases(file).lock().__enter__()

    assert file.read_text() == "not a folder"


BUILD = """
import pathlib, sys
from tests.sitegen.conftest import *
from tests.sitegen.stage import filled
shelf = filled(Shelf(), int(sys.argv[2]))
folder = pathlib.Path(sys.argv[1])
ports = ports_of(shelf, ListOutbox())
site = Site(build_dir=folder, media_dir=folder, theme=THEME, site_url=SITE_URL, encoding="gzip", production=True)
publisher = Publisher(site, ports, jobs=2, progress=lambda _: None)
with publisher.releases.lock():
    print("started", flush=True)
    publisher.build()
"""


def test_a_build_killed_at_any_moment_leaves_a_whole_site(tmp_path):
    """Each time the served tree is that of 40 or that of 41 goods, and the next run heals."""
    expected = {}
    for count in (40, 41):
        subprocess.run([sys.executable, "-c", BUILD, str(tmp_path / str(count)), str(count)], check=True)
        expected[count] = tree(tmp_path / str(count))
    folder = tmp_path / "served"
    subprocess.run([sys.executable, "-c", BUILD, str(folder), "40"], check=True)

    for moment in range(12):
        build = subprocess.Popen(
            [sys.executable, "-c", BUILD, str(folder), "41"], stdout=subprocess.PIPE, start_new_session=True
        )
        assert build.stdout is not None
        build.stdout.readline()
        until = time.monotonic() + moment * 0.08
        while time.monotonic() < until and build.poll() is None:
            pass
        if build.poll() is None:
            os.killpg(build.pid, 9)
        build.communicate()
        assert tree(folder) in expected.values()
        assert json.loads((folder / "live" / "build.json").read_text())["outputs"] == len(tree(folder))

    subprocess.run([sys.executable, "-c", BUILD, str(folder), "41"], check=True)
    assert tree(folder) == expected[41]
    assert all((one / "build.json").exists() for one in (folder / "releases").iterdir())


def test_ids_ascend_when_the_clock_was_set_back(make_publisher):
    publisher = make_publisher()
    first = publisher.build().release
    late = publisher.releases.folder / "29990101T000000000Z"
    (publisher.releases.folder / first).rename(late)

    second = publisher.build().release
    third = publisher.build().release

    assert (second, third) == ("29990101T000000001Z", "29990101T000000002Z")
    assert publisher.roll_back(None).release == second


def test_a_hold_ends_with_the_release_it_was_for(shelf, outbox, make_publisher):
    """A full build that was killed between its switch and its last words holds nothing."""
    publisher = make_publisher()
    first = publisher.build().release
    second = publisher.build().release
    publisher.roll_back(None)
    assert (publisher.releases.current(), publisher.releases.held) == (first, True)

    publisher.releases.switch(second)

    assert publisher.releases.held is False


def test_folders_of_comparisons_that_were_killed_go_with_the_next_build(make_publisher):
    publisher = make_publisher()
    left = publisher.site.build_dir / ".verify-abc" / "releases"
    left.mkdir(parents=True)

    publisher.build()

    assert not left.parent.exists()


def test_an_asset_that_a_preview_writes_at_this_moment_is_left_alone(make_publisher):
    publisher = make_publisher()
    publisher.build()
    underway = publisher.site.build_dir / "assets" / ".appearance.css.1-2.new"
    underway.write_bytes(b"")

    publisher.build()

    assert underway.exists()
