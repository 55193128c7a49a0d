"""A loss of power: what the outbox was told to be live is on the disk."""

import pytest

from sitegen.wiring import make_publisher
from tests.faults.breaking import in_a_process
from tests.faults.durability import Journal
from tests.faults.small_changes import KINDS, tagline


def journal_of(stage, publish):
    told = stage.folder / "journal"

    def work():
        journal = Journal(stage.build_dir.resolve())
        journal.install()
        publisher = make_publisher(jobs=1)
        with publisher.releases.lock():
            publish(publisher)
        told.write_text("\n".join(journal.lost))

    assert in_a_process(work, folder=stage.folder / "nothing").code == 0
    # What is only made to be thrown away is no loss.
    return [one for one in told.read_text().splitlines() if "/.scratch" not in one and ".lock" not in one]


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", KINDS)
def test_a_small_change_is_on_the_disk_before_it_is_acknowledged(stage, kind):
    stage.reset()
    KINDS[kind]()

    assert journal_of(stage, lambda publisher: publisher.bring_up_to_date()) == []


@pytest.mark.sqlite
def test_a_build_is_on_the_disk_before_it_is_acknowledged(stage):
    stage.reset()
    tagline()

    assert journal_of(stage, lambda publisher: publisher.build()) == []
