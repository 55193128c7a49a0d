"""A shop of its own for a measurement: its own folders, filled from a kept catalogue, gone afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.memory import Usage, measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.catalogues import Life

ROOT = Path(__file__).resolve().parents[2]

SITE_URL = "http://localhost:8000"

_FROM_OUTSIDE = {"DATABASE_URL", "CATALORO_ENV", "PORT"}


@dataclass(frozen=True, slots=True)
class Shop:
    """Folders, database, and the environment that names them. Without an address it is an SQLite file of its own."""

    folder: Path
    build: Path
    database_url: str = ""

    @property
    def database_file(self) -> Path:
        """The SQLite file."""
        return self.folder / "var" / "cataloro.sqlite3"

    @property
    def media(self) -> Path:
        """MEDIA_DIR."""
        return self.folder / "media"

    @property
    def live(self) -> Path:
        """The release that is served now."""
        return (self.build / "live").resolve()

    @property
    def environment(self) -> dict[str, str]:
        """Ours, with what belongs to this shop."""
        folders = {"DATA_DIR": self.folder / "var", "BUILD_DIR": self.build, "MEDIA_DIR": self.media}
        own = {"SITE_URL": SITE_URL, **{name: str(folder) for name, folder in folders.items()}}
        if self.database_url:
            own["DATABASE_URL"] = self.database_url
        return {**{name: value for name, value in os.environ.items() if name not in _FROM_OUTSIDE}, **own}

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

    def building_in(self, folder: Path) -> Shop:
        """The same shop with another BUILD_DIR."""
        return replace(self, build=folder)


@contextmanager
def new_shop(
    *, listings: int, database: str = "sqlite", root: Path | None = None, life: Life | None = None
) -> Iterator[Shop]:
    """A shop with so many listings, in a temporary folder (in `root`), on `database`: sqlite or postgresql."""
    from tests.bench.catalogues import fill  # noqa: PLC0415 (it needs a Shop)
    from tests.bench.clusters import add_database, running_cluster  # noqa: PLC0415 (as above)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit("asked to end"))  # So that what runs is ended, and folders go.
    folder = Path(tempfile.mkdtemp(prefix="cataloro-bench-", dir=root))
    folder.chmod(0o711)  # PostgreSQL runs as a user of its own.
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        shop = Shop(folder, folder / "build")
        cluster = None
        if database == "postgresql":
            cluster = stack.enter_context(running_cluster(folder / "postgresql"))
            shop = replace(shop, database_url=add_database(cluster, "shop"))
        say(f"a shop with {listings:,} listings on {database} in {folder}")
        fill(shop, listings=listings, cluster=cluster, life=life)
        yield shop


def say(words: str) -> None:
    """Tell the person who waits."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def report(figures: dict[str, Any]) -> None:
    """The result, on standard output."""
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
