"""Which versions can be upgraded to this one, and which lie on this server."""

from __future__ import annotations

import re
from pathlib import Path

from deploy.install.machine import CannotGoOn, Machine

UPGRADES_FROM = "0.1.0"
"""The oldest version that this one can take over from. Raise it with a release that removes what older code needs."""
KEPT = 3
"""Versions that stay on the server, for `rollback`."""


def numbers(version: str) -> tuple[int, ...]:
    """A version to compare by."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def refuse_the_way(before: str, after: str, *, oldest: str = UPGRADES_FROM) -> None:
    """Raise CannotGoOn where one cannot go from here to there in one step. Nothing has been changed then."""
    if before == after:
        raise CannotGoOn(f"Version {after} runs already.")
    if numbers(after) < numbers(before):
        raise CannotGoOn(f"Version {before} runs, which is newer than {after}. To go back: cataloro rollback {after}")
    if numbers(before) < numbers(oldest):
        raise CannotGoOn(
            f"Version {before} runs, and {after} can take over from {oldest} or newer only. Upgrade to {oldest} first; "
            "nothing has been changed."
        )


def installed(machine: Machine) -> list[str]:
    """Whole releases on this server, the newest first."""
    folder = machine.place(machine.configuration.paths.releases)
    known = [one.name for one in folder.iterdir() if (one / "venv/.complete").exists()]
    return sorted(known, key=numbers, reverse=True)


def current_release(machine: Machine) -> Path:
    """The release that runs. Raises CannotGoOn."""
    link = machine.place(machine.configuration.paths.current)
    if not link.is_symlink() or not link.exists():
        raise CannotGoOn("No version runs on this server yet. To install: bash cataloro-<version>.run install")
    return link.resolve()


def oldest_for(machine: Machine) -> str:
    """The oldest version that can work with the tables of this release, as its own code says."""
    text = (machine.release / "app/deploy/upgrade/versions.py").read_text()
    return text.partition('UPGRADES_FROM = "')[2].partition('"')[0]
