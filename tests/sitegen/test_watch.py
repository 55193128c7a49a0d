"""The publisher's loop: when it publishes, how long it waits after a failure, whose wishes it grants."""

from __future__ import annotations

import logging
import threading

import pytest

from sitegen.errors import CannotWrite, PublishError, Stopped, ThemeError
from sitegen.report import Report
from sitegen.watch import Loop
from sitegen.wishes import Wishes

STEP = Report(mode="incremental", release="1", rendered=3)
FULL = Report(mode="full", release="2", outputs=5, written=1)


class FakeWork:
    """A publisher with things to do, and what was asked of it."""

    def __init__(self):
        self.waiting = []
        self.steps = 0
        self.granted = []
        self.done_chores = 0
        self.troubles = []
        self.suspected = 0
        self.highest = 0
        self.result = FULL

    def step(self):
        self.steps += 1
        found = self.waiting.pop(0) if self.waiting else None
        if isinstance(found, Exception):
            raise found
        return found

    def grant(self, *, full=False, verify=False, rollback=None, force=False):
        self.granted.append((full, verify, rollback, force))
        if isinstance(self.result, Exception):
            raise self.result
        return self.result

    def suspect_theme(self):
        self.suspected += 1

    def wait(self, timeout):
        raise AssertionError(f"a turn never waits, nor for {timeout} s")

    def newest(self):
        if isinstance(self.highest, Exception):
            raise self.highest
        return self.highest

    def chores(self):
        self.done_chores += 1

    def trouble(self, reason):
        self.troubles.append(reason)


class Stage:
    """A loop with a clock that stands still. Its start is over: one look, and nothing was there."""

    def __init__(self, folder):
        self.now = 0.0
        self.work = FakeWork()
        self.wishes = Wishes(folder)
        self.touched = threading.Event()
        self.loop = Loop(self.work, self.wishes, clock=lambda: self.now)
        self.loop.turn(self.touched)
        self.work.steps = 0

    def turn(self, at=None, *, woken=False):
        """How many steps were taken in one turn."""
        self.now = self.now if at is None else at
        if woken:
            self.loop.wake()
        before = self.work.steps
        self.loop.turn(self.touched)
        return self.work.steps - before


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path)


def test_it_looks_once_at_the_start(tmp_path):
    work = FakeWork()

    Loop(work, Wishes(tmp_path), clock=lambda: 0.0).turn(threading.Event())

    assert (work.steps, work.done_chores) == (1, 1)


def test_nothing_is_done_while_nothing_happens(stage):
    assert [stage.turn(), stage.turn()] == [0, 0]


def test_a_call_is_followed_at_once(stage):
    assert [stage.turn(woken=True), stage.turn()] == [1, 0]


def test_it_looks_each_second_though_nobody_called(stage):
    assert [stage.turn(at=0.9), stage.turn(at=1.0), stage.turn(at=1.5), stage.turn(at=2.0)] == [0, 1, 0, 1]


def test_steps_follow_each_other_while_there_is_work(stage):
    stage.work.waiting = [STEP, STEP]
    stage.loop.wake()

    assert [stage.loop.turn(stage.touched) for _ in range(2)] == [True, False]


def test_a_touched_theme_is_looked_at_once(stage):
    stage.touched.set()

    assert [stage.turn(), stage.turn()] == [1, 0]
    assert stage.work.suspected == 1


def test_the_regular_jobs_come_every_ten_seconds(stage):
    before = stage.work.done_chores
    for at in range(1, 25):
        stage.turn(at=float(at))

    assert stage.work.done_chores - before == 2


def test_regular_jobs_that_fail_do_not_stop_it(stage, caplog, monkeypatch):
    monkeypatch.setattr(stage.work, "chores", lambda: {}["gone"])

    assert stage.turn(at=10.0) == 1
    assert caplog.messages == ["the regular jobs could not be done, they are tried again soon: 'gone'"]


