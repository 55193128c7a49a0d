"""The country of an address, by a database on this machine; without one nothing is asked and nothing is told."""

from __future__ import annotations

import errno
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import maxminddb

_MOST_KEPT = 20_000
_CODE_LENGTH = 2


def country_finder(database: Path | None) -> Callable[[str], str | None]:
    """Tells the code of an address's country, empty when nobody knows; None without a database. Raises OSError."""
    if database is None:
        return lambda _addr: None
    try:
        reader = maxminddb.open_database(database)
    except maxminddb.InvalidDatabaseError as error:
        raise OSError(errno.EINVAL, "it is no database of countries", str(database)) from error
    known: dict[str, str] = {}

    def country(addr: str) -> str | None:
        found = known.get(addr)
        if found is None:
            if len(known) > _MOST_KEPT:
                known.clear()
            found = known[addr] = _look_up(reader, addr)
        return found

    return country


def _look_up(reader: maxminddb.Reader, addr: str) -> str:
    try:
        record: Any = reader.get(ip_address(addr))
    except ValueError:
        return ""
    code = record.get("country", {}) if isinstance(record, dict) else {}
    code = code.get("iso_code") if isinstance(code, dict) else code
    return code if isinstance(code, str) and len(code) == _CODE_LENGTH and code.isascii() else ""
