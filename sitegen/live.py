# Long because the steps of a change are one protocol, safe only in this order.
"""A release and what keeps it up to date: changes go in one by one, each file is old or new, whole, at every moment.

The order makes it safe to be killed anywhere. The state notes first what will be written, and as still to do; then the
files are put in place; then the note is taken off. Who finds such a note at the start writes those files again.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cms.contract.keys import Kind
from sitegen.errors import CannotWrite, ReleaseRefused, RenderFailed
from sitegen.facts import FactKind, fact
from sitegen.lists import ListKey
from sitegen.plan import Planner, WholeSite
from sitegen.rules import RULE_BY_NAME, RULES
from sitegen.workshop import Workshop
from sitegen.writer import ReplacingWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from cms.contract.keys import ChangeRecord
    from sitegen.build import Site
    from sitegen.errors import PublishError
    from sitegen.plan import Subject
    from sitegen.publisher import Ports
    from sitegen.render import Renderer
    from sitegen.state import Output, State
    from sitegen.workshop import Made

AT_ONCE = 200
"""The most outputs that a small change may concern: it is made in one go."""

SLICE = 100
"""Outputs made in one go of a change that concerns more: so that a small change never waits long."""

_FEW = 40
"""So many changes that came together are planned as one: they are hardly more than a slice of work."""

_EDGE = 10
"""So many changes on either side of a crowd are made before it."""

_MANY = 20_000
"""Outputs from which on a plan for more than half of the site is left to a full build, which uses all cores."""
_TRIES = 3
_INDEX = ("sitemap", "index")
_INDEX_ALONE = ("sitemap", ["index"])
_LAST = 5
"""The stage of the sitemap's index: it names what else there is."""

_PUT_OFF = 6
"""The stage of what waits for pages that it links to."""

Row = tuple[int, str, str]
"""Stage, rule, subject: an output that is to be made."""

_RULE_ORDER = {rule.name: place for place, rule in enumerate(RULES)}
_MOST_REMOVED = 200


@dataclass(slots=True)
class Done:
    """What one step did. `changes` are those that are on the site now."""

    changes: list[ChangeRecord] = field(default_factory=list)
    rendered: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    bytes: int = 0
    waiting: int = 0
    held: int = 0
    failed: list[ChangeRecord] = field(default_factory=list)
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class Batch:
    """What one step has made and noted, and has still to put in place.

    `made` with whether the file must be written; `gone` are names to remove at once; `changes` are live afterwards,
    those that are `waiting` only when all is made that waits.
    """

    made: list[tuple[Made, bool]] = field(default_factory=list)
    done: list[Row] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    changes: list[ChangeRecord] = field(default_factory=list)
    waiting: list[ChangeRecord] = field(default_factory=list)


class StateMemory:
    """What the state knows of the whole catalogue."""

    def __init__(self, state: State) -> None:
        self._state = state

    def count(self, key: ListKey) -> int:
        """How many members a list has."""
        return self._state.count(key)

    def shards(self) -> list[int]:
        """The shards of listings that are there."""
        return self._numbers("listings:", "listings;")

    def seller_shards(self) -> list[int]:
        """The shards of sellers that are there."""
        return self._numbers("sellers:", "sellers;")

    def _numbers(self, first: str, last: str) -> list[int]:
        return sorted(int(one.partition(":")[2]) for one in self._state.outputs_between("sitemap", first, last))


