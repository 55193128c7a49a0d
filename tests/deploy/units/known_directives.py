"""Which directives of unit files systemd 239 knows, and which of a unit it would ignore with a warning."""

from __future__ import annotations

import configparser
from pathlib import Path

_LIST = Path(__file__).with_name("systemd_239_directives.txt")
_SHARED = {"Service", "Socket"}
_NEWER = {"ProtectProc", "ProcSubset", "ProtectClock", "ProtectKernelLogs", "ProtectHostname", "LoadCredential"}
"""Those that one is most likely to copy from today's examples; none is in the list."""


def known() -> dict[str, set[str]]:
    """Section → names."""
    parser = _parser()
    parser.read_string(_LIST.read_text())
    found = {section: set(parser[section]) for section in parser.sections()}
    shared = found.pop("Exec")
    return {section: names | (shared if section in _SHARED else set()) for section, names in found.items()}


def unknown_in(unit: str) -> list[str]:
    """`Section.Name` of each directive that systemd 239 does not know."""
    names = known()
    parser = _parser()
    parser.read_string(unit)
    return [
        f"{section}.{name}"
        for section in parser.sections()
        for name in parser[section]
        if name not in names.get(section, set())
    ]


def _parser() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(
        allow_no_value=True, strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#", ";")
    )
    parser.optionxform = str  # type: ignore[method-assign, assignment]  # Directives are told apart by case.
    return parser
