"""Runs steps: each is looked at, done when it is not done, and looked at again. The journal tells; it is never trusted.

A step that was killed in the middle is simply not done, and is done the next time; so every `apply` can be repeated.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from deploy.install.machine import STATE, CannotGoOn, Machine
from deploy.unfinished import LOCK

JOURNAL = STATE / "install-state.json"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that has to be so. `is_done` only looks."""

    name: str
    title: str
    is_done: Callable[[Machine], bool]
    apply: Callable[[Machine], None]


class StepFailed(RuntimeError):
    """Where the work stopped, and why."""

    def __init__(self, step: Step, why: str) -> None:
        self.step = step
        super().__init__(
            f"Stopped at “{step.title}” ({step.name}).\n{why}\n"
            "When that is mended, the same command again goes on here; what is done stays done."
        )


def run_steps(steps: Sequence[Step], machine: Machine, *, say: Say) -> int:
    """Do what is not done; how many steps that were. Raises StepFailed."""
    done = 0
    for step in steps:
        started = time.monotonic()
        _note(machine, step, "begun")
        try:
            if step.is_done(machine):
                say(f"{step.title}: is so")
                _note(machine, step, "done")
                continue
            say(f"{step.title} …")
            step.apply(machine)
            _verify(step, machine)
        except (CannotGoOn, OSError, LookupError, ValueError) as error:
            _note(machine, step, "failed")
            raise StepFailed(step, str(error)) from error
        done += 1
        say(f"{step.title}: done, {time.monotonic() - started:.1f} s")
        _note(machine, step, "done")
    return done


def _verify(step: Step, machine: Machine) -> None:
    if not step.is_done(machine):
        raise CannotGoOn("It ended without an error, and yet it is not so.")


def plan(steps: Sequence[Step], machine: Machine) -> Iterator[tuple[Step, bool | None]]:
    """Each step and whether it is done; None where that cannot be said before the steps before it are done."""
    for step in steps:
        try:
            yield step, step.is_done(machine)
        except (CannotGoOn, OSError, LookupError, ValueError):
            yield step, None


@contextmanager
def alone(machine: Machine, *, waiting: Say | None = None) -> Iterator[None]:
    """Nobody else changes this server meanwhile. Raises CannotGoOn, unless it is waited, which is said."""
    place = machine.place(LOCK)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting is None:
                raise CannotGoOn(
                    "Another cataloro command is at work on this server right now. Wait until it ends."
                ) from None
            waiting("Another cataloro command is at work on this server; this one waits until it ends.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _note(machine: Machine, step: Step, what: str) -> None:
    known = machine.recall(JOURNAL)
    steps = known.get("steps")
    entries = dict(steps) if isinstance(steps, dict) else {}
    before = entries.get(step.name)
    if what in {"begun", "done"} and isinstance(before, dict) and before.get("state") == "done":
        return  # It is only looked at again.
    entries[step.name] = {"state": what, "at": datetime.now(tz=UTC).isoformat(timespec="seconds")}
    machine.remember(JOURNAL, {**known, "steps": entries})
