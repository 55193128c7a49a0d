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

from deploy.configuration import Configuration
from deploy.environment.variables import environment_text


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


FILES: tuple[RenderedFile, ...] = (
    RenderedFile(
        target="{configuration}/env",
        make=environment_text,
        mode=0o640,
        group="cataloro",
        after=After.APP,
    ),
)
