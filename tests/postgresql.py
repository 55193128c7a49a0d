"""A PostgreSQL server that lives as long as one test run: its own folder, port and password, nothing kept."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests import system_parts

OLDEST = 15
SYSTEM_USER = "postgres"  # PostgreSQL refuses to run as root.
# Speed instead of safety: the data is thrown away.
SERVER_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "fatal",
}


class NoServer(RuntimeError):
    """PostgreSQL is missing, too old, or did not start; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server. `url` lacks the name of the database."""

    bin_dir: Path
    folder: Path
    url: str

    def stop(self) -> None:
        """End it at once; its data is of no more use."""
        _run(self.bin_dir / "pg_ctl", "stop", "--pgdata", self.folder / "data", "--mode", "immediate", "--silent")
        shutil.rmtree(self.folder)


def start(folder: Path, *, settings: Mapping[str, str] = SERVER_SETTINGS) -> Cluster:
    """Make a cluster in the new `folder` and start it on a free port of this machine. Raises NoServer."""
    bin_dir = _find_programs()
    folder.mkdir(parents=True)
    password = secrets.token_hex(16)
    password_file = folder / "password"
    password_file.write_text(password)
    if os.geteuid() == 0:
        folder.parent.chmod(0o711)
        for path in (folder, password_file):
            shutil.chown(path, SYSTEM_USER)
    _run(
        bin_dir / "initdb", "--pgdata", folder / "data", "--username", SYSTEM_USER, "--auth", "scram-sha-256",
        "--pwfile", password_file, "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
    )  # fmt: skip
    port = _free_port()
    all_settings = {**settings, "port": str(port), "unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value}" for name, value in all_settings.items())
    _run(
        bin_dir / "pg_ctl", "start", "--pgdata", folder / "data", "--log", folder / "log", "--options", options,
        "--wait", "--silent",
    )  # fmt: skip
    return Cluster(bin_dir, folder, f"postgres://{SYSTEM_USER}:{password}@127.0.0.1:{port}")


def _find_programs() -> Path:
    try:
        bin_dir = system_parts.POSTGRESQL.path().resolve().parent
    except system_parts.PartMissing as error:
        raise NoServer(str(error)) from error
    version = int(_run(bin_dir / "postgres", "--version").split()[2].split(".")[0])
    if version < OLDEST:
        raise NoServer(f"PostgreSQL {version} in {bin_dir} is too old: {OLDEST} or newer is needed")
    return bin_dir


def _run(*command: str | Path) -> str:
    as_user = SYSTEM_USER if os.geteuid() == 0 else None
    done = subprocess.run(
        command,
        user=as_user,
        group=as_user,
        extra_groups=[] if as_user else None,
        cwd="/",
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise NoServer(f"{command[0]} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
