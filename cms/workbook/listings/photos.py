"""Finds the pictures that a row names: stored ones by their own name, new ones among the files that came along."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.catalog.models import MAX_PHOTOS
from cms.pictures.cleaning import CleanPicture, clean_picture
from cms.pictures.errors import PictureRefused
from cms.pictures.intake import store_picture
from cms.pictures.models import Picture
from cms.workbook.cells import line
from cms.workbook.errors import CellRefused
from cms.workbook.photo_files import PhotoFiles
from cms.workbook.table import Cell

_STORED_NAME = re.compile(r"^([0-9a-f]{32})\.(?:png|jpg)$")
_LONGEST_CELL = 1000


class PhotoFinder:
    """Each file is checked and cleaned once, while the import is planned; it is stored only when that is carried out.

    What was cleaned waits in `folder`, so that neither a dry run nor a refused row leaves a picture behind.
    """

    def __init__(self, files: PhotoFiles | None, *, folder: Path | None) -> None:
        self._files = files
        self._folder = folder
        self._hashes: dict[str, str] = {}
        self._details: dict[str, dict[str, Any]] = {}

    def read(self, cell: Cell) -> tuple[str, ...]:
        """The hashes of the pictures that a cell names. Raises CellRefused."""
        names = [name.strip() for name in line(limit=_LONGEST_CELL)(cell).split(";")]
        hashes = tuple(self._hash_of(name) for name in names if name)
        if len(hashes) > MAX_PHOTOS:
            raise CellRefused(
                _("a listing has at most %(most)s photos; these are %(count)s.")
                % {"most": MAX_PHOTOS, "count": len(hashes)}
            )
        return hashes

    def _hash_of(self, name: str) -> str:
        if name not in self._hashes:
            self._hashes[name] = self._stored(name) or self._cleaned(name)
        return self._hashes[name]

    def _stored(self, name: str) -> str | None:
        found = _STORED_NAME.match(name)
        return found[1] if found and Picture.objects.filter(pk=found[1]).exists() else None

    def _cleaned(self, name: str) -> str:
        if self._files is None:
            raise CellRefused(
                _("there is no stored photo %(name)s, and no photos were given with the workbook.") % {"name": name}
            )
        data = self._files.read(name)
        if data is None:
            raise CellRefused(_("there is no file %(name)s among the photos.") % {"name": name})
        try:
            clean = clean_picture(data)
        except PictureRefused as refused:
            raise CellRefused(f"{name}: {refused}") from refused
        self._path(clean.hash).write_bytes(clean.content)
        self._details[clean.hash] = {**asdict(clean), "content": b""}
        return clean.hash

    def store(self, content_hash: str) -> None:
        """Keep a picture for good, if it came with the import and is not kept yet."""
        details = self._details.pop(content_hash, None)
        if details is not None:
            store_picture(CleanPicture(**{**details, "content": self._path(content_hash).read_bytes()}))
            self._path(content_hash).unlink()

    def _path(self, content_hash: str) -> Path:
        if self._folder is None:
            raise ValueError("cleaned photos need a folder to wait in")
        return self._folder / content_hash
