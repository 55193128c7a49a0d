"""`make test`: installs the programs that are missing, then runs every test, on both databases.

Without the right to install it says what it leaves out and why. In CI (CI=true) nothing may be left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

from tests import system_parts

IN_CI = bool(os.environ.get("CI"))
MOST_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class Stage:
    """One run of pytest."""

    title: str
    arguments: tuple[str, ...] = ()
    needs: tuple[system_parts.Part, ...] = ()


STAGES = (
    Stage("on SQLite"),
    Stage(
        "on PostgreSQL",
        ("--database", "postgresql", "-m", "postgresql or both_databases"),
        needs=(system_parts.POSTGRESQL,),
    ),
)


def main() -> int:
    """Run all stages, also after a failed one. Returns the exit code."""
    missing = install_missing_parts()
    if missing and IN_CI:
        say(f"Missing in CI: {', '.join(part.title for part in missing)}")
        return 1
    failed = [stage.title for stage in STAGES if not run(stage, missing)]
    for part in missing:
        say(f"Left out for want of {part.title}. To install it: {part.install_hint()}")
    say(f"FAILED: {', '.join(failed)}" if failed else "All tests passed.")
    return 1 if failed else 0


def install_missing_parts() -> list[system_parts.Part]:
    """Install what is missing when this user may. Returns what is missing still."""
    missing = [part for part in system_parts.ALL if part.find() is None]
    if not missing:
        return []
    if os.geteuid() != 0:
        return missing
    say(f"Installing {', '.join(part.title for part in missing)}")
    for command in install_commands(missing):
        if subprocess.run(command, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}).returncode:
            say(f"This failed: {' '.join(command)}")
            break
    return [part for part in missing if part.find() is None]


def install_commands(parts: list[system_parts.Part]) -> list[list[str]]:
    """How the package manager of this machine installs them; nothing when it has none that we know."""
    if shutil.which("apt-get"):
        apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "--quiet", "--quiet"]
        packages = [package for part in parts for package in part.apt]
        return [[*apt, "update"], [*apt, "install", "--yes", "--no-install-recommends", *packages]]
    if shutil.which("dnf"):
        modules = [["dnf", "--assumeyes", "module", "enable", part.dnf_module] for part in parts if part.dnf_module]
        return [*modules, *(["dnf", "--assumeyes", "install", package] for part in parts for package in part.dnf)]
    return []


def run(stage: Stage, missing: list[system_parts.Part]) -> bool:
    """Whether the stage passed. One that lacks its program passes, where that may be."""
    if any(part in missing for part in stage.needs):
        return True
    say(f"Tests {stage.title}")
    started = time.monotonic()
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    parallel = ("-n", str(processes)) if processes > 1 else ()
    command = [sys.executable, "-m", "pytest", "--quiet", *parallel, *stage.arguments]
    code = subprocess.run(command, check=False).returncode
    say(f"Tests {stage.title}: {time.monotonic() - started:.0f} s")
    return code in (0, 5)  # 5: there is none of this kind.


def say(text: str) -> None:
    sys.stdout.write(f"== {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
