"""`python -m deploy.upgrade.turn` lets this release be the one that runs. Another release starts it: its name stays.

While it works the other version serves: the site is switched in one step, and requests wait at the socket for the app.
"""

from __future__ import annotations

import sys

from deploy.configuration_file import ConfigurationRefused
from deploy.install.engine import StepFailed, run_steps
from deploy.install.machine import Machine
from deploy.install.plan import TURN
from deploy.install.saying import RELEASE, say


def main() -> int:
    """All steps; 1 with the reason where it stopped."""
    try:
        run_steps(TURN, Machine(release=RELEASE), say=say)
    except (ConfigurationRefused, StepFailed) as problem:
        print(f"\n{problem}", flush=True)  # noqa: T201 (the log of the upgrade)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
