"""The programs that the tests use and pip cannot install: where they are, and what installs them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path


class PartMissing(LookupError):
    """A program is not installed; the message says how to get it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One program, by the names and places it has on Debian and on AlmaLinux."""

    title: str
    names: tuple[str, ...]
    folders: tuple[str, ...]
    apt: tuple[str, ...]
    dnf: tuple[str, ...]
    dnf_module: str = ""

    def find(self) -> Path | None:
        """The newest one on this machine."""
        for name in self.names:
            if found := shutil.which(name):
                return Path(found)
        places = [place for pattern in self.folders for place in Path("/").glob(pattern)]
        found_there = [place / name for place in places for name in self.names if (place / name).is_file()]
        return max(found_there, key=_version_in_path, default=None)

    def path(self) -> Path:
        """Where it is. Raises PartMissing."""
        if found := self.find():
            return found
        raise PartMissing(f"{self.title} is not installed ({self.install_hint()})")

    def install_hint(self) -> str:
        """What a person types on Debian and on AlmaLinux."""
        return f"apt-get install {' '.join(self.apt)}, or dnf install {' '.join(self.dnf)}"


def _version_in_path(path: Path) -> tuple[int, ...]:
    digits = "".join(letter if letter.isdigit() else " " for letter in str(path))
    return tuple(int(number) for number in digits.split())


CHROMIUM = Part(
    title="Chromium",
    names=("chromium", "chromium-browser", "google-chrome"),
    folders=("usr/lib64/chromium-browser",),
    apt=("chromium", "fonts-liberation"),
    dnf=("epel-release", "chromium"),
)
NGINX = Part(
    title="Nginx",
    names=("nginx",),
    folders=("usr/sbin", "usr/local/sbin"),
    apt=("nginx",),
    dnf=("nginx",),
)
POSTGRESQL = Part(
    title="PostgreSQL 15 or newer",
    names=("initdb",),
    folders=("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin"),
    apt=("postgresql",),
    dnf=("postgresql-server", "postgresql-contrib"),
    dnf_module="postgresql:15",
)
SYSTEMD = Part(
    title="systemd-analyze",
    names=("systemd-analyze",),
    folders=("usr/bin",),
    apt=("systemd",),
    dnf=("systemd",),
)
SECILC = Part(
    title="The compiler of SELinux's CIL",
    names=("secilc",),
    folders=("usr/bin",),
    apt=("secilc",),
    dnf=("secilc",),
)
SHELLCHECK = Part(
    title="ShellCheck",
    names=("shellcheck",),
    folders=("usr/bin",),
    apt=("shellcheck",),
    dnf=("epel-release", "ShellCheck"),
)
PEBBLE = Part(
    title="Pebble, an issuer of certificates for tests",
    names=("pebble",),
    folders=("usr/bin",),
    apt=("pebble",),
    dnf=("pebble",),
)
BATS = Part(
    title="Bats, which tests shell scripts",
    names=("bats",),
    folders=("usr/bin",),
    apt=("bats",),
    dnf=("epel-release", "bats"),
)
MATCHPATHCON = Part(
    title="What knows SELinux's labels of paths",
    names=("matchpathcon",),
    folders=("usr/sbin",),
    apt=("selinux-utils",),
    dnf=("libselinux-utils",),
)

NEEDED_BY_MARKER = {
    "browser": CHROMIUM,
    "nginx": NGINX,
    "systemd": SYSTEMD,
    "selinux": SECILC,
    "selinux_labels": MATCHPATHCON,
    "shell": SHELLCHECK,
    "acme": PEBBLE,
    "bats": BATS,
}
ALL = (CHROMIUM, NGINX, POSTGRESQL, SYSTEMD, SECILC, MATCHPATHCON, SHELLCHECK, PEBBLE, BATS)
