"""Tries a backup: restores all of it in a database and folders of its own. Untried, it is a file and no backup."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from deploy.install.machine import ACCOUNT, STATE, CannotGoOn, Machine
from deploy.server.backups import lent_to_the_shop

RECORD = STATE / "trial.json"
"""When it was tried last, which file, and how many rows came out of it."""
DATABASE = "cataloro_trial"
_EVERY = timedelta(days=6, hours=12)
"""Each seventh night: the nights are not of equal length."""
_FOLDERS = ("data", "media", "build")
_TIMES_ITS_SIZE = 3


def is_due(machine: Machine, *, now: datetime | None = None) -> bool:
    """Whether the last trial was a week ago. Where the database is elsewhere, none can be made here."""
    if machine.configuration.database_url:
        return False
    try:
        last = datetime.fromisoformat(str(machine.recall(RECORD)["at"]))
    except (KeyError, ValueError):
        return True
    return (now or datetime.now(tz=UTC)) - last >= _EVERY


def try_backup(machine: Machine, file: Path) -> int:
    """Restore it beside the shop, which goes on, and take all away again; how many rows it has. Raises CannotGoOn."""
    paths, size = machine.configuration.paths, machine.place(file).stat().st_size
    if (free := shutil.disk_usage(machine.place(paths.data)).free) < size * _TIMES_ITS_SIZE:
        raise CannotGoOn(f"{file} cannot be tried: {free // 1_000_000} MB are free, too little to unpack it.")
    folder = paths.data / "trial"
    apart = {f"{name.upper()}_DIR": str(machine.place(folder / name)) for name in _FOLDERS}
    socket = quote(str(paths.database_socket), safe="")
    try:
        _take_away(machine, folder)
        places = [machine.place(place) for place in (folder, *(folder / name for name in _FOLDERS))]
        machine.run("install", "--directory", "--mode=700", *places, account=ACCOUNT)  # Where root has no business.
        machine.run(
            *("createdb", "--owner", ACCOUNT, "--encoding", "UTF8", "--template", "template0", DATABASE),
            account="postgres",
        )
        with lent_to_the_shop(machine, file) as lent:
            variables = {**apart, "DATABASE_URL": f"postgresql://{ACCOUNT}@{socket}/{DATABASE}"}
            said = machine.manage("restore", "--json", str(lent), variables=variables).stdout
        rows = int(json.loads(said.strip().splitlines()[-1])["rows"])
    finally:
        _take_away(machine, folder)
    found = {"at": datetime.now(tz=UTC).isoformat(timespec="seconds"), "file": str(file), "rows": rows}
    machine.remember(RECORD, found)
    return rows


def _take_away(machine: Machine, folder: Path) -> None:
    machine.run("dropdb", "--if-exists", DATABASE, account="postgres")
    machine.run("rm", "-rf", machine.place(folder), account=ACCOUNT, check=False)  # Whatever lies there by now.
