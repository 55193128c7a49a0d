"""Folders and files: whether Nginx may reach them, and whether the site in them is whole and names the right host."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

from deploy.configuration import INSTALL_ID, is_ip
from deploy.doctor.findings import Check, Finding, Patient, fail, last_lines, ok, unknown, warn
from deploy.server.trial import RECORD

_ANYBODY_MAY_PASS = 0o001
_LOOKED_AT = 40
_FOREIGN = re.compile(
    r"https?://(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|[\w.-]+\.local)(?=[:/\"'<\s])|[\w.-]+:8000\b"
)
_ASSET = re.compile(r"[\"'(](/assets/[\w./-]+)[\"')]")
_BACKUP = re.compile(r"cataloro-.*\.zip")
_DAY = 26
"""Hours from one night's backup to the next, and two for the timer and the work."""
_TRIED_LATELY = timedelta(days=8)
_PUBLIC_FOLDERS = ("build", "media", "acme", "errors")


def _paths(patient: Patient) -> Finding:
    paths = patient.configuration.paths
    for place in [getattr(paths, name) for name in _PUBLIC_FOLDERS]:
        for folder in [*reversed(place.parents), place]:
            seen = patient.machine.seen(folder)
            if seen is None:
                return fail(
                    f"{folder} is not there", "cataloro apply; what lay in it comes back by: cataloro restore FILE"
                )
            if seen.kind == "link":
                continue
            if not (seen.mode & _ANYBODY_MAY_PASS) and seen.group != "nginx" and seen.owner != "nginx":
                return fail(
                    f"{folder} (mode {seen.mode:04o}, {seen.owner}:{seen.group}) lets Nginx not through",
                    f"chmod o+x {folder}",
                    ("chmod", "o+x", str(folder)),
                )
    wishes = patient.machine.seen(paths.build / "wishes")
    if wishes is None or wishes.owner != "cataloro":
        command = ("install", "-d", "-o", "cataloro", "-g", "cataloro", str(paths.build / "wishes"))
        return fail(f"{paths.build}/wishes is not the shop's: its services cannot start", " ".join(command), command)
    return ok("Nginx reaches every folder that it serves from")


def _program(patient: Patient) -> Finding:
    code = str(patient.configuration.paths.code)
    others = ("(", "!", "-user", "root", "-o", "-perm", "/022", ")")
    said = patient.run("find", code, "!", "-type", "l", *others, "-print", "-quit")
    if said.code:
        return unknown(f"{code} could not be looked through: {last_lines(said.said, 1)}")
    if found := said.out.strip():
        return fail(
            f"{found} may be changed by others than root, and root runs what lies there",
            f"if you have not done that yourself, somebody has: put this version there anew; else: chown -R root:root "
            f"{code}; chmod -R go-w {code}",
        )
    return ok("nobody but root may change it")


def _log(patient: Patient) -> Finding:
    log = patient.configuration.paths.access_log
    folder, file = patient.machine.seen(log.parent), patient.machine.seen(log)
    if folder is None:
        return fail(
            f"{log.parent} is not there: Nginx cannot start", "run the installer again: it makes what is missing"
        )
    if file is None:
        return warn(
            f"{log} is not there yet", "open the shop in a browser once; if it stays so: systemctl reload nginx"
        )
    if "cataloro" not in (folder.group, folder.owner) and not folder.mode & _ANYBODY_MAY_PASS:
        command = ("chgrp", "cataloro", str(log.parent))
        return fail(
            f"{log.parent} belongs to {folder.owner}:{folder.group}: visits cannot be counted",
            " ".join(command),
            command,
        )
    return ok(f"{log}, {file.size // 1024} kB")


def _build(patient: Patient) -> Finding:
    live = patient.configuration.paths.build / "live"
    rebuild = ("systemctl", "restart", "cataloro-publisher.service")
    seen = patient.machine.seen(live)
    if seen is None or seen.kind != "link":
        return fail(f"{live} is not there: nothing has been built yet", "systemctl restart cataloro-publisher", rebuild)
    names = patient.machine.names(live)
    missing = [name for name in ("index.html.gz", "404.html.gz", "500.html.gz", "build.json") if name not in names]
    if missing:
        return fail(
            f"release {seen.target} lacks {', '.join(missing)}",
            "in the admin: Database → Health → Build the site anew",
            rebuild,
        )
    try:
        facts = json.loads(patient.machine.read(live / "build.json") or "")
        return ok(f"release {facts['release']} of {facts['built_at']}")
    except (ValueError, KeyError, TypeError):
        return fail(
            f"{live}/build.json cannot be understood", "in the admin: Database → Health → Build the site anew", rebuild
        )


