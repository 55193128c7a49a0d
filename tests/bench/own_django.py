"""Django in this process, on the database of a shop of its own: what is measured over HTTP is prepared without it."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import django

from cms.config.start import prepare
from tests.bench.clusters import add_database, running_cluster
from tests.bench.shop import Shop

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASES = ("sqlite", "postgresql")
ORIGIN = "http://localhost:8000"


@dataclass(frozen=True, slots=True)
class OwnShop:
    """A shop without goods, published, known to Django here and to the programs that get its environment."""

    folder: Path
    environment: dict[str, str]


@contextmanager
def own_django(database: str) -> Iterator[OwnShop]:
    """Once in the life of a process: Django keeps its settings. PostgreSQL runs as it comes, with fsync on."""
    folder = Path(tempfile.mkdtemp(prefix="cataloro-bench-"))
    folder.chmod(0o711)  # PostgreSQL runs as a user of its own.
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = ""
        if database == "postgresql":
            url = add_database(stack.enter_context(running_cluster(folder / "postgresql")), "shop")
        yield stack.enter_context(_set_up(Shop(folder, folder / "build", url)))


@contextmanager
def _set_up(shop: Shop) -> Iterator[OwnShop]:
    environment = {**shop.environment, "SITE_URL": ORIGIN, "EMAIL_URL": "dummy://"}
    os.environ.update(environment)
    prepare()
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 (Django has to be set up first)
    from django.db import connections  # noqa: PLC0415 (as above)

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    shop.run("publish", "--full")  # Without a release each page would read its chrome anew.
    try:
        yield OwnShop(shop.folder, environment)
    finally:
        connections.close_all()
