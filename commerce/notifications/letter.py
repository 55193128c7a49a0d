"""A row of the outbox as a mail: subject, HTML and plain text, written by the theme in the language of the shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from commerce.notifications import kinds, texts
from commerce.notifications.enclosures import enclosed
from commerce.notifications.late import filled
from commerce.notifications.plain_text import plain_text
from commerce.notifications.unsubscribing import unsubscribe_path
from commerce.notifications.values import unpacked

if TYPE_CHECKING:
    from commerce.notifications.models import Notification


def letter_of(row: Notification) -> EmailMultiAlternatives:
    """The mail. Raises what the theme raises when it has no template of this kind, or a wrong one.

    Besides its context a template knows `recipient` (a name, or "") and `unsubscribe` (a path, or "").
    """
    unsubscribe = ""
    if row.recipient_id is not None and kinds.is_optional(row.kind):
        unsubscribe = unsubscribe_path(row.recipient_id, row.kind)
    stored = unpacked(row.context)
    context = {
        **filled(stored),
        "recipient": row.recipient.name if row.recipient is not None else "",
        "unsubscribe": unsubscribe,
    }
    subject, html = texts.written(row.kind, context)
    headers = {"Message-ID": f"<{row.message_id}@{settings.SITE_HOST}>", "Auto-Submitted": "auto-generated"}
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{settings.SITE_URL}{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter = EmailMultiAlternatives(subject=subject, body=plain_text(html), to=[row.goes_to], headers=headers)
    letter.attach_alternative(html, "text/html")
    file = enclosed(row.kind, stored)
    if file is not None:
        letter.attach(file)
    return letter
