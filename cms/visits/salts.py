"""The secret of a day, without which nobody can tell who was counted: a file, in no backup, and soon destroyed."""

from __future__ import annotations

import os
import re
import secrets
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SIZE = 32
_NAME = re.compile(r"salt-([0-9]{4}-[0-9]{2}-[0-9]{2})")


def folder() -> Path:
    """Where the files are; only its owner can look into it."""
    path: Path = settings.DATA_DIR / "visits"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def salt_of(day: date, *, now: datetime) -> bytes:
    """The salt of this day; made when there is none."""
    path = _path(day)
    try:
        salt = path.read_bytes()
    except FileNotFoundError:
        salt = b""
    return salt if len(salt) == _SIZE else _make(path, now)


def digest(salt: bytes, addr: str, agent: str) -> int:
    """Somebody's number for this day, within the range of a database."""
    text = f"{addr}\0{agent}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, key=salt, digest_size=8).digest(), signed=True)


def kept_salts() -> Iterator[tuple[date, datetime]]:
    """The days that have a salt, and since when."""
    for path in sorted(folder().iterdir()):
        if found := _NAME.fullmatch(path.name):
            yield date.fromisoformat(found[1]), datetime.fromtimestamp(path.stat().st_mtime, UTC)


def destroy_salt(day: date) -> None:
    """Overwrite and remove it."""
    path = _path(day)
    try:
        with path.open("r+b") as file:
            file.write(bytes(_SIZE))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)


def _path(day: date) -> Path:
    return folder() / f"salt-{day.isoformat()}"


def _make(path: Path, now: datetime) -> bytes:
    """Written beside and moved into place: a power cut leaves none or a whole one. Who counts holds the lock."""
    salt = secrets.token_bytes(_SIZE)
    fresh = path.with_name("fresh-salt")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, salt)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.utime(fresh, (now.timestamp(), now.timestamp()))
    fresh.replace(path)
    return salt
