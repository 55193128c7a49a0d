"""Servers for the doctor, written down: what their programs print, their files, and what their web servers answer.

GOOD is put together from the documentation of AlmaLinux 8.10's programs; no such machine was at hand. What the doctor
brings home from a real one (`cataloro doctor --bundle`) belongs here.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deploy.asking import Answer
from deploy.configuration import FILE, Mail
from deploy.configuration_file import parse_configuration
from deploy.doctor.machine import NO_SUCH_PROGRAM, Ran, Room, Seen
from deploy.environment.variables import environment_text
from deploy.rendering import render

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
INSTALL_ID = "f3b1c9"
OUR_NGINX = "/etc/nginx/conf.d/00-cataloro.conf"
TOML = """address = "markt.test"
email = "owner@markt.test"
[tls]
mode = "certbot"
[mail]
server = "smtp.post.test"
user = "shop"
password = "correct-horse"
"""
NGINX_CONF = """user nginx;
events { }
http {
    log_format  main  '$remote_addr "$request"';
    include /etc/nginx/conf.d/*.conf;
    server {
        listen       80;
        listen       [::]:80;
        server_name  _;
        location = /404.html {
        }
    }
}
"""
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
SHOW = (
    "ActiveState=active\nSubState=running\nResult=success\nNRestarts=0\nNeedDaemonReload=no\nUnitFileState=enabled\n"
    "ExecMainStatus=0\n"
)
CERTIFICATE = (
    "notAfter=Feb 20 12:00:00 2027 GMT\nissuer=C = US, O = Let's Encrypt, CN = R10\nsubject=CN = markt.test\n"
    "X509v3 Subject Alternative Name: \n    DNS:markt.test\n"
)


@functools.cache
def _rendered(toml: str) -> dict[str, str]:
    configuration = parse_configuration(toml, file=FILE, install_id=INSTALL_ID)
    return {str(one.target): one.text for one in render(configuration)}


class Recorded:
    """A server as it was written down; tests change what they want to be otherwise."""

    def __init__(self, toml: str = TOML) -> None:
        self.configuration = parse_configuration(toml, file=FILE, install_id=INSTALL_ID)
        paths = self.configuration.paths
        self.programs: dict[str, Ran] = {}
        self.files: dict[str, str] = dict(_rendered(toml))
        self.files |= {
            str(FILE): toml,
            "/etc/cataloro/install-id": f"{INSTALL_ID}\n",
            "/etc/cataloro/secrets.env": f'SECRET_KEY="{"k" * 60}"\n',
            "/etc/os-release": 'NAME="AlmaLinux"\nVERSION_ID="8.10"\nID="almalinux"\n',
            "/proc/meminfo": "MemTotal: 3900000 kB\nMemAvailable: 2100000 kB\nSwapFree: 0 kB\n",
            str(paths.build / "live/build.json"): json.dumps(
                {"release": "r7", "built_at": "2026-11-29T11:00:00+00:00"}
            ),
            str(paths.build / "live/index.html.gz"): '<link href="/assets/base.1a.css"><a href="https://markt.test/">',
            str(paths.build / "live/sitemap.xml.gz"): "<loc>https://markt.test/listings</loc>",
            str(
                paths.build / "live/listing/1-table.html.gz"
            ): '<link rel="canonical" href="https://markt.test/listing/1-table">',
            "/etc/cataloro/tls/fullchain.pem": PEM,
            "/var/lib/cataloro-server/trial.json": (
                '{"at": "2026-11-26T03:20:00+00:00", "file": "/var/backups/cataloro/cataloro-0.zip", "rows": 900}'
            ),
        }
        self.places: dict[str, Seen] = {
            str(paths.build / "live"): Seen(kind="link", target="releases/r7"),
            str(paths.build / "assets/base.1a.css"): Seen(kind="file"),
            str(paths.build / "wishes"): Seen(kind="folder", mode=0o755, owner="cataloro", group="cataloro"),
            str(paths.app_socket): Seen(kind="socket", mode=0o660, group="nginx"),
            str(paths.access_log.parent): Seen(kind="folder", mode=0o750, owner="nginx", group="cataloro"),
            str(paths.access_log): Seen(kind="file", mode=0o640, size=4096),
            str(paths.backups / "cataloro-1.zip"): Seen(kind="file", size=9, changed=NOW - timedelta(hours=9)),
            **{
                f"/etc/cataloro/{name}": Seen(kind="file", mode=0o640, group="cataloro")
                for name in ("secrets.env", "env")
            },
            str(FILE): Seen(kind="file", mode=0o640, group="cataloro"),
            "/etc/cataloro/install-id": Seen(kind="file", changed=NOW - timedelta(days=90)),
        }
        for place in (paths.build, paths.media, paths.acme, paths.errors):
            for folder in (place, *place.parents):
                self.places.setdefault(str(folder), Seen(kind="folder", mode=0o755))
        self.folders: dict[str, tuple[str, ...]] = {
            str(paths.build / "live"): (
                "404.html.gz",
                "500.html.gz",
                "build.json",
                "index.html.gz",
                "listing",
                "sitemap.xml.gz",
            ),
            str(paths.build / "live/listing"): ("1-table.html.gz",),
            str(paths.backups): ("cataloro-1.zip",),
        }
        self.rooms = {"/": Room(40 * 1024**3, 21 * 1024**3)}
        self.addresses = {"markt.test": ("203.0.113.5",), "smtp.post.test": ("198.51.100.7",)}
        self.dns: dict[tuple[str, str], tuple[str, ...] | None] = {
            ("markt.test", "TXT"): ("other=1; a=b", "v=spf1 a -all"),
            ("markt.test", "CAA"): ("issue letsencrypt.org",),
        }
        self.mail_complaint = ""
        self.closed: dict[tuple[str, int], str] = {}
        self.answers: dict[str, Answer] = {}
        self.commands: list[tuple[str, ...]] = []
        self._run_services()
        self._run_programs()
        self._answer()

    def _run_services(self) -> None:
        environment = environment_text(self.configuration).replace('"', "").strip().replace("\n", "\0")
        for number, name in enumerate(("web", "publisher", "tasks", "visits"), start=100):
            self.programs[f"systemctl show cataloro-{name}.service --property=MainPID"] = Ran(0, f"MainPID={number}\n")
            self.files[f"/proc/{number}/environ"] = f"{environment}\0SECRET_KEY=k\0LANG=C\0"
        self.programs["systemctl show"] = Ran(0, SHOW)
        wanted = SHOW.replace("UnitFileState=enabled", "UnitFileState=disabled")  # They come with the target.
        self.programs |= {f"systemctl show cataloro-{name}": Ran(0, wanted) for name in ("web", "backup", "doctor")}
        self.programs["journalctl"] = Ran(0, "")

    def _run_programs(self) -> None:
        python = "/opt/cataloro/current/venv/bin/python"
        as_shop = f"runuser -u cataloro -- {python}"
        manage = f"{as_shop} /opt/cataloro/current/app/manage.py"
        self.nginx_reads({"/etc/nginx/nginx.conf": NGINX_CONF, OUR_NGINX: self.files[OUR_NGINX]})
        self.programs |= {
            "uname -m": Ran(0, "x86_64\n"),
            "getconf GNU_LIBC_VERSION": Ran(0, "glibc 2.28\n"),
            "timedatectl": Ran(0, "NTPSynchronized=yes\n"),
            f"{python} --version": Ran(0, "Python 3.12.5\n"),
            f"{python} -c import": Ran(0, "all of them\n"),
            f"{as_shop} -c import os, psycopg": Ran(0, "160004 UTF8 9 100\n"),
            f"{manage} check": Ran(0, "System check identified no issues.\n"),
            f"{manage} showmigrations": Ran(0, "[X]  accounts.0001_initial\n[X]  operations.0002_maintenance\n"),
            "nginx -v": Ran(0, "", "nginx version: nginx/1.24.0\n"),
            "nginx -t": Ran(0, "", "nginx: configuration file /etc/nginx/nginx.conf test is successful\n"),
            "getenforce": Ran(0, "Enforcing\n"),
            "matchpathcon -n": Ran(0, "system_u:object_r:httpd_log_t:s0\n"),
            "restorecon -Rnv": Ran(0, ""),
            "semodule -l": Ran(0, "accountsd\ncataloro\nzabbix\n"),
            "ausearch": Ran(1, "", "<no matches>\n"),
            "ss -Hltnp": Ran(
                0,
                'LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=9,fd=6))\n'
                'LISTEN 0 511 [::]:80 [::]:* users:(("nginx",pid=9,fd=7))\n'
                'LISTEN 0 511 0.0.0.0:443 0.0.0.0:* users:(("nginx",pid=9,fd=8))\n'
                'LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=2,fd=3))\n',
            ),
            "firewall-cmd --state": Ran(0, "running\n"),
            "firewall-cmd --list-services": Ran(0, "cockpit http https ssh\n"),
            "firewall-cmd --permanent --list-services": Ran(0, "http https ssh\n"),
            "find /opt/cataloro": Ran(0, ""),
            "flock --nonblock": Ran(0, ""),
            "hostname -I": Ran(0, "203.0.113.5 \n"),
            "openssl x509": Ran(0, CERTIFICATE),
            "openssl s_client": Ran(0, f"CONNECTED\n{PEM}---\nVerify return code: 0 (ok)\n"),
        }

    def _answer(self) -> None:
        probe = Answer(200, f"{INSTALL_ID} {self.configuration.fingerprint}\n")
        ready = {
            "database": {"ok": True},
            "tasks": {"ok": True, "oldest_waiting_seconds": 0},
            "publisher": {"ok": True},
        }
        self.answers = {
            "/.well-known/cataloro-probe": probe,
            "socket /healthz": Answer(200, '{"status": "ok"}'),
            "/healthz": Answer(200, '{"status": "ok"}'),
            "socket /readyz": Answer(200, json.dumps({"checks": ready})),
            "/": Answer(200, '<link href="/assets/base.1a.css"><img src="/photos/1/a.webp"></html>'),
            "/assets/base.1a.css": Answer(200, "body{}"),
            "/photos/1/a.webp": Answer(200, "RIFF"),
            "stranger /": Answer(0, error="Remote end closed connection without response"),
        }

    def nginx_reads(self, files: dict[str, str]) -> None:
        """These are the files of Nginx's configuration."""
        dump = "".join(f"# configuration file {name}:\n{text}\n" for name, text in files.items())
        self.programs["nginx -T"] = Ran(0, dump, "nginx: configuration file test is successful\n")

    def nginx_also_reads(self, name: str, text: str) -> None:
        """One more."""
        self.nginx_reads({"/etc/nginx/nginx.conf": NGINX_CONF, OUR_NGINX: self.files[OUR_NGINX], name: text})

    def run(self, *command: str, **_: object) -> Ran:
        self.commands.append(command)
        line = " ".join(command)
        known = [start for start in self.programs if line == start or line.startswith((f"{start} ", f"{start}"))]
        return self.programs[max(known, key=len)] if known else Ran(NO_SUCH_PROGRAM, "", f"{command[0]}: not found")

    def read(self, path: Path) -> str | None:
        return self.files.get(str(path))

    def seen(self, path: Path) -> Seen | None:
        return self.places.get(str(path))

    def names(self, folder: Path) -> tuple[str, ...]:
        return self.folders.get(str(folder), ())

    def room(self, path: Path) -> Room | None:
        return self.rooms.get(str(path))

    def ask(self, path: str, *, host: str, address: str = "127.0.0.1", by: Path | int = 0, **_: object) -> Answer:
        who = "socket " if by else "stranger " if host == "a-stranger.invalid" else ""
        return self.answers.get(f"{address} {path}") or self.answers.get(f"{who}{path}") or Answer(404)

    def resolve(self, name: str) -> tuple[str, ...]:
        return self.addresses.get(name, ())

    def records(self, name: str, kind: str) -> tuple[str, ...] | None:
        return self.dns.get((name, kind), ())

    def why_mail_is_not_taken(self, mail: Mail) -> str:
        assert mail.sender
        return self.mail_complaint

    def reaches(self, host: str, port: int) -> str:
        return self.closed.get((host, port), "")

    def now(self) -> datetime:
        return NOW

    def change(self, place: str, **values: Any) -> None:
        """What is there looks otherwise."""
        self.places[place] = dataclasses.replace(self.places[place], **values)
