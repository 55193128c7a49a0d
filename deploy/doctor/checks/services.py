"""The units: whether they run, what became of those that do not, and the socket of the app."""

from __future__ import annotations

import json
import re
from pathlib import Path

from deploy.configuration import Proxy, TlsMode
from deploy.doctor.findings import SERVICES, Check, Finding, Patient, fail, last_lines, ok, unknown, warn
from deploy.unfinished import HISTORY, LOCK, RESTORING, what_was_cut_off

_ASKED = ("ActiveState", "SubState", "Result", "NRestarts", "NeedDaemonReload", "UnitFileState", "ExecMainStatus")
_STATUSES = {
    "203": "the program could not be started: its file or label is wrong (restorecon -RF /opt/cataloro)",
    "217": "there is no user cataloro: run the installer again",
    "226": "a folder that the unit may write is not there: run the installer again",
    "3": "the settings were refused: the lines below name them",
}
_MANY_RESTARTS = 5
_GROUP_MAY = 0o060


def _facts(patient: Patient, unit: str) -> dict[str, str]:
    said = patient.run("systemctl", "show", unit, f"--property={','.join(_ASKED)}")
    return dict(line.partition("=")[::2] for line in said.out.splitlines() if "=" in line)


def _services(patient: Patient) -> Finding:
    units = [f"cataloro-{name}.service" for name in SERVICES] + ["nginx.service"]
    restless = []
    for unit in units:
        facts = _facts(patient, unit)
        if not facts:
            return unknown(f"systemctl does not answer about {unit}")
        if facts.get("NeedDaemonReload") == "yes":
            return fail(
                f"{unit}: its file is newer than what systemd has read",
                "systemctl daemon-reload, then restart it",
                ("systemctl", "daemon-reload"),
                ("systemctl", "restart", unit),
            )
        if facts.get("ActiveState") != "active":
            return _down(patient, unit, facts)
        if int(facts.get("NRestarts", "0") or 0) >= _MANY_RESTARTS:
            restless.append(f"{unit} ({facts['NRestarts']} times)")
    for unit in _jobs(patient):
        facts = _facts(patient, unit)
        if facts.get("ActiveState") == "failed":
            return _down(patient, unit, facts)
    if restless:
        return warn(
            f"started again and again: {', '.join(restless)}", f"journalctl -u {restless[0].split()[0]} says why"
        )
    return ok(f"{len(units)} run")


def _jobs(patient: Patient) -> list[str]:
    """What timers start: it is not active in between, but may have failed the last time."""
    names = ["backup", *(["certificates"] if patient.configuration.tls.mode is TlsMode.CERTBOT else [])]
    return [f"cataloro-{name}.service" for name in names]


def _down(patient: Patient, unit: str, facts: dict[str, str]) -> Finding:
    journal = patient.run("journalctl", "-u", unit, "-n", "10", "-o", "cat", "--no-pager").out
    why = _STATUSES.get(facts.get("ExecMainStatus", ""), "")
    words = [f"{unit} is {facts.get('ActiveState')} ({facts.get('Result', '?')})", why, last_lines(journal)]
    return fail(
        "; ".join(word for word in words if word),
        f"systemctl start {unit}; journalctl -u {unit} has the whole story",
        ("systemctl", "reset-failed", unit),
        ("systemctl", "start", unit),
    )


def _enabled(patient: Patient) -> Finding:
    """The target is enabled, and what it wants comes with it."""
    configuration = patient.configuration
    roots = ["cataloro.target", "nginx.service", *([] if configuration.database_url else ["postgresql.service"])]
    followers = ["cataloro-web.socket", "cataloro-backup.timer", "cataloro-doctor.timer"]
    if configuration.tls.mode is TlsMode.CERTBOT:
        followers.append("cataloro-certificates.timer")
    asleep = [unit for unit in roots if _facts(patient, unit).get("UnitFileState") != "enabled"]
    if asleep:
        command = ("systemctl", "enable", "--now", *asleep)
        return fail(f"not there after the next start of the server: {', '.join(asleep)}", " ".join(command), command)
    inactive = [unit for unit in followers if _facts(patient, unit).get("ActiveState") != "active"]
    if inactive:
        command = ("systemctl", "start", *inactive)
        return fail(f"not active: {', '.join(inactive)}", " ".join(command), command)
    return ok("all start with the server")


def _cut_off(patient: Patient) -> Finding:
    found, mend = what_was_cut_off(*(_noted(patient, file) for file in (HISTORY, RESTORING)))
    if not found:
        return ok("what was begun has come to its end")
    if is_at_work(patient):
        return ok("a cataloro command is at work right now")
    return fail(f"{found}: parts of this server are of before it, others of after it", mend)


def is_at_work(patient: Patient) -> bool:
    """Whether a command changes this server now: then it holds the lock."""
    return patient.machine.run("flock", "--nonblock", str(LOCK), "true").code == 1


def _noted(patient: Patient, file: Path) -> dict[str, object]:
    try:
        found = json.loads(patient.machine.read(file) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _unknown_words(patient: Patient) -> Finding:
    said = patient.run("journalctl", "-b", "-n", "200", "-o", "cat", "--no-pager", "-g", "Unknown lvalue")
    if said.is_missing or "No journal files" in said.said:
        return unknown("there is no journal")
    found = sorted(set(re.findall(r"cataloro\S*:\d+\] Unknown lvalue '(\w+)'", said.out)))
    if found:
        return warn(f"this systemd does not know {', '.join(found)}", "nothing breaks; tell us the version of systemd")
    return ok("systemd understood every line")


def _socket(patient: Patient) -> Finding:
    configuration = patient.configuration
    if configuration.proxy is Proxy.TCP:
        return ok(f"the app listens on port {configuration.proxy_port}")
    restart = ("systemctl", "restart", "cataloro-web.socket", "cataloro-web.service")
    place = configuration.paths.app_socket
    seen = patient.machine.seen(place)
    if seen is None or seen.kind != "socket":
        return fail(f"{place} is {'not there' if seen is None else f'a {seen.kind}'}", " ".join(restart), restart)
    if seen.group != "nginx" or seen.mode & _GROUP_MAY != _GROUP_MAY:
        return fail(
            f"{place} belongs to {seen.owner}:{seen.group}, mode {seen.mode:04o}: 502", " ".join(restart), restart
        )
    return ok(f"{place}, for Nginx alone")


CHECKS = (
    Check(
        id="cut-off",
        title="Work that was begun",
        why="An upgrade or a restoration that a power cut ended leaves one half of each.",
        look=_cut_off,
    ),
    Check(
        id="services",
        title="Services",
        why="Pages stay without them; everything else does not.",
        look=_services,
        after=("database",),
    ),
    Check(
        id="enabled",
        title="After a restart of the server",
        why="It comes one night.",
        look=_enabled,
        after=("configuration",),
    ),
    Check(
        id="unit-words", title="Words of the units", why="An unknown protection protects nobody.", look=_unknown_words
    ),
    Check(
        id="socket",
        title="Socket of the app",
        why="By it Nginx reaches the app.",
        look=_socket,
        after=("configuration",),
    ),
)
