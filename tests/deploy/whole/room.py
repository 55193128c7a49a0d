"""A room on this machine that plays a bare AlmaLinux server: this machine's programs, and nothing else of it.

Namespaces of its own for mounts and processes, so that its `/etc`, `/opt`, `/var` are its own and all of it can be
switched off at once, as by a power cut. What cannot be real here is named in stand_ins/ and systemd/.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from tests.deploy.rehearsal.server import PLAYED, STAND_INS, make_bare
from tests.system_parts import NGINX, POSTGRESQL

_HERE = Path(__file__).parent
PATH = "/stand-ins/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
_OWN_FOLDERS = ("etc", "opt", "var/log", "var/lib", "var/cache", "var/spool", "root", "home", "srv", "own/local-bin")
_MOUNTS = ("usr", "proc", "dev", "sys", "run", "own/units")
_OF_THIS_MACHINE = (
    "alternatives",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "ssl/openssl.cnf",
    "localtime",
    "login.defs",
    "pam.d",
    "security",
    "default/useradd",
    "nsswitch.conf",
    "protocols",
    "services",
    "mime.types",
    "python3.11",
    "python3.12",
    "environment",
)
_STILL_PLAYED = ("rpm", "getenforce", "semodule", "semanage", "restorecon", "setsebool", "firewall-cmd")
"""By the rehearsal's stand-in: what only AlmaLinux has."""


class NoRoom(RuntimeError):
    """Why this machine cannot have one."""


class Room:
    """One server."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._switch: subprocess.Popen[bytes] | None = None
        self._first = 0

    def lay_out(self) -> None:
        """What is on the disk of a new server."""
        if os.geteuid() != 0:
            raise NoRoom("Only root can make a room with mounts of its own.")
        for name in (*_OWN_FOLDERS, *_MOUNTS):
            (self.root / name).mkdir(parents=True)
        for name in ("tmp", "var/tmp"):
            (self.root / name).mkdir()
            (self.root / name).chmod(0o1777)
        for name in ("bin", "sbin", "lib", "lib64"):
            (self.root / name).symlink_to(f"usr/{name}")
        (self.root / "var/run").symlink_to("/run")
        (self.root / "etc").rmdir()
        (self.root / "stand-in").mkdir()
        make_bare(self.root)
        etc = self.root / "etc"
        for name in _OF_THIS_MACHINE:
            source = Path("/etc") / name
            (etc / name).parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, etc / name, symlinks=True, dirs_exist_ok=True)
            elif source.exists():
                shutil.copy(source, etc / name, follow_symlinks=name == "localtime")
        (etc / "hosts").write_text("127.0.0.1 localhost\n::1 localhost\n")
        for name in ("shadow", "gshadow"):
            (etc / name).touch(mode=0o640)
        for file, line in (("passwd", "nobody:x:65534:65534::/:/usr/sbin/nologin\n"), ("group", "nogroup:x:65534:\n")):
            (etc / file).write_text((etc / file).read_text() + line)
        self._lay_out_stand_ins()

    def _lay_out_stand_ins(self) -> None:
        folder = self.root / "stand-ins"
        programs, played = folder / "bin", folder / "played"
        for one in (programs, played, folder / "etc"):
            one.mkdir(parents=True)
        for file in (_HERE / "stand_ins").iterdir():
            shutil.copy(file, programs)
        for name in ("systemd-run", "journalctl"):
            (programs / name).symlink_to("systemctl")
        shutil.copy(STAND_INS / "stand-in", played)
        for name in (*_STILL_PLAYED, "dnf"):
            assert name in PLAYED
            (played / name).symlink_to("stand-in")
        for name in _STILL_PLAYED:
            (programs / name).symlink_to(f"../played/{name}")
        for file in (
            POSTGRESQL.path().resolve().parent.iterdir() if (found := _postgresql()) is None else found.iterdir()
        ):
            (programs / file.name).symlink_to(file)
        mime_types = next((one for one in (Path("/etc/nginx/mime.types"),) if one.exists()), None)
        if mime_types is None or not NGINX.path().is_relative_to("/usr"):
            raise NoRoom("The room takes Nginx as Debian installs it.")
        shutil.copy(mime_types, folder / "etc")
        package = folder / "tests/deploy/whole/systemd"
        shutil.copytree(_HERE / "systemd", package, ignore=shutil.ignore_patterns("__pycache__"))

    def boot(self) -> None:
        """Switch it on. Returns when its stand-in for systemd listens."""
        own = ("--mount", "--pid", "--fork", "--kill-child=SIGKILL", "--propagation", "private")
        command = ["unshare", *own, "bash", str(self.root / "stand-ins/bin/enter"), str(self.root)]
        with (self.root / "own/console.log").open("ab") as console:
            self._switch = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=console, stderr=console)
        until = time.monotonic() + 20
        while time.monotonic() < until and self._switch.poll() is None:
            children = Path(f"/proc/{self._switch.pid}/task/{self._switch.pid}/children").read_text().split()
            if children:
                self._first = int(children[0])
                if self.try_run("test", "-S", "/run/stand-in/systemd.sock").returncode == 0:
                    return
            time.sleep(0.1)
        raise NoRoom(f"It does not start: {(self.root / 'own/console.log').read_text()[-2000:]}")

    def cut_power(self) -> None:
        """Everything in it ends in this moment."""
        if self._switch is not None:
            os.kill(self._first, signal.SIGKILL)
            self._switch.wait()
            self._switch = None

    def try_run(
        self,
        *words: str | Path,
        asked: str = "",
        seconds: float = 900,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Type a command in it, as root."""
        more = [f"{name}={value}" for name, value in (environment or {}).items()]
        return subprocess.run(
            [*self._entering(), *more, *map(str, words)],
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            input=asked,
            timeout=seconds,
        )

    def run(self, *words: str | Path, asked: str = "", seconds: float = 900) -> str:
        """The same, when it has to work: what it printed."""
        done = self.try_run(*words, asked=asked, seconds=seconds)
        if done.returncode:
            raise AssertionError(
                f"{' '.join(map(str, words))} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def begin(self, *words: str | Path) -> subprocess.Popen[str]:
        """Type a command, and look away."""
        return subprocess.Popen(
            [*self._entering(), *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )

    def manage(self, *words: str, **environment: str) -> str:
        """A command of the shop, with the environment of its services."""
        more = " ".join(f"{name}={value}" for name, value in environment.items())
        line = "set -a; . /etc/cataloro/env; . /etc/cataloro/secrets.env; cd /opt/cataloro/current/app; "
        line += f'exec runuser -u cataloro -- env {more} ../venv/bin/python manage.py "$@"'
        return self.run("bash", "-c", line, "manage", *words)

    def file(self, path: str) -> Path:
        """Where a path of the server lies."""
        return self.root / path.lstrip("/")

    def _entering(self) -> list[str]:
        inside = ["nsenter", f"--target={self._first}", "--mount", "--pid", "--root", "--wdns=/"]
        return [*inside, "env", "-i", f"PATH={PATH}", "HOME=/root", "LANG=C.UTF-8", "CATALORO_ROOT="]


def _postgresql() -> Path | None:
    """The folder of the real programs: on Debian those on the PATH are wrappers."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), default=None)