class LiveSite:
    """One release. `root` is its folder, `state` its memory; nobody else writes either."""

    def __init__(self, site: Site, root: Path, state: State, renderer: Renderer, ports: Ports) -> None:
        self._site = site
        self.root = root
        self.state = state
        self.renderer = renderer
        self._ports = ports
        self._workshop = Workshop(renderer, site)
        self._writer = ReplacingWriter(root, scratch=site.build_dir / ".scratch", encoding=site.encoding)
        self._planned: dict[int, ChangeRecord] = {}
        self._size = SLICE
        self.try_again()
        # Whoever was killed may not have written these, whatever the state says of them.
        self._suspect = {(rule, subject) for _, rule, subject in state.todo(-1)}

    @property
    def has_work(self) -> bool:
        """Whether planned outputs wait to be made, or files to be removed."""
        if self.state.count_todo():
            return True
        return not self.state.has_set_aside() and bool(self._planned or self.state.doomed())

    def fresh(self, changes: Iterable[ChangeRecord]) -> list[ChangeRecord]:
        """Those of these changes that were not planned yet."""
        return [one for one in changes if one.id not in self._planned]

    def step(self, wanted: Callable[[ChangeRecord], bool] = lambda _: True, *, force: bool = False) -> Done:
        """Take in all changes that wait and are wanted, or make the next slice of what was planned before.

        Raises WholeSite when a full build is needed, PublishError when something cannot be made: then nothing has
        happened.
        """
        return self._step(lambda: [one for one in self._ports.outbox.pending() if wanted(one)], force=force)

    def replay(
        self,
        changes: Sequence[ChangeRecord],
        wanted: Callable[[ChangeRecord], bool] = lambda _: True,
        *,
        force: bool = True,
        keeps_chrome: bool = False,
    ) -> Done:
        """Take in changes that have left the outbox, and those in it that are wanted, as `step` does.

        `force` and `keeps_chrome` are the planner's.
        """
        known = {one.id for one in changes}
        return self._step(
            lambda: [*changes, *(one for one in self._ports.outbox.pending() if one.id not in known and wanted(one))],
            force=force,
            keeps_chrome=keeps_chrome,
        )

    def _step(self, pending: Callable[[], list[ChangeRecord]], **how: bool) -> Done:
        with ExitStack() as stack:
            fresh, planner = self._one_moment(stack, pending, how)
            try:
                with self.state.transaction():
                    batch = self._plan_and_make(fresh, planner)
            except (RenderFailed, ReleaseRefused) as error:
                if fresh:
                    raise
                return self._narrow_down(error)
        self._size = SLICE
        return self._put_in_place(batch)

    def _narrow_down(self, error: PublishError) -> Done:
        """Find the one that cannot be made among those that wait, and go on without it."""
        report = Done(waiting=self.state.count_todo())
        if self._size > 1:
            self._size //= 2
            return report
        with self.state.transaction():
            self.state.set_aside(self.state.todo(1))
        self._size = SLICE
        report.failed, report.reason = list(self._planned.values()), str(error)
        return report

    def try_again(self) -> None:
        """Make what could not be made before."""
        with self.state.transaction():
            self.state.take_back()

    def _one_moment(
        self, stack: ExitStack, pending: Callable[[], list[ChangeRecord]], how: Mapping[str, bool]
    ) -> tuple[list[ChangeRecord], Planner]:
        """Settle the lists for all that waits, and open a snapshot in which nothing more waits."""
        settled: set[int] = set()
        for attempt in range(_TRIES):
            moment = stack.enter_context(ExitStack())
            source = self._ports.make_source()
            moment.enter_context(source.snapshot())
            fresh = self.fresh(pending())
            content = self.renderer.renew(source, StateMemory(self.state))
            planner = Planner(self.state, content, fresh, **how)
            touched = planner.catalogue().touched()
            is_settled = settled.issuperset(one.id for one in fresh)
            if not touched or is_settled or attempt == _TRIES - 1:
                break
            moment.close()
            source.settle(touched)
            settled.update(one.id for one in fresh)
        return fresh, planner

    def _plan_and_make(self, fresh: list[ChangeRecord], planner: Planner) -> Batch:
        state = self.state
        few, crowd = (fresh, []) if planner.is_forced else few_and_crowd(fresh)
        planned, more = self._planned_for(few, crowd, planner)
        state.record((one.kind, one.key) for one in fresh)
        total = state.count_outputs()
        if len(planned) + len(more) > max(_MANY, total // 2) and not planner.is_forced:
            raise WholeSite(f"{len(planned) + len(more)} of {total} pages are concerned")
        rows = [(stage_of(one), *one) for one in planned]
        state.add_todo(rows)
        state.add_todo((stage_of(one), *one) for one in more)
        if len(rows) > AT_ONCE:
            return Batch(waiting=fresh)
        asked = rows or state.todo(self._size)
        others = state.count_todo() - len(asked)
        # What is removed together counts together: the guard must see how much it is.
        batch = self._make(asked, at_once=bool(rows) and not crowd)
        if state.count_todo() - len(batch.done) == others and not (crowd and state.doomed()):
            batch.changes, batch.waiting = few, crowd
        else:
            batch.waiting = fresh
        return batch

    def _planned_for(
        self, few: list[ChangeRecord], crowd: list[ChangeRecord], planner: Planner
    ) -> tuple[set[Subject], set[Subject]]:
        """The outputs that the few concern, and those that only the crowd does."""
        if not crowd:
            return (planner.plan() if few else set()), set()
        planned = planner.of(few).plan(bounds=False)
        return planned, planner.of(crowd).plan() - planned

    def _make(self, batch: list[Row], *, at_once: bool) -> Batch:
        """Make a batch and note it in the state: outputs with whether they must be written, rows done, names to go."""
        rows = sorted((row for row in batch if row[1:] != _INDEX), key=_order)
        made, missing = self._made(rows)
        names = {one.name for one in made}
        gone = [output.name for output in missing] + self._left_names(made)
        made, put_off = self._with_links_that_lead_somewhere(made, names, set(gone), len(batch))
        noted = [(one, self._note(one)) for one in made]
        for output in missing:
            self.state.drop(output)
            self.state.doom([output.name], renamed=False)
        done = list(batch)
        if len(rows) == len(batch) and any(row[1] == "sitemap" for row in rows) and self._index_is_stale():
            done.append((_LAST, *_INDEX))
            self.state.add_todo(done[-1:])
        if len(rows) < len(done):
            noted += [(one, self._note(one)) for one in self._workshop.chosen(*_INDEX_ALONE)]
        self._refuse_private(made)
        # What was put off once, and still links to nothing, waits for a person or the next attempt.
        again = [row for row in batch if row[0] == _PUT_OFF and row[1:] in put_off]
        self.state.set_aside(again)
        self.state.add_todo((_PUT_OFF, *one) for one in put_off if (_PUT_OFF, *one) not in again)
        return Batch(made=noted, done=done, gone=gone if at_once and not put_off else [])

    def _made(self, rows: list[Row]) -> tuple[list[Made], list[Output]]:
        """What these rows ask for, and the outputs that are no more."""
        found: list[Made] = []
        missing: dict[Subject, None] = dict.fromkeys((rule, subject) for _, rule, subject in rows)
        by_rule: dict[str, dict[str, None]] = {}
        for rule, subject in missing:
            by_rule.setdefault(rule, {})[subject] = None
        for rule, subjects in by_rule.items():
            for one in self._workshop.chosen(rule, list(subjects)):
                if one.wrong:
                    raise ReleaseRefused([(one.name, what) for what in one.wrong])
                missing.pop((rule, one.subject), None)
                found.append(one)
        return found, [output for one in missing for output in self.state.outputs_of(*one)]

    def _left_names(self, made: Sequence[Made]) -> list[str]:
        befores = ((one, self._before(one)) for one in made)
        return [before.name for one, before in befores if before is not None and before.name != one.name]

    def _with_links_that_lead_somewhere(
        self, made: list[Made], names: set[str], gone: set[str], size: int
    ) -> tuple[list[Made], list[Subject]]:
        """What can go live now, and what must wait for pages that it links to and that are still to be made.

        A page that is new is no problem: nobody links to it before those pages are there. Raises ReleaseRefused for
        a link to nothing.
        """
        ready: list[Made] = []
        put_off: list[Subject] = []
        more_to_come = self.state.count_todo() > size
        for one in made:
            dead = [link for link in sorted(one.links) if not self._leads_somewhere(link, names, gone)]
            if dead and not more_to_come:
                raise ReleaseRefused([(one.name, f"links to {link}, which does not exist") for link in dead])
            before = self._before(one) if dead else None
            if before is not None and before.name == one.name:
                put_off.append((one.rule, one.subject))
            else:
                ready.append(one)
        return ready, put_off

    def _leads_somewhere(self, link: str, names: set[str], gone: set[str]) -> bool:
        name = self._site.name_of(link)
        if name is None:
            return self._site.has_shared(link)
        if name in names or (name not in gone and self._site.has(self.root, name)):
            return True
        return self._ports.is_answered(link)

    def _before(self, made: Made) -> Output | None:
        """The output as the state knows it."""
        return self.state.output(made.rule, made.subject, made.edition)

    def _note(self, made: Made) -> bool:
        """Note an output in the state; returns whether its file must be written."""
        before = self._before(made)
        digest = made.digest
        self.state.put(made.rule, made.subject, made.edition, made.name, digest, made.facts, made.paths)
        self.state.spare([made.name])
        if before is not None and before.name != made.name:
            self.state.doom([before.name], renamed=True)
        is_same = before is not None and before.name == made.name and before.digest == digest
        return not is_same or (made.rule, made.subject) in self._suspect

    def _index_is_stale(self) -> bool:
        digest = self.renderer.content.shards_digest()
        return bool(self.state.readers(fact(FactKind.SHARDS, 0), digest=digest))

    def _refuse_private(self, made: Sequence[Made]) -> None:
        emails = {email: one.name for one in made for email in one.emails}
        if emails:
            self._site.refuse_private(emails, self.renderer, self._ports.personal_emails)

    # Files

    def _put_in_place(self, batch: Batch) -> Done:
        self._planned.update((one.id, one) for one in batch.waiting)
        made, done = batch.made, batch.done
        report = Done(changes=list(batch.changes), rendered=len(made))
        # The state says already that these are as they shall be. Should a write fail, it is not to be believed.
        self._suspect.update((one.rule, one.subject) for one, must_write in made if must_write)
        outputs = sorted((one for one, must_write in made if must_write), key=self._when)
        report.bytes = self._writer.write((one.name, one.body) for one in outputs)
        report.written = len(outputs)
        report.unchanged = len(made) - len(outputs)
        self._suspect.difference_update((one.rule, one.subject) for one, _ in made)
        self._suspect.difference_update((rule, subject) for _, rule, subject in done)
        with self.state.transaction():
            self.state.done(done)
        report.waiting = self.state.count_todo()
        if report.waiting == 0 and not self.state.has_set_aside():
            report.changes += self._planned.values()
            self._planned.clear()
        report.removed = self._remove(batch.gone, report)
        report.held = len(self.state.held())
        return report

    def _when(self, made: Made) -> tuple[bool, int, int, bool]:
        """New pages come first, whatever their kind: nobody links to them before pages that are there do.

        Of a page in several languages that in the shop's own comes last: it is the one that others link to.
        """
        return (self._site.has(self.root, made.name), *_order((0, made.rule, made.subject)), not made.edition)

    def _remove(self, gone: list[str], report: Done) -> int:
        """Remove what no page links to any more: files of a small change at once, others when all pages are made."""
        names = self.state.doomed()
        if report.waiting or self.state.has_set_aside():
            mine = set(gone)
            names = [one for one in names if one[0] in mine]
        if not names:
            return 0
        vanished = [name for name, renamed in names if not renamed]
        total = self.state.count_outputs() + len(vanished)
        keep: list[str] = []
        if is_too_many(len(vanished), of=total) and not any(change.kind == "act" for change in report.changes):
            keep = vanished
        kept = set(keep)
        lost = [name for name, _ in names if name not in kept and not self.state.has_name(name)]
        self._writer.remove(lost)
        with self.state.transaction():
            self.state.hold(keep)
            for name, _ in names:
                if name not in kept:
                    self.state.spare([name])
        return len(lost)

    def keep(self, names: Sequence[str], *, of: Path) -> None:
        """Take files of an older tree over, to be held until a person lets them go."""
        for name in names:
            for form in self._site.forms_of(name):
                try:
                    (self.root / form).parent.mkdir(parents=True, exist_ok=True)
                    (self.root / form).hardlink_to(of / form)
                except FileNotFoundError:
                    continue
                except OSError as error:
                    raise CannotWrite(f"{self.root / form} could not be written: {error.strerror}") from error
        with self.state.transaction():
            self.state.hold(names)

    def release_held(self) -> int:
        """Remove the files that the guard kept."""
        names = [name for name in self.state.held() if not self.state.has_name(name)]
        self._writer.remove(names)
        with self.state.transaction():
            self.state.spare(self.state.held())
        return len(names)


def few_and_crowd(changes: list[ChangeRecord]) -> tuple[list[ChangeRecord], list[ChangeRecord]]:
    """Part what one person did from what an import did to thousands, so that it need not wait for all of that.

    A crowd is one transaction, or some: what was committed just before or after it has ids beside it. An act stays
    with the crowd that it explains.
    """
    if len(changes) <= _FEW:
        return changes, []
    alone = [one for one in changes if one.kind != Kind.ACT]
    few = [*alone[:_EDGE], *alone[-_EDGE:]]
    ids = {one.id for one in few}
    return few, [one for one in changes if one.id not in ids]


def is_too_many(removed: int, *, of: int) -> bool:
    """Whether so many removals are more likely a mistake than meant."""
    return removed > max(_MOST_REMOVED, of // 3)


def stage_of(subject: Subject) -> int:
    """When an output is written."""
    return _LAST if subject == _INDEX else RULE_BY_NAME[subject[0]].stage


def _order(row: Row) -> tuple[int, int]:
    _, rule, subject = row
    return stage_of((rule, subject)), _RULE_ORDER[rule]
