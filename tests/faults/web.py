"""The real web server on the database of a test, whose own process sees what it does."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.bench.web import web_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.web import Web


@contextmanager
def serving(folder: Path, *, workers: int) -> Iterator[Web]:
    """gunicorn in the environment of the tests; its mails wait in the outbox."""
    with web_server(os.environ | {"EMAIL_URL": "dummy://"}, folder, workers=workers) as web:
        yield web
