"""Publishing: bring the served site up to date with the database, all or nothing."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sitegen.build import build_tree, code_digest
from sitegen.errors import CannotWrite, ReleaseRefused, TwoOutputsOneFile
from sitegen.releases import Releases
from sitegen.render import Renderer
from sitegen.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sitegen.build import Site

_TRIES = 3
"""Builds tried when people keep changing things underneath: a page that vanished meanwhile leaves links dangling."""


class DetachableSource(Protocol):
    """A source that may be taken into forked processes."""

    def detach(self) -> None:
        """Drop what a forked process must not share."""


class Outbox(Protocol):
    """The changes that are not on the site yet."""

    def pending(self) -> list[int]:
        """The numbers of all changes there are."""

    def forget(self, numbers: Iterable[int]) -> None:
        """Take exactly these out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What the publisher needs of the world.

    Fresh content, the outbox, a look at people's e-mail addresses, and whether the app answers an address that has
    no file, by leading on or by knowing that it is gone.
    """

    make_source: Callable[[], Any]
    outbox: Outbox
    personal_emails: Callable[[set[str]], set[str]]
    is_answered: Callable[[str], bool]
    version: str


class Publisher:
    """Publishes one site. Whoever calls holds the lock of `releases`."""

    def __init__(self, site: Site, ports: Ports, *, jobs: int, progress: Callable[[int], None]) -> None:
        self.site = site
        self.releases = Releases(site.build_dir)
        self._ports = ports
        self._jobs = jobs
        self._progress = progress
        code_digest()

    def bring_up_to_date(self) -> Report:
        """Build when something changed since the live release: content, theme, code or address."""
        live = self.releases.current()
        receipt = self.releases.receipt(live)
        if receipt and (self.releases.held or not self.is_behind(receipt)):
            return Report(mode="incremental", release=live, outputs=int(receipt["outputs"]))
        return self.build()

    def is_behind(self, receipt: dict[str, Any]) -> bool:
        """Whether the live release differs from what a build would make now."""
        return receipt.get("fingerprint") != self.site.fingerprint or bool(self._ports.outbox.pending())

    def build(self) -> Report:
        """A clean build into a new release, and the switch to it."""
        started = time.monotonic()
        for attempt in range(1, _TRIES + 1):
            changes = self._ports.outbox.pending()
            try:
                report = self._build(started)
            except (ReleaseRefused, TwoOutputsOneFile):
                if attempt == _TRIES or set(self._ports.outbox.pending()) <= set(changes):
                    raise
                continue
            self._ports.outbox.forget(changes)
            self.releases.resume()
            self.releases.prune()
            return report
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _build(self, started: float) -> Report:
        live = self.releases.current()
        before = self.releases.receipt(live)
        # Taken before the theme is read: what is changed from here on is seen as a change.
        fingerprint = self.site.fingerprint
        source = self._ports.make_source()
        renderer = Renderer(source, theme=self.site.theme, site_url=self.site.site_url)
        scratch = _scratch_folder(self.site.build_dir)
        try:
            with self.releases.new() as (release, root):
                tally = build_tree(
                    renderer,
                    self.site,
                    root,
                    previous=self.releases.folder / live if live else None,
                    scratch=scratch,
                    jobs=self._jobs,
                    detach=source.detach,
                    personal_emails=self._ports.personal_emails,
                    is_answered=self._ports.is_answered,
                    progress=self._progress,
                )
                receipt = {
                    "release": release,
                    "version": self._ports.version,
                    "built_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                    "outputs": tally.outputs,
                    "bytes": tally.bytes,
                    "assets": renderer.assets.addresses,
                    "fingerprint": fingerprint,
                    "encoding": self.site.encoding,
                    "site_url": self.site.site_url,
                }
                self.releases.finish(root, receipt)
                self.releases.switch(release)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return Report(
            mode="full",
            release=release,
            outputs=tally.outputs,
            rendered=tally.outputs,
            written=tally.new + tally.changed,
            unchanged=tally.unchanged,
            removed=max(0, int(before.get("outputs", 0)) - tally.changed - tally.unchanged),
            bytes=tally.bytes,
            seconds=round(time.monotonic() - started, 3),
        )

    def roll_back(self, wanted: str | None) -> Report:
        """Serve an earlier release again; publishing waits until `publish --full`."""
        started = time.monotonic()
        release = self.releases.earlier(wanted)
        receipt = self.releases.receipt(release)
        self.releases.hold(release)
        self.releases.switch(release)
        return Report(
            mode="rollback",
            release=release,
            outputs=int(receipt["outputs"]),
            seconds=round(time.monotonic() - started, 3),
        )


def _scratch_folder(build_dir: Path) -> Path:
    """A folder for notes during a build, beside the releases; those of builds that were killed go."""
    parent = build_dir / ".scratch"
    shutil.rmtree(parent, ignore_errors=True)
    try:
        parent.mkdir(parents=True)
        return Path(tempfile.mkdtemp(dir=parent))
    except OSError as error:
        raise CannotWrite(f"{parent} cannot be made: {error.strerror}") from error
