"""The one door for pictures: what is refused leaves no byte behind, what is taken is stored once under its hash."""

from __future__ import annotations

from functools import partial
from typing import IO, Literal

from django.db import transaction

from cms.pictures.cleaning import CleanPicture, clean_picture, turned_picture
from cms.pictures.container import MAX_BYTES
from cms.pictures.files import original_path, put_back, write_whole
from cms.pictures.models import Picture
from cms.pictures.tasks import FOR_GOODS, enqueue_derivatives


def take_picture(source: bytes | IO[bytes], *, priority: int = FOR_GOODS) -> Picture:
    """Clean and store a picture, and have its derivatives made once the transaction is committed.

    The same content again gives the same row. Raises PictureRefused with a text for the person who sent it.
    """
    return store_picture(clean_picture(read_limited(source)), priority=priority)


def turn_picture(content_hash: str, quarters: int) -> Picture:
    """Store a picture once more, turned to the right by so many quarters; the one that was there stays.

    Raises Picture.DoesNotExist.
    """
    picture = Picture.objects.get(pk=content_hash)
    if quarters % 4 == 0:
        return picture
    kind: Literal["png", "jpg"] = "png" if picture.extension == "png" else "jpg"
    return store_picture(turned_picture(original_path(picture).read_bytes(), kind, quarters))


def read_limited(source: bytes | IO[bytes]) -> bytes:
    """The bytes of a file, but never many more than a picture may have."""
    if isinstance(source, bytes):
        return source
    source.seek(0)
    return source.read(MAX_BYTES + 1)


def store_picture(clean: CleanPicture, *, priority: int = FOR_GOODS) -> Picture:
    """Keep a cleaned picture; `priority` is that of the making of its derivatives.

    The file is written before the row, so that no row is ever without its file. One that was there already may be
    about to be removed, see pruning: whether it still is there is looked at once more when the row is committed.
    """
    picture = Picture(
        hash=clean.hash,
        width=clean.width,
        height=clean.height,
        colour=clean.colour,
        has_alpha=clean.has_alpha,
        extension=clean.extension,
    )
    target = original_path(picture)
    if target.is_file():
        transaction.on_commit(partial(put_back, target, clean.content))
    else:
        write_whole(target, clean.content)
    Picture.objects.filter(pk=clean.hash, unused_since__isnull=False).update(unused_since=None)
    stored, _ = Picture.objects.get_or_create(
        hash=clean.hash,
        defaults={name: getattr(picture, name) for name in ("width", "height", "colour", "has_alpha", "extension")},
    )
    if not stored.widths:
        enqueue_derivatives(stored.hash, priority=priority)
    return stored
