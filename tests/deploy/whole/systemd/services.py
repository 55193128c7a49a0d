"""Services and sockets of the stand-in for systemd: when they run, what becomes of them, who starts them anew."""

from __future__ import annotations

import grp
import json
import os
import pwd
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.deploy.whole.systemd.processes import below, signal_all
from tests.deploy.whole.systemd.unit_files import UnitFile, environment_of

JOURNAL = Path("/var/log/stand-in-journal")
NOTIFY = Path("/run/stand-in/notify")
PATH = "/stand-ins/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
_PATIENCE = 90.0


class Socket:
    """Held here while services come and go, so that who asks meanwhile waits."""

    def __init__(self, unit: UnitFile) -> None:
        self.unit = unit
        self.listening: socket.socket | None = None

    def open(self) -> None:
        """Listen, unless it does."""
        if self.listening is not None:
            return
        where = self.unit.text("ListenStream")
        if where.startswith("/"):
            Path(where).unlink(missing_ok=True)
            self.listening = socket.socket(socket.AF_UNIX)
            before = os.umask(0o777 & ~int(self.unit.text("SocketMode", "0666"), 8))
            self.listening.bind(where)
            os.umask(before)
            owner, group = self.unit.text("SocketUser", "root"), self.unit.text("SocketGroup", "root")
            os.chown(where, pwd.getpwnam(owner).pw_uid, grp.getgrnam(group).gr_gid)
        else:
            host, _, port = where.rpartition(":")
            self.listening = socket.create_server((host, int(port)))
        self.listening.listen(int(self.unit.text("Backlog", "128")))

    def close(self) -> None:
        """Nobody is heard any more."""
        if self.listening is not None:
            self.listening.close()
            self.listening = None

    def somebody_waits(self) -> bool:
        """Whether there is a connection that nobody has taken."""
        return self.listening is not None and bool(select.select([self.listening], [], [], 0)[0])


