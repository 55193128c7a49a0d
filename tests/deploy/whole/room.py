"""A room on this machine that plays a bare AlmaLinux server: this machine's programs, and nothing else of it.

Namespaces of its own (see enter), so that its `/etc`, `/opt`, `/var` are its own, its first process is this machine's
systemd, and all of it can be switched off at once, as by a power cut. What cannot be real here is named in stand_ins/.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.deploy.rehearsal.server import PLAYED, STAND_INS, make_bare
from tests.system_parts import NGINX, POSTGRESQL

_HERE = Path(__file__).parent
PATH = "/stand-ins/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
_OWN_FOLDERS = ("etc", "opt", "var/log", "var/lib", "var/cache", "var/spool", "root", "home", "srv", "own/local-bin")
_MOUNTS = ("usr", "proc", "dev", "sys", "run", "own/units")
_NOT_OF_A_ROOM = (
    *("systemd-udevd.service", "systemd-udev-trigger.service", "systemd-udevd-control.socket"),
    *("systemd-udevd-kernel.socket", "systemd-modules-load.service", "kmod-static-nodes.service"),
    *("systemd-networkd.service", "systemd-networkd-wait-online.service", "systemd-network-generator.service"),
    *("systemd-timesyncd.service", "systemd-sysctl.service", "systemd-random-seed.service", "systemd-logind.service"),
    *("systemd-firstboot.service", "systemd-machine-id-commit.service", "systemd-update-done.service"),
    *("systemd-remount-fs.service", "ldconfig.service", "getty.target", "console-getty.service"),
    *("dev-hugepages.mount", "dev-mqueue.mount", "sys-kernel-debug.mount", "sys-kernel-tracing.mount"),
    *("sys-fs-fuse-connections.mount", "proc-sys-fs-binfmt_misc.automount", "systemd-binfmt.service"),
)
"""Units for devices, networks, clocks and consoles, which belong to the machine around it, and for its first day."""
_CONTROL_GROUPS = Path("/sys/fs/cgroup")
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


_NUMBERS = itertools.count(1)


class NoRoom(RuntimeError):
    """Why this machine cannot have one."""


class Room:
    """One server."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._switch: subprocess.Popen[bytes] | None = None
        self._first = 0
        self._group = ""

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
        self._lay_out_units()
        self._lay_out_stand_ins()

    def _lay_out_units(self) -> None:
        """Those of systemd and its bus as this machine has them."""
        said = subprocess.run(
            ["dpkg-query", "-L", "systemd", "dbus"], check=True, capture_output=True, text=True
        ).stdout
        files = (Path("/usr") / line.removeprefix("/usr").lstrip("/") for line in said.splitlines())
        own, theirs = self.root / "own/units", Path("/usr/lib/systemd/system")
        for file in sorted(one for one in files if one.is_relative_to(theirs) and one != theirs):
            place = own / file.relative_to(theirs)
            if file.is_dir() and not file.is_symlink():
                place.mkdir(parents=True, exist_ok=True)
            else:
                shutil.copy(file, place, follow_symlinks=False)
        chosen = self.root / "etc/systemd/system"
        chosen.mkdir(parents=True)
        for name in _NOT_OF_A_ROOM:
            (chosen / name).symlink_to("/dev/null")
        (chosen / "default.target").symlink_to("/usr/lib/systemd/system/multi-user.target")
        (self.root / "etc/machine-id").write_text(f"{1:032x}\n")

    def _lay_out_stand_ins(self) -> None:
        folder = self.root / "stand-ins"
        programs, played = folder / "bin", folder / "played"
        for one in (programs, played, folder / "etc"):
            one.mkdir(parents=True)
        for file in (_HERE / "stand_ins").iterdir():
            shutil.copy(file, programs)
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

    def boot(self) -> None:
        """Switch it on. Returns when systemd has started all that belongs to a server."""
        self._group = f"room-{os.getpid()}-{next(_NUMBERS)}"
        with (self.root / "own/console.log").open("ab") as console:
            self._switch = subprocess.Popen(
                ["bash", _HERE / "enter", self.root, self._group],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
            )
        until = time.monotonic() + 60
        while time.monotonic() < until and self._switch.poll() is None:
            children = Path(f"/proc/{self._switch.pid}/task/{self._switch.pid}/children").read_text().split()
            if children:
                self._first = int(children[0])
                if self.try_run("systemctl", "is-active", "--quiet", "multi-user.target").returncode == 0:
                    return
            time.sleep(0.1)
        raise NoRoom(f"It does not start: {(self.root / 'own/console.log').read_text()[-2000:]}")

    def cut_power(self) -> None:
        """Everything in it ends in this moment."""
        if self._switch is not None:
            os.kill(self._first, signal.SIGKILL)
            self._switch.wait()
            self._switch = None
            for kind in (_CONTROL_GROUPS, *_CONTROL_GROUPS.iterdir()):
                for folder, _, _ in os.walk(kind / self._group, topdown=False):
                    with suppress(OSError):  # Some of the kernel's own work may be left in it for a moment.
                        Path(folder).rmdir()

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
        inside = ["nsenter", f"--target={self._first}", "--mount", "--pid", "--uts", "--ipc", "--root", "--wdns=/"]
        return [*inside, "env", "-i", f"PATH={PATH}", "HOME=/root", "LANG=C.UTF-8", "CATALORO_ROOT="]


def _postgresql() -> Path | None:
    """The folder of the real programs: on Debian those on the PATH are wrappers."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), default=None)
