"""Takes single values of cataloro.toml; each function raises Refusal, in words, for what cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cms.config.refusals import Refusal
from cms.config.service_urls import database_of
from cms.config.site_address import site_url_of
from deploy.configuration import is_ip

_EMAIL = re.compile(r"[^@\s\"<>,;]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")
_HIGHEST_PORT = 65535


def text(value: Any) -> str:
    """Words on one line."""
    if not isinstance(value, str) or any(ord(letter) < ord(" ") for letter in value):
        raise Refusal('text in quotes is needed, on one line: "…".')
    return value


def address(value: Any) -> str:
    """A public domain or IP address, in lower case and without brackets."""
    words = text(value).strip().lower().strip("[]")
    if "://" in words:
        raise Refusal("write the name alone, without http:// or https://.")
    shown = f"[{words}]" if ":" in words and is_ip(words) else words
    return site_url_of(f"https://{shown}", production=True).removeprefix("https://").strip("[]")


def domains(value: Any) -> tuple[str, ...]:
    """A list of them."""
    if not isinstance(value, list):
        raise Refusal('a list is needed: ["www.your-town.eu"].')
    return tuple(address(one) for one in value)


def email(value: Any) -> str:
    """An e-mail address."""
    if not _EMAIL.fullmatch(text(value)):
        raise Refusal("an e-mail address is needed.")
    return str(value)


def mail_server(value: Any) -> str:
    """The name of a host."""
    if not _HOST.fullmatch(text(value)):
        raise Refusal("the name of a host is needed, without a port and without smtp://.")
    return str(value)


def database(value: Any) -> str:
    """The address of a PostgreSQL."""
    database_of(text(value), production=True, relative_to=Path("/"))
    return str(value)


def path(value: Any) -> Path:
    """A full path that can stand in any of the rendered files."""
    taken = Path(text(value))
    if not taken.is_absolute() or taken == Path("/") or ".." in taken.parts or re.search(r"[\s\"'$;{}%\\]", str(value)):
        raise Refusal("a full path is needed (/var/…), without blanks, quotes and the like.")
    return taken


def yes_or_no(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Refusal("true or false is needed, without quotes.")
    return value


def port(value: Any) -> int:
    """A TCP port."""
    return number(1, _HIGHEST_PORT)(value)


def number(least: int, most: int = 1_000_000) -> Callable[[Any], int]:
    """A taker of whole numbers between two bounds."""

    def take(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Refusal(f"a whole number from {least} to {most} is needed, without quotes.")
        return value

    return take


def one_of(allowed: tuple[str, ...]) -> Callable[[Any], str]:
    """A taker of one of these words."""

    def take(value: Any) -> str:
        if value not in allowed:
            raise Refusal(f"allowed are {', '.join(allowed)}.")
        return str(value)

    return take
