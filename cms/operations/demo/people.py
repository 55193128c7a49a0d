"""The people of the demo: names, towns and what sellers say about themselves. Nobody of them exists."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cms.contract.addresses import slug_of
from cms.operations.demo.goods.offers import DAYS, last_day, make_homes

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIL_DOMAIN = "demo.example"
"""A name that is reserved for examples: a mail to it, such as a reminder of a meeting, arrives nowhere."""

FIRST_NAMES = (
    "Anna", "Barbara", "Christian", "Clara", "Daniel", "David", "Elena", "Elisabeth", "Emma", "Erik", "Eva", "Felix",
    "Florian", "Franziska", "Georg", "Greta", "Hannah", "Helga", "Ida", "Ines", "Jakob", "Jana", "Johanna", "Jonas",
    "Josef", "Julia", "Karin", "Katharina", "Klaus", "Konrad", "Laura", "Lena", "Leo", "Lorenz", "Lukas", "Magdalena",
    "Maria", "Markus", "Marlene", "Martin", "Matthias", "Maximilian", "Mira", "Moritz", "Nadja", "Nina", "Oskar",
    "Paul", "Petra", "Philipp", "Rosa", "Sabine", "Sebastian", "Simon", "Sofia", "Stefan", "Theresa", "Thomas",
    "Tobias", "Ursula", "Valentin", "Veronika", "Walter", "Xaver",
)  # fmt: skip
LAST_NAMES = (
    "Achleitner", "Aigner", "Bachmaier", "Bauer", "Berger", "Brandl", "Brunner", "Daxberger", "Ebner", "Eder",
    "Egger", "Fischer", "Fuchs", "Gruber", "Haas", "Hartl", "Hofer", "Huber", "Kaiser", "Kern", "Koller", "Lang",
    "Lechner", "Leitner", "Maier", "Moser", "Neumann", "Obermaier", "Pichler", "Plank", "Reiter", "Riedl", "Sailer",
    "Schmid", "Schuster", "Seidl", "Stadler", "Steiner", "Thaler", "Unger", "Vogl", "Wagner", "Weber", "Weiss",
    "Winkler", "Zauner", "Ziegler", "Zimmermann",
)  # fmt: skip

_TRADES = (
    (
        "{last} Second-hand",
        "A small second-hand shop in {town}. Each thing is cleaned and tried before it goes on sale.",
    ),
    ("Workshop {last}", "I mend what others throw away, in a yard in {town}. Visitors are welcome on Saturdays."),
    ("Attic & Cellar {town}", "We clear attics and cellars in and around {town} and find homes for what is good."),
    ("Cycle Corner {last}", "Bicycles, checked and with honest words about their age. Trial rides in {town}."),
)
_ABOUT = (
    "I live in {town} and sell what our family no longer needs. I answer in the evening, usually the same day.",
    "Collector of old radios, seller of nearly everything else. Come by in {town}; there is always coffee.",
    "Two children, four bicycles, one cellar in {town}: something has to go.",
    "I describe things as they are, scratches included. Handover in {town}, cash, no parcels.",
    "Retired carpenter from {town}. Most of what I sell has been through my hands twice.",
    "We moved to {town} with too many boxes. Smoke-free, one cat.",
    "Music teacher in {town}. Instruments are set up before I sell them.",
    "I like things that last, and people who fetch them on time. {town}, near the station.",
    "Books, records and now and then a chair. I am in {town} from Thursday to Sunday.",
    "Student in {town}; my flat is small and my interests change.",
    "",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to be made. `shown` is a seller's display name; empty for who sells nothing."""

    role: str
    name: str
    email: str
    joined: datetime
    shown: str = ""
    text: str = ""
    city: str = ""
    postcode: str = ""


def seller_count(listings: int) -> int:
    """Sellers for so many listings: two dozen for a small market, then one for each sixty."""
    return 24 + max(0, listings - 240) // 60


def buyer_count(listings: int) -> int:
    """Buyers for so many listings."""
    return 12 + max(0, listings - 240) // 120


def make_staff(seed: int) -> tuple[Person, ...]:
    """An admin, an editor and a moderator."""
    joined = _joined(random.Random(f"staff {seed}"), seed)  # noqa: S311 (no secret)
    return tuple(
        Person(role=role, name=name, email=f"{role}@{MAIL_DOMAIN}", joined=joined)
        for role, name in (("admin", "Alex Adler"), ("editor", "Eva Ecker"), ("moderator", "Milan Moser"))
    )


def make_sellers(count: int, *, seed: int) -> tuple[Person, ...]:
    """`count` sellers; the first has the address `seller@…`."""
    rng = random.Random(f"sellers {seed}")  # noqa: S311 (no secret)
    return tuple(
        _seller(number, name, home, seed, rng)
        for number, (name, home) in enumerate(zip(_names(count, rng), make_homes(count, seed=seed), strict=True))
    )


def make_buyers(count: int, *, seed: int) -> tuple[Person, ...]:
    """`count` buyers; the first has the address `buyer@…`."""
    rng = random.Random(f"buyers {seed}")  # noqa: S311 (no secret)
    return tuple(
        Person(role="buyer", name=" ".join(name), email=_email("buyer", number, name), joined=_joined(rng, seed))
        for number, name in enumerate(_names(count, rng))
    )


def _seller(number: int, name: tuple[str, str], home: tuple[str, str], seed: int, rng: random.Random) -> Person:
    first, last = name
    words = {"first": first, "last": last, "town": home[0]}
    shown, text = f"{first} {last[0]}.", rng.choice(_ABOUT)
    if number % 8 == 5:  # noqa: PLR2004 (one in eight has a small trade)
        shown, text = rng.choice(_TRADES)
    return Person(
        role="seller",
        name=f"{first} {last}",
        email=_email("seller", number, name),
        joined=_joined(rng, seed),
        shown=shown.format_map(words),
        text=text.format_map(words),
        city=home[0],
        postcode=home[1],
    )


def _names(count: int, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Names in a mixed order; none comes twice before all have come."""
    every = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    rng.shuffle(every)
    for number in range(count):
        yield every[number % len(every)]


def _email(kind: str, number: int, name: tuple[str, str]) -> str:
    if number == 0:
        return f"{kind}@{MAIL_DOMAIN}"
    return f"{slug_of(' '.join(name), otherwise=kind)}-{kind}{number}@{MAIL_DOMAIN}"


def _joined(rng: random.Random, seed: int) -> datetime:
    """Some time in the four years before the first offer."""
    day = last_day(seed) - timedelta(days=DAYS + rng.randrange(1, 4 * 365))
    return datetime(day.year, day.month, day.day, rng.randrange(7, 22), rng.randrange(60), tzinfo=UTC)
