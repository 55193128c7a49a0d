"""The environment, read once and typed. A bad value stops the start and says what is allowed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from cms.config.refusals import Problem, Refusal, SettingsRefused
from cms.config.secret_key import DEVELOPMENT_KEY, refuse_weak_key
from cms.config.service_urls import cache_of, database_of, email_of
from cms.config.site_address import site_url_of

BASE_DIR = Path(__file__).resolve().parents[2]

ENVIRONMENTS = ("development", "production", "test")
BUILD_ENCODINGS = ("gzip", "plain", "both")
NOT_YET = ("BROKER_URL", "BUILD_TARGET_URL", "SEARCH_URL")
"""Named by the contract, without effect in this version: refused rather than ignored."""

DEFAULT_PORT = 8000
_HIGHEST_PORT = 65535

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Every setting that comes from outside. `database`, `email` and `cache` are what Django makes of the URLs."""

    env: str
    site_url: str
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    data_dir: Path
    build_dir: Path
    media_dir: Path
    build_encoding: str
    email_url: str = field(repr=False)
    cache_url: str = field(repr=False)
    port: int
    reloads: bool
    """Whether pages load themselves anew when the theme is another."""
    country_database: Path | None
    """Tells the country of an address, for the visitor numbers."""
    fingerprint: str
    """Of the configuration from which the server rendered this environment."""
    database: dict[str, Any] = field(repr=False)
    email: dict[str, Any] = field(repr=False)
    cache: dict[str, Any] = field(repr=False)

    @property
    def is_production(self) -> bool:
        """Whether strangers use this shop."""
        return self.env == "production"


def read_environment(source: Mapping[str, str] | None = None) -> Environment:
    """The settings in `source` (the environment of this process).

    Raises SettingsRefused, which names every variable that is wrong, its value and what is allowed.
    """
    reader = _Reader(os.environ if source is None else source)
    environment = reader.environment()
    if environment is None:
        raise SettingsRefused(reader.problems)
    return environment


