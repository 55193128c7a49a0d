"""Writes the log of visits in development: the lines that Nginx writes in production, rotated by their size."""

from __future__ import annotations

import json
import logging
import re
import time
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Any

from cms.contract.serving import STAFF_COOKIE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST = 8 * 1024 * 1024
KEPT = 3

_STAFF = re.compile(rf"(?:^|;) *{STAFF_COOKIE}=1 *(?:;|$)")


def log_file(data_dir: Path) -> Path:
    """Where the log is."""
    return data_dir / "logs" / "access.log"


class VisitLog:
    """A WSGI application in front of another one. A line is written when the answer begins."""

    def __init__(self, app: WSGIApplication, *, file: Path, largest: int = LARGEST) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._app = app
        self._handler = RotatingFileHandler(file, maxBytes=largest, backupCount=KEPT, encoding="utf-8", delay=True)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        started = time.monotonic()
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            told.append((status, headers))
            return start_response(status, headers, *error)

        body = self._app(environ, begin)
        if told:
            self._write(_line(environ, *told[-1], seconds=time.monotonic() - started))
        return body

    def close(self) -> None:
        """Let go of the file."""
        self._handler.close()

    def _write(self, line: str) -> None:
        # The handler takes turns among threads, and keeps its troubles to itself.
        self._handler.handle(logging.LogRecord("visits", logging.INFO, "", 0, line, None, None))


def _line(environ: WSGIEnvironment, status: str, headers: list[tuple[str, str]], *, seconds: float) -> str:
    """As the log_format of the Nginx configuration has it."""
    length = next((value for name, value in headers if name.lower() == "content-length"), "0")
    query = environ.get("QUERY_STRING")
    uri = environ.get("RAW_URI") or environ["PATH_INFO"] + (f"?{query}" if query else "")
    return json.dumps(
        {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "method": environ["REQUEST_METHOD"],
            "host": _text(environ.get("HTTP_HOST", "")).rpartition(":")[0] or _text(environ.get("HTTP_HOST", "")),
            "uri": _text(uri),
            "status": int(status[:3]),
            "bytes": int(length),
            "referrer": _text(environ.get("HTTP_REFERER", "")),
            "agent": _text(environ.get("HTTP_USER_AGENT", "")),
            "addr": environ.get("REMOTE_ADDR", ""),
            "duration": round(seconds, 3),
            "staff": int(_STAFF.search(environ.get("HTTP_COOKIE", "")) is not None),
        }
    )


def _text(value: str) -> str:
    """WSGI hands on bytes as Latin-1."""
    return value.encode("latin-1", "replace").decode("utf-8", "replace")
