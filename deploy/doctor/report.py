"""Tells what was found: for a person, for a program, and as a file for whoever helps."""

from __future__ import annotations

import io
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deploy.configuration import FILE, SECRETS
from deploy.configuration_file import ConfigurationRefused
from deploy.doctor.examination import Result
from deploy.doctor.findings import SERVICES, Patient, Status, assignments

_MARKS = {Status.OK: "  ok  ", Status.WARN: " WARN ", Status.FAIL: " FAIL ", Status.UNKNOWN: "   ?  "}
_SECRET_KEYS = re.compile(r"(?im)^(\s*\"?\w*(?:password|secret|key|token|url)\w*\"?\s*=\s*).+$")
_IN_URLS = re.compile(r"(//[^/\s:@]*:)[^/\s@]+@")
_MAIL = re.compile(r"\b[\w.+-]+@([\w-]+\.[\w.-]+)")
_SHORTEST_SECRET = 6


def line_of(result: Result) -> str:
    """One check, in one to three lines."""
    lines = [f"[{_MARKS[result.finding.status]}] {result.check.id}: {result.finding.found}"]
    if result.finding.status in (Status.WARN, Status.FAIL):
        lines.append(f"         why it matters: {result.check.why}")
    if result.finding.mend:
        lines.append(f"         mend: {result.finding.mend}")
    return "\n".join(lines)


def as_json(results: Sequence[Result]) -> dict[str, list[dict[str, str]]]:
    """As other programs rely on it."""
    return {
        "checks": [
            {
                "id": one.check.id,
                "title": one.check.title,
                "status": str(one.finding.status),
                "found": one.finding.found,
                "mend": one.finding.mend,
            }
            for one in results
        ]
    }


def summary(results: Sequence[Result]) -> str:
    """The last line."""
    counts = {status: sum(one.finding.status is status for one in results) for status in Status}
    mended = sum(one.mended for one in results)
    words = f"{len(results)} looked at: {counts[Status.OK]} ok, {counts[Status.WARN]} to look after, "
    words += f"{counts[Status.FAIL]} failed, {counts[Status.UNKNOWN]} could not be looked at"
    return f"{words}, {mended} mended" if mended else words


def has_failed(results: Sequence[Result]) -> bool:
    """Whether anything is wrong for sure."""
    return any(one.finding.status is Status.FAIL for one in results)


def record(results: Sequence[Result], file: Path, *, moment: str) -> None:
    """Leave the result for the admin. In one step, and never through a link that somebody may have put there."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".doctor-")
    with os.fdopen(handle, "w", encoding="utf-8") as text:
        json.dump({"at": moment, **as_json(results)}, text)
        os.fchmod(text.fileno(), 0o644)
    Path(name).replace(file)


def write_bundle(results: Sequence[Result], patient: Patient, file: Path) -> None:
    """A packed folder with what a helper needs; passwords, keys and the names in mail addresses are taken out."""
    secrets = _secrets(patient)
    with tarfile.open(file, "w:gz") as bundle:
        for name, text in _contents(results, patient).items():
            content = redacted(text, secrets).encode()
            entry = tarfile.TarInfo(f"cataloro-doctor/{name}")
            entry.size, entry.mtime = len(content), int(patient.machine.now().timestamp())
            bundle.addfile(entry, io.BytesIO(content))
    file.chmod(0o600)


def redacted(text: str, secrets: Sequence[str]) -> str:
    """The text without what must stay here."""
    for secret in secrets:
        text = text.replace(secret, "(taken out)")
    text = _SECRET_KEYS.sub(r"\1(taken out)", text)
    return _MAIL.sub(r"(somebody)@\1", _IN_URLS.sub(r"\1(taken out)@", text))


def _secrets(patient: Patient) -> list[str]:
    text = patient.machine.read(FILE.with_name(SECRETS)) or ""
    found = {value for value in assignments(text).values() if len(value) >= _SHORTEST_SECRET}
    try:
        mail = patient.configuration.mail
        found |= {
            value for value in (mail.password, patient.configuration.database_url) if len(value) >= _SHORTEST_SECRET
        }
    except ConfigurationRefused:
        pass  # Then the lines of the file are taken out by their names.
    return sorted(found, key=len, reverse=True)


def _contents(results: Sequence[Result], patient: Patient) -> dict[str, str]:
    machine = patient.machine
    return {
        "report.txt": "\n".join([*(line_of(one) for one in results), summary(results)]),
        "report.json": json.dumps(as_json(results), indent=1),
        "cataloro.toml": machine.read(FILE) or "",
        "os-release": machine.read(Path("/etc/os-release")) or "",
        "nginx-T.txt": patient.run("nginx", "-T").said,
        "units.txt": patient.run("systemctl", "list-units", "--all", "--no-pager", "cataloro*", "nginx*").said,
        **{
            f"journal-{name}.txt": patient.run(
                "journalctl", "-u", f"cataloro-{name}.service", "-n", "200", "--no-pager"
            ).said
            for name in SERVICES
        },
    }
