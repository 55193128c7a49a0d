"""Makes up offers: the same ones, in the same order, for the same seed; any number, one after the other."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cms.contract.records import Condition, ListingStatus
from cms.operations.demo.goods import wear
from cms.operations.demo.goods.assortment import ASSORTMENT
from cms.operations.demo.goods.kinds import Kind, Matter
from cms.operations.demo.goods.places import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS = 90
"""The offers spread over so many days before the last one."""

_REMEMBERED_TITLES = 4000
_TRIES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One offer. `leaf` is (branch, leaf) by position in ASSORTMENT; `views` are the photos of `scene`, in
    order; a scene that has fewer is shown by those that it has.

    `status` is draft, live, sold, expired or withdrawn; `ended_at` is set for the last three.
    """

    number: int
    title: str
    description: str
    price_cents: int
    negotiable: bool
    condition: Condition
    city: str
    postcode: str
    leaf: tuple[int, int]
    seller: int
    published_at: datetime
    status: ListingStatus
    ended_at: datetime | None
    stock: int
    reserved: int
    scene: str
    views: tuple[int, ...]


def last_day(seed: int) -> date:
    """The day of the newest offer: it follows from the seed, never from the clock."""
    return date(2026, 10, 31) - timedelta(days=random.Random(f"day {seed}").randrange(28))  # noqa: S311 (no secret)


def make_offers(count: int, *, seed: int, homes: tuple[tuple[str, str], ...]) -> Iterator[Offer]:
    """`count` offers from the oldest to the newest. `homes` are the sellers' towns and postcodes.

    Memory does not grow with `count`.
    """
    maker = _Maker(seed, homes)
    kinds = _kinds_in_turn(maker.rng)
    for number in range(count):
        leaf, kind = next(kinds)
        yield maker.offer(number, _share(number, count, maker.rng), leaf, kind)


def _share(number: int, count: int, rng: random.Random) -> float:
    return min(1.0, (number + rng.random()) / max(1, count))


def _busy(rng: random.Random, sellers: int) -> int:
    """A few sellers have much to sell, most have little."""
    return min(sellers - 1, int(sellers * rng.random() ** 1.6))


def _kinds_in_turn(rng: random.Random) -> Iterator[tuple[tuple[int, int], Kind]]:
    """All kinds in a mixed order, again and again, so that each comes up before any comes twice."""
    every = [
        ((top, place), kind)
        for top, branch in enumerate(ASSORTMENT)
        for place, leaf in enumerate(branch.leaves)
        for kind in leaf.kinds
    ]
    while True:
        rng.shuffle(every)
        yield from every


class _Titles:
    """The titles of late, so that none repeats soon; old ones are forgotten."""

    def __init__(self) -> None:
        self._order: deque[str] = deque()
        self._known: set[str] = set()

    def take(self, title: str) -> bool:
        if title in self._known:
            return False
        self._order.append(title)
        self._known.add(title)
        if len(self._order) > _REMEMBERED_TITLES:
            self._known.discard(self._order.popleft())
        return True


class _Maker:
    """Makes one offer after the other; knows the sellers, the calendar and the titles that were taken."""

    def __init__(self, seed: int, homes: tuple[tuple[str, str], ...]) -> None:
        self.rng = random.Random(f"offers {seed}")  # noqa: S311 (no secret)
        self._homes = homes
        self._end = datetime.combine(last_day(seed), datetime.min.time(), UTC) + timedelta(hours=20)
        self._titles = _Titles()

    def offer(self, number: int, share: float, leaf: tuple[int, int], kind: Kind) -> Offer:
        """The offer of a kind; `share` is its place in time, from 0 for the first to 1 for the last."""
        rng = self.rng
        seller = _busy(rng, len(self._homes))
        town, postcode = self._homes[seller]
        published_at = (self._end - timedelta(days=DAYS) * (1 - share) ** 1.4).replace(microsecond=0)
        condition = _condition(kind, rng)
        title, words = self._title(kind, condition, town)
        cents = _price(kind, float(words.get("x", "1")), condition, rng)
        negotiable = rng.random() < 0.4  # noqa: PLR2004 (a share)
        stock = _stock(condition, cents, rng)
        status = _status(rng)
        return Offer(
            number=number,
            title=title,
            description=_description(kind, words, condition, negotiable=negotiable, stock=stock, rng=rng),
            price_cents=cents,
            negotiable=negotiable,
            condition=condition,
            city=town,
            postcode=postcode,
            leaf=leaf,
            seller=seller,
            published_at=published_at,
            status=status,
            ended_at=_ended_at(status, published_at, self._end, rng),
            stock=stock,
            reserved=stock if status is ListingStatus.LIVE and rng.random() < 0.05 else 0,  # noqa: PLR2004 (a share)
            scene=rng.choice(kind.scenes),
            views=rng.choice(_VIEWS),
        )

    def _title(self, kind: Kind, condition: Condition, town: str) -> tuple[str, dict[str, str]]:
        """A title that was not taken of late, if there is one, and the words that it was made with."""
        for attempt in range(_TRIES):
            words = _words(kind, self.rng) | {"town": town}
            title = _title(kind, words, condition, self.rng)
            if attempt >= _TRIES // 2:
                title += self.rng.choice(wear.TAILS).format_map(words)
            if self._titles.take(title):
                break
        return title, words


