"""Logs in to the mail server as the shop would, and sends nothing."""

from __future__ import annotations

import smtplib
import ssl

from deploy.configuration import Mail

_SECONDS = 10


def why_not_taken(mail: Mail) -> str:
    """Nothing when it takes us, else what it said. The password is in no text."""
    try:
        with _connected(mail) as server:
            if mail.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if mail.user:
                server.login(mail.user, mail.password)
            code, said = server.mail(mail.sender or mail.user)
            return "" if code == 250 else f"it does not take the sender: {code} {said.decode(errors='replace')}"  # noqa: PLR2004 (SMTP)
    except smtplib.SMTPAuthenticationError as error:
        return f"it does not take the user and the password: {error.smtp_code} {_words(error.smtp_error)}"
    except smtplib.SMTPNotSupportedError as error:
        return f"it does not offer what the settings want: {error}"
    except ssl.SSLError as error:
        return f"no protected connection: {error.reason or error}"
    except smtplib.SMTPResponseException as error:
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    except (OSError, smtplib.SMTPException) as error:
        return str(error) or type(error).__name__


def _connected(mail: Mail) -> smtplib.SMTP:
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.server, mail.port, timeout=_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(mail.server, mail.port, timeout=_SECONDS)


def _words(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
