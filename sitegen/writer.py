"""The only module that puts files into the build folder, each whole or not at all."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from isal import igzip, isal_zlib

from sitegen.errors import CannotWrite, TwoOutputsOneFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

GZIP_LEVEL = 2
"""igzip's level: a fifth of zlib's time for 5 % more bytes, measured on pages of 8 KB."""

_EPOCH_1980 = 315_532_800
_TIME_BITS = 30
_HANDS = 8
"""Files made durable at a time."""


def content_time(body: bytes) -> int:
    """The modification time of a file with this (unpacked) content, in seconds since 1970.

    Nginx makes its ETag of the time and the size alone: a time taken from the content makes the tag mean the
    content. 30 bits from 1980 on stay in the past. The checksum is the one that stands in the packed file: a
    thirtieth of a digest's cost, and the tag needs no more.
    """
    return _EPOCH_1980 + (isal_zlib.crc32(body) >> (32 - _TIME_BITS))


class TreeWriter:
    """Writes the outputs of one release into its folder, which is fresh and not yet served.

    `encoding` is gzip, plain or both. `previous` is the folder of the live release, to tell what changed.
    """

    def __init__(self, root: Path, *, encoding: str, previous: Path | None = None) -> None:
        self._root = str(root)
        self._previous = str(previous) if previous else None
        self._plain = encoding in ("plain", "both")
        self._gzip = encoding in ("gzip", "both")
        self._folders: set[str] = {""}

    def write(self, name: str, body: bytes) -> tuple[int, str]:
        """Write one output. Returns its stored size in bytes and whether it is new, changed or unchanged."""
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            _make_folder(f"{self._root}/{folder}")
            self._folders.add(folder)
        when = content_time(body)
        stored = 0
        if self._plain:
            stored += _write_new(f"{self._root}/{name}", body, when)
        if self._gzip:
            packed = igzip.compress(body, GZIP_LEVEL, mtime=0)
            stored += _write_new(f"{self._root}/{name}.gz", packed, when)
        return stored, self._compared(name, when)

    def _compared(self, name: str, when: int) -> str:
        if self._previous is None:
            return "new"
        try:
            before = os.stat(f"{self._previous}/{name}{'.gz' if self._gzip else ''}").st_mtime  # noqa: PTH116 (hot)
        except FileNotFoundError:
            return "new"
        return "unchanged" if int(before) == when else "changed"


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 (the hot path)
    except OSError as error:
        raise CannotWrite(f"{folder} could not be made: {error.strerror}") from error


def _write_new(file: str, body: bytes, when: int) -> int:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            written = os.write(handle, body)
            while written < len(body):
                written += os.write(handle, body[written:])
            os.utime(handle, (when, when))
        finally:
            os.close(handle)
    except FileExistsError:
        raise TwoOutputsOneFile(f"two outputs want the same file: {file}") from None
    except OSError as error:
        raise CannotWrite(f"{file} could not be written: {error.strerror}") from error
    return len(body)


def write_shared(file: Path, body: bytes) -> None:
    """Put a file with a content-hashed name beside the releases; one that is there already is left alone."""
    if file.exists():
        return
    replace_file(file, body, when=content_time(body))


def replace_file(file: Path, body: bytes, *, when: int | None = None) -> None:
    """Replace `file` in one step: readers see the old or the new content, whole. Durable when it returns."""
    # Previews of several threads may want the same asset at once.
    temporary = file.with_name(f".{file.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as handle:
            handle.write(body)
            handle.flush()
            if when is not None:
                os.utime(handle.fileno(), (when, when))
            os.fsync(handle.fileno())
        temporary.replace(file)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise CannotWrite(f"{file} could not be written: {error.strerror}") from error
    _sync_folder(file.parent)


class ReplacingWriter:
    """Replaces single outputs of a release that is being served: each file is the old one or the new one, whole.

    Files are made in `scratch`, a folder of the same file system that nobody serves.
    """

    def __init__(self, root: Path, *, scratch: Path, encoding: str) -> None:
        self._root = root
        self._scratch = scratch
        self._plain = encoding in ("plain", "both")
        self._gzip = encoding in ("gzip", "both")
        self._folders: set[Path] = set()
        # A file system makes many files durable in hardly more time than one, if they come together.
        self._hands = ThreadPoolExecutor(max_workers=_HANDS, thread_name_prefix="writer")

    def write(self, outputs: Iterable[tuple[str, bytes]]) -> int:
        """Put outputs in their places, in this order. Returns their stored size in bytes. Raises CannotWrite.

        Durable when it returns.
        """
        files = [(file, form) for name, body in outputs for file, form in self._forms(name, body)]
        made = list(self._hands.map(self._make, range(len(files)), files))
        try:
            for temporary, (file, _) in zip(made, files, strict=True):
                self._place(temporary, file)
        finally:
            for temporary in made:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
        self._sync()
        return sum(len(form[0]) for _, form in files)

    def _forms(self, name: str, body: bytes) -> Iterator[tuple[Path, tuple[bytes, int]]]:
        when = content_time(body)
        if self._plain:
            yield self._root / name, (body, when)
        if self._gzip:
            yield self._root / f"{name}.gz", (igzip.compress(body, GZIP_LEVEL, mtime=0), when)

    def remove(self, names: Iterable[str]) -> None:
        """Take outputs away, and folders that they leave empty. Durable when it returns."""
        for name in names:
            for file in (self._root / name, self._root / f"{name}.gz"):
                try:
                    file.unlink(missing_ok=True)
                except OSError as error:
                    raise CannotWrite(f"{file} could not be removed: {error.strerror}") from error
            self._folders.add((self._root / name).parent)
        folders = self._sync()
        for folder in sorted(folders, reverse=True):
            with suppress(OSError):  # It holds other files still.
                if folder != self._root:
                    folder.rmdir()

    def _sync(self) -> set[Path]:
        folders, self._folders = self._folders, set()
        list(self._hands.map(_sync_folder, folders))
        return folders

    def _make(self, place: int, content: tuple[Path, tuple[bytes, int]]) -> Path:
        file, (body, when) = content
        temporary = self._scratch / f"{os.getpid()}-{place}.new"
        try:
            self._scratch.mkdir(parents=True, exist_ok=True)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
            try:
                written = os.write(handle, body)
                while written < len(body):
                    written += os.write(handle, body[written:])
                os.utime(handle, (when, when))
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise CannotWrite(f"{file} could not be written: {error.strerror}") from error
        return temporary

    def _place(self, temporary: Path, file: Path) -> None:
        try:
            if file.parent not in self._folders:
                self._make_room(file.parent)
            temporary.replace(file)
        except OSError as error:
            raise CannotWrite(f"{file} could not be written: {error.strerror}") from error

    def _make_room(self, folder: Path) -> None:
        above = folder
        while not above.is_dir():
            above = above.parent
            self._folders.add(above)
        folder.mkdir(parents=True, exist_ok=True)
        self._folders.add(folder)


def _sync_folder(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return  # Removed again, with what lay in it.
    except OSError as error:
        raise CannotWrite(f"{folder} could not be read: {error.strerror}") from error
    try:
        os.fsync(handle)
    except OSError as error:
        raise CannotWrite(f"{folder} could not be written: {error.strerror}") from error
    finally:
        os.close(handle)
