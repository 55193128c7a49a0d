"""Reads cataloro.toml. What is wrong with it is told all at once: file, line, key, and what to write instead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from cms.config.refusals import Refusal
from deploy import configuration_values as values
from deploy.configuration import (
    DEFAULT_PROXY_PORT,
    FORMER_ADDRESSES,
    INSTALL_ID,
    Configuration,
    Limits,
    Mail,
    Memory,
    Paths,
    Processes,
    Proxy,
    Tls,
    TlsMode,
    is_ip,
)

_PLACEHOLDERS = re.compile(
    r"(^|[.@/])example\.(com|net|org)$|(^|[.@])example$|^<.*>$|^x{3,}$|"
    r"change.?me|replace.?me|your[-_. ]?(domain|name|mail|password|town|provider)|^…$",
    re.IGNORECASE,
)
_TABLES = ("tls", "mail", "limits", "processes", "memory", "paths", "database")
_TOP = ("address", "email", "redirect_from", "proxy", "proxy_port")
_SECURITIES = ("starttls", "tls", "none")
_LEAST_MEGABYTES = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in the file."""

    file: Path
    line: int
    key: str
    why: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else str(self.file)
        return f"{place}, {self.key}: {self.why}" if self.key else f"{place}: {self.why}"


class ConfigurationRefused(ValueError):
    """The file cannot be taken as it is; nothing has been changed by it."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def read_configuration(file: Path) -> Configuration:
    """What the file says, with what lies beside it. Raises ConfigurationRefused."""
    try:
        text = file.read_text(encoding="utf-8-sig")  # Editors of Windows put a mark before it.
    except FileNotFoundError as error:
        why = "it is not there. A copy of it is in each backup: tar -xf /var/backups/cataloro/….settings.tar -C "
        raise ConfigurationRefused([Fault(file=file, line=0, key="", why=f"{why}{file.parent}")]) from error
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConfigurationRefused([Fault(file=file, line=0, key="", why=f"it cannot be read: {why}.")]) from error
    return parse_configuration(
        text,
        file=file,
        install_id="".join(_lines_of(file.with_name(INSTALL_ID))),
        former_addresses=tuple(_lines_of(file.with_name(FORMER_ADDRESSES))),
    )


def parse_configuration(
    text: str, *, file: Path, install_id: str = "", former_addresses: tuple[str, ...] = ()
) -> Configuration:
    """As `read_configuration`, of a text."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        why = f"that is not TOML ({error}). {_hint(str(error))}"
        raise ConfigurationRefused([Fault(file=file, line=int(line[1]) if line else 0, key="", why=why)]) from error
    reader = _Reader(found, text=text, file=file)
    configuration = reader.configuration(install_id=install_id, former_addresses=former_addresses)
    if reader.faults or configuration is None:
        raise ConfigurationRefused(reader.faults)
    return configuration


def _hint(said: str) -> str:
    if "overwrite a value" in said:
        return "The key stands there twice: take one of the lines out."
    if "twice" in said:
        return "That part has begun before: write its keys there."
    return 'Text stands in straight quotes: address = "…"'


def _lines_of(file: Path) -> list[str]:
    try:
        return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError:
        return []


