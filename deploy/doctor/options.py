"""The doctor's options and what it does with them, for `python -m deploy.doctor` and `manage.py doctor` alike."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy.called_from import named_file
from deploy.configuration import Paths
from deploy.configuration_file import ConfigurationRefused
from deploy.doctor.checks import ALL
from deploy.doctor.checks.services import is_at_work
from deploy.doctor.examination import examine
from deploy.doctor.findings import Patient
from deploy.doctor.machine import Machine, ThisMachine
from deploy.doctor.report import as_json, has_failed, line_of, record, summary, write_bundle

RECORD = "doctor.json"
"""In DATA_DIR: what the last look found, for the admin."""

HELP = (
    "Look at the whole server, and tell what is wrong, how that was seen, why it matters and what mends it. Run it as "
    "root on the server. Exit status: 0 when nothing failed, 1 when something did, 2 for wrong usage."
)


def add_options(parser: ArgumentParser) -> None:
    """Those of the contract, and --record for the unit."""
    parser.add_argument("--fix", action="store_true", help="mend what can be mended safely, and look again")
    parser.add_argument("--only", type=_ids, default=(), metavar="ID,…", help="look at these alone")
    parser.add_argument("--skip", type=_ids, default=(), metavar="ID,…", help="leave these out")
    parser.add_argument(
        "--bundle", type=named_file, metavar="FILE", help="write a .tar.gz for whoever helps, without passwords"
    )
    parser.add_argument("--record", action="store_true", help="leave the result for the first page of the admin")
    parser.add_argument("--list", action="store_true", help="list what is looked at, and do nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")


def _ids(text: str) -> tuple[str, ...]:
    wanted = tuple(one.strip() for one in text.split(",") if one.strip())
    known = {check.id for check in ALL}
    if strange := [one for one in wanted if one not in known]:
        raise ArgumentTypeError(f"there is no check {', '.join(strange)}; --list names all")
    return wanted


def run(options: dict[str, Any], *, say: Callable[[str], Any], machine: Machine | None = None) -> int:
    """Look, and return the exit status. `say` takes the lines of the result."""
    if options["list"]:
        for check in ALL:
            say(f"{check.id:20} {check.title}. {check.why}")
        return 0
    patient = Patient(machine or ThisMachine())
    chosen = [
        one for one in ALL if one.id not in options["skip"] and (not options["only"] or one.id in options["only"])
    ]
    if options["fix"] and is_at_work(patient):
        sys.stderr.write("Another cataloro command is at work on this server: nothing is mended before it ends.\n")
        return 1
    quiet = options["json"]
    results = examine(patient, chosen, fix=options["fix"], tell=lambda one: None if quiet else say(line_of(one)))
    say(json.dumps(as_json(results)) if quiet else summary(results))
    try:
        if options["record"]:
            record(results, _data(patient) / RECORD, moment=patient.machine.now().isoformat(timespec="seconds"))
        if options["bundle"]:
            write_bundle(results, patient, options["bundle"])
    except OSError as error:
        sys.stderr.write(f"{error.filename} could not be written: {error.strerror}\n")
        return 1
    return 1 if has_failed(results) else 0


def _data(patient: Patient) -> Path:
    try:
        return patient.configuration.paths.data
    except ConfigurationRefused:
        return Paths().data