def _addresses(patient: Patient) -> Finding:
    """Whether a file of the site leads to a developer's machine, or to a host that the shop had before."""
    configuration = patient.configuration
    former = {
        name for name in configuration.redirected if is_ip(name.strip("[]")) or name not in configuration.redirect_from
    }
    for file in _some_files(patient):
        text = patient.machine.read(file) or ""
        for number, line in enumerate(text.splitlines(), start=1):
            found = _FOREIGN.search(line)
            old = next((f"//{name}" for name in former if f"//{name}/" in line or f'//{name}"' in line), "")
            plain = (
                f"http://{configuration.host}"
                if configuration.is_https and f"http://{configuration.host}" in line
                else ""
            )
            if wrong := (found[0] if found else old or plain):
                return fail(
                    f"{file}, line {number}, leads to {wrong} instead of {configuration.site_url}",
                    "cataloro apply, which builds the site anew for another address; if it stays: an editor has "
                    "written this address into a page",
                    ("systemctl", "restart", "cataloro-publisher.service"),
                )
    return ok(f"absolute links lead to {configuration.site_url}")


def _some_files(patient: Patient) -> list[Path]:
    """Those that hold absolute links for sure, and some pages."""
    live = patient.configuration.paths.build / "live"
    top = [name for name in patient.machine.names(live) if name.endswith((".gz", ".xml", ".txt", ".html"))]
    goods = [f"listing/{name}" for name in patient.machine.names(live / "listing")]
    return [live / name for name in [*top[:_LOOKED_AT], *goods[:_LOOKED_AT]]]


def _assets(patient: Patient) -> Finding:
    build = patient.configuration.paths.build
    named = sorted(set(_ASSET.findall(patient.machine.read(build / "live" / "index.html.gz") or "")))
    missing = [name for name in named if patient.machine.seen(build / name.lstrip("/")) is None]
    if missing:
        return fail(
            f"the home page wants {', '.join(missing[:3])}, which {'is' if len(missing) == 1 else 'are'} not there",
            "in the admin: Database → Health → Build the site anew",
            ("systemctl", "restart", "cataloro-publisher.service"),
        )
    return ok(f"{len(named)} styles and scripts of the home page are there")


def _backups(patient: Patient) -> Finding:
    paths = patient.configuration.paths
    files = [
        (folder / name) for folder in (paths.backups, paths.data / "backups") for name in patient.machine.names(folder)
    ]
    ages = [
        (patient.machine.now() - seen.changed).total_seconds() / 3600
        for file in files
        if _BACKUP.fullmatch(file.name) and (seen := patient.machine.seen(file)) and seen.size
    ]
    mend = "cataloro backup; systemctl list-timers cataloro-backup says when the next is due"
    if not ages:
        if _is_new(patient):
            return ok("the shop is new: the coming night makes the first (at once: cataloro backup)")
        return warn(f"there is no backup in {paths.backups}", mend)
    found = f"the newest of {len(ages)} is {min(ages):.0f} hours old"
    return (
        warn(found, mend, ("systemctl", "enable", "--now", "cataloro-backup.timer")) if min(ages) > _DAY else ok(found)
    )


def _is_new(patient: Patient) -> bool:
    """Whether no night has passed since the installation."""
    made = patient.machine.seen(patient.configuration.paths.configuration / INSTALL_ID)
    return made is not None and (patient.machine.now() - made.changed).total_seconds() / 3600 < _DAY


def _trial(patient: Patient) -> Finding:
    if patient.configuration.database_url:
        return ok("the database is elsewhere: try a backup on a second server now and then")
    mend = "cataloro backup --try; journalctl -u cataloro-backup says what came of the last"
    try:
        facts = json.loads(patient.machine.read(RECORD) or "")
        age = patient.machine.now() - datetime.fromisoformat(facts["at"])
    except (ValueError, KeyError, TypeError):
        if _is_new(patient):
            return ok("the shop is new: its first backup is restored for a trial when it is made")
        return warn("no backup has been restored for a trial yet", mend)
    found = f"{facts['file']} was restored for a trial {age.days} days ago, {facts['rows']} rows"
    return warn(found, mend) if age > _TRIED_LATELY else ok(found)


CHECKS = (
    Check(
        id="paths",
        title="Folders",
        why="One folder on the way that Nginx may not pass is a 403 on everything below it.",
        look=_paths,
        after=("configuration",),
    ),
    Check(
        id="program",
        title="Files of the program",
        why="Root runs them: who may change them is root.",
        look=_program,
        after=("configuration",),
    ),
    Check(id="log", title="Log of visits", why="Visits are counted from it.", look=_log, after=("configuration",)),
    Check(id="build", title="Static site", why="It is what shoppers see.", look=_build, after=("configuration",)),
    Check(
        id="addresses",
        title="Addresses in the site",
        why="A link to localhost works for nobody but a developer.",
        look=_addresses,
        after=("configuration", "build"),
    ),
    Check(
        id="assets",
        title="Styles and scripts",
        why="Without them the shop is text without a look.",
        look=_assets,
        after=("configuration", "build"),
    ),
    Check(id="backups", title="Backups", why="One day you need one.", look=_backups, after=("configuration",)),
    Check(
        id="trial",
        title="Trial of a backup",
        why="A backup that nobody has restored yet may be none.",
        look=_trial,
        after=("configuration",),
    ),
)
