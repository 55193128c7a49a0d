"""Kitchen and household."""

from __future__ import annotations

from cms.operations.demo.goods.kinds import Branch, Kind, Leaf, Matter

ESPRESSO = Kind(
    titles=("Espresso machine, {bar}", "Espresso machine with portafilter, {group}", "{style} espresso machine"),
    words={
        "bar": ("15 bar", "9 bar pump", "dual boiler", "single boiler"),
        "group": ("58 mm", "54 mm", "51 mm"),
        "style": ("Small", "Italian-style", "Semi-automatic", "Kitchen-counter"),
    },
    opening=(
        "Portafilter machine that makes a proper espresso, with steam for milk.",
        "We have gone over to tea. This espresso machine deserves a better home.",
    ),
    details=(
        "Descaled every three months, always with filtered water.",
        "Two baskets, a tamper and a milk jug go with it.",
        "The gasket of the group was replaced this year.",
        "It heats up in about twelve minutes.",
        "You may try it here; I have beans.",
    ),
    price=(90, 420),
    matter=Matter.KITCHEN,
    scenes=("espresso",),
)

COFFEE_MAKER = Kind(
    titles=("Filter coffee machine, {cups}", "Coffee maker with glass jug, {cups}", "{style} coffee machine"),
    words={"cups": ("8 cups", "10 cups", "12 cups"), "style": ("Office", "Simple filter", "Programmable")},
    opening=("Filter coffee machine for {cups}, with a glass jug.", "It makes coffee. Every day, for years, no fuss."),
    details=(
        "Turns itself off after forty minutes.",
        "Takes ordinary paper filters, size 4.",
        "A packet of filters comes with it.",
        "The jug has no chips.",
    ),
    price=(10, 55),
    matter=Matter.KITCHEN,
    scenes=("coffee-maker",),
)

HAND_COFFEE = Kind(
    titles=("Moka pot, {cups}", "Stovetop coffee pot for {cups}", "Aluminium moka pot, {cups}"),
    words={"cups+x": ("three cups|0.8", "six cups|1.0", "nine cups|1.3")},
    opening=("Moka pot for {cups}, the small ones.", "Stovetop pot for {cups}. The smell alone is worth it."),
    details=("The rubber ring is new, a spare one is included.", "Not for induction hobs.", "Never in the dishwasher."),
    price=(8, 28),
    matter=Matter.KITCHEN,
    scenes=("moka",),
)

PRESS = Kind(
    titles=("French press, {size}", "Coffee press, {size}, glass", "Glass coffee press for {cups}"),
    words={"size+cups": ("0.5 l|two", "0.8 l|four", "1 l|six")},
    opening=("Coffee press, {size}, enough for {cups}.", "Glass press with a steel sieve, {size}."),
    details=("The sieve is tight and clean.", "Glass without scratches.", "Also good for tea, if kept apart."),
    price=(8, 30),
    matter=Matter.KITCHEN,
    scenes=("french-press",),
)

GRINDER = Kind(
    titles=("Hand coffee grinder, {burrs}", "Coffee mill with {burrs}", "Travel coffee grinder, {burrs}"),
    words={"burrs": ("steel burrs", "ceramic burrs", "conical burrs")},
    opening=("Hand grinder with {burrs} for up to 30 g of beans.", "Small coffee mill, fits into any rucksack."),
    details=(
        "From Turkish to French press in clicks that can be counted.",
        "A cup takes about a minute of honest work.",
        "Cleaned with a brush, never with water.",
    ),
    price=(18, 85),
    matter=Matter.KITCHEN,
    scenes=("grinder",),
)

TEAPOT = Kind(
    titles=("{matter_cap} teapot, {size}", "Teapot, {style}, {size}", "{style_cap} teapot with lid"),
    words={
        "matter_cap": ("Porcelain", "Stoneware", "Enamel", "Ceramic"),
        "size": ("0.8 l", "1 l", "1.2 l", "1.5 l"),
        "style+style_cap": ("hand-glazed|Hand-glazed", "celadon|Celadon", "pale grey|Pale grey"),
    },
    opening=("Teapot of {size} that pours without dripping.", "Round-bellied teapot, {style}, {size}."),
    details=("The lid stays on when you pour.", "Two matching cups can be added for 6 euros.", "No hairline cracks."),
    price=(10, 60),
    matter=Matter.KITCHEN,
    scenes=("teapot",),
)

