"""A meeting as a file for calendars (RFC 5545)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.mime.text import MIMEText
from typing import Any

from django.conf import settings

from commerce.orders.machine import State
from commerce.orders.models import Appointment, Order
from commerce.theme import translate

_OCTETS = 73
"""Of a line: two less than allowed, for the blank before what goes on."""


def calendar_file(order: Order, meeting: Appointment, *, summary: str) -> str:
    """One event. Moved, it is the same event with a higher sequence; an order that is called off cancels it."""
    where = ", ".join(part for part in (meeting.place, meeting.address) if part)
    over = order.state == State.CANCELLED
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
        *([f"DESCRIPTION:{_escaped(translate('Safe place'))}"] if meeting.is_safe else []),
        f"URL:{settings.SITE_URL}{order.path}",
        f"STATUS:{'CANCELLED' if over else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def summary_for(order: Order, other: str) -> str:
    """What stands in the calendar of one side."""
    return translate("Meet {name} ({order})", name=other, order=order.label)


def enclosed_calendar(context: Mapping[str, Any]) -> MIMEText | None:
    """The meeting that a mail tells of, as it stands when the mail is written; none was agreed, or it was called off
    after its time: nothing.
    """
    order = Order.objects.get(number=int(str(context["order"]).removeprefix("O-")))
    meeting = order.appointments.filter(status=Appointment.Status.AGREED).first()
    over = order.state == State.CANCELLED
    if meeting is None or (over and meeting.starts_at <= order.changed_at):
        return None
    file = MIMEText(calendar_file(order, meeting, summary=summary_for(order, context["other"])), "calendar", "utf-8")
    file.set_param("method", "CANCEL" if over else "PUBLISH")
    file.add_header("Content-Disposition", "attachment", filename=f"{order.label}.ics")
    return file


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    flat = " ".join("".join(one if one.isprintable() else " " for one in text).split())
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
