"""Turns the server to another release, and back when that does not work.

The work itself is done by the release that is turned to (deploy/upgrade/turn.py): it renders with its own templates, so
that a way back brings back everything as it was.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from deploy.install.engine import Say
from deploy.install.machine import CannotGoOn, Machine
from deploy.server.backups import make_backup
from deploy.unfinished import HISTORY
from deploy.upgrade.versions import KEPT, current_release, installed, numbers, oldest_for, refuse_the_way

_TURNING = ("turning_to", "turning_from")
_STILL_GOOD = 3600
"""Seconds for which what was saved before an upgrade that was cut off holds all that matters."""


def upgrade(machine: Machine, *, say: Say) -> None:
    """Make this release the one that runs, or leave the other one running. Raises CannotGoOn."""
    history, old = machine.recall(HISTORY), _at(machine, current_release(machine))
    was_cut_off = history.get("turning_to") == machine.version and not history.get("turning_from")
    if was_cut_off and (old.version == machine.version or _is_still_good(machine, str(history.get("backup")))):
        say("An upgrade to this version was interrupted; it goes on.")
    else:
        refuse_the_way(old.version, machine.version)
        say(f"From version {old.version} to {machine.version}. Saving the shop first.")
        saved = make_backup(old, why=f"before-{machine.version}")
        say(f"Saved: {saved}")
        history = {"before": old.version, "backup": str(saved)}
        machine.remember(HISTORY, {**history, "turning_to": machine.version})
    back_to = _at(machine, machine.place(machine.configuration.paths.releases) / str(history["before"]))
    _turn(machine, back_to=back_to, say=say)
    machine.remember(HISTORY, {"before": back_to.version, "backup": history.get("backup", "")})
    say(f"Version {machine.version} runs. To go back: cataloro rollback")


def roll_back(machine: Machine, *, to: str, say: Say) -> None:
    """Make an earlier release run again. The tables stay as they are: it can work with them."""
    now = _at(machine, current_release(machine))
    history = machine.recall(HISTORY)
    was_cut_off = str(history.get("turning_to") or "")
    left = str(history.get("turning_from") or now.version)
    wanted = to or (was_cut_off if left != now.version else "") or str(history.get("before") or "")
    others = [one for one in installed(machine) if was_cut_off or one != now.version]
    if wanted not in others:
        known = ", ".join(others) or "none"
        raise CannotGoOn(f"There is no version {wanted or 'before this one'} to go back to. On this server: {known}.")
    if numbers(wanted) < numbers(oldest_for(now)):
        raise CannotGoOn(
            f"Version {wanted} cannot work with the tables of {now.version}. The way back is the backup from before: "
            f"cataloro restore {history.get('backup', 'FILE')}"
        )
    releases = machine.place(machine.configuration.paths.releases)
    machine.remember(HISTORY, {**history, "turning_to": wanted, "turning_from": left})
    _turn(_at(machine, releases / wanted), back_to=_at(machine, releases / left), say=say)
    machine.remember(HISTORY, {"before": left, "backup": history.get("backup", "")})
    say(f"Version {wanted} runs again.")


def stay_here(machine: Machine) -> None:
    """The server is all of the version that runs: a change that was cut off is over."""
    history = machine.recall(HISTORY)
    if any(key in history for key in _TURNING):
        machine.remember(HISTORY, {key: value for key, value in history.items() if key not in _TURNING})


def remove_old_releases(machine: Machine) -> list[str]:
    """Keep the newest and the one that runs; which were removed."""
    running = current_release(machine).name
    removed = [one for one in installed(machine)[KEPT:] if one != running]
    for one in removed:
        shutil.rmtree(machine.place(machine.configuration.paths.releases) / one)
    return removed


def _turn(machine: Machine, *, back_to: Machine, say: Say) -> None:
    if _work_of(machine):
        return
    say(f"Version {machine.version} does not work here; the reason is above. {back_to.version} takes over again.")
    went_back = _work_of(back_to)
    stay_here(machine)
    if went_back:
        raise CannotGoOn(f"Version {back_to.version} runs as before. Why the other one does not is written above.")
    raise CannotGoOn(
        f"Neither version {machine.version} nor {back_to.version} runs as it should; the goods are still shown. "
        "See what is written above, then: cataloro doctor"
    )


def _work_of(machine: Machine) -> bool:
    """Let a release turn the server to itself; whether it could. What it says goes where ours goes."""
    command: list[str | Path] = [machine.release / "venv/bin/python", "-m", "deploy.upgrade.turn"]
    return subprocess.run(command, check=False, cwd=machine.release / "app").returncode == 0


def _at(machine: Machine, release: Path) -> Machine:
    return Machine(release=release, root=machine.root)


def _is_still_good(machine: Machine, backup: str) -> bool:
    place = machine.place(Path(backup)) if backup.startswith("/") else None
    return place is not None and place.exists() and time.time() - place.stat().st_mtime < _STILL_GOOD
