"""Clothes, shoes, bags and what goes with them."""

from __future__ import annotations

from cms.operations.demo.goods.kinds import Branch, Kind, Leaf, Matter

_SIZES = ("34", "36", "38", "40", "42", "44", "46")
_SHOE_SIZES = ("37", "38", "39", "40", "41", "42", "43", "44", "45")

COAT = Kind(
    titles=("{cut} coat, {cloth}, size {size}", "{cloth_cap} coat, size {size}", "{cut} coat with belt, {size}"),
    words={
        "cut": ("Trench", "Winter", "Duffle", "Spring", "Camel-coloured"),
        "cloth+cloth_cap+x": ("wool|Wool|1.2", "cotton|Cotton|0.9", "loden|Loden|1.3", "gabardine|Gabardine|1.1"),
        "size": _SIZES,
    },
    opening=(
        "{cut} coat of {cloth}, size {size}, with belt and buttons.",
        "A classic: coat of {cloth} in size {size}.",
    ),
    details=(
        "Lining without tears.",
        "A spare button is sewn inside.",
        "Dry-cleaned, never washed.",
        "It falls a little large.",
        "Worn for one winter, then I moved south.",
    ),
    price=(30, 160),
    matter=Matter.CLOTH,
    scenes=("coat",),
)

DRESS = Kind(
    titles=("{kind} dress, size {size}", "Blue {kind_small} dress, {cloth}", "{kind} dress, {cloth}, {size}"),
    words={
        "kind+kind_small": ("Summer|summer", "Cocktail|cocktail", "Midi|midi", "Evening|evening"),
        "cloth": ("cotton", "linen", "silk", "viscose"),
        "size": _SIZES,
    },
    opening=("{kind} dress of {cloth}, size {size}.", "Blue dress, {cloth}, worn at one wedding."),
    details=("Zip at the side.", "Knee-long.", "Washable at 30 degrees.", "The straps can be shortened."),
    price=(12, 95),
    matter=Matter.CLOTH,
    scenes=("dress",),
)

JEANS = Kind(
    titles=("{cut} jeans, {size}", "Jeans {size}, {cut_small}", "Blue jeans, {cut_small}, {size}"),
    words={
        "cut+cut_small": ("Straight|straight cut", "Slim|slim cut", "Wide|wide leg", "High-waist|high waist"),
        "size": ("28/30", "29/32", "30/32", "31/32", "32/32", "33/34", "34/34", "36/34"),
    },
    opening=("Blue jeans, {cut_small}, size {size}.", "Jeans in {size} that I bought a size too small."),
    details=(
        "No holes, not even the fashionable ones.",
        "Heavy denim.",
        "Length was not changed.",
        "Washed inside out.",
    ),
    price=(10, 55),
    matter=Matter.CLOTH,
    scenes=("jeans",),
)

SHIRT = Kind(
    titles=("Business shirt with tie, {size}", "Shirt, {cloth}, collar {size}", "Blue shirt {size}, {cloth}"),
    words={"size": ("38", "39", "40", "41", "42", "43", "44"), "cloth": ("poplin", "twill", "Oxford", "non-iron")},
    opening=("Light blue shirt of {cloth}, collar {size}, with a matching tie.", "Shirt in {size}, {cloth}."),
    details=("Collar and cuffs without wear.", "Tie is silk.", "Ironed and folded.", "Two more in white, just ask."),
    price=(8, 40),
    matter=Matter.CLOTH,
    scenes=("shirt",),
)

SCARF = Kind(
    titles=("{cloth_cap} scarf, {length}", "Red scarf, {cloth}", "Knitted scarf of {cloth}, {length}"),
    words={
        "cloth+cloth_cap+x": ("wool|Wool|1.0", "alpaca|Alpaca|1.4", "merino|Merino|1.3", "cotton|Cotton|0.8"),
        "length": ("160 cm", "180 cm", "200 cm"),
    },
    opening=("Red scarf of {cloth}, {length} long, with fringes.", "Knitted by my mother, {cloth}, {length}."),
    details=("Does not itch.", "No moth holes.", "Hand wash.", "I have too many of them."),
    price=(8, 45),
    matter=Matter.CLOTH,
    scenes=("scarf",),
)

HAT = Kind(
    titles=("Straw hat with ribbon, {size}", "Summer hat, {size}, {extra}", "Sun hat, straw, {size}"),
    words={"size": ("55 cm", "56 cm", "57 cm", "58 cm", "59 cm"), "extra": ("wide brim", "red ribbon", "foldable")},
    opening=("Straw hat with a red ribbon, {size}.", "Sun hat for garden and lake, {size}."),
    details=("The straw is whole.", "A band inside lets you adjust it.", "Comes in a hat box."),
    price=(8, 42),
    matter=Matter.CLOTH,
    scenes=("hat",),
)

