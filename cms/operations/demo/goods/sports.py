"""Sports and outdoors."""

from __future__ import annotations

from cms.operations.demo.goods.kinds import Branch, Kind, Leaf, Matter

TENT = Kind(
    titles=("Tent for {people}, {kind}", "{kind_cap} tent, {people} people", "{people_cap}-person tent, {weight}"),
    words={
        "people+people_cap+weight+x": ("two|Two|2.4 kg|0.8", "three|Three|3.6 kg|1.0", "four|Four|6.2 kg|1.3"),
        "kind+kind_cap": ("ridge|Ridge", "trekking|Trekking", "family|Family"),
    },
    opening=(
        "Tent for {people}, {weight}, stood in about ten summer nights.",
        "Yellow {kind} tent for {people} people.",
    ),
    details=(
        "Inner and outer tent, water column 3,000 mm.",
        "All pegs are there and four more.",
        "Dried and aired before it was packed away.",
        "One small hole in the net is mended.",
        "I can pitch it in the garden for you to see.",
    ),
    price=(40, 220),
    matter=Matter.SPORT,
    scenes=("tent",),
)

BACKPACK = Kind(
    titles=("Backpack, {litres}", "{use} backpack, {litres}", "Red rucksack, {litres}, {extra}"),
    words={
        "litres+x": ("18 l|0.7", "25 l|0.9", "35 l|1.1", "55 l|1.5"),
        "use": ("Day", "School", "Hiking", "Weekend"),
        "extra": ("rain cover", "padded straps", "laptop sleeve", "chest strap"),
    },
    opening=("Backpack of {litres} with {extra}.", "Rucksack for day trips, {litres}, sits well on the back."),
    details=("All zips run.", "Washed by hand.", "Pocket for a map in the lid.", "Suits backs of 42 to 50 cm."),
    price=(14, 85),
    matter=Matter.SPORT,
    scenes=("backpack",),
)

COMPASS = Kind(
    titles=("{kind} compass", "Compass in a brass case, {extra}", "{kind} compass with {extra}"),
    words={
        "kind": ("Pocket", "Hiking", "Marching", "Boy scout's"),
        "extra": ("cord", "leather pouch", "lid", "mirror"),
    },
    opening=("Pocket compass in a brass case, with {extra}.", "It points north, whatever else happens."),
    details=("Needle swings freely.", "No bubble in the liquid.", "Diameter 5 cm.", "Found in a drawer, cleaned."),
    price=(8, 40),
    matter=Matter.KEEPSAKE,
    scenes=("compass",),
)

ICE_SKATES = Kind(
    titles=("Ice skates, size {size}", "Figure skates {size}, {extra}", "Ice skates size {size}, {extra}"),
    words={
        "size": ("34", "36", "37", "38", "39", "40", "41", "42"),
        "extra": ("sharpened", "with guards", "leather", "warm lining"),
    },
    opening=("Ice skates in size {size}, {extra}.", "Skates in {size}, two winters on the town's rink."),
    details=("Ground last winter.", "Laces are new.", "They run small, so take one size more.", "Guards are included."),
    price=(15, 70),
    matter=Matter.SPORT,
    scenes=("ice-skates",),
)

DIVING = Kind(
    titles=("Snorkel set, {extra}", "Diving mask and snorkel, {size}", "Mask and snorkel for {who}"),
    words={"extra": ("silicone", "with bag", "adults"), "size": ("M", "L", "one size"), "who": ("adults", "teenagers")},
    opening=("Diving mask with snorkel, {size}.", "Snorkel set for {who}, used for one holiday in Croatia."),
    details=("Soft silicone, seals well.", "Glass is tempered.", "Rinsed in fresh water.", "Net bag is included."),
    price=(8, 40),
    matter=Matter.SPORT,
    scenes=("diving-mask",),
)

FOOTBALL = Kind(
    titles=("Football, size {size}", "Leather football, {extra}", "Match ball, size {size}, {extra}"),
    words={"size": ("3", "4", "5"), "extra": ("hand-sewn", "with pump", "hardly played", "with net")},
    opening=("Football in size {size}, {extra}.", "Match ball that has seen one season in the district league."),
    details=("Holds its air.", "Pump and two needles are included.", "A little scuffed, perfectly round."),
    price=(6, 30),
    matter=Matter.SPORT,
    scenes=("football",),
)

TABLE_TENNIS = Kind(
    titles=("Table tennis bat, {grip}", "Table tennis set, {count} bats", "Bat with {grip} and balls"),
    words={
        "grip": ("concave grip", "straight grip", "anatomic grip", "penhold grip"),
        "count+x": ("two|1.0", "four|1.7"),
    },
    opening=("Bat with {grip} and a good sponge.", "Table tennis bats from our youth club, {grip}."),
    details=("Rubber is still sticky.", "Six balls are included.", "Edge tape is new.", "In a padded case."),
    price=(8, 45),
    matter=Matter.SPORT,
    scenes=("table-tennis",),
)

BOXING = Kind(
    titles=("Boxing gloves, {ounces}", "Training gloves {ounces}, {extra}", "Boxing gloves, {extra}, {ounces}"),
    words={"ounces": ("8 oz", "10 oz", "12 oz", "14 oz"), "extra": ("leather", "with wraps", "Velcro", "hardly used")},
    opening=("Boxing gloves, {ounces}, {extra}.", "One term of boxing was enough for me: gloves, {ounces}."),
    details=("Padding is firm.", "Aired after each training.", "Hand wraps go with them.", "Fit medium hands."),
    price=(12, 55),
    matter=Matter.SPORT,
    scenes=("boxing-gloves",),
)

HIKING_BOOTS = Kind(
    titles=("Hiking boots, size {size}", "Leather hiking boots, {size}", "Mountain boots {size}, {extra}"),
    words={
        "size": ("37", "38", "39", "40", "41", "42", "43", "44", "45"),
        "extra": ("resoled", "waterproof", "ankle-high", "waxed"),
    },
    opening=("Leather boots for hiking, size {size}, {extra}.", "Boots in {size}; they never fitted me quite."),
    details=("The soles have 80 % of their profile.", "Waxed after each tour.", "Inner soles are new.", "Waterproof."),
    price=(25, 140),
    matter=Matter.CLOTH,
    scenes=("boots",),
)

SPORTS = Branch(
    "Sports & Outdoors",
    (
        Leaf("Camping & Hiking", (TENT, BACKPACK, HIKING_BOOTS, COMPASS)),
        Leaf("Winter Sports", (ICE_SKATES,)),
        Leaf("Water Sports", (DIVING,)),
        Leaf("Ball & Racket Sports", (FOOTBALL, TABLE_TENNIS)),
        Leaf("Fitness", (BOXING,)),
    ),
)