def _stock(condition: Condition, cents: int, rng: random.Random) -> int:
    """Somebody has several pieces of a cheap new thing now and then."""
    many = condition is Condition.NEW and cents < 6000 and rng.random() < 0.4  # noqa: PLR2004 (60 euros, a share)
    return rng.randint(2, 5) if many else 1


_VIEWS = ((0, 1, 2), (0, 2, 1), (0, 1), (2, 0, 1), (2, 0))
"""The close look is never first: lists show the first one, cut to a square."""

_STATUSES = (
    ListingStatus.LIVE,
    ListingStatus.SOLD,
    ListingStatus.EXPIRED,
    ListingStatus.WITHDRAWN,
    ListingStatus.DRAFT,
)


def _status(rng: random.Random) -> ListingStatus:
    return rng.choices(_STATUSES, weights=(85, 8, 2.5, 1.5, 3))[0]


def _ended_at(status: ListingStatus, published_at: datetime, end: datetime, rng: random.Random) -> datetime | None:
    if status in (ListingStatus.LIVE, ListingStatus.DRAFT):
        return None
    return (published_at + (end - published_at) * rng.uniform(0.3, 1.0)).replace(microsecond=0)


def _condition(kind: Kind, rng: random.Random) -> Condition:
    weights = [5, 24, 46, 19, 6 if kind.matter in wear.MAY_BE_BROKEN else 0]
    if kind.matter is Matter.PLANT:
        weights[0] = 0
    return rng.choices(tuple(Condition), weights=weights)[0]


def _words(kind: Kind, rng: random.Random) -> dict[str, str]:
    """One choice for each of the kind's words."""
    chosen: dict[str, str] = {}
    for names, choices in kind.words.items():
        chosen.update(zip(names.split("+"), rng.choice(choices).split("|"), strict=True))
    return chosen


def _title(kind: Kind, words: dict[str, str], condition: Condition, rng: random.Random) -> str:
    title = _sentence(rng.choice(kind.titles), words)
    if condition is Condition.FOR_PARTS:
        title += ", for parts"
    elif condition is Condition.NEW and rng.random() < 0.5:  # noqa: PLR2004 (every other one)
        title += ", new"
    return title


_FACTORS = {
    Condition.NEW: (1.05, 1.3),
    Condition.LIKE_NEW: (0.85, 1.1),
    Condition.GOOD: (0.6, 0.95),
    Condition.FAIR: (0.35, 0.6),
    Condition.FOR_PARTS: (0.12, 0.25),
}


def _price(kind: Kind, factor: float, condition: Condition, rng: random.Random) -> int:
    """Cents, rounded as people do: to halves below 10 euros, to fives below 300, to tens and fifties above."""
    low, high = kind.price
    euros: float = (low + (high - low) * rng.random() ** 1.5) * factor * rng.uniform(*_FACTORS[condition])
    step: float = next(
        step for limit, step in ((10, 0.5), (40, 1.0), (300, 5.0), (1500, 10.0), (1e9, 50.0)) if euros < limit
    )
    return max(100, round(euros / step) * round(step * 100))


def _description(  # noqa: PLR0913 (keyword-only: what a text speaks about)
    kind: Kind, words: dict[str, str], condition: Condition, *, negotiable: bool, stock: int, rng: random.Random
) -> str:
    """Two to four paragraphs: the thing, its state and why it goes, how it changes hands."""
    about = [rng.choice(kind.opening), *_some(kind.details, rng.randint(2, 4), rng)]
    state = list(_state(kind.matter, condition, rng))
    if stock > 1:
        state.append(f"I have {stock} of them; the price is for one.")
    if rng.random() < 0.6:  # noqa: PLR2004 (a share)
        state.append(rng.choice(wear.REASONS))
    handover = [rng.choice(wear.HANDOVERS)]
    if rng.random() < 0.5:  # noqa: PLR2004 (every other one)
        handover.append(rng.choice(wear.HAGGLING if negotiable else wear.FIRM))
    cut = rng.choice((len(about), len(about), 1))
    paragraphs = (about[:cut], about[cut:], state, handover)
    return "\n\n".join(" ".join(_sentence(one, words) for one in lines) for lines in paragraphs if lines)


def _state(matter: Matter, condition: Condition, rng: random.Random) -> Iterator[str]:
    yield rng.choice(wear.GENERAL[condition])
    if particular := wear.PARTICULAR[matter].get(condition):
        yield rng.choice(particular)


def _some(choices: tuple[str, ...], count: int, rng: random.Random) -> list[str]:
    """`count` of the choices, in the order in which they are written."""
    taken = set(rng.sample(range(len(choices)), min(count, len(choices))))
    return [one for place, one in enumerate(choices) if place in taken]


def _sentence(pattern: str, words: dict[str, str]) -> str:
    text = pattern.format_map(words)
    return text[0].upper() + text[1:]


def make_homes(count: int, *, seed: int) -> tuple[tuple[str, str], ...]:
    """Town and postcode for each of `count` sellers; nearer towns have more of them."""
    rng = random.Random(f"homes {seed}")  # noqa: S311 (no secret)
    homes = []
    for _ in range(count):
        town, postcodes = PLACES[min(len(PLACES) - 1, int(len(PLACES) * rng.random() ** 1.3))]
        homes.append((town, rng.choice(postcodes)))
    return tuple(homes)
