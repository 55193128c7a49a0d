"""Work that changes the whole server is noted while it goes on: what was cut off is told, with the way to go on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deploy.install.machine import STATE

HISTORY = STATE / "history.json"
"""`before`: the version before this one; `backup`: what was saved then; while the version changes `turning_to`, and
`turning_from` when it goes back."""
RESTORING = STATE / "restoring.json"
"""`file`: the backup that takes the place of the shop. Gone when it has."""
LOCK = Path("/run/cataloro-work.lock")
"""Held by who is at work: then nothing is cut off."""


def what_was_cut_off(history: Mapping[str, object], restoring: Mapping[str, object]) -> tuple[str, str]:
    """In words, and what mends it; two empty texts when all was brought to its end."""
    if file := restoring.get("file"):
        return f"the restoration of {file} was cut off", f"cataloro restore {file}"
    version = history.get("turning_to")
    if version and history.get("turning_from"):
        return f"the way back to version {version} was cut off", f"cataloro rollback {version}"
    if version:
        words = f"bash cataloro-{version}.run upgrade (to stay with the version that runs: cataloro apply)"
        return f"the upgrade to version {version} was cut off", words
    return "", ""
