"""The environment of every service on the server, made from the configuration: the settings of docs/reference.md."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from deploy.configuration import Configuration


def variables(configuration: Configuration) -> dict[str, str]:
    """Everything but the SECRET_KEY, which is made once and lies in a file of its own."""
    paths = configuration.paths
    return {
        "CATALORO_ENV": "production",
        "CATALORO_FINGERPRINT": configuration.fingerprint,
        "SITE_URL": configuration.site_url,
        "DATABASE_URL": configuration.database_url
        or f"postgresql://cataloro@{quote(str(paths.database_socket), safe='')}/cataloro",
        "DATA_DIR": str(paths.data),
        "BUILD_DIR": str(paths.build),
        "MEDIA_DIR": str(paths.media),
        "EMAIL_URL": email_url(configuration),
        "PYTHONUNBUFFERED": "1",
    }


def email_url(configuration: Configuration) -> str:
    """The mail server as the app's setting wants it; without one mails are kept as files, so that none is lost."""
    mail = configuration.mail
    if not mail.server:
        return f"file:///{configuration.paths.data}/mail"
    log_in = f"{quote(mail.user, safe='')}:{quote(mail.password, safe='')}@" if mail.user else ""
    options = {"starttls": {"tls": "True"}, "tls": {"ssl": "True"}, "none": {}}[mail.security]
    asked = urlencode(options | {"_default_from_email": mail.sender or f"noreply@{configuration.host}"})
    return f"smtp://{log_in}{mail.server}:{mail.port}/?{asked}"


def environment_text(configuration: Configuration) -> str:
    """One NAME="value" a line, as systemd and a POSIX shell read it alike."""
    return "".join(f"{name}={_quoted(value)}\n" for name, value in variables(configuration).items())


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("`", "\\`")
    return f'"{escaped}"'
