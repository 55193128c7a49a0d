"""The publisher's memory may be lost, cut or damaged at any time: then the site is built anew, and is right."""

import pytest

from tests.faults.small_changes import KINDS


def delete(file):
    file.unlink()


def empty(file):
    file.write_bytes(b"")


def cut(file):
    body = file.read_bytes()
    file.write_bytes(body[: len(body) // 2])


def overwrite(file):
    file.write_bytes(b"no database " * 1000)


def damage_the_middle(file):
    body = bytearray(file.read_bytes())
    body[4096 : len(body) - 4096] = b"\xa5" * (len(body) - 8192)
    file.write_bytes(body)


def damage_a_page(file):
    body = bytearray(file.read_bytes())
    middle = len(body) // 2 // 4096 * 4096
    body[middle : middle + 4096] = b"\x00" * 4096
    file.write_bytes(body)


@pytest.mark.sqlite
@pytest.mark.parametrize("harm", [delete, empty, cut, overwrite, damage_the_middle, damage_a_page])
def test_a_site_whose_memory_is_harmed_is_built_anew(stage, harm):
    stage.reset()
    state = stage.build_dir / "state" / f"{stage.live.resolve().name}.sqlite3"
    for name in (f"{state.name}-wal", f"{state.name}-shm"):
        state.with_name(name).unlink(missing_ok=True)
    harm(state)
    KINDS["title"]()
    KINDS["category"]()

    stage.restart()
    stage.publish()

    assert stage.faults() == []


@pytest.mark.sqlite
def test_a_release_that_is_gone_is_built_anew(stage):
    stage.reset()
    stage.live.unlink()

    stage.restart()
    report = stage.publish()

    assert report.mode == "full"
    assert stage.faults() == []


@pytest.mark.sqlite
def test_files_that_bear_other_times_are_no_reason_to_build(stage):
    stage.reset()
    for file in (stage.build_dir / "state").rglob("*.html"):
        file.touch()
    for file in stage.theme.rglob("*.html"):
        file.touch()

    stage.restart()
    report = stage.publish()

    assert (report.mode, report.rendered) == ("incremental", 0)
