"""The releases in the build folder: making room, switching, keeping, going back. One publisher at a time."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING, Any

from cms.contract.keys import ChangeRecord
from sitegen.errors import CannotWrite, NoSuchRelease, PublisherBusy, StateUnusable, ThemeError
from sitegen.state import State
from sitegen.writer import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEPT = 3
"""Releases that stay for going back, the live one among them."""

ASSET_GRACE = timedelta(hours=24)
"""How long an asset outlives the last release that used it: a page cached before a switch still finds it."""

_WRITTEN_WITHIN = timedelta(hours=1)

ASIDE = ".verify-"
"""How folders begin in which a clean build is made only to be compared."""

_ID = "%Y%m%dT%H%M%S%f"

RECEIPT = "build.json"
"""Written last into a release: one without it was interrupted."""


class Releases:
    """The folder `BUILD_DIR`: `releases/<id>/`, `live` → one of them, `assets/`."""

    def __init__(self, build_dir: Path) -> None:
        self.build_dir = build_dir
        self.folder = build_dir / "releases"
        self.live = build_dir / "live"
        self._hold = build_dir / "held.json"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one publisher. The kernel frees the lock with its holder, however that ends. Raises PublisherBusy."""
        try:
            self.build_dir.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.build_dir / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise CannotWrite(f"{self.build_dir} cannot be written: {error.strerror}") from error
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PublisherBusy("another publisher is at work in this build folder") from None
            yield
        finally:
            os.close(handle)

    def current(self) -> str | None:
        """The id of the live release."""
        try:
            return self.live.readlink().name if self.live.exists() else None
        except OSError:
            return None

    def receipt(self, release: str | None) -> dict[str, Any]:
        """What `build.json` of a whole release says; empty for none."""
        if release is None:
            return {}
        try:
            found: dict[str, Any] = json.loads((self.folder / release / RECEIPT).read_text())
        except (OSError, ValueError):
            return {}
        return found

    def state_file(self, release: str) -> Path:
        """Where the memory of a release is."""
        return self.build_dir / "state" / f"{release}.sqlite3"

    def theme_copy(self, release: str) -> Path:
        """Where the theme lies that a release was made with: what changes later is shown in the same look."""
        return self.build_dir / "state" / f"{release}.theme"

    def copy_theme(self, theme: Path, release: str) -> Path:
        """Keep a theme for a release. Raises ThemeError, CannotWrite."""
        copy = self.theme_copy(release)
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(theme, copy, dirs_exist_ok=True)
        except FileNotFoundError as error:
            raise ThemeError(f"there is no theme at {theme}") from error
        except OSError as error:  # shutil.Error among them
            raise CannotWrite(f"{copy} could not be written: {error}") from error
        return copy

    def changes_since(self, release: str) -> list[ChangeRecord]:
        """What has changed since a release was live, as later releases noted it. Raises NoSuchRelease."""
        found: set[tuple[str, str]] = set()
        for later in [one for one in self.whole() if one > release]:
            try:
                with State(self.state_file(later)) as state:
                    found.update(state.journal())
            except StateUnusable as error:
                raise NoSuchRelease(f"what has changed since {release} is not known any more: {error}") from error
        now = datetime.now(UTC)
        # Numbers below zero: nothing in the outbox has one.
        return [
            ChangeRecord(id=-place, kind=kind, key=key, noted_at=now)
            for place, (kind, key) in enumerate(sorted(found), start=1)
        ]

    def whole(self) -> list[str]:
        """The ids of the finished releases, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(one.name for one in self.folder.iterdir() if (one / RECEIPT).is_file())

    @contextmanager
    def new(self) -> Iterator[tuple[str, Path]]:
        """A fresh folder for a release; gone again when the block fails."""
        self._clear_interrupted()
        release = self._new_id()
        root = self.folder / release
        try:
            root.mkdir(parents=True)
        except OSError as error:
            raise CannotWrite(f"{root} cannot be made: {error.strerror}") from error
        try:
            yield release, root
        except BaseException:
            shutil.rmtree(root, ignore_errors=True)
            raise

    def finish(self, root: Path, receipt: dict[str, Any]) -> None:
        """Write the receipt: from here on the release counts as whole. Everything is on the disk before."""
        os.sync()
        replace_file(root / RECEIPT, json.dumps(receipt, indent=1, sort_keys=True).encode())

    def switch(self, release: str) -> None:
        """Make a release the live one, in one step."""
        pointer = self.build_dir / f".live.{os.getpid()}.new"
        try:
            pointer.unlink(missing_ok=True)
            pointer.symlink_to(f"releases/{release}")
            pointer.replace(self.live)
            handle = os.open(self.build_dir, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            with suppress(OSError):
                pointer.unlink()
            raise CannotWrite(f"{self.live} could not be switched: {error.strerror}") from error

    def prune(self) -> None:
        """Remove releases beyond the newest three (the live one stays), and assets none of them uses any more."""
        live = self.current()
        whole = self.whole()
        for release in whole[:-KEPT]:
            if release != live:
                # Without its receipt it is no release any more. To remove its files takes longer than anybody should
                # wait for a change; the process ends when it is done.
                (self.folder / release / RECEIPT).unlink(missing_ok=True)
                Thread(target=shutil.rmtree, args=(self.folder / release, True), name="prune").start()
        self._prune_states()
        used = {asset for release in self.whole() for asset in self.receipt(release).get("assets", ())}
        self._prune_assets(used)

    def earlier(self, wanted: str | None) -> str:
        """The release to go back to: the named one, else the newest before the live one. Raises NoSuchRelease."""
        whole = self.whole()
        if wanted is not None:
            if wanted not in whole:
                raise NoSuchRelease(f"there is no release {wanted}; there are: {', '.join(whole) or 'none'}")
            return wanted
        live = self.current()
        before = [release for release in whole if live is None or release < live]
        if not before:
            raise NoSuchRelease("there is no earlier release to go back to")
        return before[-1]

    # After a roll-back the theme waits for a person: one that was rolled back must not return by itself.

    @property
    def held(self) -> bool:
        """Whether a theme is kept to since a roll-back: as long as what was gone back to is live."""
        try:
            held: dict[str, str] = json.loads(self._hold.read_text())
        except (OSError, ValueError):
            return False
        return held.get("release") == self.current()

    @property
    def held_theme(self) -> Path | None:
        """The theme that stays since a roll-back."""
        if not self.held:
            return None
        held: dict[str, str] = json.loads(self._hold.read_text())
        return self.build_dir / "state" / held["theme"] if "theme" in held else None

    def hold(self, release: str, theme: Path) -> None:
        """Keep to a theme from here on."""
        replace_file(self._hold, json.dumps({"release": release, "theme": theme.name}).encode())

    def resume(self) -> None:
        """Follow the site's own theme again."""
        self._hold.unlink(missing_ok=True)

    def _prune_states(self) -> None:
        folder = self.build_dir / "state"
        kept = {*self.whole(), self.current()}
        theme = self.held_theme
        for file in folder.iterdir() if folder.is_dir() else ():
            if file.name.partition(".")[0] in kept or file == theme:
                continue
            if file.is_dir():
                shutil.rmtree(file, ignore_errors=True)
            else:
                file.unlink(missing_ok=True)

    def _new_id(self) -> str:
        """The time, in milliseconds; after a clock was set back one more than the newest, so that ids always ascend."""
        now = datetime.now(UTC)
        for newest in self.whole()[-1:]:
            with suppress(ValueError):  # A folder that somebody put there.
                at = datetime.strptime(f"{newest.removesuffix('Z')}000+0000", f"{_ID}%z")
                now = max(now, at + timedelta(milliseconds=1))
        return now.strftime(_ID)[:-3] + "Z"

    def _clear_interrupted(self) -> None:
        live = self.current()
        if self.folder.is_dir():
            for folder in self.folder.iterdir():
                if folder.name != live and not (folder / RECEIPT).is_file():
                    shutil.rmtree(folder, ignore_errors=True)
        for folder in self.build_dir.glob(f"{ASIDE}*"):
            shutil.rmtree(folder, ignore_errors=True)
        for leftover in self.build_dir.glob(".*.new"):
            leftover.unlink(missing_ok=True)
        # Previews write assets too, at this very moment perhaps.
        long_ago = (datetime.now(UTC) - _WRITTEN_WITHIN).timestamp()
        for leftover in self.build_dir.glob("assets/.*.new"):
            with suppress(FileNotFoundError):
                if leftover.stat().st_ctime < long_ago:
                    leftover.unlink()

    def _prune_assets(self, used: set[str]) -> None:
        # Hashed files carry a time made from their content; when they were last needed, their folder entry's
        # change time tells.
        oldest = (datetime.now(UTC) - ASSET_GRACE).timestamp()
        folder = self.build_dir / "assets"
        for file in folder.iterdir() if folder.is_dir() else ():
            name = file.name.removesuffix(".gz").removesuffix(".br")
            if f"/assets/{name}" not in used and file.stat().st_ctime < oldest:
                file.unlink(missing_ok=True)
