"""What visitors of a rehearsal see: the two ports of Nginx and the socket of the app, as far as they run."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from tests.deploy.rehearsal.certificate import self_signed


class _App(BaseHTTPRequestHandler):
    """The app: it knows its version and configuration."""

    state: ClassVar[Path]

    def do_GET(self) -> None:
        self.answer_as_app()

    def answer_as_app(self) -> None:
        found = self.read("healthz")
        self.answer(200 if found else 502, found)

    def read(self, name: str) -> str:
        file = self.state / name
        return file.read_text().strip() if file.exists() else ""

    def answer(self, status: int, body: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def address_string(self) -> str:
        return "a visitor"

    def log_message(self, *_: Any) -> None:
        """Quietly."""


class _Nginx(_App):
    """Nginx: it knows the hosts of the configuration that it has loaded."""

    def do_GET(self) -> None:
        host, served = self.headers["Host"], self.read("served")
        if not self.read("probe") or not (self.state / "units/nginx.active").exists():
            self.answer(503, "nobody")
        elif host in self.read("redirected").split():
            self.answer(301, "", Location=f"{served}{self.path}")
        elif host != served.partition("://")[2]:
            self.answer(404, "unknown host")
        elif self.path == "/.well-known/cataloro-probe":
            self.answer(200, self.read("probe"))
        elif self.path == "/healthz":
            self.answer_as_app()
        elif self.read("breaks-with") and self.read("breaks-with") in self.read("healthz"):
            self.answer(500, "broken")
        else:
            self.answer(200, '<link href="/assets/shop.abc.css">')


class _Unix(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


@contextmanager
def answering(root: Path) -> Iterator[tuple[int, int]]:
    """Answer on two free ports, which stand for 80 and 443, and on the socket of the app."""
    known = {"state": root / "stand-in"}
    visitor, app = type("Nginx", (_Nginx,), known), type("App", (_App,), known)
    plain, secure = (ThreadingHTTPServer(("127.0.0.1", 0), visitor) for _ in range(2))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed("markt.test", root / "stand-in"))
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    servers = (plain, secure, _Unix(str(root / "run/wsgi-cataloro.sock"), app))
    threads = [threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01}) for one in servers]
    for thread in threads:
        thread.start()
    try:
        yield plain.server_address[1], secure.server_address[1]
    finally:
        for one in servers:
            one.shutdown()
            one.server_close()
        for thread in threads:
            thread.join()
