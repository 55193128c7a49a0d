"""Backups of the whole server: the shop's own file, and beside it the settings that are not in the shop."""

from __future__ import annotations

import io
import os
import shutil
import stat
import tarfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from deploy.configuration import FORMER_ADDRESSES, INSTALL_ID, SECRETS
from deploy.install.ground import FOLDERS_STEP
from deploy.install.machine import ACCOUNT, STATE, CannotGoOn, Machine
from deploy.install.services import SERVICES, TARGET, what_is_wrong
from deploy.install.shop import build_site
from deploy.placing import place_whole, user_ids
from deploy.unfinished import RESTORING

DAYS, WEEKS, MONTHS = 7, 4, 6
"""How many of the newest are kept: one a day, one a week, one a month."""
_PATTERN = "%Y-%m-%d-%H%M%S"
_LENT = STATE / "lent"
"""Where the shop may read a backup and write nothing: in a folder of its own it could put a link in its place."""
_LEFT_BEHIND = ("backup-*.zip", ".backup-*", ".restore-*")
"""In the shop's folder, by a backup or a restoration that was killed."""
_SURELY_OVER = 12 * 3600
"""Seconds."""

_SET_ASIDE = "What was here lies in "


def make_backup(machine: Machine, *, file: Path | None = None, why: str = "", now: datetime | None = None) -> Path:
    """Save the shop and its settings, and remove backups that are no longer wanted. Returns the file."""
    paths = machine.configuration.paths
    moment = (now or datetime.now().astimezone()).strftime(_PATTERN)
    target = file or paths.backups / f"cataloro-{moment}{f'-{why}' if why else ''}.zip"
    place = machine.place(target)
    if place.exists():
        raise CannotGoOn(f"{target} is there already; name another file.")
    _clear_away(machine)
    # The shop writes it as its own user, in its own folder; from there it goes where the shop cannot reach it.
    made = paths.data / f"backup-{moment}.zip"
    try:
        machine.manage("backup", str(machine.place(made)))
        _take(machine.place(made), place)
    finally:
        machine.place(made).unlink(missing_ok=True)
    _save_settings(machine, place.with_suffix(".settings.tar"))
    if file is None and not why:
        remove_old(place.parent)
    return target


def restore_backup(machine: Machine, file: Path) -> str:
    """Put a backup in the place of what is here, and say where that lies now. A damaged file changes nothing."""
    with lent_to_the_shop(machine, file) as lent:
        machine.remember(RESTORING, {"file": str(file)})
        machine.run("systemctl", "stop", *SERVICES)
        try:
            said = machine.manage("restore", "--force", str(lent)).stdout
            FOLDERS_STEP.apply(machine)  # The folders of pictures are others now, and open to all.
            build_site(machine)
        except CannotGoOn:
            _is_over(machine)  # It says itself how things are.
            raise
        finally:
            machine.run("systemctl", "start", TARGET, *SERVICES)
        _is_over(machine)
    machine.wait_until_app_runs()
    if found := what_is_wrong(machine):
        raise CannotGoOn(f"It has been restored, and yet: {found}")
    return next((line for line in said.splitlines() if line.startswith(_SET_ASIDE)), "")


def _is_over(machine: Machine) -> None:
    machine.place(RESTORING).unlink(missing_ok=True)


@contextmanager
def lent_to_the_shop(machine: Machine, file: Path) -> Iterator[Path]:
    """A copy of a backup that the shop's user may read."""
    source, folder = machine.place(file), machine.place(_LENT)
    if not source.is_file():
        raise CannotGoOn(f"There is no file {file}.")
    whose = user_ids("root", ACCOUNT, root=machine.root)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True, mode=0o750)
        os.chown(folder, *whose)
        lent = folder / "to-restore.zip"
        with source.open("rb") as original, lent.open("xb") as copy:
            os.fchown(copy.fileno(), *whose)
            os.fchmod(copy.fileno(), 0o640)
            shutil.copyfileobj(original, copy)
        yield lent
    except CannotGoOn as problem:
        raise CannotGoOn(str(problem).replace(str(lent), str(file))) from problem
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_old(folder: Path) -> list[Path]:
    """Remove the nightly ones that nobody needs any more; which."""
    known = {}
    for file in folder.glob("cataloro-*.zip"):
        try:
            known[file] = datetime.strptime(file.stem.removeprefix("cataloro-"), _PATTERN).astimezone()
        except ValueError:
            continue  # Made for a reason, as before an upgrade: those are removed by people.
    kept = to_keep(known.values())
    removed = [file for file, moment in known.items() if moment not in kept]
    for file in removed:
        file.with_suffix(".settings.tar").unlink(missing_ok=True)
        file.unlink()
    return removed


def to_keep(moments: Iterable[datetime]) -> set[datetime]:
    """Of these, the newest of each of the last days, weeks and months that have any."""
    newest_first = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    for most, of in ((DAYS, "%Y-%j"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        seen: set[str] = set()
        for moment in newest_first:
            name = moment.strftime(of)
            if name not in seen and len(seen) < most:
                seen.add(name)
                kept.add(moment)
    return kept


def _take(made: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f".{place.name}.unfinished")
    try:
        with _opened(made) as source, unfinished.open("wb") as copy:
            os.fchmod(copy.fileno(), 0o600)
            shutil.copyfileobj(source, copy)
            os.fsync(copy.fileno())
        unfinished.replace(place)
    except BaseException:
        unfinished.unlink(missing_ok=True)  # Or a full disk would stay full.
        raise


def _opened(made: Path) -> IO[bytes]:
    """Whoever has taken over the shop may have put anything there: a link, a pipe that never ends, another's file."""
    try:
        file = os.fdopen(os.open(made, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    except OSError as error:
        raise CannotGoOn(f"{made}, which the shop was to write, cannot be read: {error.strerror}.") from error
    known = os.fstat(file.fileno())
    if not stat.S_ISREG(known.st_mode) or known.st_nlink != 1:
        file.close()
        raise CannotGoOn(f"{made} is not the file that the shop was to write. Who has changed it?")
    return file


def _clear_away(machine: Machine) -> None:
    """What backups left behind that were killed: as large as the shop, and nobody would see it."""
    paths, long_ago = machine.configuration.paths, time.time() - _SURELY_OVER

    def old(folder: Path, pattern: str) -> list[Path]:
        return [one for one in machine.place(folder).glob(pattern) if one.lstat().st_mtime < long_ago]

    for one in old(paths.backups, ".*.unfinished"):
        one.unlink()
    if left := [one for pattern in _LEFT_BEHIND for one in old(paths.data, pattern)]:
        machine.run("rm", "-rf", "--", *left, account=ACCOUNT, check=False)  # In its folder by itself: see _opened.


def _save_settings(machine: Machine, place: Path) -> None:
    folder, content = machine.place(machine.configuration.paths.configuration), io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name in ("cataloro.toml", SECRETS, INSTALL_ID, FORMER_ADDRESSES):
            if (folder / name).exists():
                archive.add(folder / name, arcname=name)
    place_whole(place, content.getvalue(), mode=0o600)
