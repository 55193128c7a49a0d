"""A shop of its own for a measurement: its own folders, filled by `demo`, gone afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.memory import Usage, measure

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Shop:
    """Folders and the environment that names them."""

    folder: Path

    @property
    def build(self) -> Path:
        """BUILD_DIR."""
        return self.folder / "build"

    @property
    def environment(self) -> dict[str, str]:
        """Ours, with the folders of this shop; always its own SQLite database."""
        own = {"DATA_DIR": "var", "BUILD_DIR": "build", "MEDIA_DIR": "media"}
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SITE_URL"}}
        return {**kept, **{name: str(self.folder / value) for name, value in own.items()}}

    def command(self, *words: str) -> list[str]:
        """`manage.py` with these words."""
        return [sys.executable, str(ROOT / "manage.py"), *words]

    def run(self, *words: str) -> str:
        """Run `manage.py` to its end; its standard output. Raises CalledProcessError, with what it said."""
        done = subprocess.run(
            self.command(*words), env=self.environment, cwd=ROOT, check=False, capture_output=True, text=True
        )
        if done.returncode:
            sys.stderr.write(done.stderr)
            done.check_returncode()
        return done.stdout

    def measure(self, *words: str) -> tuple[Usage, Any]:
        """Measure `manage.py` with these words (and --json); the usage and its report. Raises SystemExit on failure."""
        usage = measure(self.command(*words), cwd=ROOT, env=self.environment, keep_output=True)
        if usage.exit_code:
            sys.exit(f"manage.py {' '.join(words)} ended with {usage.exit_code}")
        return usage, json.loads(usage.output)


@contextmanager
def new_shop(*, listings: int, demo: Sequence[str] = ("--no-photos",)) -> Iterator[Shop]:
    """A migrated shop with so many listings, in a temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="cataloro-bench-"))
    try:
        shop = Shop(folder)
        say(f"making a shop with {listings} listings in {folder}")
        shop.run("migrate", "-v0")
        shop.run("demo", "--listings", str(listings), *demo)
        yield shop
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def say(words: str) -> None:
    """Tell the person who waits."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def report(figures: dict[str, Any]) -> None:
    """The result, on standard output."""
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
