"""How mails leave the shop, as the environment says, and a mail that tries it out."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from commerce.catalog import shop_name

_SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a test."""

    is_sent: bool
    words: str


def described() -> list[tuple[str, str]]:
    """What is set, without the password."""
    rows = [(_("Sender"), settings.DEFAULT_FROM_EMAIL)]
    if settings.EMAIL_BACKEND != _SMTP:
        return [(_("Way"), _way()), *rows]
    if settings.EMAIL_USE_SSL:
        encryption = _("from the first byte (TLS)")
    else:
        encryption = _("STARTTLS") if settings.EMAIL_USE_TLS else _("none")
    return [
        (_("Way"), _("a mail server")),
        (_("Server"), f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"),
        (_("Encryption"), encryption),
        (_("User name"), settings.EMAIL_HOST_USER or _("none")),
        (_("Password"), _("set") if settings.EMAIL_HOST_PASSWORD else _("none")),
        *rows,
    ]


def send_test(address: str) -> Answer:
    """Send a mail now, and say in words what the server answers."""
    connection = get_connection()
    letter = EmailMessage(
        subject=_("Test from %(shop)s") % {"shop": shop_name()},
        body=_("If you can read this, mails of %(shop)s arrive.") % {"shop": shop_name()} + "\n",
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        letter.send()
    except Exception as error:  # noqa: BLE001 (an address can break more than SMTP)
        return Answer(is_sent=False, words=in_words(error))
    if settings.EMAIL_BACKEND != _SMTP:
        return Answer(is_sent=True, words=_("Written, but not to a mail server: %(way)s.") % {"way": _way()})
    words = _("The server has taken the mail. Whether it arrives is shown by the inbox; look among spam, too.")
    return Answer(is_sent=True, words=words)


def in_words(error: Exception) -> str:
    """What a mail server, or the way to it, says."""
    where = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT, "says": _said(error)}
    for kind, words in (
        (smtplib.SMTPAuthenticationError, _("The server refuses user name or password. It says: %(says)s")),
        (smtplib.SMTPRecipientsRefused, _("The server does not take mails to this address. It says: %(says)s")),
        (smtplib.SMTPSenderRefused, _("The server does not take mails from this sender. It says: %(says)s")),
        (socket.gaierror, _("Nobody knows a server called %(host)s. Look at EMAIL_URL.")),
        (ConnectionRefusedError, _("Nothing answers at %(host)s, port %(port)s. Look at EMAIL_URL.")),
        (TimeoutError, _("%(host)s, port %(port)s does not answer in time. A firewall may be between.")),
        (ssl.SSLError, _("The encryption with %(host)s failed: %(says)s")),
    ):
        if isinstance(error, kind):
            return words % where
    return _("The mail was not sent: %(says)s") % where


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = list(error.recipients.values())
        return _line(*answers[0]) if answers else type(error).__name__
    if isinstance(error, smtplib.SMTPResponseException):
        return _line(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:500]


def _line(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"[:500]


def _way() -> str:
    name = str(settings.EMAIL_BACKEND).rsplit(".", 2)[-2]
    return {
        "console": _("into the log of the shop (console://)"),
        "filebased": _("into files of a folder (file://)"),
        "locmem": _("nowhere: kept in memory"),
        "dummy": _("nowhere"),
    }.get(name, name)
