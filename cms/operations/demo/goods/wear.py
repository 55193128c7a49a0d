"""What sellers say about the state of a thing: by what it is made of, and how used it is."""

from __future__ import annotations

from cms.contract.records import Condition
from cms.operations.demo.goods.kinds import Matter

NEW, LIKE_NEW, GOOD, FAIR, FOR_PARTS = Condition

GENERAL: dict[Condition, tuple[str, ...]] = {
    NEW: (
        "Unused, still in its box.",
        "New: it was a present that we already had.",
        "Bought by mistake and never used.",
    ),
    LIKE_NEW: (
        "Used a handful of times; you would not tell it from new.",
        "As good as new.",
        "Hardly a trace of use on it.",
    ),
    GOOD: (
        "Used, with small traces, and in good order.",
        "It has been used and looked after.",
        "Small signs of use that do not bother anybody.",
    ),
    FAIR: (
        "You can see that it was used, hence the price.",
        "Honest wear all over; it does what it should.",
        "Not a beauty any more, but sound.",
    ),
    FOR_PARTS: (
        "It does not work as it is: for tinkerers or as a source of parts.",
        "Sold as defective, without any promise.",
    ),
}

PARTICULAR: dict[Matter, dict[Condition, tuple[str, ...]]] = {
    Matter.WOOD: {
        LIKE_NEW: ("The surface is without scratches or rings.", "It stood in a spare room."),
        GOOD: (
            "A few fine scratches, nothing that oil would not hide.",
            "The wood has darkened nicely with the years.",
        ),
        FAIR: ("The surface wants sanding and a coat of oil.", "There are rings and a deep scratch on top."),
    },
    Matter.CLOTH: {
        LIKE_NEW: ("No pilling, no stains.", "Worn two or three times."),
        GOOD: ("Clean and without holes.", "A little worn at the edges, as clothes are."),
        FAIR: ("A faint stain remains after washing.", "The cloth has got thin in one place."),
    },
    Matter.DEVICE: {
        LIKE_NEW: ("All functions were tested this week.", "The protective film is still on."),
        GOOD: ("Everything works, as you can try here.", "A few light scratches on the case, none on the front."),
        FAIR: ("It works, with scratches on all sides.", "One button needs a firm push."),
        FOR_PARTS: ("It no longer turns on; the rest is complete.", "The display stays dark."),
    },
    Matter.KITCHEN: {
        LIKE_NEW: ("It stood in the cupboard most of the time.",),
        GOOD: ("Cleaned thoroughly and ready to use.", "No cracks, no rust."),
        FAIR: ("Some stains that no longer come off.", "Scratched inside, clean all the same."),
    },
    Matter.VEHICLE: {
        LIKE_NEW: ("Ridden less than a hundred kilometres.",),
        GOOD: ("Scratches in the paint here and there, technically fine.", "Ready to ride away."),
        FAIR: ("The tyres and the chain should be renewed soon.", "A little rust, nothing at the frame."),
        FOR_PARTS: ("Stood outside for two winters: wheels, lights and saddle are usable.",),
    },
    Matter.SPORT: {
        LIKE_NEW: ("Tried on and used twice.",),
        GOOD: ("One season old.", "Clean, dry and complete."),
        FAIR: ("It has been through a lot and is good for a lot more.", "Faded by the sun."),
    },
    Matter.INSTRUMENT: {
        LIKE_NEW: ("It was played for one term.",),
        GOOD: ("Marks of playing, no damage.", "In tune and ready to play."),
        FAIR: ("Playable; it should see a workshop one day.", "The lacquer has cracks."),
        FOR_PARTS: ("It needs a thorough repair; for somebody who can do that.",),
    },
    Matter.PAPER: {
        LIKE_NEW: ("Read once, with clean hands.",),
        GOOD: ("Spines a little creased.", "A name is written in front."),
        FAIR: ("Yellowed edges, some notes.", "The covers are worn."),
    },
    Matter.TOY: {
        LIKE_NEW: ("Our children outgrew it before it arrived.",),
        GOOD: ("Played with, loved, complete.", "Cleaned with soap."),
        FAIR: ("Well used by two brothers.", "Some paint is missing."),
    },
    Matter.TOOL: {
        LIKE_NEW: ("Used for one job.",),
        GOOD: ("Cleaned, oiled, ready for work.", "No rust."),
        FAIR: ("Some rust on the surface, the edge is fine.", "The handle was replaced once."),
        FOR_PARTS: ("The motor turns no more; everything else is fine.",),
    },
    Matter.PLANT: {
        LIKE_NEW: ("Very vigorous.",),
        GOOD: ("Healthy, with one or two dry tips.",),
        FAIR: ("It lost some leaves in the move and is recovering.",),
    },
    Matter.KEEPSAKE: {
        LIKE_NEW: ("Without any damage.",),
        GOOD: ("With the patina of its years.", "A tiny mark that only I know."),
        FAIR: ("Some scratches and a little dent.", "Needs a polish."),
        FOR_PARTS: ("Broken, but too good for the bin.",),
    },
}

MAY_BE_BROKEN = frozenset(
    {Matter.DEVICE, Matter.VEHICLE, Matter.INSTRUMENT, Matter.TOOL, Matter.KEEPSAKE},
)
"""What somebody buys for its parts."""

REASONS: tuple[str, ...] = (
    "I sell it because we are moving to a smaller flat.",
    "It has to go because the new one is here.",
    "We are clearing out the house of my parents.",
    "The children have left home, and so should this.",
    "I changed my plans and do not need it any more.",
    "It has stood unused for a year, which is a pity.",
    "Spring cleaning, a little late.",
    "From a household without smokers or pets.",
    "I would rather see it used than stored.",
    "Space is needed in the cellar.",
)

HANDOVERS: tuple[str, ...] = (
    "To be fetched in {town}, payment in cash when you have seen it.",
    "Pick-up in {town}, evenings after six or at the weekend. Cash, please.",
    "I am at home in {town} most evenings; come and have a look without obligation.",
    "Fetch it in {town} and pay in cash. I can help to carry it down.",
    "Handover in {town}, near the station. Cash on the spot.",
    "Come to {town} for a look. If you like it, you pay in cash and take it along.",
    "I live in {town}, ground floor, and you can park in front of the house.",
    "On Saturdays I am at the market in {town} and can bring it along.",
    "Collection in {town}. Please write before you come.",
)

HAGGLING: tuple[str, ...] = (
    "The price can be talked about, face to face.",
    "Make me a fair offer when you are here.",
    "A little room for haggling is included.",
)

FIRM: tuple[str, ...] = (
    "The price is fair and fixed.",
    "Please, no messages that ask for the last price.",
    "Private sale: no returns, no warranty.",
)

TAILS: tuple[str, ...] = (
    ", well kept",
    ", little used",
    ", one owner",
    ", to collect in {town}",
    ", from a tidy home",
    ", can be tried",
    ", {town}",
    ", must go",
    ", good value",
    " (can be viewed in {town})",
    ", clean",
)
"""Ends of titles, for when many people sell the same thing."""
