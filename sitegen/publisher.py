# Long because the two ways of publishing, and what happens between them, belong together.
"""Publishing: bring the served site up to date with the database, change by change, or as a whole."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from cms.contract.keys import Kind
from sitegen.build import build_tree, dangling, load_state
from sitegen.errors import (
    CannotWrite,
    NoSuchRelease,
    PublishError,
    ReleaseRefused,
    RenderFailed,
    StateUnusable,
    Stopped,
    TwoOutputsOneFile,
)
from sitegen.live import LiveSite, is_too_many
from sitegen.meanwhile import WHOLE_SITE, Meanwhile
from sitegen.plan import WholeSite, paths_digest
from sitegen.releases import Releases
from sitegen.render import Renderer
from sitegen.report import Report
from sitegen.site import code_digest
from sitegen.source_memory import SourceMemory
from sitegen.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cms.contract.keys import ChangeRecord
    from sitegen.live import Done
    from sitegen.site import Site

log = logging.getLogger("cataloro.publisher")

_TRIES = 3
"""Builds tried when people keep changing things underneath: a page that vanished meanwhile leaves links dangling."""

_LOOK_AT_THEME = 2.0
"""Seconds between two looks at the theme's files; `suspect_theme` asks for one at once."""

_SHORTEST_REST, _LONGEST_REST = 1.0, 60.0
"""Seconds before something that failed is tried again."""


class Outbox(Protocol):
    """The changes that are not on the site yet, and what is said of them."""

    def pending(self) -> list[ChangeRecord]:
        """All there are."""

    def acknowledge(self, changes: Sequence[ChangeRecord], *, outputs: int, seconds: float) -> None:
        """They are live: take exactly these out."""

    def failed(self, changes: Sequence[ChangeRecord], reason: str) -> None:
        """They could not be published; they stay."""

    def progress(self, phase: str, done: int, total: int) -> None:
        """How far long work is: building, rendering, idle."""

    def held(self, count: int) -> None:
        """So many removals wait for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What the publisher needs of the world.

    Fresh content, the outbox, a look at people's e-mail addresses, and whether the app answers an address that has
    no file, by leading on or by knowing that it is gone. `settles`: whether list pages may be cut anew.
    """

    make_source: Callable[[], Any]
    outbox: Outbox
    personal_emails: Callable[[set[str]], set[str]]
    is_answered: Callable[[str], bool]
    version: str
    settles: bool = True


