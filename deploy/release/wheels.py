"""Fetches the locked wheels for the server's Pythons, by hash, and proves that they load there."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

from deploy.lock import BASE_DIR
from deploy.release.elf import too_new_in

PYTHONS = ("3.11", "3.12")
LOCKS = ("requirements.txt", "requirements-server.txt")
_PATCHES = {"3.11": ("3.11.13", "3.11.0"), "3.12": ("3.12.12", "3.12.0")}
"""A new and the oldest patch of each: locks have conditions on patches, and nobody knows which one a server has."""
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
        text = (BASE_DIR / lock).read_text()
        for python in PYTHONS:
            for patch, wanted in locks_for(text, python=python):
                _download(wanted, folder, patch=patch)


def prove_wheels_load(folder: Path) -> None:
    """Read the symbols of every compiled file. Raises WheelsUnfit."""
    complaints = [complaint for wheel in sorted(folder.glob("*.whl")) for complaint in too_new_in(wheel)]
    if complaints:
        raise WheelsUnfit("\n".join(complaints))


def locks_for(text: str, *, python: str) -> Iterator[tuple[str, str]]:
    """The lock for a new patch of this Python, and what the oldest wants besides."""
    known: set[str] = set()
    for patch in _PATCHES[python]:
        blocks = [block for block in _blocks_for(text, patch=patch) if block not in known]
        known.update(blocks)
        if blocks:
            yield patch, "".join(blocks)


def lock_for(text: str, *, patch: str) -> str:
    """A lock for every machine, cut down to AlmaLinux with this Python: pip would ask the Python it runs on."""
    return "".join(_blocks_for(text, patch=patch))


def _blocks_for(text: str, *, patch: str) -> list[str]:
    """One for each package: its line and its hashes."""
    there = {
        "python_version": patch.rpartition(".")[0],
        "python_full_version": patch,
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    kept: list[str] = []
    keeps = False
    for line in text.splitlines():
        if line.strip() and not line.startswith((" ", "#")):
            words = line.removesuffix("\\").strip()
            requirement = Requirement(words)
            keeps = requirement.marker is None or requirement.marker.evaluate(there)
            if keeps:
                kept.append(words.partition(" ;")[0] + (" \\\n" if line.endswith("\\") else "\n"))
        elif keeps and line.lstrip().startswith("--hash"):
            kept[-1] += f"{line}\n"
    return kept


def _download(wanted: str, folder: Path, *, patch: str) -> None:
    python = patch.rpartition(".")[0]
    tag = f"cp{python.replace('.', '')}"
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(wanted)
        file.flush()
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
                *("--require-hashes", "--only-binary=:all:", "--implementation", "cp", "--python-version", patch),
                *("--abi", tag, "--abi", "abi3", "--abi", "none"),
                *(option for platform in _PLATFORMS for option in ("--platform", platform)),
                *("--dest", str(folder), "--requirement", file.name),
            ],
            check=False,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        said = "\n".join(line for line in done.stderr.splitlines() if not line.startswith("WARNING"))
        raise WheelsUnfit(f"The wheels for Python {patch} cannot be fetched:\n{said}")
