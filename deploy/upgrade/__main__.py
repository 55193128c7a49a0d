"""`python -m deploy.upgrade`: what the release file runs once the new release lies beside the old one."""

from __future__ import annotations

import argparse
import sys

from deploy.configuration_file import ConfigurationRefused
from deploy.install.engine import StepFailed, alone
from deploy.install.machine import CannotGoOn, Machine
from deploy.install.saying import RELEASE, say
from deploy.install.services import refuse_edited
from deploy.upgrade.turning import remove_old_releases, upgrade
from deploy.upgrade.versions import current_release, refuse_the_way


def main() -> int:
    """Upgrade, or say why not: 1, and the version before runs."""
    parser = argparse.ArgumentParser(
        prog="python -m deploy.upgrade", description="Make this release the one that runs."
    )
    parser.add_argument("--dry-run", action="store_true", help="only say whether it can be done")
    parser.add_argument("--file-version", help=argparse.SUPPRESS)
    options = parser.parse_args()
    machine = Machine(release=RELEASE)
    try:
        _ = machine.configuration
        if options.dry_run:
            running = Machine(release=current_release(machine), root=machine.root)
            refuse_the_way(running.version, machine.version)
            say(f"Version {machine.version} can take over from {running.version}.")
            return 0
        with alone(machine):
            refuse_edited(machine)
            upgrade(machine, say=say)
            for version in remove_old_releases(machine):
                say(f"Version {version} is removed; the newer ones stay.")
    except (ConfigurationRefused, CannotGoOn, StepFailed) as problem:
        print(f"\n{problem}", file=sys.stderr, flush=True)  # noqa: T201 (what the command is for)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