class Service:
    """One that is started from a unit."""

    def __init__(self, unit: UnitFile, *, sockets: Callable[[], list[Socket]], environment: dict[str, str]) -> None:
        self.unit = unit
        self.state, self.result = "inactive", "success"
        self.main, self.status, self.restarts = 0, 0, 0
        self._sockets, self._more = sockets, environment
        self._changed = threading.Condition()
        self._jobs = threading.RLock()
        self._keeper: subprocess.Popen[bytes] | None = None
        self._wanted, self._round = False, 0

    def start(self) -> bool:
        """Whether it runs now."""
        with self._jobs:
            with self._changed:
                if self.state not in {"active", "activating"}:
                    self.restarts = 0
                    self._launch()
            return self._settled()

    def stop(self) -> None:
        """Return when nothing of it runs."""
        with self._jobs:
            with self._changed:
                self._wanted = False
                keeper = self._keeper
                if self.state == "auto-restart":
                    self.state = "inactive"
                elif keeper is not None:
                    self.state = "deactivating"
            if keeper is not None:
                keeper.terminate()
                keeper.wait()
                with self._changed:
                    self._changed.wait_for(lambda: self._keeper is not keeper, timeout=_PATIENCE)

    def restart(self) -> bool:
        """End it and start it."""
        with self._jobs:
            self.stop()
            return self.start()

    def reload(self) -> bool:
        """What ExecReload= says."""
        line = self.unit.text("ExecReload")
        if self.state != "active" or not line:
            return False
        words = line.replace("$MAINPID", str(self.main)).split()
        return subprocess.run(words, check=False, env={"PATH": PATH, "CATALORO_ROOT": ""}).returncode == 0

    def send(self, number: int, *, whom: str) -> None:
        """`systemctl kill`."""
        keeper = self._keeper
        if keeper is not None:
            signal_all([self.main] if whom == "main" else below(keeper.pid), number)

    def is_asked_for(self) -> bool:
        """Whether somebody waits at its socket while it is not even about to start."""
        return self.state in {"inactive", "failed"} and any(one.somebody_waits() for one in self._sockets())

    def _settled(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self.state != "activating", timeout=_PATIENCE)
            return self.state == "active" or (self.unit.text("Type") == "oneshot" and self.result == "success")

    def _launch(self) -> None:
        """Start a keeper; the lock is held."""
        self._wanted, self.state, self.result = True, "activating", "success"
        self._round += 1
        listening = [one.listening.fileno() for one in self._sockets() if one.listening is not None]
        reading, writing = os.pipe()
        JOURNAL.mkdir(parents=True, exist_ok=True)
        NOTIFY.mkdir(parents=True, exist_ok=True)
        command = [
            sys.executable,
            "-m",
            "tests.deploy.whole.systemd.keeper",
            str(writing),
            json.dumps(self._spec(listening)),
        ]
        with (JOURNAL / f"{self.unit.name}.log").open("ab") as log:
            self._keeper = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(writing, *listening),
                start_new_session=True,
                env={"PATH": PATH, "PYTHONPATH": "/stand-ins"},
            )
        os.close(writing)
        threading.Thread(target=self._follow, args=(self._keeper, reading, self._round), daemon=True).start()

    def _spec(self, listening: list[int]) -> dict[str, object]:
        unit = self.unit
        try:
            environment = environment_of(unit)
        except OSError:
            environment = {}
        strict = unit.text("ProtectSystem") == "strict"
        return {
            "type": unit.text("Type", "simple"),
            "before": unit.values.get("ExecStartPre", []),
            "command": unit.text("ExecStart"),
            "environment": {"PATH": PATH, "LANG": "C.UTF-8", "CATALORO_ROOT": "", **environment, **self._more},
            "user": unit.text("User"),
            "folder": unit.text("WorkingDirectory", "/"),
            "umask": int(unit.text("UMask", "0022"), 8),
            "sockets": listening,
            "notify": str(NOTIFY / unit.name),
            "pid_file": unit.text("PIDFile"),
            "kill_mode": unit.text("KillMode", "control-group"),
            "kill_signal": int(getattr(signal, unit.text("KillSignal", "SIGTERM"))),
            "stop_seconds": unit.seconds("TimeoutStopSec", 90) or _PATIENCE,
            "no_new_privileges": unit.says("NoNewPrivileges"),
            "shut_in": unit.words("ReadWritePaths") if strict else None,
            "private_tmp": unit.says("PrivateTmp"),
            "no_homes": unit.says("ProtectHome"),
        }

    def _follow(self, keeper: subprocess.Popen[bytes], reading: int, number: int) -> None:
        status = 1
        with os.fdopen(reading) as told:
            for line in told:
                word, _, value = line.strip().partition(" ")
                with self._changed:
                    if word == "main":
                        self.main = int(value)
                    elif word == "ready" and self.state == "activating":
                        self.state = "active"
                    elif word == "ended":
                        status = int(value)
                    self._changed.notify_all()
        keeper.wait()
        with self._changed:
            again = self._wanted and self._starts_again(status)
            self._keeper, self.main, self.status = None, 0, abs(status)
            fine = status == 0 or str(status) in self.unit.words("SuccessExitStatus")
            self.result = "success" if fine else "signal" if status < 0 else "exit-code"
            self.state = "auto-restart" if again else "inactive" if fine or not self._wanted else "failed"
            self._changed.notify_all()
        if again:
            time.sleep(self.unit.seconds("RestartSec", 0.1))
            with self._changed:
                if self.state == "auto-restart" and self._round == number:
                    self.restarts += 1
                    self._launch()

    def _starts_again(self, status: int) -> bool:
        rule = self.unit.text("Restart", "no")
        if str(status) in self.unit.words("RestartPreventExitStatus"):
            return False
        return rule == "always" or (rule == "on-failure" and status != 0)
