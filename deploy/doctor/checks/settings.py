"""The one configuration file, what is rendered from it, and with which of it the processes run."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from deploy.configuration import FILE, SECRETS
from deploy.configuration_file import ConfigurationRefused
from deploy.doctor.findings import SERVICES, Check, Finding, Patient, assignments, fail, ok, unknown, warn
from deploy.rendering import render, was_edited

_LEAST_KEY = 50
_SHOWN = 5
_COPY = "/var/backups/cataloro/….settings.tar"
APPLY = ("cataloro", "apply")


def _configuration(patient: Patient) -> Finding:
    try:
        configuration = patient.configuration
    except ConfigurationRefused as refusal:
        if patient.machine.read(FILE) is None:
            return fail(
                f"{FILE} cannot be read",
                f"as root, if you are not; is it lost, each backup has a copy: tar -xf {_COPY} -C {FILE.parent}; or "
                "run the installer",
            )
        return fail(str(refusal).replace("\n", "; "), f"edit {FILE}, then: cataloro apply")
    return ok(f"{configuration.site_url}, HTTPS: {configuration.tls.mode}")


def _drift(patient: Patient) -> Finding:
    edited: list[str] = []
    missing: list[str] = []
    stale: list[str] = []
    for one in render(patient.configuration):
        text = patient.machine.read(one.target)
        if text is None:
            missing.append(str(one.target))
        elif text != one.text:
            (edited if was_edited(text) else stale).append(str(one.target))
    if edited:
        return fail(
            f"changed by hand: {', '.join(edited[:_SHOWN])}",
            f"what you wanted to change belongs into {FILE}; then: cataloro apply --replace (which keeps a copy)",
        )
    if missing or stale:
        what = f"missing: {', '.join(missing[:_SHOWN])}" if missing else f"out of date: {', '.join(stale[:_SHOWN])}"
        return fail(what, "cataloro apply", APPLY)
    return ok("every file is as it was made from the settings")


def _environment(patient: Patient) -> Finding:
    """Compares what each process was started with to what it would be started with now."""
    wanted = assignments(patient.machine.read(patient.configuration.paths.configuration / "env") or "")
    if not wanted:
        return unknown(f"{patient.configuration.paths.configuration}/env cannot be read")
    stale, seen = {}, 0
    for name in SERVICES:
        number = _process_of(patient, name)
        raw = patient.machine.read(Path(f"/proc/{number}/environ")) if number else None
        if raw is None:
            continue
        seen += 1
        running = dict(one.partition("=")[::2] for one in raw.split("\0") if "=" in one)
        differing = sorted(key for key, value in wanted.items() if running.get(key) != value)
        if differing:
            stale[name] = differing
    if not seen:
        return unknown("no process of the shop could be looked into (it takes root)")
    if stale:
        words = "; ".join(f"{name} still has the old {', '.join(keys)}" for name, keys in stale.items())
        units = [f"cataloro-{name}.service" for name in stale]
        return fail(words, f"systemctl restart {' '.join(units)}", ("systemctl", "restart", *units))
    return ok(f"{seen} processes run with the settings as they are now")


def _process_of(patient: Patient, name: str) -> str:
    said = patient.run("systemctl", "show", f"cataloro-{name}.service", "--property=MainPID").out.strip()
    number = said.removeprefix("MainPID=")
    return number if number.isdigit() and number != "0" else ""


def _secrets(patient: Patient) -> Finding:
    folder = patient.configuration.paths.configuration
    files = [folder / SECRETS, folder / "env", FILE]
    for file in files:
        seen = patient.machine.seen(file)
        if seen is None:
            copy = f"tar -xf {_COPY} -C {folder}, and cataloro apply"
            anew = "without a backup run the installer again, which makes new ones: everybody has to log in again"
            return fail(f"{file} is not there", f"{copy}; {anew}" if file == files[0] else "cataloro apply")
        if seen.mode & 0o037 or seen.owner != "root" or seen.group not in ("cataloro", "root"):
            return fail(
                f"{file} belongs to {seen.owner}:{seen.group} with mode {seen.mode:04o}: others on this server may "
                "read or change passwords",
                f"chown root:cataloro {file}; chmod 640 {file}",
                ("chown", "root:cataloro", str(file)),
                ("chmod", "640", str(file)),
            )
    place = patient.machine.seen(folder)
    if place is not None and (place.mode & 0o022 or place.owner != "root"):
        return fail(
            f"{folder} belongs to {place.owner} with mode {place.mode:04o}: others may put their own settings there",
            f"chown root:cataloro {folder}; chmod 750 {folder}",
            ("chown", "root:cataloro", str(folder)),
            ("chmod", "750", str(folder)),
        )
    key = assignments(patient.machine.read(files[0]) or "").get("SECRET_KEY", "")
    if len(key) < _LEAST_KEY:
        return fail(f"the SECRET_KEY has {len(key)} characters", f"remove {files[0]} and run the installer again")
    return ok("for root and the shop alone")


def _mail(patient: Patient) -> Finding:
    mail = patient.configuration.mail
    if not mail.server:
        return warn(
            f"no mail server: mails are kept in {patient.configuration.paths.data}/mail, nobody gets them",
            f"write [mail] into {FILE} (docs/operations.md says how), then: cataloro apply",
        )
    if not patient.machine.resolve(mail.server):
        return fail(
            f"the DNS does not know {mail.server}",
            f"compare server in [mail] of {FILE} with what your provider says; then: cataloro apply. If it is right, "
            f"this server finds no names: getent hosts {mail.server}",
        )
    if reason := patient.machine.reaches(mail.server, mail.port):
        return fail(
            f"{mail.server}, port {mail.port}: {reason}",
            "many providers block port 25, and some 465 and 587 for new customers: ask yours, or take port 2525",
        )
    if reason := patient.machine.why_mail_is_not_taken(dataclasses.replace(mail, sender=sender_of(patient))):
        return fail(
            f"{mail.server}: {reason}",
            f"compare [mail] in {FILE} with what your provider says (user, password, port, security, sender); "
            "then: cataloro apply",
        )
    return ok(f"{mail.server} takes the shop's log-in and its sender {sender_of(patient)}")


def sender_of(patient: Patient) -> str:
    """From which address the shop's mails come."""
    configuration = patient.configuration
    return configuration.mail.sender or f"noreply@{configuration.host}"