RUNNING_SHOES = Kind(
    titles=("Running shoes, size {size}", "{kind} running shoes, {size}", "Trainers {size}, {extra}"),
    words={
        "size": _SHOE_SIZES,
        "kind": ("Trail", "Road", "Neutral", "Light"),
        "extra": ("grey", "hardly run", "with box", "good cushioning"),
    },
    opening=("Running shoes in size {size}, about 60 km old.", "Grey trainers, size {size}, too narrow for me."),
    details=("Soles hardly worn.", "Washed at 30 degrees.", "Neutral foot.", "The box is there."),
    price=(15, 85),
    matter=Matter.CLOTH,
    scenes=("running-shoes",),
)

LEATHER_SHOES = Kind(
    titles=("Leather shoes, size {size}", "{kind} shoes, {size}, {extra}", "Brown {kind_small} shoes, size {size}"),
    words={
        "size": _SHOE_SIZES,
        "kind+kind_small": ("Derby|derby", "Oxford|oxford", "Welted|welted", "Brogue|brogue"),
        "extra": ("resoled", "with shoe trees", "brown", "hardly worn"),
    },
    opening=("Brown {kind_small} shoes in size {size}, leather inside and out.", "Welted shoes, size {size}, {extra}."),
    details=("Always kept on shoe trees.", "Resoled by a cobbler.", "Creamed and polished.", "Width F."),
    price=(20, 130),
    matter=Matter.CLOTH,
    scenes=("leather-shoes",),
)

HANDBAG = Kind(
    titles=("Leather handbag, {extra}", "{style} handbag, brown leather", "Brown handbag with {extra}"),
    words={
        "extra": ("short handles", "two pockets", "long strap", "inner pocket"),
        "style": ("Classic", "Office", "Vintage", "Small"),
    },
    opening=("Brown leather handbag with {extra}.", "A bag for every day: firm leather, {extra}."),
    details=("No stains in the lining.", "Zip runs well.", "30 × 22 × 12 cm.", "Patina as it should be."),
    price=(20, 140),
    matter=Matter.CLOTH,
    scenes=("handbag",),
)

SUITCASE = Kind(
    titles=("{style} suitcase, {size}", "Suitcase with stickers, {size}", "{style} travel case with straps"),
    words={"style": ("Vintage", "Leather", "Old", "Fibre"), "size": ("50 cm", "60 cm", "70 cm")},
    opening=("{style} suitcase with straps and old hotel stickers, {size}.", "Suitcase that has seen Trieste, {size}."),
    details=("Both locks snap shut; one key is there.", "Clean inside, no musty smell.", "Nice as a side table, too."),
    price=(20, 110),
    matter=Matter.KEEPSAKE,
    scenes=("suitcase",),
)

BRIEFCASE = Kind(
    titles=("Leather briefcase, {extra}", "Briefcase with {extra}", "{style} briefcase, brown"),
    words={"extra": ("brass lock", "two compartments", "laptop sleeve"), "style": ("Teacher's", "Classic", "Doctor's")},
    opening=("Brown briefcase of thick leather with {extra}.", "My father carried it to school for thirty years."),
    details=("Takes A4 folders.", "The lock works.", "Seams are whole.", "Greased twice a year."),
    price=(25, 140),
    matter=Matter.CLOTH,
    scenes=("briefcase",),
)

WATCH = Kind(
    titles=("Wrist watch, {drive}", "{style} watch, {drive}, {size}", "{style} wrist watch with {strap}"),
    words={
        "drive+x": ("quartz|0.8", "automatic|1.6", "hand-wound|1.4", "solar|1.0"),
        "style": ("Square", "Dress", "Steel", "Sixties"),
        "size": ("34 mm", "36 mm", "38 mm"),
        "strap": ("steel band", "leather strap", "new strap"),
    },
    opening=("Wrist watch in steel, {drive}, {size}.", "Plain {drive} watch with a {strap}."),
    details=("Keeps time.", "Glass without scratches.", "New battery or freshly serviced.", "Two extra links."),
    price=(25, 240),
    matter=Matter.KEEPSAKE,
    scenes=("watch",),
)

SUNGLASSES = Kind(
    titles=("Sunglasses, {kind}", "Round sunglasses, {kind}", "Sunglasses with {extra}"),
    words={"kind": ("polarised", "UV 400", "category 3"), "extra": ("case", "cleaning cloth", "cord")},
    opening=("Round black sunglasses, {kind}, with {extra}.", "Sunglasses that suit narrow faces, {kind}."),
    details=("Lenses without scratches.", "Hinges are tight.", "Case is included."),
    price=(8, 60),
    matter=Matter.KEEPSAKE,
    scenes=("sunglasses",),
)

FASHION = Branch(
    "Fashion & Accessories",
    (
        Leaf("Clothing", (COAT, DRESS, JEANS, SHIRT)),
        Leaf("Shoes", (RUNNING_SHOES, LEATHER_SHOES)),
        Leaf("Bags & Luggage", (HANDBAG, SUITCASE, BRIEFCASE)),
        Leaf("Watches & Accessories", (WATCH, SUNGLASSES, SCARF, HAT)),
    ),
)
