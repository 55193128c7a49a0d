"""Where pictures lie in MEDIA_DIR, and the only writer there: every file appears whole or not at all."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
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


def put_back(target: Path, body: bytes) -> None:
    """Write a file once more if it has been removed in between."""
    with keeping_files():
        if not target.is_file():
            write_whole(target, body)


@contextmanager
def keeping_files() -> Iterator[None]:
    """Within, no other process removes files of pictures; held for a moment only."""
    folder = Path(settings.MEDIA_DIR) / "originals"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def files_of(content_hash: str) -> list[Path]:
    """All that lies there of a picture, the original too."""
    media, shard = Path(settings.MEDIA_DIR), content_hash[:2]
    return sorted(
        [
            *(media / "originals" / shard).glob(f"{content_hash}.*"),
            *(media / "photos" / shard).glob(f"{content_hash}-*.*"),
        ]
    )
