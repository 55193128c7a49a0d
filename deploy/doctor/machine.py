"""Everything that the doctor sees of a server goes through here, so that its checks can be shown recorded servers."""

from __future__ import annotations

import grp
import gzip
import os
import pwd
import shutil
import socket
import stat
import subprocess
import zlib
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from deploy import asking
from deploy.asking import Answer
from deploy.configuration import Mail
from deploy.doctor import dns_records, mail_server

NO_SUCH_PROGRAM = 127
TOOK_TOO_LONG = 124
_LARGEST = 4 * 1024 * 1024
_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a program."""

    code: int
    out: str = ""
    err: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether there is no such program."""
        return self.code == NO_SUCH_PROGRAM

    @property
    def said(self) -> str:
        """All that it said."""
        return f"{self.out}\n{self.err}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A file, folder, link or socket. `kind` is one of file, folder, link, socket, other."""

    kind: str
    mode: int = 0o644
    owner: str = "root"
    group: str = "root"
    target: str = ""
    size: int = 0
    changed: datetime = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Room:
    """Of a file system."""

    total: int
    free: int
    free_files: int = 1_000_000


class Machine(Protocol):
    """A server, as far as it is looked at. Nothing of this raises: what is not there is None, or says so."""

    def run(self, *command: str, environment: Mapping[str, str] | None = None, seconds: float = 30) -> Ran:
        """Run a program."""

    def read(self, path: Path) -> str | None:
        """The text of a file; of a packed one, unpacked."""

    def seen(self, path: Path) -> Seen | None:
        """What is there, not following a link."""

    def names(self, folder: Path) -> tuple[str, ...]:
        """What lies in a folder, in order."""

    def room(self, path: Path) -> Room | None:
        """Of the file system in which this is."""

    def ask(self, path: str, *, host: str, address: str = "127.0.0.1", tls: bool = False, by: Path | int = 0) -> Answer:
        """Ask a web server: at an address by its usual port, or `by` another one, or by a socket."""

    def resolve(self, name: str) -> tuple[str, ...]:
        """The addresses that DNS has for a name."""

    def records(self, name: str, kind: dns_records.Kind) -> tuple[str, ...] | None:
        """What DNS has in records of this kind (see dns_records.py); None when it could not be asked."""

    def reaches(self, host: str, port: int) -> str:
        """Nothing when somebody listens there, else the reason."""

    def why_mail_is_not_taken(self, mail: Mail) -> str:
        """Nothing when the mail server takes our log-in and our sender, else the reason. Nothing is sent."""

    def now(self) -> datetime:
        """The time."""


class ThisMachine:
    """The one on which this runs."""

    def run(self, *command: str, environment: Mapping[str, str] | None = None, seconds: float = 30) -> Ran:
        """Run a program; its words are in English."""
        surroundings = {**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})}
        try:
            done = subprocess.run(
                command,
                env=surroundings,
                capture_output=True,
                timeout=seconds,
                check=False,
                stdin=subprocess.DEVNULL,
                # With root's terminal the shop's user could type on it, as root.
                start_new_session=command[0] == "runuser",
            )
        except subprocess.TimeoutExpired:
            return Ran(TOOK_TOO_LONG, "", f"it took longer than {seconds:.0f} seconds")
        except OSError as error:
            return Ran(NO_SUCH_PROGRAM, "", str(error))
        return Ran(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def read(self, path: Path) -> str | None:
        """The text, or None."""
        try:
            # In the shop's folders there may be anything: who opens a pipe waits for somebody who writes into it.
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    return None
                with gzip.open(file) if path.suffix == ".gz" else nullcontext(file) as text:
                    return text.read(_LARGEST).decode(errors="replace")
        except (OSError, EOFError, zlib.error):
            return None

    def seen(self, path: Path) -> Seen | None:
        """What is there, or None."""
        try:
            found = path.lstat()
            target = str(path.readlink()) if stat.S_ISLNK(found.st_mode) else ""
        except OSError:
            return None
        return Seen(
            kind=_kind(found.st_mode),
            mode=stat.S_IMODE(found.st_mode),
            owner=_owner(found.st_uid),
            group=_group(found.st_gid),
            target=target,
            size=found.st_size,
            changed=datetime.fromtimestamp(found.st_mtime, tz=UTC),
        )

    def names(self, folder: Path) -> tuple[str, ...]:
        """What lies there."""
        try:
            return tuple(sorted(one.name for one in folder.iterdir()))
        except OSError:
            return ()

    def room(self, path: Path) -> Room | None:
        """How much is free."""
        try:
            usage, inodes = shutil.disk_usage(path), os.statvfs(path)
        except OSError:
            return None
        # Some file systems make room for files as they come: they have no number of them.
        return Room(usage.total, usage.free, inodes.f_favail if inodes.f_files else Room(0, 0).free_files)

    def ask(self, path: str, *, host: str, address: str = "127.0.0.1", tls: bool = False, by: Path | int = 0) -> Answer:
        """One request, or the reason why it has no answer."""
        at = by if isinstance(by, Path) else (address, by or (asking.HTTPS if tls else asking.HTTP))
        try:
            return asking.ask(path, host=host, at=at, tls=tls, seconds=_SECONDS)
        except OSError as error:
            return Answer(0, error=str(error) or type(error).__name__)

    def resolve(self, name: str) -> tuple[str, ...]:
        """By the resolver of the system."""
        try:
            found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        except OSError:
            return ()
        return tuple(sorted({str(one[4][0]) for one in found}))

    def records(self, name: str, kind: dns_records.Kind) -> tuple[str, ...] | None:
        """By the same resolver, asked directly."""
        try:
            return dns_records.records(name, kind)
        except dns_records.NoAnswer:
            return None

    def why_mail_is_not_taken(self, mail: Mail) -> str:
        """By logging in."""
        return mail_server.why_not_taken(mail)

    def reaches(self, host: str, port: int) -> str:
        """By connecting."""
        try:
            socket.create_connection((host, port), timeout=5).close()
        except OSError as error:
            return str(error)
        return ""

    def now(self) -> datetime:
        """By the clock of the system."""
        return datetime.now(tz=UTC)


def _kind(mode: int) -> str:
    for name, test in (("file", stat.S_ISREG), ("folder", stat.S_ISDIR), ("link", stat.S_ISLNK)):
        if test(mode):
            return name
    return "socket" if stat.S_ISSOCK(mode) else "other"


def _owner(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
