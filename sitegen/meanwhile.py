"""What goes on beside a whole build: small changes go live in the old tree, and the new tree takes in all that changed.

Shoppers must not notice that a build is going on, however long it takes.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar

from cms.contract.keys import Kind
from sitegen.errors import ReleaseRefused, RenderFailed, TwoOutputsOneFile
from sitegen.plan import WholeSite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cms.contract.keys import ChangeRecord
    from sitegen.live import Done, LiveSite
    from sitegen.publisher import Outbox

WHOLE_SITE = frozenset({Kind.SETTING, Kind.EVERYTHING})
"""Kinds of changes that mostly concern every page."""

_TEND = 0.1
"""Seconds between two looks at small changes."""

_TELL = 1.0
"""Seconds between two words about how far it is."""

_ROUNDS = 100
"""Slices of work in which a new tree takes in what goes on changing."""

Result = TypeVar("Result")


class Meanwhile:
    """One build's company. `live` is the release that is served, None when its memory is lost; `changes` are what
    waited when the build began; `reported` hears what went live; `tended` is all that did.
    """

    def __init__(  # noqa: PLR0913 (each is a part of the build)
        self,
        outbox: Outbox,
        live: LiveSite | None,
        changes: Sequence[ChangeRecord],
        *,
        reported: Callable[[LiveSite, Done, float], object],
        progress: Callable[[int], None],
        expected: int,
    ) -> None:
        self.tended: list[ChangeRecord] = []
        self._outbox = outbox
        self._live = live
        self._reported = reported
        self._progress = progress
        self._expected = expected
        self._outputs = 0
        self._left = {one.id for one in changes if live is None or one.kind in WHOLE_SITE}
        self._known = {one.id for one in changes}
        self._replayed = 0
        self._is_even = False
        self._next_look = self._next_word = time.monotonic() + _TEND

    # The tree that is live

    def look(self, outputs: int | None = None) -> None:
        """See whether something small waits, and say how far the build is. To be called often."""
        if outputs is not None:
            self._outputs = outputs
        self._progress(self._outputs)
        now = time.monotonic()
        if now >= self._next_word:
            self._outbox.progress("building", self._outputs, max(self._expected, self._outputs))
            self._next_word = time.monotonic() + _TELL
        if now >= self._next_look:
            self._tend()
            self._next_look = time.monotonic() + _TEND

    def during(self, work: Callable[[], Result]) -> Result:
        """Do long work that needs no database in a thread of its own, and look meanwhile."""
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="meanwhile") as hand:
            future = hand.submit(work)
            self.look()
            while not wait([future], timeout=_TEND).done:
                self.look()
        return future.result()

    def _tend(self) -> None:
        live = self._live
        if live is None:
            return
        late = [one for one in live.fresh(self._outbox.pending()) if one.id not in self._left]
        if not late and not live.has_work:
            return
        started = time.monotonic()
        try:
            done = live.step(lambda one: one.id not in self._left)
        except (WholeSite, RenderFailed, ReleaseRefused, TwoOutputsOneFile):
            self._left.update(one.id for one in late)  # The new tree, or the build after it, has an answer to these.
            return
        self.tended += done.changes
        self._reported(live, done, started)

    # The tree that is new

    def catch_up(self, fresh: LiveSite) -> None:
        """Bring the new tree up to date: rows read late by the build may be newer than rows read early.

        May be called again, for what has changed since. Where changes keep coming, the newest wait for the switch;
        what has gone live in the old tree never does.
        """
        try:
            for _ in range(_ROUNDS):
                if not self._take_in(fresh):
                    return
                self.look()
            self._take_in(fresh)
            while fresh.has_work:
                fresh.step(lambda _: False)
        except WholeSite:
            return  # It waits in the outbox, and the next build is made for it.

    def _take_in(self, fresh: LiveSite) -> bool:
        """One slice of what the new tree lacks; whether there was any."""
        gone_live = self.tended[self._replayed :]
        late = [one for one in fresh.fresh(self._outbox.pending()) if self._is_small(one)]
        if not gone_live and not late and not fresh.has_work:
            return False
        try:
            # What the build read at different moments is not to be trusted until it was looked at once. Should the
            # chrome be another again, this tree goes live with the one it has, and the next build brings that.
            done = fresh.replay([*gone_live, *late], wanted=self._is_small, force=not self._is_even, keeps_chrome=True)
        except WholeSite:
            if not late:
                raise
            self._known.update(one.id for one in late)  # They wait in the outbox: the next build is made for them.
            return True
        self._replayed += len(gone_live)
        self._is_even = True
        self._known.update(one.id for one in done.changes)
        return True

    def _is_small(self, change: ChangeRecord) -> bool:
        return change.id not in self._known and change.kind not in WHOLE_SITE
