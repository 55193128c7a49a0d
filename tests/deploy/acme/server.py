"""A server for certificates: the real Nginx on what the steps render, and the shop's own command."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cms.config.environment import BASE_DIR
from deploy.install.machine import Machine
from deploy.nginx.production import production_settings
from deploy.nginx.render import render_main
from tests import system_parts
from tests.nginx import small_shop
from tests.nginx.conftest import free_port
from tests.nginx.production_server import trusting

NAME = "markt.test"
PLAYED = ("id", "getent", "nginx", "systemctl")
_CODE = ("deploy", "cms/config", "cms/contract")
_TOML = """\
address = "{name}"
email = "owner@{name}"
[tls]
mode = "certbot"
hsts = true
[paths]
certificates = "{certificates}"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a visitor got, and by which certificate."""

    status: int
    headers: dict[str, str]
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One server; `environment` is what its programs see."""

    machine: Machine
    ports: tuple[int, int]
    environment: dict[str, str]

    def visit(self, path: str = "/about", *, trusted: Path | None = None) -> Visit:
        """Open a page by HTTPS on a new connection; with `trusted` as a browser that knows this authority alone."""
        context = ssl.create_default_context(cafile=str(trusted)) if trusted else trusting()
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[1], timeout=60)
        with contextlib.closing(connection):
            plain = socket.create_connection(("127.0.0.1", self.ports[1]), timeout=60)
            protected = context.wrap_socket(plain, server_hostname=NAME)
            connection.sock = protected
            shown = hashlib.sha256(protected.getpeercert(binary_form=True) or b"").hexdigest()
            connection.request("GET", path, headers={"Host": NAME})
            answer = connection.getresponse()
            answer.read()
            return Visit(status=answer.status, headers=dict(answer.getheaders()), certificate=shown)

    def cataloro(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Type `cataloro …`."""
        command = [str(self.machine.place(Path("/usr/local/bin/cataloro"))), *words]
        return subprocess.run(
            command, check=False, capture_output=True, text=True, env=self.environment, timeout=300, cwd="/"
        )

    def reloads(self) -> int:
        """How often Nginx was told to read its files anew."""
        return len(self.machine.place(Path("/reloads")).read_text().splitlines())


@dataclass(slots=True)
class Visitors:
    """Who comes again and again, and what they got."""

    visits: list[Visit] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def certificates(self) -> list[str]:
        """Those that were served, each once, in order."""
        return list(dict.fromkeys(visit.certificate for visit in self.visits))

    def wait_for(self, count: int) -> None:
        """Until so many different certificates have been served."""
        for _ in range(600):
            if len(self.certificates()) >= count:
                return
            threading.Event().wait(0.05)
        raise AssertionError(f"there are no {count} certificates: {self.certificates()} {self.failures[:3]}")


@contextlib.contextmanager
def server(root: Path, **environment: str) -> Iterator[Server]:
    """A server with the release on it and nothing done yet. Its Nginx is stopped at the end."""
    release = root / "opt/cataloro/releases/0.1.0"
    for name in _CODE:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(BASE_DIR / name, release / "app" / name, ignore=ignored)
    (release / "app/cms/__init__.py").touch()
    (release / "VERSION").write_text("0.1.0\n")
    for name in ("venv", "certbot"):
        (release / name).symlink_to(sys.prefix)
    for name in ("etc/cataloro", "etc/nginx/conf.d", "run/nginx", "usr/local/bin", "var/lib/nginx", "stand-ins"):
        (root / name).mkdir(parents=True)
    (root / "usr/local/bin/cataloro").symlink_to(release / "app/deploy/server/cataloro")
    for name in PLAYED:
        (root / "stand-ins" / name).symlink_to(Path(__file__).with_name("stand-in"))
    for name in ("passwd", "group"):  # All belongs to who runs the tests.
        (root / "etc" / name).write_text("".join(f"{one}:x:0:0::/:/bin/sh\n" for one in ("root", "nginx", "cataloro")))
    # Links of certbot are absolute: this folder has the same path for the server and for us.
    (root / root.parts[1]).symlink_to(f"/{root.parts[1]}")
    (root / "etc/cataloro/cataloro.toml").write_text(_TOML.format(name=NAME, certificates=root / "letsencrypt"))
    small_shop.make(root / "var/www/cataloro")
    machine = Machine(release=release, root=root)
    settings = production_settings(machine.configuration, run_dir=root / "run/nginx")
    (root / "run/nginx/nginx.conf").write_text(render_main(settings).replace("events", "user root;\nevents", 1))
    known = {**environment, "PATH": f"{root}/stand-ins:{environment['PATH']}", "CATALORO_ROOT": str(root)}
    known["STAND_IN_NGINX"] = str(system_parts.NGINX.path())
    ports = tuple(int(port) for port in known["CATALORO_REHEARSAL_PORTS"].split(","))
    try:
        yield Server(machine=machine, ports=(ports[0], ports[1]), environment=known)
    finally:
        subprocess.run(
            [known["STAND_IN_NGINX"], "-p", root / "run/nginx", "-c", root / "run/nginx/nginx.conf", "-s", "stop"],
            check=False,
            capture_output=True,
        )


@contextlib.contextmanager
def visitors(of: Server) -> Iterator[Visitors]:
    """Somebody opens a page again and again meanwhile."""
    found, end = Visitors(), threading.Event()

    def come() -> None:
        while not end.is_set():
            try:
                found.visits.append(of.visit())
            except (OSError, http.client.HTTPException) as error:
                found.failures.append(repr(error))
            end.wait(0.01)

    thread = threading.Thread(target=come)
    thread.start()
    try:
        yield found
    finally:
        end.set()
        thread.join()


def two_ports() -> tuple[int, int]:
    """What stands for 80 and 443."""
    return free_port(), free_port()
