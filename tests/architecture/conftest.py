"""What the tests of the project's shape look at: the files that git knows."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cms.config.environment import BASE_DIR


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every tracked file that is there, relative to the project."""
    # A clone may belong to another user than the one who tests it.
    command = ["git", "-c", f"safe.directory={BASE_DIR}", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=BASE_DIR, check=True, capture_output=True, text=True)
    return [Path(name) for name in listed.stdout.split("\0") if name and (BASE_DIR / name).is_file()]


@pytest.fixture(scope="session")
def modules(tracked) -> list[Path]:
    """Every module that a person wrote."""
    return [path for path in tracked if path.suffix == ".py" and "migrations" not in path.parts]