class Publisher:
    """Publishes one site. Whoever calls holds the lock of `releases`."""

    def __init__(self, site: Site, ports: Ports, *, jobs: int, progress: Callable[[int], None]) -> None:
        self.site = site
        self.releases = Releases(site.build_dir)
        self._ports = ports
        self._jobs = jobs
        self._progress = progress
        self._live: LiveSite | None = None
        self._live_id: str | None = None
        self._next_look = 0.0
        self._failing: dict[int, tuple[float, float]] = {}
        self._refused: tuple[str, float, float] | None = None
        self._held = -1
        self._last_failure = ""
        self._retry_at = float("inf")
        code_digest()

    # What there is to do

    def is_behind(self) -> bool:
        """Whether anything waits for the site: changes, work that was planned, a theme that is another."""
        live = self._open()
        return live is None or live.has_work or bool(self._ready()) or self._theme_is_new()

    def suspect_theme(self) -> None:
        """Look at the theme with the next step: somebody touched its files."""
        self._next_look = 0.0
        self._refused = None

    def step(self) -> Report | None:
        """One slice of what waits now; None when there is nothing to do (for now)."""
        live = self._open()
        if live is None or self._theme_is_new():
            return self._build_or_rest()
        if time.monotonic() >= self._retry_at:
            self._retry_at = float("inf")
            live.try_again()
        if not live.has_work and not self._ready():
            return None
        changes = self._ready()
        try:
            return self._step(live, changes)
        except WholeSite as reason:
            return self._small_ones_first(live, changes) or self._build_or_rest(str(reason))

    def bring_up_to_date(self) -> Report:
        """Everything that waits. Raises PublishError when something of it cannot be published."""
        started = time.monotonic()
        self.suspect_theme()
        self._failing.clear()
        if self._retry_at < float("inf"):
            self._retry_at = 0.0
        total: Report | None = None
        failure: PublishError | None = None
        while True:
            try:
                done = self.step()
            except PublishError as error:
                if failure is not None or self._open() is None:
                    self._next_look = 0.0
                    raise
                failure = error  # The rest can go live all the same, in the look that is live.
                self._next_look = float("inf")
                continue
            if done is None:
                break
            total = done if total is None or done.mode == "full" else _sum(total, done)
        if failure is not None:
            self._next_look = 0.0
            raise failure
        if self._failing or self._retry_at < float("inf"):
            raise PublishError(self._last_failure)
        if total is None:
            return self._nothing()
        return replace(total, seconds=round(time.monotonic() - started, 3))

    def _nothing(self) -> Report:
        live = self._open()
        return Report(mode="incremental", release=self._live_id, outputs=live.state.count_outputs() if live else 0)

    def _ready(self) -> list[ChangeRecord]:
        """The changes that wait and are not resting after a failure."""
        now = time.monotonic()
        waiting = self._ports.outbox.pending()
        live = self._live.fresh(waiting) if self._live else waiting
        return [one for one in live if self._failing.get(one.id, (0.0, 0.0))[0] <= now]

    def _theme_is_new(self) -> bool:
        now = time.monotonic()
        if now < self._next_look or self.releases.held:
            return False
        self._next_look = now + _LOOK_AT_THEME
        fingerprint = self.site.fingerprint
        if self.releases.receipt(self._live_id).get("fingerprint") == fingerprint:
            return False
        refused = self._refused
        if refused is not None and refused[0] == fingerprint and now < refused[1]:
            return False
        self._next_look = 0.0
        return True

    # Small changes

    def _small_ones_first(self, live: LiveSite, changes: Sequence[ChangeRecord]) -> Report | None:
        """Of changes that came together, publish those that need not wait for a whole build."""
        small = {one.id for one in changes if one.kind not in WHOLE_SITE}
        if not small or len(small) == len(changes):
            return None
        started = time.monotonic()
        try:
            done = live.step(lambda one: one.id in small)
        except (WholeSite, RenderFailed, ReleaseRefused, TwoOutputsOneFile):
            return None
        return self._reported(live, done, started)

    def _open(self) -> LiveSite | None:
        """The live release with its memory; None when there is none, or its memory is lost."""
        current = self.releases.current()
        if self._live is not None and self._live_id == current:
            return self._live
        self._close()
        receipt = self.releases.receipt(current)
        if not current or receipt.get("surroundings") != self.site.surroundings:
            return None
        try:
            self._live = self._opened(current)
            self._live_id = current
        except StateUnusable:
            return None
        return self._live

    def _opened(self, release: str) -> LiveSite:
        state = State(self.releases.state_file(release))
        try:
            source = self._ports.make_source()
            theme = self.releases.theme_copy(release)
            renderer = Renderer(source, theme=theme, site_url=self.site.site_url, whole=True)
            renderer.load_templates()
            if renderer.site_digest != state.meta("site"):
                raise StateUnusable("what every page shows has changed")  # noqa: TRY301 (closes what is open)
        except BaseException:
            state.close()
            raise
        return LiveSite(self.site, self.releases.folder / release, state, renderer, self._ports)

    def _close(self) -> None:
        if self._live is not None:
            self._live.state.close()
        self._live = self._live_id = None

    def _step(self, live: LiveSite, wanted: Sequence[ChangeRecord]) -> Report:
        started = time.monotonic()
        ids = {one.id for one in wanted}
        try:
            done = live.step(lambda one: one.id not in self._failing or one.id in ids)
        except (RenderFailed, ReleaseRefused, TwoOutputsOneFile) as error:
            return self._apart(live, wanted, error)
        return self._reported(live, done, started)

    def _apart(self, live: LiveSite, changes: Sequence[ChangeRecord], error: PublishError) -> Report:
        """Publish what can be published: one bad page must not keep the others back."""
        if len(changes) <= 1:
            self._rest(changes, error)
            raise error
        report = self._nothing()
        for half in (changes[: len(changes) // 2], changes[len(changes) // 2 :]):
            started = time.monotonic()
            ids = {one.id for one in half}
            try:
                done = live.step(lambda one, ids=ids: one.id in ids)  # type: ignore[misc]  # (a lambda cannot be typed)
                report = _sum(report, self._reported(live, done, started))
            except (RenderFailed, ReleaseRefused, TwoOutputsOneFile) as reason:
                if len(half) == 1:
                    self._rest(half, reason)
                else:
                    report = _sum(report, self._apart(live, half, reason))
        return report

    def _rest(self, changes: Sequence[ChangeRecord], error: PublishError) -> None:
        now = time.monotonic()
        for one in changes:
            rest = min(_LONGEST_REST, 2 * self._failing.get(one.id, (0.0, _SHORTEST_REST / 2))[1])
            self._failing[one.id] = (now + rest, rest)
        self._last_failure = str(error)
        self._ports.outbox.failed(changes, str(error))

    def _reported(self, live: LiveSite, done: Done, started: float) -> Report:
        seconds = round(time.monotonic() - started, 3)
        if done.changes:
            for one in done.changes:
                self._failing.pop(one.id, None)
            self._ports.outbox.acknowledge(done.changes, outputs=done.written + done.removed, seconds=seconds)
        if done.reason:
            self._last_failure = done.reason
            self._retry_at = time.monotonic() + _LONGEST_REST
            self._ports.outbox.failed(done.failed, done.reason)
        if done.waiting:
            self._ports.outbox.progress("rendering", done.rendered, done.rendered + done.waiting)
        self._say_held(done.held)
        return Report(
            mode="incremental",
            release=self._live_id,
            outputs=live.state.count_outputs(),
            rendered=done.rendered,
            written=done.written,
            unchanged=done.unchanged,
            removed=done.removed,
            bytes=done.bytes,
            seconds=seconds,
        )

    def _say_held(self, count: int) -> None:
        if count != self._held:
            self._held = count
            self._ports.outbox.held(count)

    # The whole site

    def _build_or_rest(self, reason: str = "") -> Report:
        if reason:
            log.info("building the whole site: %s", reason)
        try:
            return self.build(theme=self.releases.held_theme)
        except Stopped:
            raise  # Nothing failed: the next publisher does it.
        except PublishError as error:
            before = self._refused
            rest = min(_LONGEST_REST, 2 * before[2]) if before else _SHORTEST_REST
            self._refused = (self.site.fingerprint, time.monotonic() + rest, rest)
            self._ports.outbox.failed(self._ports.outbox.pending(), str(error))
            raise

    def build(self, *, theme: Path | None = None) -> Report:
        """A clean build into a new release, and the switch to it. `theme` is another than the site's own."""
        started = time.monotonic()
        self._open()
        for attempt in range(1, _TRIES + 1):
            changes = self._ports.outbox.pending()
            meanwhile = self._meanwhile(changes)
            try:
                report = self._build(changes, meanwhile, started, theme)
            except (ReleaseRefused, TwoOutputsOneFile):
                # What was published meanwhile into the release that is live has left the outbox.
                moved = meanwhile.tended or {one.id for one in self._ports.outbox.pending()} - {
                    one.id for one in changes
                }
                if attempt == _TRIES or not moved:
                    raise
                continue
            if theme is None:
                self.releases.resume()
            else:
                self.releases.hold(str(report.release), theme)
            self._refused = None
            tended = {one.id for one in meanwhile.tended}
            left = [one for one in changes if one.id not in tended]
            self._ports.outbox.acknowledge(left, outputs=report.written + report.removed, seconds=report.seconds)
            self._ports.outbox.progress("idle", 0, 0)
            self._say_held(len(self._live.state.held()) if self._live else 0)
            self.releases.prune()
            return report
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _build(
        self, changes: Sequence[ChangeRecord], meanwhile: Meanwhile, started: float, theme: Path | None
    ) -> Report:
        before = self.releases.receipt(self.releases.current())
        live = self.releases.current()
        site = self.site if theme is None else replace(self.site, theme=theme)
        # Taken before the theme is read: what is changed from here on is seen as a change.
        fingerprint = site.fingerprint
        source = self._ports.make_source()
        if self._ports.settles:
            source.settle(None)
        stamp = source.list_stamp()
        scratch = _scratch_folder(self.site.build_dir)
        try:
            with self.releases.new() as (release, root):
                copy = self.releases.copy_theme(site.theme, release)
                memory = SourceMemory(source).load()
                renderer = Renderer(source, theme=copy, site_url=site.site_url, memory=memory, whole=True)
                tally = build_tree(
                    renderer,
                    site,
                    root,
                    previous=self.releases.folder / live if live else None,
                    scratch=scratch,
                    jobs=self._jobs,
                    detach=source.detach,
                    look=meanwhile.look,
                )
                state = State(self.releases.state_file(release), fresh=True)
                try:
                    typed = paths_digest(renderer.content)
                    meanwhile.during(partial(load_state, state, renderer, scratch, stamp=stamp, site_paths=typed))
                    state.record((one.kind, one.key) for one in changes)
                    fresh = LiveSite(site, root, state, renderer, self._ports)
                    meanwhile.catch_up(fresh)
                    if wrong := list(dangling(site, root, scratch, self._ports.is_answered, look=meanwhile.look)):
                        raise ReleaseRefused(wrong)  # noqa: TRY301 (closes what is open)
                    site.refuse_private(tally.emails, renderer, self._ports.personal_emails)
                    meanwhile.during(os.sync)
                    meanwhile.catch_up(fresh)
                    is_meant = any(one.kind == Kind.ACT for one in (*changes, *meanwhile.tended))
                    self._keep_what_vanished(fresh, is_meant=is_meant)
                    held = len(state.held())
                    outputs = state.count_outputs()
                except BaseException:
                    state.close()
                    raise
                self.releases.finish(
                    root,
                    {
                        "release": release,
                        "version": self._ports.version,
                        "built_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                        "outputs": outputs,
                        "bytes": tally.bytes,
                        "assets": renderer.assets.addresses,
                        "fingerprint": fingerprint,
                        "surroundings": site.surroundings,
                        "encoding": site.encoding,
                        "site_url": site.site_url,
                    },
                )
                self._close()
                self.releases.switch(release)
                self._live, self._live_id = fresh, release
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return Report(
            mode="full",
            release=release,
            outputs=outputs,
            rendered=tally.outputs,
            written=tally.new + tally.changed,
            unchanged=tally.unchanged,
            removed=max(0, int(before.get("outputs", 0)) - tally.changed - tally.unchanged - held),
            held=held,
            bytes=tally.bytes,
            seconds=round(time.monotonic() - started, 3),
        )

    def _keep_what_vanished(self, fresh: LiveSite, *, is_meant: bool) -> None:
        """The guard of a whole build: files of the old tree that are too many to go without a person."""
        old = self._live
        if old is None:
            return
        kept = [one for one in old.state.held() if not fresh.state.has_name(one)]
        # What was going already, when the build began or beside it, counts as well.
        going = [name for name, renamed in old.state.doomed() if not renamed]
        before = old.state.count_outputs() + len(going)
        if not is_meant and is_too_many(before - fresh.state.count_outputs(), of=before):
            kept += [*fresh.state.missing(old.state.outputs()), *going]
        fresh.keep(kept, of=old.root)

    def held_files(self) -> set[str]:
        """The files of the live release that the guard keeps until a person lets them go."""
        names = self._live.state.held() if self._live else []
        return {form for name in names for form in self.site.forms_of(name)}

    def _meanwhile(self, changes: Sequence[ChangeRecord]) -> Meanwhile:
        return Meanwhile(
            self._ports.outbox,
            self._live,
            changes,
            reported=self._reported,
            progress=self._progress,
            expected=int(self.releases.receipt(self.releases.current()).get("outputs", 0)),
        )

    # Going back, letting go

    def roll_back(self, wanted: str | None) -> Report:
        """Serve an earlier release again, with all that changed in the catalogue since then.

        Its theme stays until `publish --full`. Raises NoSuchRelease.
        """
        started = time.monotonic()
        release = self.releases.earlier(wanted)
        missed = self.releases.changes_since(release)
        self._close()
        try:
            back = self._opened(release)
        except StateUnusable as error:
            theme = self.releases.theme_copy(release)
            if not theme.is_dir():
                raise NoSuchRelease(f"release {release} cannot be brought up to date: {error}") from error
            return replace(self.build(theme=theme), mode="rollback")
        try:
            back.replay(missed)
            while back.has_work:
                back.step()
        except WholeSite:
            back.state.close()
            return replace(self.build(theme=self.releases.theme_copy(release)), mode="rollback")
        except BaseException:
            back.state.close()
            raise
        self.releases.hold(release, self.releases.theme_copy(release))
        self.releases.switch(release)
        self._live, self._live_id = back, release
        return replace(self._nothing(), mode="rollback", seconds=round(time.monotonic() - started, 3))

    def force(self) -> Report:
        """Remove what the guard kept."""
        started = time.monotonic()
        self.bring_up_to_date()
        live = self._open()
        removed = live.release_held() if live else 0
        self._held = 0
        self._ports.outbox.held(0)
        return replace(self._nothing(), removed=removed, seconds=round(time.monotonic() - started, 3))


def _sum(one: Report, other: Report) -> Report:
    return replace(
        one,
        outputs=other.outputs,
        rendered=one.rendered + other.rendered,
        written=one.written + other.written,
        unchanged=one.unchanged + other.unchanged,
        removed=one.removed + other.removed,
        bytes=one.bytes + other.bytes,
        seconds=one.seconds + other.seconds,
    )


def _scratch_folder(build_dir: Path) -> Path:
    """A folder for notes during a build, beside the releases; those of builds that were killed go."""
    parent = build_dir / ".scratch"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        for left in parent.glob("build-*"):
            shutil.rmtree(left, ignore_errors=True)
        for file in parent.glob("*.new"):
            file.unlink(missing_ok=True)
        return Path(tempfile.mkdtemp(dir=parent, prefix="build-"))
    except OSError as error:
        raise CannotWrite(f"{parent} cannot be made: {error.strerror}") from error
