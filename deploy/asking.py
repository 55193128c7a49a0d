"""Asks a web server or the app one thing: an address of this machine by a port, or a socket."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HTTP, HTTPS = 80, 443
_LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a web server said; status 0 and the reason in `error` where somebody wants to hear of silence that way."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def location(self) -> str:
        """Where it sends visitors on to; empty when it does not."""
        return self.headers.get("Location", "")


def ask(path: str, *, host: str, at: tuple[str, int] | Path, tls: bool = False, seconds: float = 30) -> Answer:
    """GET `path` of `host`, from who listens `at` an address and port, or a socket. Raises OSError when nobody answers.

    Who answers with which certificate is judged elsewhere: before certbot has one it is our own.
    """
    headers = {
        "Host": host,
        "User-Agent": "cataloro",
        "Accept-Encoding": "identity",
        "X-Forwarded-Proto": "https" if tls else "http",  # The app is asked as Nginx would.
    }
    connection = http.client.HTTPConnection(host, timeout=seconds)
    try:
        connection.sock = _connected(host, at, tls=tls, seconds=seconds)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read(_LARGEST).decode(errors="replace")
        return Answer(response.status, body, dict(response.getheaders()))
    except http.client.HTTPException as error:
        raise OSError(f"the answer cannot be understood ({error!r})") from error
    finally:
        connection.close()


def _connected(host: str, at: tuple[str, int] | Path, *, tls: bool, seconds: float) -> socket.socket:
    if isinstance(at, Path):
        local = socket.socket(socket.AF_UNIX)
        local.settimeout(seconds)
        try:
            local.connect(str(at))
        except OSError:
            local.close()
            raise
        return local
    plain = socket.create_connection(at, timeout=seconds)
    if not tls:
        return plain
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        return context.wrap_socket(plain, server_hostname=host.strip("[]"))
    except OSError:
        plain.close()
        raise
