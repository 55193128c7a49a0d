"""Puts files in their place whole, and knows the numbers of their owners."""

from __future__ import annotations

import grp
import os
import pwd
import tempfile
from pathlib import Path


def place_whole(place: Path, content: bytes, *, mode: int, ids: tuple[int, int] = (-1, -1)) -> None:
    """Write a file so that it is there as a whole or as it was before, also after a power cut."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fchown(file.fileno(), *ids)
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def link_to(place: Path, target: Path) -> None:
    """Let a link point somewhere else in one step: at no moment is there none."""
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_name(f".{place.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(place)


def user_ids(owner: str, group: str, *, root: Path = Path("/")) -> tuple[int, int]:
    """Their numbers; (-1, -1), which changes nothing, for somebody who is not root and could not give files away."""
    if os.geteuid() != 0:
        return -1, -1
    try:
        if root == Path("/"):
            return pwd.getpwnam(owner).pw_uid, grp.getgrnam(group).gr_gid
        return _number_in(root / "etc/passwd", owner), _number_in(root / "etc/group", group)
    except KeyError as error:
        raise LookupError(f"There is no such user or group yet: {error.args[0]}") from error


def _number_in(file: Path, name: str) -> int:
    if name == "root":
        return 0
    for line in file.read_text().splitlines() if file.exists() else ():
        fields = line.split(":")
        if fields[0] == name:
            return int(fields[2])
    raise KeyError(name)
