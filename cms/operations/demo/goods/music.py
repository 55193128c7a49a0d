"""Instruments."""

from __future__ import annotations

from cms.operations.demo.goods.kinds import Branch, Kind, Leaf, Matter

ACOUSTIC = Kind(
    titles=("{kind} guitar, {top} top", "{kind} guitar with {extra}", "Acoustic guitar, {top}, {size}"),
    words={
        "kind": ("Acoustic", "Classical", "Western", "Student's"),
        "top+x": ("spruce|1.0", "solid spruce|1.5", "cedar|1.3", "mahogany|1.2"),
        "extra": ("gig bag", "hard case", "new strings", "stand"),
        "size": ("4/4", "3/4", "7/8"),
    },
    opening=(
        "{kind} guitar, {size}, with a {top} top and {extra}.",
        "I never got further than five chords. Acoustic guitar, {top}, {size}.",
    ),
    details=(
        "Low action, easy on the fingers.",
        "New strings were put on in September.",
        "The neck is straight, the frets are even.",
        "A capo and a tuner are included.",
        "A small dent on the side does not change the sound.",
    ),
    price=(50, 360),
    matter=Matter.INSTRUMENT,
    scenes=("acoustic-guitar",),
)

ELECTRIC = Kind(
    titles=("Electric guitar, {pickups}", "{style} electric guitar with {extra}", "Electric guitar and {extra}"),
    words={
        "pickups": ("two humbuckers", "three single coils", "HSS pickups"),
        "style": ("Red", "Double-cut", "Beginner's", "Seventies-style"),
        "extra": ("small amplifier", "gig bag", "cable", "stand"),
    },
    opening=("Electric guitar with {pickups}, comes with {extra}.", "Red electric guitar, {pickups}, plays well."),
    details=(
        "Pots do not crackle.",
        "Set up by a luthier last year.",
        "Frets have plenty of life.",
        "Hum-free.",
        "You can try it over my amplifier.",
    ),
    price=(80, 420),
    matter=Matter.INSTRUMENT,
    scenes=("electric-guitar",),
)

VIOLIN = Kind(
    titles=("Violin {size} with case", "{style} violin, {size}", "Violin, {size}, bow and case"),
    words={"size": ("1/2", "3/4", "7/8", "4/4"), "style": ("Student's", "Old", "Bohemian", "Workshop")},
    opening=("Violin in size {size}, with bow and case.", "{style} violin, {size}, set up by a violin maker."),
    details=(
        "New bridge and strings.",
        "The bow was rehaired.",
        "No open cracks.",
        "Rosin and shoulder rest included.",
    ),
    price=(90, 640),
    matter=Matter.INSTRUMENT,
    scenes=("violin",),
)

SAXOPHONE = Kind(
    titles=("{kind} saxophone with case", "{kind} saxophone, {extra}", "Saxophone ({kind_small}), {extra}"),
    words={
        "kind+kind_small+x": ("Alto|alto|1.0", "Tenor|tenor|1.3", "Soprano|soprano|0.9"),
        "extra": ("serviced", "new pads", "two mouthpieces", "with stand"),
    },
    opening=("{kind} saxophone with a warm tone, {extra}.", "From our brass band's cupboard: {kind_small} saxophone."),
    details=(
        "All keys close.",
        "Lacquer worn where hands hold it.",
        "A box of reeds is included.",
        "Case with straps.",
    ),
    price=(220, 980),
    matter=Matter.INSTRUMENT,
    scenes=("saxophone",),
)

TRUMPET = Kind(
    titles=("Trumpet in B flat, {extra}", "{style} trumpet with case", "Trumpet with {extra}"),
    words={"style": ("Student's", "Lacquered", "Rotary", "Old"), "extra": ("case", "two mouthpieces", "mute", "stand")},
    opening=("Trumpet in B flat with {extra}.", "{style} trumpet, good for the first years."),
    details=("Valves run quickly.", "Ultrasonically cleaned.", "No red rot.", "Slides move."),
    price=(90, 420),
    matter=Matter.INSTRUMENT,
    scenes=("trumpet",),
)

DIGITAL_PIANO = Kind(
    titles=("Digital piano, {keys}, with stand", "Stage piano, {keys}, {extra}", "Keyboard {keys} with {extra}"),
    words={
        "keys+x": ("61 keys|0.5", "73 keys|0.9", "88 keys|1.2", "88 weighted keys|1.5"),
        "extra": ("stand", "pedal", "headphones", "bench"),
    },
    opening=("Digital piano with {keys} on an X stand, with {extra}.", "Play at night with headphones: {keys}."),
    details=("Every key was tried.", "MIDI over USB.", "Power supply and music rest included.", "Lessons book, too."),
    price=(90, 520),
    matter=Matter.INSTRUMENT,
    scenes=("digital-piano",),
)

ACCORDION = Kind(
    titles=("Accordion, {bass}", "{style} accordion, {bass}, with case", "Piano accordion {bass}"),
    words={
        "bass+x": ("48 bass|0.7", "72 bass|0.9", "96 bass|1.1", "120 bass|1.3"),
        "style": ("Student's", "Red", "Old", "Well-kept"),
    },
    opening=("Accordion with {bass} and a case with velvet.", "My uncle played it at every wedding: {bass}."),
    details=("Bellows are tight.", "All reeds sound.", "The straps are new.", "Tuned two years ago."),
    price=(140, 780),
    matter=Matter.INSTRUMENT,
    scenes=("accordion",),
)

HAND_DRUM = Kind(
    titles=("Conga, {size}", "Hand drum, {size}, {skin}", "Painted drum with {skin}"),
    words={"size": ('10"', '11"', '12"'), "skin": ("buffalo skin", "goat skin", "synthetic head")},
    opening=("Painted hand drum, {size}, with {skin}.", "Drum with {skin}, loud enough for a whole yard."),
    details=("Skin without tears.", "Tuned by lugs, key included.", "Rubber ring at the foot.", "Neighbours are glad."),
    price=(40, 210),
    matter=Matter.INSTRUMENT,
    scenes=("conga",),
)

MUSIC = Branch(
    "Musical Instruments",
    (
        Leaf("Guitars", (ACOUSTIC, ELECTRIC)),
        Leaf("Strings", (VIOLIN,)),
        Leaf("Wind Instruments", (SAXOPHONE, TRUMPET)),
        Leaf("Keys & Accordions", (DIGITAL_PIANO, ACCORDION)),
        Leaf("Drums", (HAND_DRUM,)),
    ),
)
