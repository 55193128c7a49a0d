"""The law of the generator: after any sequence of edits the served site is what a clean build would have made.

`python -m tests.properties.long_law --sequences 1000` runs it at length.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.properties.edits.dice import DrawnDice
from tests.properties.edits.vocabulary import EDITS

SEQUENCES = int(os.environ.get("LAW_SEQUENCES", "0"))
STEPS = 12
FEW = 8
FEWER = 5
NAMES = sorted(EDITS)
OFTEN = sorted(name for name in NAMES if name.startswith(("goods.", "availability.", "tree.", "pages.")))


def machine_on(stage):  # noqa: C901 (its rules are methods of one class)
    class Shop(RuleBasedStateMachine):
        """Edits, one or several, and publications in between."""

        def __init__(self):
            super().__init__()
            self.is_sound = True
            self.is_edited = False

        @initialize()
        def begin(self):
            stage.reset()

        @rule(names=st.lists(st.sampled_from(OFTEN), min_size=1, max_size=4), data=st.data())
        def edit(self, names, data):
            self._edit(names, data)

        @rule(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), data=st.data())
        def edit_anything(self, names, data):
            self._edit(names, data)

        @precondition(lambda self: self.is_edited)
        @rule(is_new=st.booleans())
        def publish(self, is_new):
            if is_new:
                stage.restart()
            self._publish()

        def teardown(self):
            if self.is_sound and self.is_edited:
                self._publish()

        def _edit(self, names, data):
            self.is_sound = False
            for name in names:
                done = stage.edit(name, DrawnDice(data))
                event(f"{name}: {'done' if done else 'unfit'}")
                self.is_edited = self.is_edited or done
            self.is_sound = True

        def _publish(self):
            self.is_sound = False
            report = stage.publish()
            assert stage.faults() == []
            event(f"publication: {report.mode}")
            self.is_sound, self.is_edited = True, False

    return Shop


def run(stage, *, sequences):
    # The short run is the same each time and tells at once; the long one takes its time to find the shortest sequence.
    few = {
        "derandomize": not SEQUENCES,
        "phases": tuple(Phase) if SEQUENCES else (Phase.generate,),
        "database": None,
        "deadline": None,
        "stateful_step_count": STEPS,
    }
    try:
        run_state_machine_as_test(
            machine_on(stage),
            settings=settings(
                max_examples=SEQUENCES or sequences, suppress_health_check=list(HealthCheck), print_blob=True, **few
            ),
        )
    finally:
        print(f"\nlaw: {stage.tallies}")  # noqa: T201 (what the long run is for)


@pytest.mark.sqlite
def test_after_any_edits_the_site_is_what_a_clean_build_makes(stage):
    run(stage, sequences=FEW)

    assert stage.tallies.differing == 0


@pytest.mark.postgresql
def test_after_some_edits_the_site_is_what_a_clean_build_makes(stage):
    run(stage, sequences=FEWER)

    assert stage.tallies.differing == 0
