"""The live release as the app may read it: whole files, unpacked."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path


def folder() -> Path:
    """Where the live release is, if there is one."""
    live: Path = settings.BUILD_DIR / "live"
    return live


def exists() -> bool:
    """Whether anything has ever been published."""
    return folder().exists()


def has(name: str) -> bool:
    """Whether it holds this file in any form."""
    return any((folder() / form).is_file() for form in (f"{name}.gz", name))


def read(name: str) -> bytes | None:
    """The file's content; None when it is not there."""
    try:
        return gzip.decompress((folder() / f"{name}.gz").read_bytes())
    except OSError:
        pass
    try:
        return (folder() / name).read_bytes()
    except OSError:
        return None