def _spf(patient: Patient) -> Finding:
    mail, domain = patient.configuration.mail, sender_of(patient).rpartition("@")[2]
    if not mail.server:
        return ok("no mails go out")
    found = patient.machine.records(domain, "TXT")
    if found is None:
        return unknown("the DNS could not be asked")
    policies = [text for text in found if text.lower().startswith("v=spf1")]
    if not policies:
        return warn(
            f"{domain} says nowhere who may send its mails: they land among spam",
            "at the provider of your domain add the records that your mail provider names, for SPF such as: "
            f'{domain}. TXT "v=spf1 include:… ~all", and for DKIM',
        )
    if len(policies) > 1:
        return warn(f"{domain} has {len(policies)} SPF records: then none counts", "make one of them")
    return ok(f"{domain}: {policies[0]}")


CHECKS = (
    Check(
        id="configuration",
        title="Settings",
        why="Everything else is made from this file.",
        look=_configuration,
    ),
    Check(
        id="drift",
        title="Files made from the settings",
        why="A change by hand is lost with the next apply, and one that was not applied has no effect.",
        look=_drift,
        after=("configuration",),
    ),
    Check(
        id="environment",
        title="Settings of the running processes",
        why="A process keeps the settings with which it was started, whatever the files say.",
        look=_environment,
        after=("configuration", "drift"),
    ),
    Check(
        id="secrets",
        title="Secrets",
        why="Who reads them can log in as anybody.",
        look=_secrets,
        after=("configuration",),
    ),
    Check(id="mail", title="Mail", why="Without mail nobody can sign up or hears of an order.", look=_mail),
    Check(
        id="mail-sender",
        title="Sender of the mails",
        why="Who does not say who may send for their domain is taken for a forger.",
        look=_spf,
        after=("configuration",),
    ),
)
