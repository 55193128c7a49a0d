"""The one address of the shop: scheme, host and perhaps a port, nothing else."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from cms.config.refusals import Refusal

EXAMPLE = "https://shop.example.org"
IN_BRACKETS = "an IPv6 address is written in brackets, without a zone: https://[2001:db8::1]"
DEFAULT_PORTS = {"http": 80, "https": 443}

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LONGEST_NAME = 253
_ONLY_AT_HOME = ("localhost", "localdomain", "local", "invalid")
"""Last parts of names that nobody outside can reach."""


def site_url_of(value: str, *, production: bool) -> str:
    """`value` as an origin, in lower case. Raises Refusal for what is no address, or none that shoppers can reach."""
    parts = _split(value)
    _refuse_more_than_an_origin(parts, has_more="?" in value or "#" in value)
    host = (parts.hostname or "").lower()
    address = _ip_address(host, in_brackets="[" in parts.netloc)
    if address is None:
        _refuse_bad_name(host)
    if production:
        _refuse_out_of_reach(host, address, scheme=parts.scheme)
    port = _port(parts)
    shown = f"[{address}]" if isinstance(address, ipaddress.IPv6Address) else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def _split(value: str) -> SplitResult:
    if any(ord(one) <= ord(" ") or ord(one) == 0x7F for one in value):  # noqa: PLR2004 (DEL)
        raise Refusal("there is a blank or a control character in it.")
    if not value.isascii():
        raise Refusal(f"write an international name in its ASCII form (xn--…), as in {EXAMPLE}")
    try:
        parts = urlsplit(value)
    except ValueError:
        raise Refusal(f"that is no address. Allowed: scheme and host, as in {EXAMPLE}") from None
    if parts.scheme not in DEFAULT_PORTS or not value.lower().startswith(f"{parts.scheme}://"):
        raise Refusal(f"it must begin with https:// or http://, as in {EXAMPLE}")
    return parts


def _refuse_more_than_an_origin(parts: SplitResult, *, has_more: bool) -> None:
    if "@" in parts.netloc:
        raise Refusal("it must not hold a user name or a password.")
    if parts.path == "/":
        raise Refusal("leave out the slash at its end.")
    if parts.path:
        raise Refusal(f"leave out the path {parts.path}: the shop has a host of its own.")
    if has_more:
        raise Refusal("leave out what comes after the host (? or #).")
    if parts.netloc.count(":") > 1 and "[" not in parts.netloc:
        raise Refusal(IN_BRACKETS)
    if not parts.hostname:
        raise Refusal(f"there is no host in it. Allowed: scheme and host, as in {EXAMPLE}")


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        raise Refusal("the port must be a number from 1 to 65535.") from None
    if port == 0 or (port is None and parts.netloc.endswith(":")):
        raise Refusal("the port must be a number from 1 to 65535.")
    if port == DEFAULT_PORTS[parts.scheme]:
        raise Refusal(f"leave out :{port}, which {parts.scheme} means anyway (browsers leave it out too).")
    return port


def _ip_address(host: str, *, in_brackets: bool) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    if in_brackets != isinstance(address, ipaddress.IPv6Address) or "%" in host:
        raise Refusal(IN_BRACKETS)
    return address


def _refuse_bad_name(host: str) -> None:
    labels = host.split(".")
    if "_" in host:
        raise Refusal("a host name has no underscore; browsers and certificates do not take it.")
    if len(host) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refusal(
            "that is no host name: parts of a-z, 0-9 and - (not at their ends), at most 63 characters each, "
            "joined by single dots."
        )
    if labels[-1].isdigit():
        raise Refusal("that is neither a name (its last part is a number) nor an IP address of four parts up to 255.")


def _refuse_out_of_reach(
    host: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address | None, *, scheme: str
) -> None:
    if address is not None:
        plain = getattr(address, "ipv4_mapped", None) or address
        if plain.is_loopback or plain.is_unspecified or plain.is_multicast or plain.is_link_local:
            raise Refusal("shoppers cannot reach this address; in production it must be the server's own.")
        return
    if host.rpartition(".")[2] in _ONLY_AT_HOME:
        raise Refusal("shoppers cannot reach this name; in production it must be the public one.")
    if "." not in host:
        raise Refusal("a name without a dot is known at home only; in production it must be the public one.")
    if scheme == "http":
        raise Refusal(f"passwords would travel unprotected; use https://{host} (http is for a bare IP address).")
