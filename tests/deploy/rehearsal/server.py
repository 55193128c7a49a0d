"""A folder that plays a bare AlmaLinux server, with stand-ins for its programs and for what answers on its ports."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from deploy.install.__main__ import install
from deploy.install.machine import Machine
from tests.deploy.rehearsal.answering import answering

STAND_INS = Path(__file__).with_name("stand_ins")
PLAYED = (
    "dnf",
    "rpm",
    "python3.12",
    "id",
    "useradd",
    "runuser",
    "postgresql-setup",
    "psql",
    "createuser",
    "createdb",
    "dropdb",
    "systemctl",
    "systemd-run",
    "sysctl",
    "nginx",
    "openssl",
    "getenforce",
    "semodule",
    "semanage",
    "restorecon",
    "setsebool",
    "firewall-cmd",
    "certbot",
    "hostname",
    "getent",
    "manage",
    "journalctl",
)
MOMENTS = ("install.log", "fork.log", "stand-in", "cataloro-install", "cataloro-work.lock")
"""Parts of paths that tell of the way, not of the end."""


class RehearsalServer:
    """One server. `run` types a command on it."""

    def __init__(self, root: Path, programs: Path, ports: tuple[int, int]) -> None:
        self.root = root
        self.state = root / "stand-in"
        self._programs = programs
        self._ports = ports

    def run(self, *command: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
        """Type a command, and wait until it comes back."""
        return subprocess.run(
            [str(word) for word in command],
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=self.environment(**extra),
            timeout=120,
        )

    def install_in_a_fork(self, **extra: str) -> int:
        """The part that is Python, in a process group of its own: its exit code, or minus a signal."""
        child = os.fork()
        if child == 0:
            try:
                os.setsid()
                os.environ.update(self.environment(**extra))
                with (self.root / "run/fork.log").open("a") as log:
                    os.dup2(log.fileno(), 1)
                    os.dup2(log.fileno(), 2)
                [release] = self.file("/opt/cataloro/releases").iterdir()
                machine = Machine(release=release, root=self.root)
                os._exit(install(machine))
            finally:
                os._exit(70)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def run_apart(self, release: Path, module: str, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """What the release file or `cataloro` starts at its end, in a process group of its own."""
        return subprocess.run(
            [release / "venv/bin/python", "-m", module, *words],
            check=False,
            capture_output=True,
            text=True,
            cwd=release / "app",
            env=self.environment(**extra),
            start_new_session=True,
            timeout=120,
        )

    def begin(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Type a command, and look away."""
        return subprocess.Popen(
            [str(word) for word in command],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait_for(self, file: Path) -> None:
        """Until it is there."""
        until = time.monotonic() + 30
        while not file.exists():
            assert time.monotonic() < until, f"{file} does not come"
            threading.Event().wait(0.02)

    def environment(self, **extra: str) -> dict[str, str]:
        """What every program on this server sees."""
        kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
        return {
            **kept,
            "PATH": f"{self._programs}:/usr/sbin:/usr/bin:/sbin:/bin",
            "CATALORO_ROOT": str(self.root),
            "CATALORO_REHEARSAL_PORTS": ",".join(map(str, self._ports)),
            "STAND_IN_FOLDER": str(self._programs),
            "STAND_IN_REAL_PYTHON": sys.executable,
            "PYTHONDONTWRITEBYTECODE": "1",
            **extra,
        }

    def cataloro(self, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Type `cataloro …`."""
        # The link on the server names a path from its own root.
        launcher = self.root / "opt/cataloro/current/app/deploy/server/cataloro"
        return self.run("bash", launcher, *words, **extra)

    def calls(self) -> list[str]:
        """Every call of a stand-in."""
        file = self.state / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def changes(self) -> list[str]:
        """The calls that changed something."""
        file = self.state / "changes"
        return file.read_text().splitlines() if file.exists() else []

    def file(self, path: str) -> Path:
        """A path of this server."""
        return self.root / path.lstrip("/")

    def end_state(self) -> dict[str, str]:
        """All that is on the disk, but for what differs from one installation to another: secrets and times."""
        found = {}
        for place in sorted(self.root.rglob("*")):
            name = str(place.relative_to(self.root))
            if any(part in name for part in MOMENTS) or place.name in {"secrets.env", "install-id"}:
                continue
            mode = f"{place.lstat().st_mode:o}"
            if place.is_symlink():
                found[name] = f"{mode} -> {place.readlink()}".replace(str(self.root), "")
            elif place.is_dir() or place.is_socket():
                found[name] = mode
            else:
                found[name] = f"{mode} {self._words_of(place)}"
        units = self.state / "units"
        found["units"] = " ".join(sorted(one.name for one in units.iterdir())) if units.exists() else ""
        return found

    def _words_of(self, place: Path) -> str:
        content = place.read_bytes().decode(errors="replace").replace(str(self.root), "")
        if place.name == "install-state.json":
            return json.dumps({name: step["state"] for name, step in json.loads(content)["steps"].items()})
        for name in ("install-id",):
            file = self.root / "etc/cataloro" / name
            if file.exists():
                content = content.replace(file.read_text().strip(), name)
        if "sha256=" in content or "fingerprint" in content or '"running"' in content:
            return "rendered of this installation"
        return content


@contextmanager
def rehearsal_server(*, like: RehearsalServer | None = None) -> Iterator[RehearsalServer]:
    """A bare server: an operating system, no packages, nothing of ours. Or one that is like another."""
    # Short: the path of a socket may have a hundred characters.
    root = Path(tempfile.mkdtemp(prefix="srv-"))
    try:
        (root / "run").mkdir()
        if like is None:
            (root / "stand-in").mkdir()
            make_bare(root)
        else:
            for name in ("etc", "opt", "usr", "var", "stand-in"):
                shutil.copytree(like.root / name, root / name, symlinks=True)
        with answering(root) as ports:
            yield RehearsalServer(root, programs(), ports)
    finally:
        _end_leftovers(root)
        shutil.rmtree(root, ignore_errors=True)


@cache
def programs() -> Path:
    """A folder with a stand-in for each program, shared by all servers."""
    folder = Path(tempfile.mkdtemp(prefix="stand-ins-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in STAND_INS.iterdir():
        shutil.copy(file, folder)
    for name in PLAYED:
        (folder / name).symlink_to("stand-in")
    return folder


def make_bare(root: Path) -> None:
    """What every AlmaLinux has."""
    (root / "etc").mkdir()
    (root / "etc/os-release").write_text('ID="almalinux"\nVERSION_ID="8.10"\n')
    (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/bash\n")
    (root / "etc/group").write_text("root:x:0:\n")


def _end_leftovers(root: Path) -> None:
    """A worker that a failed test left behind."""
    file = root / "run/cataloro-install/pid"
    try:
        os.killpg(int(file.read_text()), signal.SIGKILL)
    except (OSError, ValueError):
        return
