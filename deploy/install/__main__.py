"""`python -m deploy.install`: what the release file runs once Python is there."""

from __future__ import annotations

import argparse
import sys

from deploy.configuration_file import ConfigurationRefused
from deploy.install.certificates import get_certificate
from deploy.install.engine import StepFailed, alone, plan, run_steps
from deploy.install.machine import CannotGoOn, Machine
from deploy.install.own_certificate import refuse_certificate
from deploy.install.plan import INSTALL
from deploy.install.saying import RELEASE, say
from deploy.install.services import refuse_edited
from deploy.install.telling import last_words


def main() -> int:
    """Install, or show the plan; 1 with the reason where it stopped."""
    parser = argparse.ArgumentParser(prog="python -m deploy.install", description="Install this release.")
    parser.add_argument("--dry-run", action="store_true", help="show what is done and what would be done")
    parser.add_argument("--file-version", help=argparse.SUPPRESS)
    options = parser.parse_args()
    machine = Machine(release=RELEASE)
    try:
        if options.dry_run:
            for step, is_done in plan(INSTALL, machine):
                print(f"  {'done ' if is_done else 'to do'}  {step.title}")  # noqa: T201 (as above)
            return 0
        _ = machine.configuration  # A mistake in it is told before anything is done.
        with alone(machine):
            return install(machine)
    except (ConfigurationRefused, CannotGoOn, StepFailed) as problem:
        print(f"\n{problem}", file=sys.stderr, flush=True)  # noqa: T201 (as above)
        return 1


def install(machine: Machine) -> int:
    """All steps, then the certificate, then the last words."""
    refuse_edited(machine)
    refuse_certificate(machine)
    done = run_steps(INSTALL, machine, say=say)
    certified = get_certificate(machine, say=say)
    say("Nothing had to be done." if not done else f"{done} steps were done.")
    print(last_words(machine, has_certificate=certified, is_new=True), flush=True)  # noqa: T201 (as above)
    return 0


if __name__ == "__main__":
    sys.exit(main())
