"""The table of all files that are rendered from the configuration.

To add a file: put a Jinja2 template anywhere in deploy/ (`template` is its path from there, such as
`units/templates/cataloro-web.service.jinja`) and a row here. A template may use what `Configuration.as_values` gives:
`configuration`, `paths`, `TlsMode`, `Proxy`, …; an unknown name stops the rendering. Files that need more, as Nginx's
do, name a function by `make`: it takes the configuration and returns the text. Do not write the first line yourself:
rendering puts it there. `target` may name `{units}`, `{nginx}` and the other paths of the configuration. `after` says
what has to be done when the file is another one than before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from deploy.configuration import Configuration, TlsMode
from deploy.environment.variables import environment_text
from deploy.nginx.own_pages import OWN_PAGES
from deploy.nginx.production import page_text, site_text


class After(StrEnum):
    """What reads the file, and must be told of a new one."""

    NOTHING = "nothing"
    APP = "app"
    """The services of the shop start anew."""
    UNITS = "units"
    """systemd reads its units again, then the services start anew."""
    NGINX = "nginx"
    """`nginx -t`, then a reload; when the test fails, the file before comes back."""
    SELINUX = "selinux"
    """The module is loaded again."""


def _always(_: Configuration) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFile:
    """One row: from which template (or by which function), to where, whose, and when it is there at all."""

    target: str
    template: str = ""
    make: Callable[[Configuration], str] | None = None
    mode: int = 0o644
    owner: str = "root"
    group: str = "root"
    when: Callable[[Configuration], bool] = _always
    after: After = After.NOTHING
    comment: tuple[str, str] = ("# ", "")
    """How the first line begins and ends: `("; ", "")` for CIL, `("<!-- ", " -->")` for HTML."""


KERNEL = Path("/etc/sysctl.d/60-cataloro.conf")
"""Read by the kernel's own service when the machine starts, and by ours before the socket is opened."""
_UNITS = (
    "cataloro.target",
    "cataloro-web.socket",
    "cataloro-web.service",
    "cataloro-publisher.service",
    "cataloro-tasks.service",
    "cataloro-visits.service",
    "cataloro-backup.service",
    "cataloro-backup.timer",
    "cataloro-doctor.service",
    "cataloro-doctor.timer",
)
_UNITS_OF_CERTBOT = ("cataloro-certificates.service", "cataloro-certificates.timer")


def _unit(name: str, *, when: Callable[[Configuration], bool] = _always) -> RenderedFile:
    return RenderedFile(
        target=f"{{units}}/{name}", template=f"units/templates/{name}.jinja", when=when, after=After.UNITS
    )


def _starts_again(name: str, *, when: Callable[[Configuration], bool] = _always) -> RenderedFile:
    """Beside a unit of the distribution."""
    return RenderedFile(
        target=f"{{units}}/{name}.service.d/cataloro.conf",
        template="units/templates/starts-again.conf.jinja",
        when=when,
        after=After.UNITS,
    )


FILES: tuple[RenderedFile, ...] = (
    RenderedFile(
        target="{configuration}/env",
        make=environment_text,
        mode=0o640,
        group="cataloro",
        after=After.APP,
    ),
    *(_unit(name) for name in _UNITS),
    *(_unit(name, when=lambda it: it.tls.mode is TlsMode.CERTBOT) for name in _UNITS_OF_CERTBOT),
    RenderedFile(target=str(KERNEL), template="units/templates/waiting.conf.jinja", after=After.UNITS),
    _starts_again("nginx"),
    _starts_again("postgresql", when=lambda it: not it.database_url),
    RenderedFile(target="{nginx}/conf.d/00-cataloro.conf", make=site_text, after=After.NGINX),
    *(RenderedFile(target=f"{{errors}}/{name}", make=page_text(name), comment=("<!-- ", " -->")) for name in OWN_PAGES),
    RenderedFile(target="/etc/logrotate.d/cataloro", template="nginx/templates/logrotate.jinja"),
    RenderedFile(
        target="{configuration}/cataloro.cil", template="selinux/cataloro.cil", after=After.SELINUX, comment=("; ", "")
    ),
)
