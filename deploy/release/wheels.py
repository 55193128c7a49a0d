"""Fetches the locked wheels for the server's Pythons, by hash, and proves that they load there."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement

from deploy.lock import BASE_DIR
from deploy.release.elf import too_new_in

PYTHONS = ("3.11", "3.12")
LOCKS = ("requirements.txt", "requirements-server.txt")
_LATEST_PATCH = {"3.11": "3.11.13", "3.12": "3.12.12"}
"""What AlmaLinux has at least, for conditions on patches."""
_OLDEST_TAG, _NEWEST_TAG = 5, 28
# pip does not count the older ones in.
_PLATFORMS = (
    *(f"manylinux_2_{minor}_x86_64" for minor in range(_NEWEST_TAG, _OLDEST_TAG - 1, -1)),
    *("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
)


class WheelsUnfit(RuntimeError):
    """A wheel is missing, or would not load on the server."""


def fetch_wheels(folder: Path, *, locks: Iterable[str] = LOCKS) -> None:
    """Put the wheels of these locks into `folder`. Raises WheelsUnfit."""
    for lock in locks:
        for python in PYTHONS:
            with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
                wanted.write(lock_for((BASE_DIR / lock).read_text(), python=python))
                wanted.flush()
                _download(Path(wanted.name), folder, python=python)


def prove_wheels_load(folder: Path) -> None:
    """Read the symbols of every compiled file. Raises WheelsUnfit."""
    complaints = [complaint for wheel in sorted(folder.glob("*.whl")) for complaint in too_new_in(wheel)]
    if complaints:
        raise WheelsUnfit("\n".join(complaints))


def lock_for(text: str, *, python: str) -> str:
    """A lock for every machine, cut down to AlmaLinux with this Python: pip would ask the Python it runs on."""
    there = {
        "python_version": python,
        "python_full_version": _LATEST_PATCH[python],
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    kept, keeps = [], False
    for line in text.splitlines():
        if line.strip() and not line.startswith((" ", "#")):
            words = line.removesuffix("\\").strip()
            requirement = Requirement(words)
            keeps = requirement.marker is None or requirement.marker.evaluate(there)
            if keeps:
                kept.append(words.partition(" ;")[0] + (" \\" if line.endswith("\\") else ""))
        elif keeps and line.lstrip().startswith("--hash"):
            kept.append(line)
    return "\n".join(kept) + "\n"


def _download(wanted: Path, folder: Path, *, python: str) -> None:
    tag = f"cp{python.replace('.', '')}"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
            *(
                "--require-hashes",
                "--only-binary=:all:",
                "--implementation",
                "cp",
                "--python-version",
                _LATEST_PATCH[python],
            ),
            *("--abi", tag, "--abi", "abi3", "--abi", "none"),
            *(option for platform in _PLATFORMS for option in ("--platform", platform)),
            *("--dest", str(folder), "--requirement", str(wanted)),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = "\n".join(line for line in done.stderr.splitlines() if not line.startswith("WARNING"))
        raise WheelsUnfit(f"The wheels for Python {python} cannot be fetched:\n{said}")
