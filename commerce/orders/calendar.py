"""A meeting as a file for calendars (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings

from commerce.orders.models import Appointment, Order

_OCTETS = 73
"""Of a line: two less than allowed, for the blank before what goes on."""


def calendar_file(order: Order, meeting: Appointment, *, summary: str) -> str:
    """One event. Moved, it is the same event with a higher sequence; an order that is called off cancels it."""
    where = ", ".join(part for part in (meeting.place, meeting.address) if part)
    over = order.state == "cancelled"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cataloro//Orders//EN",
        f"METHOD:{'CANCEL' if over else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{order.label}@{settings.SITE_HOST}",
        f"SEQUENCE:{meeting.sequence + over}",
        f"DTSTAMP:{_moment(order.changed_at)}",
        f"DTSTART:{_moment(meeting.starts_at)}",
        f"DTEND:{_moment(meeting.ends_at)}",
        f"SUMMARY:{_escaped(summary)}",
        f"LOCATION:{_escaped(where)}",
        f"URL:{settings.SITE_URL}{order.path}",
        f"STATUS:{'CANCELLED' if over else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    flat = " ".join(text.split())
    return flat.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut within a character."""
    parts, part = [], b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > _OCTETS:
            parts.append(part.decode())
            part = b""
        part += octets
    return "\r\n ".join([*parts, part.decode()])
