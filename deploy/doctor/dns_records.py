"""Asks the DNS for records that the system's own functions do not give: CAA and TXT. It needs no other program."""

from __future__ import annotations

from typing import Literal

import dns.exception
import dns.rdata
import dns.resolver

Kind = Literal["CAA", "TXT"]
_SECONDS = 3
_ALL_SECONDS = 9


class NoAnswer(OSError):
    """Nobody knows: no resolver, or none that answers."""


def records(name: str, kind: Kind, *, resolver: dns.resolver.Resolver | None = None) -> tuple[str, ...]:
    """What stands in the records of this kind, none when there are none: of TXT the text, of CAA `tag value`.

    Raises NoAnswer.
    """
    try:
        asked = resolver or dns.resolver.Resolver()
        asked.timeout, asked.lifetime = _SECONDS, _ALL_SECONDS
        # With the dot at the end: no domain of this machine is tried behind it.
        found = asked.resolve(f"{name.rstrip('.')}.", kind, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN:
        return ()
    except (dns.exception.DNSException, OSError) as error:
        raise NoAnswer(str(error)) from error
    return tuple(_text(one) for one in found)


def issuers(caa: tuple[str, ...]) -> tuple[str, ...]:
    """Who may issue certificates, by CAA records (RFC 8659); an empty name forbids it to all."""
    pairs = (one.partition(" ") for one in caa)
    return tuple(value.partition(";")[0].strip().lower() for tag, _, value in pairs if tag == "issue")


def _text(record: dns.rdata.Rdata) -> str:
    if record.rdtype == dns.rdatatype.CAA:
        return f"{record.tag.decode(errors='replace').lower()} {record.value.decode(errors='replace')}"  # type: ignore[attr-defined]
    # The parts of one text belong together, without anything between them (RFC 7208, 3.3).
    return b"".join(record.strings).decode(errors="replace")  # type: ignore[attr-defined]
