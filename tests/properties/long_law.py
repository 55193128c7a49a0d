"""The law at length: `python -m tests.properties.long_law --sequences 1000` prints what was done and differed."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys

_TEST = "tests/properties/test_publishing_law.py"
_SUMMARY = re.compile(r"^law: .*", re.MULTILINE)


def main() -> int:
    """Run so many sequences of edits, other ones each time. Returns the exit code: 0 when nothing differed."""
    parser = argparse.ArgumentParser(prog="python -m tests.properties.long_law", description=__doc__)
    parser.add_argument("--sequences", type=int, default=1000, help="sequences of edits (default 1000)")
    parser.add_argument("--seed", type=int, default=None, help="repeat a run")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else int.from_bytes(os.urandom(4))
    command = [sys.executable, "-m", "pytest", "-q", "-s", _TEST, "--database", options.database]
    sys.stdout.write(f"seed {seed}\n")
    sys.stdout.flush()
    done = subprocess.run(
        [*command, f"--hypothesis-seed={seed}"],
        env={**os.environ, "LAW_SEQUENCES": str(options.sequences)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    summary = _SUMMARY.findall(done.stdout)
    sys.stdout.write("\n".join(summary or [done.stdout]) + "\n")
    if done.returncode:
        sys.stdout.write(done.stdout)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
