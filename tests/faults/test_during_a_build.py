"""Edits of each kind at each phase of a full build: after the switch nothing differs."""

import threading
from functools import partial

import pytest
from django.db import connection

from sitegen.wiring import make_publisher
from tests.properties.edits.dice import ThrownDice
from tests.properties.edits.vocabulary import EDITS

PHASES = (1, 10, 20, 30, 40, 50, 60, 68, 76)
"""After so many outputs, of the 84 that the shop has."""

NAMES = sorted(name for name in EDITS if not name.startswith("theme."))
SETS = [NAMES[start::11] for start in range(11)]


def elsewhere(work):
    """Do it on a connection of its own, as another process does."""

    def work_and_leave():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=work_and_leave)
    thread.start()
    thread.join()


@pytest.mark.sqlite
@pytest.mark.parametrize("number", range(len(SETS)))
def test_what_is_edited_while_the_site_is_built_is_right_after_the_switch(stage, number):
    stage.reset()
    names = SETS[number]
    ahead = [*zip(PHASES, names[number % len(names) :] + names[: number % len(names)], strict=False)]

    def edit(outputs):
        while ahead and outputs >= ahead[0][0]:
            _, name = ahead.pop(0)
            elsewhere(partial(stage.edit, name, ThrownDice(number)))

    publisher = make_publisher(jobs=1, progress=edit)
    with publisher.releases.lock():
        publisher.build()
    assert ahead == []
    stage.publish()

    assert stage.faults() == []