class _Reader:
    """Reads one variable after the other and notes what is wrong with each. An empty value counts as not set."""

    def __init__(self, source: Mapping[str, str]) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.production = source.get("CATALORO_ENV") == "production"

    def environment(self) -> Environment | None:
        """Everything, or None when there are problems."""
        env = self._read("CATALORO_ENV", _one_of(ENVIRONMENTS), default="development", empty_is_unset=False)
        port = self._read("PORT", _port, default=str(DEFAULT_PORT))
        site_url = self._read(
            "SITE_URL", self._site_url, default=None if self.production else f"http://localhost:{port or DEFAULT_PORT}"
        )
        key = self._read(
            "SECRET_KEY", self._secret_key, default=None if self.production else DEVELOPMENT_KEY, shown=_length
        )
        data_dir = self._read("DATA_DIR", _folder, default="var")
        build_dir = self._read("BUILD_DIR", _folder, default="build")
        media_dir = self._read("MEDIA_DIR", _folder, default="media")
        default_database = None if self.production else f"sqlite:///{quote(str(data_dir))}/cataloro.sqlite3"
        database = self._read("DATABASE_URL", self._database, default=default_database, shown=_without_password)
        encoding = self._read("BUILD_ENCODING", _one_of(BUILD_ENCODINGS), default="gzip")
        email = self._read("EMAIL_URL", _with_url(email_of), default="console://", shown=_without_password)
        cache = self._read("CACHE_URL", _with_url(cache_of), default="db://cache", shown=_without_password)
        reload = self._read("RELOAD", _one_of(("off",) if self.production else ("off", "on")), default="off")
        countries = self._read("COUNTRY_DATABASE", _file_or_nothing, default="")
        fingerprint = self._read("CATALORO_FINGERPRINT", str, default="")
        self._refuse_nested_folders(data_dir, build_dir, media_dir)
        self._refuse_what_is_not_yet()
        if self.problems or not (
            env
            and port
            and site_url
            and key
            and data_dir
            and build_dir
            and media_dir
            and database
            and encoding
            and email
            and cache
            and reload
        ):
            return None
        return Environment(
            env=env,
            site_url=site_url,
            secret_key=key,
            database_url=database[0],
            data_dir=data_dir,
            build_dir=build_dir,
            media_dir=media_dir,
            build_encoding=encoding,
            email_url=email[0],
            cache_url=cache[0],
            port=port,
            reloads=reload == "on",
            country_database=countries,
            fingerprint=fingerprint or "",
            database=database[1],
            email=email[1],
            cache=cache[1],
        )

    def _read(
        self,
        name: str,
        take: Callable[[str], T],
        *,
        default: str | None,
        shown: Callable[[str], str] = lambda value: f"={value!r}",
        empty_is_unset: bool = True,
    ) -> T | None:
        value = self.source.get(name)
        if value is None or (not value and empty_is_unset):
            if default is None:
                self.problems.append(
                    Problem(name=name, shown="", why="it is missing; production has no default for it.")
                )
                return None
            value = default
        try:
            return take(value)
        except Refusal as refusal:
            self.problems.append(Problem(name=name, shown=shown(value), why=str(refusal)))
            return None

    def _site_url(self, value: str) -> str:
        return site_url_of(value, production=self.production)

    def _secret_key(self, value: str) -> str:
        if self.production:
            refuse_weak_key(value)
        return value

    def _database(self, value: str) -> tuple[str, dict[str, Any]]:
        return value, database_of(value, production=self.production, relative_to=BASE_DIR)

    def _refuse_nested_folders(self, data: Path | None, build: Path | None, media: Path | None) -> None:
        """The build is served and pruned, so nothing private may lie in it; nor any two be the same."""
        for name, folder, outer_name, outer in (
            ("DATA_DIR", data, "BUILD_DIR", build),
            ("MEDIA_DIR", media, "BUILD_DIR", build),
            ("DATA_DIR", data, "MEDIA_DIR", media),
        ):
            if folder and outer and folder.is_relative_to(outer):
                why = f"it must not lie in {outer_name} ({outer}), from which files are served."
                self.problems.append(Problem(name=name, shown=f"={str(folder)!r}", why=why))

    def _refuse_what_is_not_yet(self) -> None:
        for name in NOT_YET:
            if value := self.source.get(name):
                why = "this version has no use for it yet; leave it unset."
                self.problems.append(Problem(name=name, shown=_without_password(value), why=why))


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def take(value: str) -> str:
        if value not in allowed:
            raise Refusal(f"allowed are {', '.join(allowed)}.")
        return value

    return take


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= _HIGHEST_PORT):
        raise Refusal(f"a whole number from 1 to {_HIGHEST_PORT} is needed.")
    return int(value)


def _folder(value: str) -> Path:
    try:
        folder = (BASE_DIR / Path(value).expanduser()).resolve()
    except (ValueError, OSError, RuntimeError):
        raise Refusal("that is no path.") from None
    if folder == Path(folder.anchor):
        raise Refusal("the root of the file system is no folder of its own.")
    return folder


def _file_or_nothing(value: str) -> Path | None:
    if not value:
        return None
    file = (BASE_DIR / Path(value).expanduser()).resolve()
    if not file.is_file() or not os.access(file, os.R_OK):
        raise Refusal("a file in MaxMind's format (.mmdb) that can be read is needed.")
    return file


def _with_url(make: Callable[[str], dict[str, Any]]) -> Callable[[str], tuple[str, dict[str, Any]]]:
    return lambda value: (value, make(value))


def _length(value: str) -> str:
    return f" ({len(value)} characters, not shown)"


def _without_password(value: str) -> str:
    """A URL for people to read: everything up to the @ of a host may be, or hold, a password."""
    try:
        parts = urlsplit(value)
        user, at, host = parts.netloc.rpartition("@")
        hidden = urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:…{at}{host}")) if at else value
    except ValueError:
        hidden = value.rpartition("@")[2]
    return f"={hidden!r}"
