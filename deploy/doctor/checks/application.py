"""The app itself, asked past Nginx: whether it answers, and what it says about its own parts."""

from __future__ import annotations

import json
import re
from http import HTTPStatus

from deploy.asking import Answer
from deploy.configuration import Proxy
from deploy.doctor.findings import Check, Finding, Patient, fail, last_lines, ok, unknown, warn

_MAY_NOT_WRITE = re.compile(r"='(?P<folder>/[^']+)': the user \S+ may not write there")


def _django(patient: Patient) -> Finding:
    said = patient.manage("check", "--database", "default", "--fail-level", "WARNING")
    if said.is_missing:
        return unknown(f"it could not be asked: {last_lines(said.said)}")
    if shut := _MAY_NOT_WRITE.search(said.said):
        return fail(last_lines(said.said, 6), f"chown -R cataloro:cataloro {shut['folder']}, then: cataloro apply")
    if said.code:
        return fail(last_lines(said.said, 6), "the lines say what is wrong; after a change: cataloro apply")
    return ok("no complaint")


def _ask(patient: Patient, path: str) -> Answer:
    configuration = patient.configuration
    by = configuration.proxy_port if configuration.proxy is Proxy.TCP else configuration.paths.app_socket
    return patient.machine.ask(path, host=configuration.host, by=by)


def _app(patient: Patient) -> Finding:
    answer = _ask(patient, "/healthz")
    journal = "journalctl -u cataloro-web has the reason"
    if answer.status == HTTPStatus.OK:
        return ok("it answers")
    if answer.status == HTTPStatus.BAD_REQUEST:
        return fail(
            f"it refuses the host {patient.configuration.host}: it was started for another one",
            "cataloro apply, or: systemctl restart cataloro-web",
            ("systemctl", "restart", "cataloro-web.service"),
        )
    if not answer.status:
        said = patient.run("journalctl", "-u", "cataloro-web.service", "-n", "10", "-o", "cat", "--no-pager").out
        return fail(
            f"no answer: {answer.error}; {last_lines(said)}", journal, ("systemctl", "restart", "cataloro-web.service")
        )
    return fail(f"it answers {answer.status}", journal)


def _ready(patient: Patient) -> Finding:
    answer = _ask(patient, "/readyz")
    try:
        parts = json.loads(answer.body)["checks"]
    except (ValueError, KeyError, TypeError):
        return unknown(f"/readyz answers {answer.status} and no list")
    failing = {name: part for name, part in parts.items() if not part.get("ok")}
    if not failing:
        waiting = parts.get("tasks", {}).get("oldest_waiting_seconds", 0)
        if waiting > 15 * 60:
            return warn(
                f"a task has been waiting for {waiting // 60} minutes",
                "systemctl restart cataloro-tasks; journalctl -u cataloro-tasks",
                ("systemctl", "restart", "cataloro-tasks.service"),
            )
        return ok("database, tasks, publisher, build and disk are well")
    return fail(
        "; ".join(f"{name}: {_words(part)}" for name, part in failing.items()),
        "publisher: journalctl -u cataloro-publisher; held_removals: the admin's first page asks about them",
    )


def _words(part: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in part.items() if name != "ok") or "not there"


CHECKS = (
    Check(
        id="django",
        title="The shop's own checks",
        why="With a bad setting it refuses to start.",
        look=_django,
        after=("configuration", "python", "packages", "database"),
    ),
    Check(
        id="app",
        title="App",
        why="Accounts, orders, selling and the admin are its work.",
        look=_app,
        after=("configuration", "services", "socket"),
    ),
    Check(id="ready", title="Parts of the app", why="It knows best what it lacks.", look=_ready, after=("app",)),
)
