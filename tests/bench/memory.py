"""Runs a command and samples the memory of it and all its descendants together: the sum of their PSS.

PSS counts a page that several processes share once, divided among them; RSS would count it for each.
Prints one JSON object: `peak_mb seconds exit_code samples most_processes`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTERVAL = 0.05
"""Seconds between two samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a command used. `peak` is in bytes, `output` its standard output."""

    peak: int
    seconds: float
    exit_code: int
    samples: int
    most_processes: int
    output: str = ""

    def as_json(self) -> dict[str, float]:
        """The figures, in MB (of 1,000,000 bytes) and seconds."""
        return {
            "peak_mb": round(self.peak / 1e6, 1),
            "seconds": round(self.seconds, 2),
            "exit_code": self.exit_code,
            "samples": self.samples,
            "most_processes": self.most_processes,
        }


def measure(
    command: Sequence[str],
    *,
    interval: float = INTERVAL,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    keep_output: bool = False,
) -> Usage:
    """Run the command to its end. Its standard output goes to our standard error, or is kept with `keep_output`."""
    started = time.monotonic()
    out = subprocess.PIPE if keep_output else sys.stderr
    with subprocess.Popen(command, cwd=cwd, env=env, stdout=out, text=True, start_new_session=True) as process:
        peak = samples = most = 0
        while process.poll() is None:
            family = _family(process.pid)
            peak = max(peak, sum(map(_pss, family)))
            most = max(most, len(family))
            samples += 1
            time.sleep(interval)
        seconds = time.monotonic() - started
        output = process.stdout.read() if process.stdout else ""
    return Usage(
        peak=peak,
        seconds=seconds,
        exit_code=process.returncode,
        samples=samples,
        most_processes=most,
        output=output,
    )


def _family(session: int) -> list[int]:
    """The process that leads the session, whoever is in it, and their descendants that left it."""
    parents: dict[int, int] = {}
    family: set[int] = set()
    for entry in os.listdir("/proc"):  # noqa: PTH208 (twenty times a second)
        if not entry.isdigit():
            continue
        try:
            fields = Path(f"/proc/{entry}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # It has ended meanwhile.
        parents[int(entry)] = int(fields[1])
        if int(fields[3]) == session:
            family.add(int(entry))
    grown = -1
    while grown != len(family):
        grown = len(family)
        family |= {pid for pid, parent in parents.items() if parent in family}
    return sorted(family)


def _pss(pid: int) -> int:
    """Bytes; 0 for a process that has ended."""
    try:
        with Path(f"/proc/{pid}/smaps_rollup").open(encoding="utf-8") as file:
            return next((int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:")), 0)
    except OSError:
        return 0


def main() -> None:
    """Measure the command of the command line; exits with its code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.memory", description=__doc__)
    parser.add_argument("--interval", type=float, default=INTERVAL, help=f"seconds between samples ({INTERVAL})")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the command, after --")
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        parser.error("say which command to measure, after --")
    usage = measure(command, interval=options.interval)
    print(json.dumps(usage.as_json()))  # noqa: T201 (this is its result)
    sys.exit(usage.exit_code)


if __name__ == "__main__":
    main()
