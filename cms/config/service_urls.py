"""The addresses of what the shop uses (database, mail, cache), as Django wants them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
import django_cache_url

from cms.config.refusals import Refusal

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"

_DATABASE_SCHEMES = ("sqlite", "postgresql", "postgres")
_EMAIL_SCHEMES = ("smtp", "submission", "console", "file", "dummy", "memory")
_CACHE_SCHEMES = ("db", "locmem", "file", "redis", "rediss")

_SQLITE_OPTIONS = {
    # Waits for the lock at BEGIN, instead of failing half-way; then a commit is on the disk before it is told.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000",
}


def database_of(url: str, *, production: bool, relative_to: Path) -> dict[str, Any]:
    """Django's settings of the database. Raises Refusal. A relative SQLite file lies in `relative_to`."""
    scheme = _scheme(url, _DATABASE_SCHEMES, "sqlite:////srv/shop/shop.sqlite3 or postgresql://user:password@host/name")
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        raise Refusal("that is no address. Characters such as @ : / # ? in a password are written as %40 …") from None
    if scheme == "sqlite":
        if production:
            raise Refusal("production takes PostgreSQL only: postgresql://user:password@host/name")
        return _sqlite(config, relative_to)
    if not config["NAME"]:
        raise Refusal("the name of the database is missing: postgresql://user:password@host/name")
    return config | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def _sqlite(config: dict[str, Any], relative_to: Path) -> dict[str, Any]:
    if config["NAME"] in {"", ":memory:"}:
        raise Refusal("several processes share the database, so it must be a file: sqlite:////srv/shop/shop.sqlite3")
    if config.get("HOST"):
        raise Refusal("SQLite is a file and has no host: write three slashes, and a fourth for a path from the root.")
    return config | {"NAME": str(relative_to / config["NAME"]), "OPTIONS": _SQLITE_OPTIONS}


def email_of(url: str) -> dict[str, Any]:
    """Django's `EMAIL_…` settings. Raises Refusal."""
    scheme = _scheme(url, _EMAIL_SCHEMES, "submission://user:password@mail.example.org:587, smtp://… or console://")
    try:
        config: dict[str, Any] = dj_email_url.parse(url)
    except ValueError:
        raise Refusal("that is no address: its port or its timeout is no number.") from None
    if scheme == "submission" and not config["EMAIL_HOST"]:
        raise Refusal("the host of the mail server is missing: submission://user:password@mail.example.org:587")
    if scheme == "file" and not config["EMAIL_FILE_PATH"]:
        raise Refusal("the folder is missing: file:////srv/shop/mail")
    return config | {"EMAIL_TIMEOUT": config["EMAIL_TIMEOUT"] or 10}


def cache_of(url: str) -> dict[str, Any]:
    """Django's settings of the cache. Raises Refusal."""
    scheme = _scheme(url, _CACHE_SCHEMES, "db://cache (a table of the database), redis://host:6379/0 or locmem://")
    try:
        config: dict[str, Any] = django_cache_url.parse(url)
    except ValueError:
        raise Refusal("that is no address: its port is no number.") from None
    if scheme == "db" and not config["LOCATION"].isidentifier():
        raise Refusal("the name of a table is missing or odd: db://cache")
    if scheme == "file" and not config["LOCATION"]:
        raise Refusal("the folder is missing: file:///srv/shop/cache")
    if scheme in {"redis", "rediss"} and find_spec("redis") is None:
        raise Refusal("the package redis is not installed.")
    return config


def _scheme(url: str, allowed: tuple[str, ...], examples: str) -> str:
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        raise Refusal(f"that is no address. Allowed: {examples}") from None
    if scheme not in allowed or not url.startswith(f"{scheme}://"):
        raise Refusal(f"it must begin with {', '.join(f'{one}://' for one in allowed)}, for example {examples}")
    return scheme
