"""Where pictures lie in MEDIA_DIR, and the only writer there: every file appears whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

from cms.pictures.models import Picture


def original_path(picture: Picture) -> Path:
    """The cleaned original; private."""
    return Path(settings.MEDIA_DIR) / "originals" / picture.hash[:2] / f"{picture.hash}.{picture.extension}"


def derivative_path(content_hash: str, width: int, extension: str) -> Path:
    """One public file, served at `/photos/…` under the same name; `extension` is avif, webp or jpg."""
    return Path(settings.MEDIA_DIR) / "photos" / content_hash[:2] / f"{content_hash}-{width}.{extension}"


def write_whole(target: Path, body: bytes) -> None:
    """Put the file there in one step; an equal one from before is replaced."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        with temporary.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
