"""What an owner decides about the server: one typed record, read by `read_configuration` from cataloro.toml.

Everything else on the server (environment, Nginx, units) is rendered from it: see deploy/rendering.py. Nothing else
holds the address of the shop, so that none can be forgotten when it changes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import ipaddress
import json
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

FILE = Path("/etc/cataloro/cataloro.toml")
"""The one file."""
SECRETS = "secrets.env"
"""Beside it: the SECRET_KEY, made once by the installer and never rendered."""
INSTALL_ID = "install-id"
"""Beside it: a random word by which this installation knows itself when it asks for its own public address."""
FORMER_ADDRESSES = "former-addresses"
"""Beside it: under which addresses the shop was found before, one a line. They answer 301. `apply` adds to them."""

UPLOAD_MEGABYTES = 32
"""The largest form with photos: what the app's settings allow too, and a test compares. Not for the owner to set."""
WORKBOOK_MEGABYTES = 520
"""The largest workbook with its photos."""


DEFAULT_PROXY_PORT = 8008
"""SELinux counts it as a port of HTTP."""


class TlsMode(StrEnum):
    """Where the certificate comes from."""

    NONE = "none"
    CERTBOT = "certbot"
    FILES = "files"


class Proxy(StrEnum):
    """How Nginx reaches the app. TCP is the way out where a policy of SELinux forbids the socket."""

    UNIX = "unix"
    TCP = "tcp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """HTTPS. The two files are there with `files` alone; `certificate_files` of the whole names them in every mode."""

    mode: TlsMode
    certificate: Path | None = None
    key: Path | None = None
    hsts: bool = False
    """Whether browsers are told to insist on HTTPS for a year. That cannot be taken back soon, so the owner says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The server that sends the shop's mails; without one they are kept as files in the data folder."""

    server: str = ""
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "starttls"
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one address of the internet may ask; more is answered 429. A whole office may share an address."""

    app_per_second: int = 20
    app_burst: int = 40
    lookups_per_second: int = 20
    log_ins_per_minute: int = 30
    connections: int = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """How many work at once."""

    web: int = 2
    threads: int = 8
    renderers: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Ceilings in megabytes; a service that wants more is ended and started again, and the others go on."""

    web: int = 900
    publisher: int = 1500
    tasks: int = 900
    visits: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Where things lie. The defaults need no SELinux rules: they have the right labels by the policy's own."""

    code: Path = Path("/opt/cataloro")
    configuration: Path = Path("/etc/cataloro")
    data: Path = Path("/var/lib/cataloro")
    site: Path = Path("/var/www/cataloro")
    backups: Path = Path("/var/backups/cataloro")
    logs: Path = Path("/var/log/cataloro")
    nginx: Path = Path("/etc/nginx")
    units: Path = Path("/etc/systemd/system")
    certificates: Path = Path("/etc/letsencrypt")
    access_log: Path = Path("/var/log/cataloro-nginx/access.json.log")
    app_socket: Path = Path("/run/wsgi-cataloro.sock")
    database_socket: Path = Path("/run/postgresql")

    @property
    def releases(self) -> Path:
        """The versions of the program, each with `app/` and `venv/`."""
        return self.code / "releases"

    @property
    def current(self) -> Path:
        """A link to the version that runs."""
        return self.code / "current"

    @property
    def build(self) -> Path:
        """BUILD_DIR: the static site."""
        return self.site / "build"

    @property
    def media(self) -> Path:
        """MEDIA_DIR: only `photos/` in it is public."""
        return self.site / "media"

    @property
    def acme(self) -> Path:
        """Where certbot puts its answers, served below /.well-known/acme-challenge/."""
        return self.site / "acme"

    @property
    def errors(self) -> Path:
        """The pages for when the app does not answer."""
        return self.site / "errors"

    @property
    def maintenance_flag(self) -> Path:
        """While this file exists the app's addresses answer 503; the goods stay up."""
        return self.site / "flags" / "maintenance.on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """One server."""

    address: str
    """A domain in lower case, or an IP address without brackets."""
    email: str
    tls: Tls
    mail: Mail = Mail()
    limits: Limits = Limits()
    processes: Processes = Processes()
    memory: Memory = Memory()
    paths: Paths = Paths()
    proxy: Proxy = Proxy.UNIX
    proxy_port: int = DEFAULT_PROXY_PORT
    """Of the app on 127.0.0.1 with Proxy.TCP."""
    redirect_from: tuple[str, ...] = ()
    """Other domains of the shop, which send visitors on to `address`."""
    database_url: str = field(default="", repr=False)
    """Empty for PostgreSQL on this machine, by its socket and without a password."""
    install_id: str = field(default="", repr=False)
    former_addresses: tuple[str, ...] = ()

    @property
    def is_ip(self) -> bool:
        """Whether there is no domain yet."""
        return is_ip(self.address)

    @property
    def is_https(self) -> bool:
        """Whether visitors come by HTTPS."""
        return self.tls.mode is not TlsMode.NONE

    @property
    def host(self) -> str:
        """The address as it stands in a Host header."""
        return in_brackets(self.address)

    @property
    def site_url(self) -> str:
        """The address as people type it."""
        return f"{'https' if self.is_https else 'http'}://{self.host}"

    @property
    def redirected(self) -> tuple[str, ...]:
        """Every other host that answers 301, as in a Host header; those with a certificate are `redirect_from`."""
        names = dict.fromkeys((*self.redirect_from, *self.former_addresses))
        return tuple(in_brackets(name) for name in names if name != self.address)

    @property
    def certificate_names(self) -> tuple[str, ...]:
        """What certbot asks a certificate for."""
        return tuple(dict.fromkeys((self.address, *(name for name in self.redirect_from if not is_ip(name)))))

    @property
    def certificate_files(self) -> tuple[Path, Path]:
        """Chain and key as Nginx reads them. Until certbot has them, the installer puts self-signed ones there."""
        if self.tls.certificate and self.tls.key:
            return self.tls.certificate, self.tls.key
        folder = self.paths.configuration / "tls"
        return folder / "fullchain.pem", folder / "privkey.pem"

    @property
    def upstream(self) -> str:
        """The app in Nginx's words."""
        return f"127.0.0.1:{self.proxy_port}" if self.proxy is Proxy.TCP else f"unix:{self.paths.app_socket}"

    @property
    def fingerprint(self) -> str:
        """Changes with every value that anything is rendered from; processes and Nginx tell which one they run with.

        It is shown to everybody, and a password is among the values: nobody can try words against it without the
        installation's own random word.
        """
        values = json.dumps(dataclasses.asdict(self), default=str, sort_keys=True)
        return hmac.new(self.install_id.encode(), values.encode(), hashlib.sha256).hexdigest()[:16]

    def as_values(self) -> dict[str, Any]:
        """What templates get: `configuration`, and `paths` for short."""
        return {
            "configuration": self,
            "paths": self.paths,
            "TlsMode": TlsMode,
            "Proxy": Proxy,
            "upload_megabytes": UPLOAD_MEGABYTES,
            "workbook_megabytes": WORKBOOK_MEGABYTES,
        }


def is_ip(address: str) -> bool:
    """Whether this is an IP address."""
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return True


def in_brackets(address: str) -> str:
    """An IPv6 address in brackets, anything else as it is."""
    return f"[{address}]" if ":" in address else address
