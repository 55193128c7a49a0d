"""The law of orders at length: `python -m tests.properties.long_orders --steps 10000` prints what was done and broke.

Each sequence begins with an empty shop and has up to a hundred steps; the law is looked at after every one. Sequences
are begun until there were so many steps.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys

_TEST = "tests/properties/test_order_machine.py"
_SUMMARY = re.compile(r"law: ([\d,]+) steps.*")
_STEPS = 100
_SEQUENCES = 25
"""In one process."""


def main() -> int:
    """Run until there were so many steps, other ones each time. Returns the exit code: 0 when the law held."""
    parser = argparse.ArgumentParser(prog="python -m tests.properties.long_orders", description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000, help="default 10,000")
    parser.add_argument("--seed", type=int, default=None, help="repeat a run")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else int.from_bytes(os.urandom(4))
    command = [sys.executable, "-m", "pytest", "-q", "-s", _TEST, "--database", options.database]
    steps = 0
    while steps < options.steps:
        done = subprocess.run(
            [*command, f"--hypothesis-seed={seed}"],
            env={**os.environ, "LAW_EXAMPLES": str(_SEQUENCES), "LAW_STEPS": str(_STEPS)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        found = _SUMMARY.search(done.stdout)
        if done.returncode or found is None:
            sys.stdout.write(f"seed {seed}: after {steps:,} steps\n{done.stdout}")
            return done.returncode or 1
        steps += int(found[1].replace(",", ""))
        sys.stdout.write(f"seed {seed}: {steps:,} steps, nothing broke the law\n")
        sys.stdout.flush()
        seed += 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