class _Reader:
    """Takes one key after the other and notes what is wrong with each."""

    def __init__(self, found: dict[str, Any], *, text: str, file: Path) -> None:
        self.found = found
        self.text = text
        self.file = file
        self.faults: list[Fault] = []

    def configuration(self, *, install_id: str, former_addresses: tuple[str, ...]) -> Configuration | None:
        """The record, or None when a value that the others hang on is wrong."""
        self._refuse_unknown()
        address = self._take(
            "address", values.address, needed='the domain or the IP address: address = "shop.your-town.eu"'
        )
        email = self._take("email", values.email, needed='your own address, for certificates and alarms: email = "…"')
        tls = self._tls(address)
        redirect_from = self._take("redirect_from", values.domains) or ()
        proxy = self._take("proxy", values.one_of(tuple(Proxy))) or Proxy.UNIX
        proxy_port = self._take("proxy_port", values.port) or DEFAULT_PROXY_PORT
        mail = self._mail()
        records = {
            "limits": self._numbers(Limits, least=1),
            "processes": self._numbers(Processes, least=1),
            "memory": self._numbers(Memory, least=_LEAST_MEGABYTES),
        }
        paths = Paths(
            **{one.name: value for one in fields(Paths) if (value := self._take(f"paths.{one.name}", values.path))}
        )
        database_url = self._take("database.url", values.database) or ""
        if self.faults or not (address and email and tls):
            return None
        return Configuration(
            address=address,
            email=email,
            tls=tls,
            mail=mail,
            paths=paths,
            proxy=Proxy(proxy),
            proxy_port=proxy_port,
            redirect_from=redirect_from,
            database_url=database_url,
            install_id=install_id,
            former_addresses=former_addresses,
            **records,
        )

    def _tls(self, address: str | None) -> Tls | None:
        modes = "certbot (a free certificate), files (your own) or none (an IP address, for the first days)"
        mode = self._take("tls.mode", values.one_of(tuple(TlsMode)), needed=f"where HTTPS comes from: {modes}")
        certificate, key = self._take("tls.certificate", values.path), self._take("tls.key", values.path)
        hsts = self._take("tls.hsts", values.yes_or_no) or False
        if mode is None:
            return None
        if mode == TlsMode.FILES:
            for name, value in (("tls.certificate", certificate), ("tls.key", key)):
                if value is None and not self._has(name):
                    self._note(name, 'it is missing: with mode = "files" write the path of the PEM file.')
        elif certificate or key:
            self._note("tls.certificate" if certificate else "tls.key", 'leave it out, or write mode = "files".')
        if address and mode == TlsMode.NONE and not is_ip(address):
            self._note(
                "tls.mode",
                "passwords would travel unprotected to a domain: write certbot or files. Until its DNS points to this "
                "server, write the server's IP address as `address`.",
            )
        if address and mode == TlsMode.CERTBOT and is_ip(address):
            self._note("tls.mode", "certbot needs a domain as `address`; with an IP address write none or files.")
        if hsts and mode == TlsMode.NONE:
            self._note("tls.hsts", "it needs HTTPS: leave it out while tls.mode is none.")
        return Tls(mode=TlsMode(mode), certificate=certificate, key=key, hsts=hsts)

    def _mail(self) -> Mail:
        given = {
            name: value
            for name, take in (
                ("server", values.mail_server),
                ("port", values.port),
                ("user", values.text),
                ("password", values.text),
                ("security", values.one_of(_SECURITIES)),
                ("sender", values.email),
            )
            if (value := self._take(f"mail.{name}", take)) is not None
        }
        if "mail" in self.found and "server" not in given and not self._has("mail.server"):
            self._note("mail.server", "it is missing: write the host of your mail provider, or leave out [mail].")
        return Mail(**given)

    def _numbers(self, record: type[Any], *, least: int) -> Any:
        table = record.__name__.lower()
        taken = {one.name: self._take(f"{table}.{one.name}", values.number(least)) for one in fields(record)}
        return record(**{name: value for name, value in taken.items() if value is not None})

    def _take(self, key: str, take: Callable[[Any], Any], *, needed: str = "") -> Any:
        """The value of a key, or None; a wrong one is noted. An empty or made-up value is never taken."""
        if not self._has(key):
            if needed:
                self._note(key, f"it is missing: write {needed}")
            return None
        value = self._table(key)[key.rpartition(".")[2]]
        if isinstance(value, str) and (not value.strip() or _PLACEHOLDERS.search(value)):
            what = f"“{value}” is only an example" if value.strip() else "it is empty"
            self._note(key, f"{what}: write {needed or 'the real value, or leave the line out.'}")
            return None
        try:
            return take(value)
        except Refusal as refusal:
            shown = "" if key in {"mail.password", "database.url"} else f"{value!r} cannot be taken: "
            self._note(key, f"{shown}{refusal}")
            return None

    def _has(self, key: str) -> bool:
        return key.rpartition(".")[2] in self._table(key)

    def _table(self, key: str) -> Mapping[str, Any]:
        name = key.rpartition(".")[0]
        table = self.found.get(name, {}) if name else self.found
        return table if isinstance(table, Mapping) else {}

    def _refuse_unknown(self) -> None:
        known = {
            "tls": [one.name for one in fields(Tls)],
            "mail": [one.name for one in fields(Mail)],
            "limits": [one.name for one in fields(Limits)],
            "processes": [one.name for one in fields(Processes)],
            "memory": [one.name for one in fields(Memory)],
            "paths": [one.name for one in fields(Paths)],
            "database": ["url"],
        }
        for key, value in self.found.items():
            if key in _TABLES:
                if not isinstance(value, dict):
                    self._note(key, f"that is a part of its own: write [{key}] on a line, and its keys below.")
                    continue
                for name in value.keys() - set(known[key]):
                    self._note(f"{key}.{name}", f"there is no such key. In [{key}] are: {', '.join(known[key])}.")
            elif key not in _TOP:
                hint = f"At the top are: {', '.join(_TOP)}; parts: {', '.join(f'[{one}]' for one in _TABLES)}."
                self._note(key, f"there is no such key. {hint}")

    def _note(self, key: str, why: str) -> None:
        self.faults.append(Fault(file=self.file, line=_line_of(self.text, key), key=key, why=why))


def _line_of(text: str, key: str) -> int:
    """The line of a key, else of its part, else 0."""
    wanted_table, _, name = key.rpartition(".")
    table, place = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.match(r"\s*\[\s*\"?([\w.-]+)\"?\s*\]", line):
            table = found[1]
            if table in (wanted_table, key):
                place = number
        elif table == wanted_table and re.match(rf"\s*\"?{re.escape(name)}\"?\s*[=.]", line):
            return number
    return place
