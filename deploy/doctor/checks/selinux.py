"""SELinux: the labels of what Nginx reads (else 403), and the rule for the app's socket (else 502)."""

from __future__ import annotations

import re

from deploy.configuration import Proxy
from deploy.doctor.findings import Check, Finding, Patient, fail, last_lines, ok, unknown, warn

_WOULD = re.compile(r"^Would relabel (?P<file>\S+) from \S*?:(?P<is>\w+_t)\S* to \S*?:(?P<should>\w+_t)", re.MULTILINE)
_DENIED = re.compile(
    r"avc:\s+denied\s+\{ (?P<what>[^}]+) \}.*?comm=\"(?P<who>[^\"]+)\".*?"
    r"scontext=\S+?:(?P<from>\w+_t).*?tcontext=\S+?:(?P<to>\w+_t)\S* tclass=(?P<kind>\w+)"
)
_OURS = {"nginx", "python", "python3", "python3.11", "python3.12", "gunicorn"}
_MODULE = re.compile(r"^(?:\d+\s+)?cataloro\b", re.MULTILINE)


def _mode(patient: Patient) -> str:
    return patient.run("getenforce").out.strip()


def _selinux(patient: Patient) -> Finding:
    mode = _mode(patient)
    if mode == "Enforcing":
        return ok("enforcing")
    if mode in ("Permissive", "Disabled"):
        return warn(
            f"{mode.lower()}: a service that is broken into is not held back",
            "SELINUX=enforcing in /etc/selinux/config, then restart the server; run the doctor once more afterwards",
        )
    return unknown("there is no getenforce: this system has no SELinux")


def _labels(patient: Patient) -> Finding:
    if _mode(patient) not in ("Enforcing", "Permissive"):
        return unknown("SELinux is off")
    paths = patient.configuration.paths
    places = [str(paths.site), str(paths.code), str(paths.access_log.parent)]
    of_log = patient.run("matchpathcon", "-n", places[-1])
    if not of_log.code and "httpd_log_t" not in of_log.out:
        return fail(
            f"{places[-1]} should be {of_log.out.strip()}: Nginx may not write its log then, and does not start",
            "cataloro apply, which adds the rule for this folder",
            ("cataloro", "apply"),
        )
    said = patient.run("restorecon", "-Rnv", *places)
    if said.is_missing or (said.code and not said.out):
        return unknown(f"restorecon could not look: {last_lines(said.said)}")
    wrong = [(one["file"], one["is"], one["should"]) for one in _WOULD.finditer(said.out)]
    if wrong:
        file, has, should = wrong[0]
        command = ("restorecon", "-RF", *places)
        return fail(
            f"{len(wrong)} files have the wrong label, such as {file}: {has} instead of {should}; Nginx answers 403",
            f"{' '.join(command)}; files that are moved keep their label, copied ones get the right one",
            command,
        )
    return ok("every file has the label of its place")


def _app_rule(patient: Patient) -> Finding:
    if _mode(patient) not in ("Enforcing", "Permissive"):
        return unknown("SELinux is off")
    configuration = patient.configuration
    if configuration.proxy is Proxy.TCP:
        said = patient.run("getsebool", "httpd_can_network_connect")
        if said.out.strip().endswith("on"):
            return ok("Nginx may connect to ports (httpd_can_network_connect is on)")
        command = ("setsebool", "-P", "httpd_can_network_connect", "1")
        return fail(f"{said.said or 'no answer'}: Nginx answers 502", " ".join(command), command)
    said, load = (
        patient.run("semodule", "-l"),
        ("semodule", "-i", str(configuration.paths.configuration / "cataloro.cil")),
    )
    if said.code:
        return unknown(f"semodule could not be asked: {last_lines(said.said)}")
    if not _MODULE.search(said.out):
        found = "the module cataloro is not loaded: Nginx may not reach the app and answers 502"
        return fail(found, " ".join(load), load)
    return ok("the module cataloro is loaded")


def _denials(patient: Patient) -> Finding:
    if _mode(patient) not in ("Enforcing", "Permissive"):
        return unknown("SELinux is off")
    said = patient.run("ausearch", "-m", "avc", "-ts", "recent")
    if "<no matches>" in said.said:
        return ok("nothing was denied in the last ten minutes")
    if said.code:
        return unknown(f"the audit log could not be read: {last_lines(said.said)}")
    ours = [one for one in _DENIED.finditer(said.out) if one["who"] in _OURS or "httpd_t" in (one["from"], one["to"])]
    if not ours:
        return ok("nothing that concerns the shop was denied in the last ten minutes")
    last = ours[-1]
    mends = {
        "unix_stream_socket": "semodule -i /etc/cataloro/cataloro.cil, which lets Nginx connect to the app",
        "tcp_socket": "setsebool -P httpd_can_network_connect 1, which lets Nginx connect to ports",
    }
    files = "restorecon -RF /var/www/cataloro /opt/cataloro, which gives files the label of their place"
    return fail(
        f"{last['who']} was denied {last['what'].strip()} on {last['kind']} {last['to']} ({len(ours)} times lately)",
        mends.get(last["kind"], files),
    )


CHECKS = (
    Check(id="selinux", title="SELinux", why="It keeps a service that is broken into from the rest.", look=_selinux),
    Check(
        id="labels",
        title="Labels of files",
        why="With a wrong label Nginx may not read a file, whatever its mode: 403.",
        look=_labels,
        after=("configuration",),
    ),
    Check(
        id="app-rule",
        title="Leave to reach the app",
        why="Without the rule Nginx may not connect to the app, which runs well: 502.",
        look=_app_rule,
        after=("configuration",),
    ),
    Check(
        id="denials",
        title="What SELinux has denied lately",
        why="It is the proof for the two before, and finds what nobody thought of.",
        look=_denials,
        after=("labels", "app-rule"),
    ),
)
