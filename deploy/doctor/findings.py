"""What a check is, and what it can find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from deploy.configuration import FILE, FORMER_ADDRESSES, INSTALL_ID, SECRETS, Configuration
from deploy.configuration_file import ConfigurationRefused, parse_configuration
from deploy.doctor.machine import Machine, Ran
from deploy.environment.variables import variables

SERVICES = ("web", "publisher", "tasks", "visits")
"""What runs all the time; `cataloro-<name>.service`."""


class Status(StrEnum):
    """How it stands."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    """It could not be looked at; `found` says why. Never the same as a failure."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: the evidence, what a person does about it, and what `--fix` does itself."""

    status: Status
    found: str
    mend: str = ""
    commands: tuple[tuple[str, ...], ...] = ()


def ok(found: str) -> Finding:
    """All is well."""
    return Finding(Status.OK, found)


def warn(found: str, mend: str, *commands: tuple[str, ...]) -> Finding:
    """It works, and should be looked after."""
    return Finding(Status.WARN, found, mend, commands)


def fail(found: str, mend: str, *commands: tuple[str, ...]) -> Finding:
    """It does not work."""
    return Finding(Status.FAIL, found, mend, commands)


def unknown(found: str, mend: str = "") -> Finding:
    """Nobody can tell."""
    return Finding(Status.UNKNOWN, found, mend)


class Patient:
    """The server that is looked at, and what its owner wants of it. What several checks need is read once."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._ran: dict[tuple[str, ...], Ran] = {}

    @cached_property
    def configuration(self) -> Configuration:
        """What cataloro.toml says. Raises ConfigurationRefused."""
        text = self.machine.read(FILE)
        if text is None:
            raise ConfigurationRefused([])
        return parse_configuration(
            text,
            file=FILE,
            install_id="".join(self._lines(INSTALL_ID)),
            former_addresses=tuple(self._lines(FORMER_ADDRESSES)),
        )

    def _lines(self, name: str) -> list[str]:
        text = self.machine.read(FILE.with_name(name)) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def run(self, *command: str) -> Ran:
        """Run a program that only looks: the second time its answer is known."""
        if command not in self._ran:
            self._ran[command] = self.machine.run(*command)
        return self._ran[command]

    def python(self, *arguments: str) -> Ran:
        """Run the shop's Python as its user, with its settings."""
        paths = self.configuration.paths
        command = ("runuser", "-u", "cataloro", "--", str(paths.current / "venv/bin/python"), *arguments)
        secrets = self.machine.read(paths.configuration / SECRETS) or ""
        return self.machine.run(
            *command, environment={**variables(self.configuration), **assignments(secrets)}, seconds=120
        )

    def manage(self, *arguments: str) -> Ran:
        """Run a command of the shop."""
        return self.python(str(self.configuration.paths.current / "app/manage.py"), *arguments)

    def forget(self) -> None:
        """Look anew: something was mended."""
        self._ran.clear()
        self.__dict__.pop("configuration", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that is looked at. It is left out when one of `after` failed: one cause is told once."""

    id: str
    title: str
    why: str
    look: Callable[[Patient], Finding]
    after: tuple[str, ...] = ()


def assignments(text: str) -> dict[str, str]:
    """NAME="value" a line, as in the files of the environment."""
    found = {}
    for line in text.splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            inner = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
            found[name] = inner.replace('\\"', '"').replace("\\$", "$").replace("\\`", "`").replace("\\\\", "\\")
    return found


def last_lines(text: str, count: int = 3) -> str:
    """The end of what a program said, in one line."""
    return " / ".join(line.strip() for line in text.strip().splitlines()[-count:] if line.strip())
