"""The worker: one at a time, paused and cancelled without a trace, taken up when it was killed."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.catalog.models import Category
from cms.workbook.mapping.choices import choice_in
from cms.workbook.models import ExportRun, ImportRun
from cms.workbook.runs import folders, imports, steps, working
from cms.workbook.runs.exports import ask_for_export
from cms.workbook.runs.keeping import prune
from cms.workbook.runs.working import look_after, work
from tests.factories.people import make_admin
from tests.factories.workbooks import make_xlsx

pytestmark = pytest.mark.django_db

ROWS = [["slug", "name"], *([f"c-{number}", f"C {number}"] for number in range(60))]
HOLD = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print(flush=True); sys.stdin.read()"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def send(tmp_path):
    """send(): an import that waits to be read; send("check") … one that waits for that step."""
    admin = make_admin()

    def make(step="read"):
        content = make_xlsx(tmp_path / "in.xlsx", {"categories": ROWS}).read_bytes()
        run = imports.receive("in.xlsx", [content], by_id=admin.pk)
        if step in {"check", "take", "undo"}:
            work()
            run.refresh_from_db()
            imports.choose(run.pk, [choice_in(one) for one in run.choices], skip_bad_rows=False, allow_staff=False)
        if step in {"take", "undo"}:
            work()
            imports.confirm(run.pk)
        if step == "undo":
            work()
            imports.undo(run.pk)
        run.refresh_from_db()
        return run

    return make


def stands(run):
    run.refresh_from_db()
    return run.step, run.state


def wishing(monkeypatch, run, wish, *, at):
    """Have somebody press a button when the worker says this."""
    say = folders.Telling.__call__

    def tell(self, what, done, total):
        self._next = 0.0
        if what == at:
            wish(run.pk)
        say(self, what, done, total)

    monkeypatch.setattr(folders.Telling, "__call__", tell)


@pytest.mark.parametrize(("wish", "state"), [(imports.pause, "paused"), (imports.cancel, "cancelled")])
def test_checking_stops_when_somebody_wishes_so(send, monkeypatch, wish, state):
    run = send("check")
    wishing(monkeypatch, run, wish, at="Checking categories")
    work()

    assert stands(run) == ("check", state)


def test_what_was_paused_goes_on(send, monkeypatch):
    run = send("take")
    with monkeypatch.context() as patched:
        wishing(patched, run, imports.pause, at="Checking categories")
        work()
    paused = stands(run)
    imports.go_on(run.pk)
    work()

    assert (paused, stands(run), Category.objects.count()) == (("take", "paused"), ("take", "ready"), 60)


def test_what_writes_does_not_pause(send, monkeypatch):
    run = send("take")
    wishing(monkeypatch, run, imports.pause, at="Writing categories")
    work()

    assert (stands(run), Category.objects.count()) == (("take", "ready"), 60)


def test_what_writes_is_cancelled_without_a_trace(send, monkeypatch):
    run = send("take")
    wishing(monkeypatch, run, imports.cancel, at="Writing categories")
    work()

    assert (stands(run), run.applied_at, Category.objects.count()) == (("take", "cancelled"), None, 0)


def test_what_waits_is_paused_and_cancelled_at_once(send):
    run = send()
    imports.pause(run.pk)
    paused = stands(run)
    imports.cancel(run.pk)

    assert (paused, stands(run), work()) == (("read", "paused"), ("read", "cancelled"), 0)
    for late in (imports.pause, imports.cancel, imports.go_on, imports.confirm, imports.undo, imports.check_again):
        with pytest.raises(imports.NotNow):
            late(run.pk)


def test_one_is_worked_on_at_a_time(send):
    run = send()
    with folders.turn() as first:
        assert (first, work()) == (True, 0)

    assert stands(run) == ("read", "waiting")
    assert look_after(timezone.now()) == 1
    assert work() == 1


def test_a_turn_ends_with_its_process(send):
    run = send()
    lock = str(folders.place("imports") / "turn")
    with subprocess.Popen([sys.executable, "-c", HOLD, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        held = work()
        holder.kill()

    assert (held, work(), stands(run)) == (0, 1, ("read", "ready"))


def test_what_a_killed_worker_left_is_taken_up_and_given_up_at_last(send):
    run = send("check")
    ImportRun.objects.filter(pk=run.pk).update(state="running", tries=1)
    taken_up = work(), stands(run)
    ImportRun.objects.filter(pk=run.pk).update(state="running", tries=working.MOST_TRIES)
    work()

    assert taken_up == (1, ("check", "ready"))
    assert stands(run) == ("check", "failed")
    assert "Nothing of it was done" in run.error


def test_what_goes_wrong_without_words_is_told_and_leaves_nothing(send, monkeypatch):
    run = send("take")
    monkeypatch.setattr(steps.Trail, "note_after", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        work()

    assert (stands(run), run.applied_at, Category.objects.count()) == (("take", "failed"), None, 0)
    assert "Nothing of it was done" in run.error


def test_files_go_when_their_days_are_over(send):
    run = send("undo")
    export = ask_for_export(sheets=["categories"], only={}, by_id=run.by_id)
    work()
    folder, file = folders.import_folder(run.pk), folders.export_file(export.pk)
    early = prune(timezone.now() + timedelta(days=29)), folder.exists(), file.exists()
    late = prune(timezone.now() + timedelta(days=31)), folder.exists(), file.exists()

    assert (early, late) == ((0, True, True), (2, False, False))
    assert (ImportRun.objects.get().has_files, ExportRun.objects.get().has_files) == (False, False)
