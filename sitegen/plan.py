# Long because what follows from a change is told in one place.
"""From changes to the outputs that they concern: by the trace of what outputs read, and by where a listing now belongs.

What cannot be told precisely concerns the whole site, and says so.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cms.contract.keys import Kind
from sitegen.facts import ABSENT, FactKind, count_fact, digest_of, fact, list_of, parts, path_fact, span
from sitegen.lists import ALL, ListKey, Position
from sitegen.rules.lists import subject_of
from sitegen.rules.sitemap import SHARD, entry_digest
from sitegen.rules.sitemap import subject_of as shard_of
from sitegen.state import Entry
from sitegen.tracked_content import feed_digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from cms.contract.keys import ChangeRecord
    from cms.contract.records import ListingRecord
    from sitegen.content import Content
    from sitegen.state import State

_RULE_OF_LIST = {"all": "listings", "category": "category", "seller": "seller"}
_LIST_OF_RULE = {rule: kind for kind, rule in _RULE_OF_LIST.items()}
_TOUCH_PAGES = frozenset({Kind.PAGE, Kind.IMAGE, Kind.DOCUMENT, Kind.CATEGORY, Kind.SELLER, Kind.SETTING, Kind.PICTURE})
_TOUCH_CHROME = frozenset({Kind.PAGE, Kind.IMAGE, Kind.DOCUMENT, Kind.CATEGORY, Kind.SETTING, Kind.PICTURE})

Subject = tuple[str, str]
"""Rule, and the output's name among those of the rule."""


class WholeSite(Exception):
    """The changes concern every page, or cannot be told precisely: a full build is needed. The message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A listing whose place in lists was another before, or may have been."""

    listing: int
    old: Entry | None
    new: Entry | None
    old_lists: frozenset[ListKey]
    new_lists: frozenset[ListKey]


@dataclass(slots=True)
class Catalogue:
    """The changed listings: as they are now, and which of them moved."""

    changed: set[int] = field(default_factory=set)
    present: dict[int, ListingRecord] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)

    def touched(self) -> dict[ListKey, set[Position]]:
        """Every place where a list gained or lost a member."""
        found: dict[ListKey, set[Position]] = defaultdict(set)
        for move in self.moves:
            for entry, lists in ((move.old, move.old_lists), (move.new, move.new_lists)):
                if entry is not None:
                    for key in lists:
                        found[key].add(entry.position)
        return found


