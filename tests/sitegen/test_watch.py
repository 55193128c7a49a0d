"""The publisher's loop: when it publishes, how long it waits after a failure, whose wishes it grants."""

from __future__ import annotations

import logging
import threading

import pytest

from sitegen.errors import CannotWrite, PublishError, Stopped, ThemeError
from sitegen.report import Report
from sitegen.watch import Loop, ThemeWatch
from sitegen.wishes import Wishes

NOTHING = Report(mode="incremental", release="1")
FULL = Report(mode="full", release="2", outputs=5, written=1)
PLAIN = {"full": False, "verify": False, "rollback": None}


class Stage:
    """A loop with a clock that stands still, and what was asked of its publisher."""

    def __init__(self, folder):
        self.now = 0.0
        self.pending = False
        self.result = NOTHING
        self.asked = []
        self.wishes = Wishes(folder)
        self.touched = threading.Event()
        self.loop = Loop(self.wishes, grant=self.grant, pending=self.is_pending, clock=lambda: self.now)

    def grant(self, **wish):
        self.asked.append(wish)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result

    def is_pending(self):
        if isinstance(self.pending, Exception):
            raise self.pending
        return self.pending

    def turn(self, at=None):
        """How often the publisher was asked in one turn."""
        self.now = self.now if at is None else at
        before = len(self.asked)
        self.loop.turn(self.touched)
        return len(self.asked) - before


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path)


def test_nothing_is_done_while_nothing_happens(stage):
    assert [stage.turn(), stage.turn()] == [0, 0]


def test_what_changed_is_published(stage):
    stage.pending = True

    assert stage.turn() == 1
    assert stage.asked == [PLAIN]


def test_a_touched_theme_is_published_once(stage):
    stage.touched.set()

    assert [stage.turn(), stage.turn()] == [1, 0]


def test_after_failures_the_pauses_grow_up_to_a_minute(stage, caplog):
    stage.result = CannotWrite("the disk is full")
    stage.pending = True
    caplog.set_level(logging.INFO)
    tries = [second for second in range(200) if stage.turn(at=float(second))]

    assert tries == [0, 2, 6, 14, 30, 62, 122, 182]
    assert caplog.messages[0] == "the disk is full (the live site stays as it is; next try in 2 s)"


def test_a_failed_publication_is_tried_again_though_nothing_else_changed(stage):
    stage.result = CannotWrite("the disk is full")
    stage.touched.set()
    stage.turn(at=0)
    stage.result = FULL

    assert [stage.turn(at=1), stage.turn(at=2), stage.turn(at=3)] == [0, 1, 0]


def test_after_a_success_the_pauses_begin_anew(stage):
    stage.pending = True
    stage.result = CannotWrite("full")
    stage.turn(at=0)
    stage.turn(at=2)
    stage.result = FULL
    stage.turn(at=6)
    stage.result = CannotWrite("full")
    stage.turn(at=7)

    assert [stage.turn(at=8), stage.turn(at=9)] == [0, 1]


def test_a_mended_theme_does_not_wait_for_the_pause(stage):
    stage.touched.set()
    stage.result = ThemeError("macros/card.html, line 2: oh")
    stage.turn(at=0)
    stage.result = FULL
    stage.touched.set()

    assert stage.turn(at=0.2) == 1


def test_an_unforeseen_error_is_logged_whole_and_survived(stage, caplog):
    stage.pending = True
    stage.result = KeyError("odd")

    assert [stage.turn(at=0), stage.turn(at=2)] == [1, 1]
    assert caplog.records[0].exc_info is not None


def test_a_database_that_is_away_is_survived(stage, caplog):
    stage.pending = OSError("gone")
    stage.turn(at=0)
    stage.pending = True

    assert [stage.turn(at=1), stage.turn(at=2)] == [0, 1]
    assert caplog.messages[0].startswith("the database does not answer: gone (the live site stays")


def test_a_wish_is_granted_and_answered(stage):
    stage.result = FULL
    name = stage.wishes.make({**PLAIN, "full": True}, wait=9)

    stage.turn()

    assert stage.asked == [{**PLAIN, "full": True}]
    assert stage.wishes.answer_to(name) == {"report": FULL.as_json()}


@pytest.mark.parametrize("error", [PublishError("no"), KeyError("no")])
def test_a_wish_that_fails_is_answered_with_the_reason(stage, error):
    stage.result = error
    name = stage.wishes.make(PLAIN, wait=9)

    stage.turn()

    assert stage.wishes.answer_to(name) == {"error": str(error)}


def test_a_wish_of_another_version_is_answered_with_an_error(stage):
    stage.loop = Loop(stage.wishes, grant=lambda *, full: NOTHING, pending=lambda: False)  # noqa: ARG005 (a signature)
    name = stage.wishes.make({"everything": True}, wait=9)

    stage.turn()

    assert "everything" in stage.wishes.answer_to(name)["error"]


def test_a_wish_that_is_interrupted_stays_for_the_next_publisher(stage):
    stage.result = Stopped("asked to end")
    name = stage.wishes.make(PLAIN, wait=9)

    stage.turn()

    assert stage.wishes.answer_to(name) is None
    assert [one for one, _ in stage.wishes.open()] == [name]


def test_an_answer_that_cannot_be_written_is_survived(stage, tmp_path, caplog):
    name = stage.wishes.make(PLAIN, wait=9)

    def grant(**_):
        (tmp_path / "wishes" / f"{name}.answer").mkdir()
        return FULL

    stage.loop = Loop(stage.wishes, grant=grant, pending=lambda: False)

    stage.turn()

    assert caplog.messages[-1].startswith("a wish could not be answered: ")


def test_a_touched_theme_is_noticed(tmp_path):
    watch = ThemeWatch(tmp_path)
    (tmp_path / "shop.css").write_text("a{}")

    assert watch.touched.wait(timeout=30)
    watch.stop()


def test_a_theme_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ThemeError, match="there is no theme at"):
        ThemeWatch(tmp_path / "nowhere")
