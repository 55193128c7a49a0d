"""Locks the requirements by hash, and proves that the locks are fresh and install on the oldest machine we promise.

python -m deploy.lock make     write each requirements*.txt from its .in file
python -m deploy.lock check    exit 1 when a lock is older than its .in file or misses a wheel
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
NAMES = (
    "requirements",
    "requirements-demo",
    "requirements-server",
    "requirements-dev",
)  # Each may look at those before it.
RUNNING = ("requirements", "requirements-demo", "requirements-server")
OLDEST_PYTHON = "3.11.2"  # Debian 12 has it, AlmaLinux 8 a newer 3.11.
PYTHONS = (OLDEST_PYTHON, "3.12", "3.13")
PLATFORM = "x86_64-manylinux_2_28"  # AlmaLinux 8: glibc 2.28.
MARK = "# Made by `make lock` from inputs with the digest "


def make_lock(name: str) -> None:
    """Resolve one .in file into its .txt, with the hashes of all wheels."""
    locked = BASE_DIR / f"{name}.txt"
    _uv(
        "pip", "compile", "--universal", f"--python-version={OLDEST_PYTHON}", "--generate-hashes",
        "--only-binary=:all:", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-build-options", "--no-header",
        f"{name}.in", "--output-file", locked.name,
    )  # fmt: skip
    lines = [line for line in locked.read_text().splitlines() if not line.startswith(MARK)]
    locked.write_text("\n".join([MARK + digest_of_inputs(name), *lines]) + "\n")


def is_fresh(name: str, *, folder: Path = BASE_DIR) -> bool:
    """Whether the lock was made from the .in file as it is now. Needs no network."""
    with (folder / f"{name}.txt").open() as locked:
        return locked.readline().rstrip("\n") == MARK + digest_of_inputs(name, folder=folder)


def digest_of_inputs(name: str, *, folder: Path = BASE_DIR) -> str:
    """A digest of the .in file and of every file that it names with -r or -c."""
    digest = hashlib.sha256()
    waiting, seen = [f"{name}.in"], set()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        text = (folder / current).read_text()
        digest.update(f"{current}\n{text}\n".encode())
        waiting += [line[3:].strip() for line in text.splitlines() if line.startswith(("-r ", "-c "))]
    return digest.hexdigest()[:32]


def prove_wheels(name: str, *, python: str) -> str:
    """Resolve the lock for another machine, from wheels alone and by hash. Returns what is missing, or nothing."""
    with tempfile.TemporaryDirectory() as nowhere:
        done = _uv(
            "pip", "install", "--dry-run", "--require-hashes", "--only-binary=:all:", "--target", nowhere,
            f"--python-version={python}", f"--python-platform={PLATFORM}", "-r", f"{name}.txt", check=False,
        )  # fmt: skip
    return done.stderr if done.returncode else ""


def _uv(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("uv")
    environment = dict(os.environ)
    if mirror := environment.get("PIP_INDEX_URL"):  # uv does not look at the settings of pip.
        environment.setdefault("UV_DEFAULT_INDEX", mirror)
    return subprocess.run(
        [program, "--quiet", *arguments], cwd=BASE_DIR, env=environment, check=check, text=True, stderr=subprocess.PIPE
    )


def _make() -> int:
    for name in NAMES:
        try:
            make_lock(name)
        except subprocess.CalledProcessError as error:
            sys.stderr.write(f"{name}.in cannot be locked:\n{error.stderr}")
            return 1
    return 0


def _check() -> int:
    complaints = [f"{name}.txt is older than its .in file: run `make lock`" for name in NAMES if not is_fresh(name)]
    complaints += [
        f"{name}.txt does not install on Python {python}, {PLATFORM}:\n{missing}"
        for name in RUNNING
        for python in PYTHONS
        if (missing := prove_wheels(name, python=python))
    ]
    sys.stderr.writelines(f"{complaint}\n" for complaint in complaints)
    return 1 if complaints else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("make", "check"))
    sys.exit(_make() if parser.parse_args().action == "make" else _check())
