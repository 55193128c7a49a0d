"""The interface at length: `python -m tests.properties.long_api --examples 1000` sends that many to each operation."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

_TEST = "tests/commerce/api/test_by_its_description.py"


def main() -> int:
    """Other examples each time, unless a seed is given. Returns the exit code: 0 when all was as described."""
    parser = argparse.ArgumentParser(prog="python -m tests.properties.long_api", description=__doc__)
    parser.add_argument("--examples", type=int, default=1000, help="examples for each operation (default 1000)")
    parser.add_argument("--seed", type=int, default=None, help="repeat a run")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else int.from_bytes(os.urandom(4))
    sys.stdout.write(f"seed {seed}\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "pytest", "-q", _TEST, "--database", options.database]
    return subprocess.run(
        [*command, f"--hypothesis-seed={seed}"],
        env={**os.environ, "API_EXAMPLES": str(options.examples)},
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
