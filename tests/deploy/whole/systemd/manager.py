# Long because all that a systemctl can ask for changes one table of units.
"""Stands in for systemd: the first process of the room. Does what `systemctl` asks, and keeps what it started.

Not played: timers (they only count as active), control groups (so no MemoryMax), watchdogs, system call filters.
"""

from __future__ import annotations

import contextlib
import fnmatch
import json
import os
import pwd
import signal
import socketserver
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.deploy.whole.systemd.services import NOTIFY, Service, Socket
from tests.deploy.whole.systemd.unit_files import (
    FOLDERS,
    NoSuchUnit,
    UnitFile,
    files_of,
    full_name,
    links_of,
    read_unit,
)

CONTROL = Path("/run/stand-in/systemd.sock")
_INACTIVE, _NO_UNIT, _FAILED = 3, 5, 1
_LOOK = 0.05


class Manager:
    """All units."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._units: dict[str, UnitFile] = {}
        self._services: dict[str, Service] = {}
        self._sockets: dict[str, Socket] = {}
        self._others: set[str] = set()
        """Targets and timers that are active."""

    def boot(self) -> None:
        """What is enabled."""
        for name, path in (("postgres", "/run/postgresql"),):
            with contextlib.suppress(KeyError):
                Path(path).mkdir(exist_ok=True)
                os.chown(path, pwd.getpwnam(name).pw_uid, pwd.getpwnam(name).pw_gid)
        enabled = [one.name for folder in FOLDERS for one in folder.glob("*.wants/*")]
        self.start(*dict.fromkeys(enabled))

    def answer(self, words: list[str]) -> tuple[int, str]:
        """One call of `systemctl`."""
        options = [word for word in words if word.startswith("-")]
        verb, *names = [word for word in words if not word.startswith("-")] or ["status"]
        now = "--now" in options
        units = [full_name(name) for name in names]
        acts: dict[str, Callable[[], tuple[int, str]]] = {
            "daemon-reload": self.read_again,
            "reset-failed": lambda: (0, ""),
            "start": lambda: self.start(*units),
            "stop": lambda: self.stop(*units),
            "restart": lambda: self.restart(*units),
            "reload": lambda: self.reload(*units),
            "reload-or-restart": lambda: self.reload(*units, otherwise=self.restart),
            "enable": lambda: self.enable(*units, now=now),
            "disable": lambda: self.disable(*units, now=now),
            "is-enabled": lambda: self.is_enabled(units[0]),
            "is-active": lambda: self.is_active(units[0]),
            "kill": lambda: self.kill(*units, options=options),
            "show": lambda: self.show(units[0] if units else "", options),
        }
        if verb not in acts:
            return _FAILED, f"The stand-in for systemctl does not know {verb}.\n"
        try:
            return acts[verb]()
        except NoSuchUnit as missing:
            return _NO_UNIT, f"Unit {missing} not found.\n"

    def read_again(self) -> tuple[int, str]:
        """daemon-reload: what runs keeps what it was started with until it is started anew."""
        with self._lock:
            self._units.clear()
            for name, service in self._services.items():
                with contextlib.suppress(NoSuchUnit):
                    service.unit = self._unit(name)
        return 0, ""

    def start(self, *names: str) -> tuple[int, str]:
        """And what they want; each after those that it names in After=, all others at once."""
        return self._all_of(self._closure(names), self._start_one)

    def restart(self, *names: str) -> tuple[int, str]:
        """End and start; a target takes along what is part of it."""
        parts = [one for name in names for one in (self._parts(name) if name.endswith(".target") else (name,))]
        return self._all_of([*dict.fromkeys((*parts, *names))], self._restart_one)

    def stop(self, *names: str) -> tuple[int, str]:
        """All at once."""
        parts = [one for name in names for one in (self._parts(name) if name.endswith(".target") else ())]
        return self._all_of([*dict.fromkeys((*names, *parts))], self._stop_one)

    def reload(self, *names: str, otherwise: Callable[..., tuple[int, str]] | None = None) -> tuple[int, str]:
        """Or, where it does not run, what `otherwise` does."""
        for name in names:
            service = self._service(name)
            if service.state == "active":
                if not service.reload():
                    return _FAILED, f"Job for {name} failed.\n"
            elif otherwise is None or otherwise(name)[0]:
                return _FAILED, f"{name} is not active, cannot reload.\n"
        return 0, ""

    def enable(self, *names: str, now: bool) -> tuple[int, str]:
        """Links below the targets that want it."""
        for name in names:
            for link in links_of(self._unit(name)):
                link.parent.mkdir(parents=True, exist_ok=True)
                if not link.is_symlink():
                    link.symlink_to(files_of(name)[0])
        self._units.clear()
        return self.start(*names) if now else (0, "")

    def disable(self, *names: str, now: bool) -> tuple[int, str]:
        """Without them."""
        for name in names:
            for link in links_of(self._unit(name)):
                link.unlink(missing_ok=True)
        return self.stop(*names) if now else (0, "")

    def is_enabled(self, name: str) -> tuple[int, str]:
        """By its links."""
        links = links_of(self._unit(name))
        word = "static" if not links else "enabled" if all(one.is_symlink() for one in links) else "disabled"
        return (0 if word in {"enabled", "static"} else _FAILED), f"{word}\n"

    def is_active(self, name: str) -> tuple[int, str]:
        """One word."""
        state = self._state(name)
        return (0 if state == "active" else _INACTIVE), f"{'activating' if state == 'auto-restart' else state}\n"

    def kill(self, *names: str, options: list[str]) -> tuple[int, str]:
        """`--signal=KILL --kill-who=main`."""
        told = dict(one.lstrip("-").partition("=")[::2] for one in options)
        number = int(getattr(signal, f"SIG{told.get('signal', 'TERM').removeprefix('SIG')}"))
        for name in names:
            for service in [self._services[one] for one in fnmatch.filter(self._services, name)]:
                service.send(number, whom=told.get("kill-who", "all"))
        return 0, ""

    def show(self, name: str, options: list[str]) -> tuple[int, str]:
        """Facts, as the doctor asks for them."""
        try:
            unit = self._unit(name)
        except NoSuchUnit:
            return 0, "LoadState=not-found\nActiveState=inactive\nSubState=dead\n"
        service, state = self._services.get(name), self._state(name)
        newest = max(file.stat().st_mtime for file in files_of(name))
        facts = {
            "LoadState": "loaded",
            "ActiveState": "activating" if state == "auto-restart" else state,
            "SubState": "running" if state == "active" else state,
            "Result": service.result if service else "success",
            "NRestarts": str(service.restarts if service else 0),
            "NeedDaemonReload": "yes" if newest > unit.read else "no",
            "UnitFileState": self.is_enabled(name)[1].strip(),
            "ExecMainStatus": str(service.status if service else 0),
            "MainPID": str(service.main if service else 0),
        }
        asked = [
            name for one in options if one.startswith(("--property=", "-p")) for name in one.split("=")[-1].split(",")
        ]
        return 0, "".join(f"{key}={value}\n" for key, value in facts.items() if not asked or key in asked)

    def run_once(self, name: str, words: list[str], environment: dict[str, str]) -> None:
        """`systemd-run`: a service without a file."""
        unit = UnitFile(name, {"ExecStart": [" ".join(words)]}, (), 0)
        self._services[name] = Service(unit, sockets=list, environment=environment)
        self._services[name].start()

    def watch_sockets(self) -> None:
        """Start what somebody waits for, for ever."""
        while True:
            for service in list(self._services.values()):
                if service.is_asked_for():
                    service.start()
            time.sleep(_LOOK)

    def _unit(self, name: str) -> UnitFile:
        with self._lock:
            if name not in self._units:
                self._units[name] = read_unit(name)
            return self._units[name]

    def _service(self, name: str) -> Service:
        with self._lock:
            if name not in self._services:
                unit = self._unit(name)
                self._services[name] = Service(unit, sockets=lambda: self._sockets_of(unit), environment={})
            return self._services[name]

    def _sockets_of(self, unit: UnitFile) -> list[Socket]:
        return [self._socket(one) for one in unit.words("Requires") if one.endswith(".socket")]

    def _socket(self, name: str) -> Socket:
        with self._lock:
            return self._sockets.setdefault(name, Socket(self._unit(name)))

    def _state(self, name: str) -> str:
        if name in self._services:
            return self._services[name].state
        listens = name in self._sockets and self._sockets[name].listening is not None
        return "active" if listens or name in self._others else "inactive"

    def _closure(self, names: tuple[str, ...]) -> list[str]:
        found, waiting = list[str](), list(names)
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found.append(name)
                with contextlib.suppress(NoSuchUnit):
                    unit = self._unit(name)
                    waiting += [*unit.words("Requires"), *unit.words("Wants")]
        return found

    def _parts(self, target: str) -> list[str]:
        known = [one.name for folder in FOLDERS for one in folder.iterdir() if one.is_file()]
        return [name for name in known if target in self._unit(name).words("PartOf")]

    def _all_of(self, names: list[str], act: Callable[[str], bool]) -> tuple[int, str]:
        done: dict[str, threading.Event] = {name: threading.Event() for name in names}
        failed: list[str] = []

        def work(name: str) -> None:
            try:
                for earlier in self._unit(name).words("After"):
                    if earlier in done:
                        done[earlier].wait(120)
                if not act(name):
                    failed.append(name)
            except NoSuchUnit:
                if name in names[:1]:
                    failed.append(name)
            finally:
                done[name].set()

        threads = [threading.Thread(target=work, args=(name,)) for name in names]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        return (_FAILED, "".join(f"Job for {name} failed.\n" for name in failed)) if failed else (0, "")

    def _start_one(self, name: str) -> bool:
        if name.endswith(".service"):
            return self._service(name).start()
        self._unit(name)
        if name.endswith(".socket"):
            self._socket(name).open()
        else:
            self._others.add(name)
        return True

    def _stop_one(self, name: str) -> bool:
        if name in self._services:
            self._services[name].stop()
        elif name in self._sockets:
            self._sockets.pop(name).close()
        self._others.discard(name)
        return True

    def _restart_one(self, name: str) -> bool:
        if name.endswith(".service"):
            for needed in self._unit(name).words("Requires"):
                self._start_one(needed)
            return self._service(name).restart()
        self._stop_one(name)
        return self._start_one(name)


def main() -> None:
    """Listen for calls, for ever."""
    NOTIFY.mkdir(parents=True)
    manager = Manager()

    class Call(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked = json.loads(self.rfile.readline())
            if asked["program"] == "systemd-run":
                manager.run_once(asked["unit"], asked["words"], asked["environment"])
                code, out = 0, ""
            else:
                code, out = manager.answer(asked["words"])
            self.wfile.write(json.dumps({"code": code, "out": out}).encode() + b"\n")

    class Ear(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
        daemon_threads = True
        request_queue_size = 64

    threading.Thread(target=manager.boot, daemon=True).start()
    threading.Thread(target=manager.watch_sockets, daemon=True).start()
    with Ear(str(CONTROL), Call) as ear:
        ear.serve_forever()


if __name__ == "__main__":
    main()
