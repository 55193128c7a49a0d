"""Killed at any moment: every file is old or new, whole, no link dangles, and the next run makes the rest."""

import os
import shutil
from pathlib import Path

import pytest

from cms.changes.models import Change
from sitegen.wiring import make_publisher
from tests.faults.breaking import Fault, in_a_process
from tests.faults.small_changes import KINDS, tagline
from tests.properties.edits.judge import unlike
from tests.pruning import wait_for_pruning

EVERY = int(os.environ.get("FAULTS_EVERY", "31"))
"""Of all points to break at, each so-manyth: 1 for all."""


def publish():
    publisher = make_publisher(jobs=1)
    with publisher.releases.lock():
        publisher.bring_up_to_date()


def build():
    publisher = make_publisher(jobs=1)
    with publisher.releases.lock():
        publisher.build()


def files(root):
    return {one.relative_to(root).as_posix(): one.read_bytes() for one in root.rglob("*.gz")}


class Trial:
    """A change and both trees: the one before, and the one that a clean build makes after it."""

    def __init__(self, stage, change, work=publish):
        self.stage = stage
        self.change = change
        self.work = work
        stage.reset()
        self.old = files(stage.live)
        change()
        shutil.rmtree(stage.folder / "wanted", ignore_errors=True)
        self.clean = Path(shutil.copytree(stage.clean_build(), stage.folder / "wanted"))
        self.new = files(self.clean)

    def broken(self, fault, at):
        """Do the change, break its publication, and see that what is served is sound."""
        self.stage.reset()
        self.change()
        outcome = in_a_process(self.work, folder=self.stage.build_dir, fault=fault, at=at)
        self.see_to_it_that_all_is_whole()
        return outcome

    def see_to_it_that_all_is_whole(self):
        served = files(self.stage.live)
        for name, body in served.items():
            assert body in (self.old.get(name), self.new.get(name)), f"{name} is neither old nor new"
        assert {name for name in self.old if name in self.new} <= served.keys()
        assert self.stage.dangling(for_shoppers=True) == []
        if not Change.objects.exists():
            assert unlike(self.stage.live.resolve(), self.clean) == []

    def heal(self):
        """The next run, in a new process as it were."""
        self.stage.restart()
        self.stage.publish()
        assert unlike(self.stage.live.resolve(), self.clean) == []
        assert not Change.objects.exists()

    def points(self, every=EVERY):
        """How many calls there are in an undisturbed publication; where to break it."""
        outcome = self.broken(Fault.NONE, 0)
        assert outcome.code == 0
        assert outcome.calls > 10
        return range(1, outcome.calls + 1, every)


def leftovers(folder):
    return sorted(one.name for one in folder.rglob("*") if one.name.endswith(".new") or ".verify-" in one.name)


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", KINDS)
def test_a_small_change_that_is_killed_anywhere_is_completed_by_the_next_run(stage, kind):
    trial = Trial(stage, KINDS[kind])

    for at in trial.points():
        assert trial.broken(Fault.KILLED, at).was_killed
        trial.heal()


@pytest.mark.sqlite
@pytest.mark.parametrize("fault", [Fault.FULL, Fault.READ_ONLY, Fault.ONCE])
@pytest.mark.parametrize("kind", ["title", "withdrawn"])
def test_a_small_change_that_the_disk_refuses_is_told_in_words_and_done_when_there_is_room(stage, kind, fault):
    trial = Trial(stage, KINDS[kind])

    for at in trial.points(3 * EVERY):
        assert trial.broken(fault, at).is_in_words
        trial.heal()


@pytest.mark.sqlite
def test_a_build_that_is_killed_anywhere_leaves_one_whole_tree_and_after_two_builds_no_rests(stage):
    trial = Trial(stage, tagline, work=build)

    for at in trial.points(11 * EVERY):
        assert trial.broken(Fault.KILLED, at).was_killed
        served = files(stage.live)
        assert served in (trial.old, trial.new)
        trial.heal()
        build()
        build()
        wait_for_pruning()
        assert leftovers(stage.build_dir) == []
        assert len(list((stage.build_dir / "releases").iterdir())) <= 3
        assert served


@pytest.mark.sqlite
@pytest.mark.parametrize("fault", [Fault.FULL, Fault.READ_ONLY, Fault.ONCE])
def test_a_build_that_the_disk_refuses_leaves_one_whole_tree(stage, fault):
    trial = Trial(stage, tagline, work=build)

    for at in trial.points(30 * EVERY):
        assert trial.broken(fault, at).is_in_words
        assert files(stage.live) in (trial.old, trial.new)
        trial.heal()
