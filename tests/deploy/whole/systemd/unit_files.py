"""Reads units as systemd does: the file of /etc before that of the distribution, then the drop-ins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDERS = (Path("/etc/systemd/system"), Path("/usr/lib/systemd/system"))
_TRUE = frozenset({"yes", "true", "on", "1"})
_UNITS_OF_TIME = {"ms": 0.001, "s": 1, "sec": 1, "min": 60, "m": 60, "h": 3600}


class NoSuchUnit(LookupError):
    """There is no file of this name."""


@dataclass(frozen=True)
class UnitFile:
    """What stands in it."""

    name: str
    values: dict[str, list[str]]
    files: tuple[Path, ...]
    read: float
    """How new the newest of the files was."""

    def words(self, key: str) -> list[str]:
        """All words of a directive, however often it stands there."""
        return [word for line in self.values.get(key, ()) for word in line.split()]

    def text(self, key: str, otherwise: str = "") -> str:
        """Of a directive that counts once: the last."""
        lines = self.values.get(key)
        return lines[-1] if lines else otherwise

    def says(self, key: str) -> bool:
        """Whether it is switched on."""
        return self.text(key).lower() in _TRUE

    def seconds(self, key: str, otherwise: float) -> float:
        """A span of time."""
        text = self.text(key)
        if not text:
            return otherwise
        number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
        return float(number) * _UNITS_OF_TIME[text[len(number) :] or "s"]


def full_name(word: str) -> str:
    """`nginx` is `nginx.service`."""
    return word if "." in word else f"{word}.service"


def files_of(name: str) -> list[Path]:
    """Its file and drop-ins. Raises NoSuchUnit."""
    found = [folder / name for folder in FOLDERS if (folder / name).exists()][:1]
    if not found:
        raise NoSuchUnit(name)
    more = {one.name: one for folder in reversed(FOLDERS) for one in (folder / f"{name}.d").glob("*.conf")}
    return found + [more[one] for one in sorted(more)]


def read_unit(name: str) -> UnitFile:
    """As it is on the disk now. Raises NoSuchUnit."""
    files, values = files_of(name), dict[str, list[str]]()
    for file in files:
        for line in file.read_text().splitlines():
            key, is_directive, value = line.strip().partition("=")
            if not is_directive or key.startswith(("#", ";", "[")):
                continue
            if value:
                values.setdefault(key.strip(), []).append(value.strip())
            else:
                values[key.strip()] = []
    wanted = [one.name for folder in FOLDERS for one in sorted((folder / f"{name}.wants").glob("*"))]
    values.setdefault("Wants", []).extend(wanted)
    return UnitFile(name, values, tuple(files), max(file.stat().st_mtime for file in files))


def links_of(unit: UnitFile) -> list[Path]:
    """What `enable` makes."""
    return [FOLDERS[0] / f"{target}.wants" / unit.name for target in unit.words("WantedBy")]


def environment_of(unit: UnitFile) -> dict[str, str]:
    """From EnvironmentFile= and Environment=. Raises OSError where a file is missing."""
    found = {}
    for path in unit.words("EnvironmentFile"):
        if path.startswith("-") and not Path(path[1:]).exists():
            continue
        for line in Path(path.removeprefix("-")).read_text().splitlines():
            name, is_setting, value = line.partition("=")
            if is_setting and not line.startswith("#"):
                bare = value[1:-1] if value[:1] == value[-1:] == '"' else value
                found[name] = bare.replace("\\$", "$").replace("\\`", "`").replace('\\"', '"').replace("\\\\", "\\")
    return found | dict(word.strip('"').split("=", 1) for word in unit.words("Environment"))