PLATES = Kind(
    titles=("{ware} for {people}, {count} pieces", "Dinner service, {ware_small}", "{count} plates, {ware_small}"),
    words={
        "ware+ware_small": ("Porcelain|porcelain", "Stoneware|stoneware", "Bone china|bone china"),
        "people+count+x": ("four|12|0.8", "six|18|1.0", "eight|24|1.3", "twelve|36|1.8"),
    },
    opening=(
        "Dinner service for {people}, white with a fine grey rim.",
        "{ware} for {people}: plates deep and flat, and small ones.",
    ),
    details=(
        "Goes into the dishwasher.",
        "Two pieces have a tiny chip, which you only feel.",
        "The cutlery in the photo can be had for 15 euros more.",
        "Bring a box; I have plenty of newspaper.",
    ),
    price=(30, 160),
    matter=Matter.KITCHEN,
    scenes=("plates",),
)

WASHER = Kind(
    titles=(
        "Washing machine, {load}, {spin}",
        "Front-loading washer, {load}",
        "Washing machine, energy class {rating}",
    ),
    words={
        "load+x": ("6 kg|0.85", "7 kg|1.0", "8 kg|1.15"),
        "spin": ("1200 rpm", "1400 rpm", "1600 rpm"),
        "rating": ("A", "B", "C"),
    },
    opening=(
        "Front-loading washing machine for {load}, spins at {spin}.",
        "We move into a flat that has one already: washing machine, {load}, {spin}.",
    ),
    details=(
        "Width and depth 60 cm, height 85 cm.",
        "New carbon brushes and a new pump within the last two years.",
        "Hoses and transport bolts are there.",
        "You can see it run before you pay.",
        "It stands on the ground floor; a trolley can be lent.",
    ),
    price=(90, 330),
    matter=Matter.DEVICE,
    scenes=("washer",),
)

FRIDGE = Kind(
    titles=("Fridge-freezer, {high}, class {rating}", "Freestanding fridge with freezer, {litres}", "Fridge, {high}"),
    words={
        "high+litres+x": ("145 cm|210 l|0.8", "160 cm|250 l|1.0", "175 cm|290 l|1.2"),
        "rating": ("C", "D", "E"),
    },
    opening=("Fridge with a freezer on top, {high} high, {litres}.", "Quiet fridge-freezer, {litres}, 55 cm wide."),
    details=(
        "The doors can be hung on either side.",
        "Defrosted and cleaned; it has been off for two days.",
        "All shelves and drawers are there and whole.",
        "Transport it upright, please, and leave it for some hours before you turn it on.",
    ),
    price=(80, 300),
    matter=Matter.DEVICE,
    scenes=("fridge",),
)

SEWING = Kind(
    titles=("Sewing machine, {stitches}", "{style} sewing machine with wooden base", "Sewing machine, {style_small}"),
    words={
        "stitches": ("8 stitches", "12 stitches", "16 stitches", "zigzag and buttonhole"),
        "style+style_small": ("Sixties|sixties", "Portable|portable", "Sturdy old|all metal"),
    },
    opening=(
        "All-metal sewing machine that goes through jeans and leather.",
        "Sewing machine on a wooden base, with {stitches}.",
    ),
    details=(
        "Oiled and set by a mechanic last winter.",
        "Pedal, feet and a box of bobbins are included.",
        "The manual is there, in German.",
        "It sews; I can show you.",
        "A hood is included.",
    ),
    price=(45, 240),
    matter=Matter.DEVICE,
    scenes=("sewing-machine",),
)

BASKET = Kind(
    titles=("Wicker basket with handle, {size}", "Picnic basket, {size}", "Willow basket for {use}"),
    words={"size": ("35 cm", "40 cm", "45 cm"), "use": ("the market", "firewood", "mushrooms", "picnics")},
    opening=("Woven willow basket, {size} wide, good for {use}.", "Handwoven basket with a folding handle."),
    details=(
        "No broken rods.",
        "Made by a basket maker in Franconia.",
        "Holds about ten kilograms.",
        "Wiped with oil.",
    ),
    price=(9, 45),
    matter=Matter.KITCHEN,
    scenes=("basket",),
)

HOUSEHOLD = Branch(
    "Home & Kitchen",
    (
        Leaf("Coffee & Tea", (ESPRESSO, COFFEE_MAKER, HAND_COFFEE, PRESS, GRINDER, TEAPOT)),
        Leaf("Tableware", (PLATES,)),
        Leaf("Large Appliances", (WASHER, FRIDGE)),
        Leaf("Sewing & Household", (SEWING, BASKET)),
    ),
)
