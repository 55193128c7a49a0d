"""The country of an address comes from a file on this machine, or from nowhere."""

from __future__ import annotations

import struct

import pytest

from cms.visits.countries import country_finder
from tests.factories.log_lines import log_line
from tests.factories.visits import sources


def packed(value):
    """A value in MaxMind's format: texts and maps; numbers are packed already."""
    if isinstance(value, str):
        return bytes([0x40 | len(value)]) + value.encode()
    if isinstance(value, bytes):
        return value
    return bytes([0xE0 | len(value)]) + b"".join(packed(name) + packed(one) for name, one in value.items())


def of_two_bytes(value):
    return b"\xa2" + struct.pack(">H", value)


@pytest.fixture
def database(tmp_path):
    """Knows that addresses below 128.0.0.0 are in Germany, and no others."""
    about = {
        "node_count": b"\xc4" + struct.pack(">I", 1),
        "record_size": of_two_bytes(24),
        "ip_version": of_two_bytes(4),
        "database_type": "Country",
        "binary_format_major_version": of_two_bytes(2),
        "binary_format_minor_version": of_two_bytes(0),
        "build_epoch": b"\x08\x02" + struct.pack(">Q", 1),
        "languages": b"\x00\x04",
        "description": {},
    }
    tree = (1 + 16).to_bytes(3, "big") + (1).to_bytes(3, "big")
    data = packed({"country": {"iso_code": "DE"}})
    file = tmp_path / "country.mmdb"
    file.write_bytes(tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + packed(about))
    return file


def test_without_a_database_nothing_is_told():
    assert country_finder(None)("10.0.0.1") is None


def test_tells_the_country_or_that_nobody_knows(database):
    country = country_finder(database)

    assert [country(one) for one in ("10.0.0.1", "203.0.113.7", "2001:db8::1", "nonsense")] == ["DE", "", "", ""]


@pytest.mark.django_db
def test_views_are_counted_by_country(database, settings, log, count):
    settings.COUNTRY_DATABASE = database
    log.write_bytes(log_line(addr="10.0.0.1") + log_line(addr="10.0.0.2") + log_line(addr="203.0.113.7"))

    count(log)

    assert sources("country") == {"DE": 2, "": 1}