def test_after_failures_the_pauses_grow_up_to_a_minute(stage, caplog):
    stage.work.waiting = [CannotWrite("the disk is full")] * 99
    stage.touched.set()
    tries = [second for second in range(190) if stage.turn(at=float(second))]

    assert tries == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    assert caplog.messages[0] == "the disk is full (the live site stays as it is; next try in 1 s)"
    assert stage.work.troubles == ["the disk is full"]


def test_when_it_goes_again_the_trouble_is_over(stage):
    stage.work.waiting = [CannotWrite("the disk is full"), FULL]
    stage.touched.set()

    assert [stage.turn(at=0), stage.turn(at=0.5), stage.turn(at=1)] == [1, 0, 1]
    assert stage.work.troubles == ["the disk is full", ""]


def test_a_new_change_ends_the_pause(stage, caplog):
    stage.work.waiting = [CannotWrite("full")] * 3
    stage.work.highest = 5
    stage.touched.set()
    stage.turn(at=0)
    stage.turn(at=1)

    assert [stage.turn(at=1.2), stage.turn(at=1.3, woken=True)] == [0, 0]
    stage.work.highest = 6
    assert [stage.turn(at=1.4, woken=True), stage.turn(at=1.5, woken=True)] == [1, 0]
    assert len(caplog.messages) == 2
    assert [stage.turn(at=2.9), stage.turn(at=3.0)] == [0, 1]


def test_a_mended_theme_does_not_wait_for_the_pause(stage):
    stage.work.waiting = [ThemeError("macros/card.html, line 2: oh"), FULL]
    stage.touched.set()
    stage.turn(at=0)
    stage.touched.set()

    assert stage.turn(at=0.2) == 1


def test_an_unforeseen_error_is_logged_whole_and_survived(stage, caplog):
    stage.work.waiting = [KeyError("odd"), FULL]
    stage.touched.set()

    assert [stage.turn(at=0), stage.turn(at=1)] == [1, 1]
    assert caplog.records[0].exc_info is not None


def test_a_database_that_is_away_ends_no_pause(stage):
    stage.work.waiting = [PublishError("the database does not answer")]
    stage.work.highest = OSError("gone")
    stage.touched.set()
    stage.turn(at=0)

    assert [stage.turn(at=0.5, woken=True), stage.turn(at=1)] == [0, 1]


def test_a_wish_is_granted_and_answered(stage, caplog):
    caplog.set_level(logging.INFO)
    name = stage.wishes.make({"full": True}, wait=9)

    stage.turn()

    assert stage.work.granted == [(True, False, None, False)]
    assert stage.wishes.answer_to(name) == {"report": FULL.as_json()}
    assert caplog.messages[-1] == "live: release 2 (full), 5 outputs, 1 changed, 0 removed, 0.00 s"


def test_after_a_wish_it_looks_again(stage):
    stage.wishes.make({"full": True}, wait=9)

    assert stage.turn() == 1


@pytest.mark.parametrize("error", [PublishError("no"), KeyError("no")])
def test_a_wish_that_fails_is_answered_with_the_reason(stage, error):
    stage.work.result = error
    name = stage.wishes.make({}, wait=9)

    stage.turn()

    assert stage.wishes.answer_to(name) == {"error": str(error)}


def test_a_wish_of_another_version_is_answered_with_an_error(stage):
    name = stage.wishes.make({"everything": True}, wait=9)

    stage.turn()

    assert "everything" in stage.wishes.answer_to(name)["error"]


def test_a_wish_that_is_interrupted_stays_for_the_next_publisher(stage):
    stage.work.result = Stopped("asked to end")
    name = stage.wishes.make({}, wait=9)

    stage.turn()

    assert stage.wishes.answer_to(name) is None
    assert [one for one, _ in stage.wishes.open()] == [name]


def test_an_answer_that_cannot_be_written_is_survived(stage, tmp_path, caplog):
    name = stage.wishes.make({}, wait=9)

    def grant():
        (tmp_path / "wishes" / f"{name}.answer").mkdir()
        return STEP

    stage.work.grant = grant

    stage.turn()

    assert caplog.messages[-1].startswith("a wish could not be answered: ")
