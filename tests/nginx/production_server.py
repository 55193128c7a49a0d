"""A production Nginx on ports of its own, in front of a small shop, as a real server would have it."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import os
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.configuration import Configuration, Limits, Paths, Tls, TlsMode
from deploy.nginx.own_pages import OWN_PAGES, own_page
from deploy.nginx.production import production_settings
from deploy.nginx.render import write_configuration
from tests.nginx import small_shop
from tests.nginx.conftest import free_port, started

PLENTY = Limits(app_per_second=1000, app_burst=500, lookups_per_second=1000, log_ins_per_minute=6000, connections=500)


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Production:
    """One that runs."""

    configuration: Configuration
    http_port: int
    https_port: int

    @property
    def paths(self) -> Paths:
        return self.configuration.paths

    def ask(
        self,
        path: str = "/",
        *,
        host: str = "localhost",
        method: str = "GET",
        address: str = "127.0.0.1",
        secure: bool | None = None,
        body: bytes | None = None,
        **fields: str,
    ) -> Said:
        """Ask, by default in the way in which the shop is open."""
        secure = self.configuration.is_https if secure is None else secure
        with contextlib.closing(self.connection(host=host, address=address, secure=secure)) as connection:
            headers = {"Host": host, **{name.replace("_", "-"): value for name, value in fields.items()}}
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            return Said(answer.status, dict(answer.getheaders()), answer.read())

    def connection(self, *, host: str, address: str, secure: bool) -> http.client.HTTPConnection:
        """One to this address; with TLS it names the host at the beginning, as browsers do."""
        connection = http.client.HTTPConnection(address, self.https_port if secure else self.http_port, timeout=60)
        connection.connect()
        if secure:
            connection.sock = trusting().wrap_socket(connection.sock, server_hostname=host)
        return connection


def trusting() -> ssl.SSLContext:
    """Takes the certificate of the tests."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost, signed by itself, and its key."""
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = folder / "chain.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=localhost", "-days", "1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def lay_out(folder: Path, *, tls: bool, **values: Any) -> Configuration:
    """A server's folders with a small shop in them, and its configuration."""
    small_shop.make(folder / "site")
    paths = Paths(site=folder / "site", app_socket=folder / "app.sock", access_log=folder / "access.log")
    paths.errors.mkdir()
    for name in OWN_PAGES:
        (paths.errors / name).write_text(own_page(name))
    (paths.acme / ".well-known" / "acme-challenge").mkdir(parents=True)
    (paths.acme / ".well-known" / "acme-challenge" / "token").write_text("proof")
    paths.maintenance_flag.parent.mkdir()
    secured = Tls(mode=TlsMode.NONE)
    if tls:
        certificate, key = make_certificate(folder / "tls")
        secured = Tls(mode=TlsMode.FILES, certificate=certificate, key=key, hsts=True)
    given = {"address": "localhost", "email": "owner@shop.test", "install_id": "an-installation", "limits": PLENTY}
    return Configuration(**{**given, **values, "paths": paths, "tls": secured})


@contextlib.contextmanager
def running(program: Path, configuration: Configuration, *, interfaces: tuple[str, ...] = ("127.0.0.1:", "[::1]:")):
    """An Nginx on what is rendered from it."""
    ports = free_port(), free_port()
    run_dir = configuration.paths.site.parent / "nginx"
    settings = production_settings(configuration, interfaces=interfaces, ports=ports, run_dir=run_dir)
    settings = dataclasses.replace(settings, user="root" if os.geteuid() == 0 else "")
    with started(program, write_configuration(settings, folder=run_dir)):
        yield Production(configuration, *ports)