class Planner:
    """Plans for one state, seen against one content. With `force`, what the state says of places is not trusted:
    a build read them while they changed. With `keeps_chrome`, a chrome that is another now is left to the next build.
    """

    def __init__(
        self,
        state: State,
        content: Content,
        changes: Iterable[ChangeRecord],
        *,
        force: bool = False,
        keeps_chrome: bool = False,
    ) -> None:
        self._state = state
        self._content = content
        self._source = content.source
        self._force = force
        self._keeps_chrome = keeps_chrome
        self._keys: dict[str, set[str]] = defaultdict(set)
        for change in changes:
            self._keys[change.kind].add(change.key)
        self._subjects: set[Subject] = set()
        self._facts_of: dict[Subject, frozenset[int]] = {}
        self._lineages = load_lineages(state)
        self._lineages_now = {one.id: one.lineage for one in content.categories}
        self._catalogue: Catalogue | None = None

    def of(self, changes: Iterable[ChangeRecord]) -> Planner:
        """A planner for some of the changes, seen at the same moment."""
        return Planner(self._state, self._content, changes, force=self._force, keeps_chrome=self._keeps_chrome)

    @property
    def is_forced(self) -> bool:
        """Whether what the state says is not trusted."""
        return self._force

    # What the changes are about

    def catalogue(self) -> Catalogue:
        """The changed listings, also those that changed because of their seller, category or pictures."""
        if self._catalogue is not None:
            return self._catalogue
        found = self._catalogue = Catalogue(changed=self._ids(Kind.LISTING))
        if self._keys[Kind.PICTURE]:
            found.changed.update(self._source.listings_with_pictures(self._keys[Kind.PICTURE]))
        self._expand_sellers(found.changed)
        for number in self._moved_categories():
            found.changed.update(self._state.entries_of("category", number))
        found.present = self._source.listings(found.changed)
        old = self._state.entries(found.changed)
        for number in sorted(found.changed):
            self._add_move(found, number, old.get(number))
        return found

    def _expand_sellers(self, changed: set[int]) -> None:
        ids = self._sellers()
        if not ids:
            return
        active = self._source.sellers(ids)
        for number in ids:
            was_shown = self._state.output("seller", str(number)) is not None
            if number not in active:
                changed.update(self._state.entries_of("seller", number))
            elif not was_shown or self._force:
                changed.update(self._source.listings_of_seller(number))

    def _sellers(self) -> set[int]:
        """The changed people, also those whose picture changed."""
        ids, pictures = self._ids(Kind.SELLER), self._keys[Kind.PICTURE]
        return ids.union(self._source.sellers_with_pictures(pictures)) if pictures else ids

    def _moved_categories(self) -> Iterator[int]:
        if self._keys[Kind.CATEGORY] or self._force:
            for number in self._lineages.keys() | self._lineages_now.keys():
                if self._lineages.get(number) != self._lineages_now.get(number):
                    yield number

    def _add_move(self, found: Catalogue, number: int, old: Entry | None) -> None:
        record = found.present.get(number)
        new = entry_of(record) if record and record.in_lists else None
        old_lists = lists_of(old, self._lineages)
        new_lists = lists_of(new, self._lineages_now)
        if self._force or old != new or old_lists != new_lists:
            found.moves.append(Move(listing=number, old=old, new=new, old_lists=old_lists, new_lists=new_lists))

    def _ids(self, kind: Kind) -> set[int]:
        return {int(key) for key in self._keys[kind]}

    # The plan

    def plan(self, *, bounds: bool = True) -> set[Subject]:
        """The outputs concerned. Notes in the state where listings stand now. Raises WholeSite.

        Without `bounds`, list pages that were settled anew are left to the next plan.
        """
        self._refuse_what_is_unknown()
        self._check_chrome()
        self._plan_sellers()
        self._plan_categories()
        self._plan_pages()
        self._plan_listings()
        if bounds:
            self._plan_lists()
        self._plan_paths()
        return self._subjects

    def _refuse_what_is_unknown(self) -> None:
        if because := self._keys[Kind.EVERYTHING]:
            raise WholeSite(", ".join(sorted(because)))
        for kind in self._keys.keys() - set(Kind):
            if self._keys[kind]:
                raise WholeSite(f"this version does not know what a change of {kind!r} means")

    def _touches(self, kinds: Collection[Kind]) -> bool:
        if any(self._keys[kind] for kind in kinds if kind is not Kind.PICTURE):
            return True
        pictures = self._keys[Kind.PICTURE]
        return bool(pictures) and self._source.library_uses(pictures)

    def _check_chrome(self) -> None:
        if self._keeps_chrome:
            return
        state = self._state
        typed = paths_digest(self._content)
        if self._touches(_TOUCH_CHROME) or typed != state.meta("site_paths"):
            if digest_of(self._source.site()) != state.meta("site"):
                raise WholeSite("what every page shows has changed")
            state.set_meta("site_paths", typed)

    def _plan_sellers(self) -> None:
        ids = self._sellers()
        active = self._source.sellers(ids) if ids else {}
        for number in ids:
            record = active.get(number)
            self._saw_other(fact(FactKind.SELLER, number), self._content.seller_digest(record) if record else ABSENT)
            self._saw_other(fact(FactKind.SELLER_SIGN, number), self._content.sign_digest(record) if record else ABSENT)
        owners = ids | self._ids(Kind.SELLER_LISTINGS)
        with_page = self._source.with_seller_page(owners) if owners else ()
        for number in owners:
            if (self._state.output("seller", str(number)) is not None) != (number in with_page):
                self._subjects.add(("seller", str(number)))

    def _plan_categories(self) -> None:
        changed = self._ids(Kind.CATEGORY)
        if not changed and not self._force:
            return
        content, state = self._content, self._state
        concerned = changed | {one.id for one in content.categories if changed & set(one.lineage)}
        concerned.update(self._lineages.keys() ^ self._lineages_now.keys())
        for number in concerned:
            self._saw_other(fact(FactKind.LINEAGE, number), content.lineage_of(number)[1])
            if content.find_category(number) and state.output("category", str(number)) is None:
                self._subjects.add(("category", str(number)))
        for of in state.facts_between(*span(FactKind.CHILDREN)):
            self._saw_other(of, content.children_digest(parts(of)[1]))
        self._saw_other(fact(FactKind.STRUCTURE, 0), content.structure_digest())
        save_lineages(state, content)

    def _plan_pages(self) -> None:
        if not (self._force or self._touches(_TOUCH_PAGES)):
            return
        content, state, source = self._content, self._state, self._source
        there = {page.id: page for page in source.pages()}
        for page in there.values():
            of = fact(FactKind.PAGE, page.id)
            self._saw_other(of, digest_of(page))
            rule, subject = ("home", "") if page.is_home else ("page", str(page.id))
            if of not in self._facts(rule, subject):
                self._subjects.add((rule, subject))
        for of in state.facts_between(*span(FactKind.PAGE)):
            if parts(of)[1] not in there:
                self._saw_other(of, None)
        for of in state.facts_between(*span(FactKind.PAGE_PATH)):
            self._saw_other(of, digest_of(source.page_path(parts(of)[1])))
        for of in state.facts_between(*span(FactKind.IMAGE)):
            self._saw_other(of, digest_of(source.library_image(parts(of)[1])))
        for of in state.facts_between(*span(FactKind.DOCUMENT)):
            self._saw_other(of, digest_of(source.document_path(parts(of)[1])))
        self._saw_other(fact(FactKind.STRUCTURE, 0), content.structure_digest())

    def _plan_paths(self) -> None:
        paths = self._state.paths()
        existing = self._source.existing_paths(paths.values()) if paths else ()
        for path in paths.values():
            self._saw_other(path_fact(path), digest_of(path in existing))

    # Listings and lists

    def _plan_listings(self) -> None:
        catalogue = self.catalogue()
        for number in catalogue.changed:
            record = catalogue.present.get(number)
            if record is not None or self._state.output("listing", str(number)) is not None:
                self._subjects.add(("listing", str(number)))
            shown = record if record is not None and record.in_lists else None
            self._saw_other(fact(FactKind.CARD, number), self._content.card(shown).digest if shown else ABSENT)
            self._saw_other(fact(FactKind.FEED, number), feed_digest(record))
            line = entry_digest(shown.path, shown.published_at) if shown else ABSENT
            self._saw_other(fact(FactKind.ENTRY, number), line)
        self._plan_moves(catalogue.moves)

    def _plan_moves(self, moves: list[Move]) -> None:
        if not moves and not self._force:
            return
        expected = self._expected_pages(moves)
        lengths: dict[ListKey, int] = defaultdict(int)
        for move in moves:
            self._plan_move(move, expected.get(move.listing, frozenset()))
            for key in move.new_lists - move.old_lists:
                lengths[key] += 1
            for key in move.old_lists - move.new_lists:
                lengths[key] -= 1
            self._state.set_entry(move.listing, move.new)
        self._plan_counts({key: number for key, number in lengths.items() if number})
        for of in self._state.facts_between(*span(FactKind.NEWEST)):
            self._saw_other(of, digest_of(self._source.newest_ids(*list_of(of))))

    def _plan_move(self, move: Move, expected: Collection[Subject]) -> None:
        card = fact(FactKind.CARD, move.listing)
        # Another place on the same page changes no card, but the order of the cards.
        stays = move.old is not None and move.new is not None and move.old.position == move.new.position
        for page in expected:
            if self._force or not stays or card not in self._facts(*page):
                self._subjects.add(page)
        for rule, subject in self._state.readers(card, digest=None):
            # A rail or the home page follows from which are the newest, a picked listing from its card alone.
            if rule == "listing" or (rule in _LIST_OF_RULE and (rule, subject) not in expected):
                self._subjects.add((rule, subject))
        if move.new is not None:
            shard = ("sitemap", shard_of("listings", move.listing // SHARD))
            if fact(FactKind.ENTRY, move.listing) not in self._facts(*shard):
                self._subjects.add(shard)
            around = self._source.around(move.new.category_id, move.new.position)
            self._subjects.update(("listing", str(one)) for one in around)

    def _expected_pages(self, moves: Iterable[Move]) -> Mapping[int, set[Subject]]:
        """On which page of each of its lists a listing stands now."""
        places: dict[ListKey, dict[Position, int]] = defaultdict(dict)
        for move in moves:
            for key in move.new_lists if move.new else ():
                places[key][move.new.position] = move.listing  # type: ignore[union-attr]  # (asked just above)
        expected: dict[int, set[Subject]] = defaultdict(set)
        for key, members in places.items():
            for position, number in self._source.list_pages_at(key, members.keys()).items():
                expected[members[position]].add((_RULE_OF_LIST[key.kind], subject_of(key, number)))
        return expected

    def _plan_counts(self, differences: Mapping[ListKey, int]) -> None:
        state = self._state
        for key, difference in differences.items():
            before = state.count(key)
            state.set_count(key, before + difference)
            self._saw_other(count_fact(key), digest_of(before + difference))
            if key.kind == "seller" and not (before and before + difference):
                self._subjects.add(("sitemap", shard_of("sellers", key.id // SHARD)))
        if self._force:
            for of in state.facts_between(*span(FactKind.COUNT)):
                self._saw_other(of, digest_of(state.count(list_of(of)[0])))

    def _plan_lists(self) -> None:
        """Pages of lists whose bounds were settled since."""
        since = self._state.meta("stamp")
        stamp = self._source.list_stamp()
        if stamp == since:
            return
        for key, number in self._source.list_changes(int(since or 0)):
            rule, subject = _RULE_OF_LIST[key.kind], subject_of(key, number)
            if self._state.output(rule, subject) is not None or self._is_shown(key):
                self._subjects.add((rule, subject))
        self._state.set_meta("stamp", stamp)

    def _is_shown(self, key: ListKey) -> bool:
        if key.kind == "category":
            return self._content.find_category(key.id) is not None
        return key == ALL or key.id in self._source.with_seller_page([key.id])

    # By the trace

    def _saw_other(self, of: int, digest: int | None) -> None:
        self._subjects.update(self._state.readers(of, digest=digest))

    def _facts(self, rule: str, subject: str) -> frozenset[int]:
        known = self._facts_of.get((rule, subject))
        if known is None:
            output = self._state.output(rule, subject)
            known = self._facts_of[rule, subject] = frozenset(output.facts if output else ())
        return known


def entry_of(listing: ListingRecord) -> Entry:
    """Where a listing that lists show stands."""
    return Entry(
        position=Position(listing.published_at, listing.id),
        category_id=listing.category_id,
        seller_id=listing.seller_id,
    )


def lists_of(entry: Entry | None, lineages: Mapping[int, tuple[int, ...]]) -> frozenset[ListKey]:
    """The lists that a listing stands in."""
    if entry is None:
        return frozenset()
    above = (ListKey("category", one) for one in lineages.get(entry.category_id, ()))
    return frozenset((ALL, ListKey("seller", entry.seller_id), *above))


def paths_digest(content: Content) -> int:
    """Which of the addresses that somebody typed into the chrome have something behind them."""
    typed = content.site.typed_paths
    return digest_of(sorted(content.source.existing_paths(typed))) if typed else ABSENT


def save_lineages(state: State, content: Content) -> None:
    """Note how the tree of categories is."""
    state.set_meta("lineages", json.dumps({one.id: one.lineage for one in content.categories}))


def load_lineages(state: State) -> dict[int, tuple[int, ...]]:
    """How it was."""
    stored: dict[str, list[int]] = json.loads(str(state.meta("lineages") or "{}"))
    return {int(number): tuple(line) for number, line in stored.items()}


def count_lists(state: State, lineages: Mapping[int, tuple[int, ...]]) -> dict[ListKey, int]:
    """How long each list is, from where all listings stand."""
    lengths: dict[ListKey, int] = defaultdict(int)
    for category_id, seller_id, number in state.entry_rows():
        lengths[ALL] += number
        lengths[ListKey("seller", seller_id)] += number
        for one in lineages.get(category_id, ()):
            lengths[ListKey("category", one)] += number
    return dict(lengths)
