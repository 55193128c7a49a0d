"""Which names a certificate stands for, in the words of `openssl x509 -ext subjectAltName`."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

_DOMAIN = re.compile(r"DNS:([^\s,]+)")
_ADDRESS = re.compile(r"IP Address:([^\s,]+)")


def not_covered(said: str, names: Iterable[str]) -> list[str]:
    """Those of the names that the certificate does not stand for."""
    domains = {one.lower() for one in _DOMAIN.findall(said)}
    addresses = {ipaddress.ip_address(one) for one in _ADDRESS.findall(said)}
    return [name for name in names if not _is_covered(name.lower(), domains, addresses)]


def _is_covered(name: str, domains: set[str], addresses: set[ipaddress.IPv4Address | ipaddress.IPv6Address]) -> bool:
    try:
        return ipaddress.ip_address(name.strip("[]")) in addresses
    except ValueError:
        # A star stands for one word, and only for the first.
        return name in domains or f"*.{name.partition('.')[2]}" in domains
