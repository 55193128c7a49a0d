"""The machine itself: system, room, clock, and the programs of the distribution."""

from __future__ import annotations

import re
from pathlib import Path

from deploy.doctor.findings import Check, Finding, Patient, assignments, fail, last_lines, ok, unknown, warn

GIGABYTE = 1024**3
_LEAST_FREE, _COMFORTABLE = GIGABYTE // 2, 3 * GIGABYTE
_LEAST_FILES = 50_000
_LEAST_MEMORY_MB = 200
_LEAST_NGINX = (1, 20)
_OLDEST_GLIBC = (2, 28)
_PROBABLY_FINE = {"almalinux", "rocky", "rhel", "centos"}
_IMPORTED = "django, wagtail, psycopg, PIL, argon2, isal.igzip, brotli, nh3, pysqlite3, gunicorn"


def _os(patient: Patient) -> Finding:
    text = patient.machine.read(Path("/etc/os-release"))
    if text is None:
        return unknown("there is no /etc/os-release")
    facts = assignments(text)
    name = f"{facts.get('NAME', '?')} {facts.get('VERSION_ID', '?')}".replace("'", "")
    if facts.get("ID") in _PROBABLY_FINE and facts.get("VERSION_ID", "").partition(".")[0] in {"8", "9"}:
        return ok(name)
    return warn(f"{name}: nobody has tried the shop there", "AlmaLinux 8.10 is what it is made for; others may do")


def _glibc(patient: Patient) -> Finding:
    machine = patient.run("uname", "-m").out.strip()
    said = patient.run("getconf", "GNU_LIBC_VERSION").out
    found = re.search(r"(\d+)\.(\d+)", said)
    if not machine or not found:
        return unknown(f"uname says {machine!r}, getconf {said.strip()!r}")
    if machine != "x86_64" or (int(found[1]), int(found[2])) < _OLDEST_GLIBC:
        return fail(f"{machine}, glibc {found[0]}", "use a 64-bit x86 server with AlmaLinux 8 or newer")
    return ok(f"{machine}, glibc {found[0]}")


def _disk(patient: Patient) -> Finding:
    paths = patient.configuration.paths
    rooms = {str(one): patient.machine.room(one) for one in (Path("/"), paths.data, paths.site, paths.backups)}
    known = {place: room for place, room in rooms.items() if room is not None}
    if not known:
        return unknown("no file system could be asked")
    place, room = min(known.items(), key=lambda one: one[1].free)
    found = f"{place} has {room.free / GIGABYTE:.1f} GB free of {room.total / GIGABYTE:.0f} GB"
    mend = f"look for what is large (du -xh {place} | sort -h | tail); old backups lie in {paths.backups}"
    if room.free < _LEAST_FREE:
        return fail(found, mend)
    crowded = [name for name, one in known.items() if one.free_files < _LEAST_FILES]
    if crowded:
        return fail(f"{crowded[0]} has room for {known[crowded[0]].free_files} more files only", mend)
    return warn(found, mend) if room.free < _COMFORTABLE else ok(found)


def _memory(patient: Patient) -> Finding:
    text = patient.machine.read(Path("/proc/meminfo")) or ""
    facts = {name: int(kilobytes) // 1024 for name, kilobytes in re.findall(r"^(\w+):\s+(\d+) kB", text, re.MULTILINE)}
    if "MemAvailable" not in facts:
        return unknown("/proc/meminfo does not say how much is available")
    found = (
        f"{facts['MemAvailable']} MB available of {facts.get('MemTotal', 0)} MB, {facts.get('SwapTotal', 0)} MB of swap"
    )
    if facts["MemAvailable"] < _LEAST_MEMORY_MB and not facts.get("SwapFree"):
        return warn(
            found, "give the server more memory, or a swap file of 2 GB; [memory] in cataloro.toml sets ceilings"
        )
    return ok(found)


def _clock(patient: Patient) -> Finding:
    said = patient.run("timedatectl", "show", "--property=NTPSynchronized")
    answer = said.out.strip()
    if answer not in ("NTPSynchronized=yes", "NTPSynchronized=no"):
        return unknown(f"timedatectl said: {last_lines(said.said) or 'nothing'}")
    if answer.endswith("no"):
        return warn(
            "the clock is not set by the network",
            "systemctl enable --now chronyd (dnf install chrony, if there is none)",
            ("systemctl", "enable", "--now", "chronyd"),
        )
    return ok("set by the network")


def _python(patient: Patient) -> Finding:
    python = patient.configuration.paths.current / "venv/bin/python"
    said = patient.run(str(python), "--version")
    if said.is_missing:
        return fail(
            f"{python} cannot be started: {last_lines(said.said)}",
            "dnf reinstall python3.12, then run the installer of this release again: it makes the environment anew",
        )
    found = re.search(r"3\.(\d+)", said.said)
    if not found or int(found[1]) not in (11, 12, 13):
        return fail(f"{python} is {said.said}", "3.11 to 3.13 are possible: run the installer of this release again")
    return ok(said.said)


def _packages(patient: Patient) -> Finding:
    python = patient.configuration.paths.current / "venv/bin/python"
    said = patient.run(str(python), "-c", f"import {_IMPORTED}; print('all of them')")
    if said.code or said.out.strip() != "all of them":
        return fail(
            f"a package cannot be loaded: {last_lines(said.err, 1)}",
            "run the installer of this release again: it puts in the versions that belong together",
        )
    return ok("all that the shop needs can be loaded")


def _nginx_version(patient: Patient) -> Finding:
    said = patient.run("nginx", "-v")
    found = re.search(r"nginx/(\d+)\.(\d+)\S*", said.said)
    if not found:
        return fail("there is no Nginx", "dnf module reset nginx; dnf module enable nginx:1.24; dnf install nginx")
    if (int(found[1]), int(found[2])) < _LEAST_NGINX:
        return fail(
            f"{found[0]} is too old: it cannot refuse unknown hosts by TLS",
            "dnf module reset nginx; dnf module enable nginx:1.24; dnf upgrade nginx",
        )
    return ok(found[0])


CHECKS = (
    Check(id="os", title="Operating system", why="It is made for AlmaLinux 8.10.", look=_os),
    Check(id="glibc", title="Processor and C library", why="The packages are built for these.", look=_glibc),
    Check(id="disk", title="Room on the disks", why="A full disk stops orders, builds and the database.", look=_disk),
    Check(id="memory", title="Memory", why="Without memory the kernel ends programs.", look=_memory),
    Check(id="clock", title="Clock", why="With a wrong clock certificates and log-ins fail.", look=_clock),
    Check(id="python", title="Python of the shop", why="Everything but Nginx and PostgreSQL runs in it.", look=_python),
    Check(
        id="packages",
        title="Packages of the shop",
        why="Versions that do not fit this Python fail when the shop starts.",
        look=_packages,
        after=("python",),
    ),
    Check(
        id="nginx-version", title="Version of Nginx", why="The default of AlmaLinux 8 is too old.", look=_nginx_version
    ),
)
