"""The law for each kind of edit by itself: one after the other in one shop, each published before the next."""

import pytest

from tests.properties.edits.dice import ThrownDice
from tests.properties.edits.vocabulary import EDITS

TRIES = 12
COMPARED_AFTER = 10
"""Publications between two comparisons with a clean build: a page that was forgotten stays wrong."""


@pytest.mark.sqlite
def test_each_edit_alone_is_followed_by_what_a_clean_build_makes(stage):
    undone = []
    for number, name in enumerate(EDITS):
        if not any(stage.edit(name, ThrownDice(one)) for one in range(TRIES)):
            undone.append(name)
        stage.publish()
        if number % COMPARED_AFTER == COMPARED_AFTER - 1:
            assert stage.faults() == [], f"after {name} or the few before it"

    assert stage.faults() == []
    assert undone == []
