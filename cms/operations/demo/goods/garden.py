"""Garden, balcony and workshop."""

from __future__ import annotations

from cms.operations.demo.goods.kinds import Branch, Kind, Leaf, Matter

MOWER = Kind(
    titles=("{kind} lawn mower, {wide}", "Lawn mower {wide}, {extra}", "{kind} mower, {wide}, {extra}"),
    words={
        "kind+x": ("Petrol|1.2", "Electric|0.8", "Cordless|1.3"),
        "wide": ("34 cm", "40 cm", "46 cm"),
        "extra": ("with mulching", "new blade", "serviced", "grass box"),
    },
    opening=("{kind} lawn mower, {wide}, {extra}.", "Our lawn has become a meadow: mower, {wide}, {extra}."),
    details=("Starts at the second pull at the latest.", "Blade ground in spring.", "Height in five steps.", "Clean."),
    price=(50, 290),
    matter=Matter.TOOL,
    scenes=("mower",),
)

WHEELBARROW = Kind(
    titles=("Wheelbarrow, {litres}", "Garden barrow {litres}, {extra}", "Green wheelbarrow, {extra}"),
    words={"litres": ("80 l", "90 l", "100 l"), "extra": ("air tyre", "solid tyre", "galvanised", "new tyre")},
    opening=("Wheelbarrow of {litres} with {extra}.", "It has carried half a house: barrow, {litres}."),
    details=("Tray without holes.", "Grips are new.", "The wheel runs straight.", "A little paint is off."),
    price=(18, 70),
    matter=Matter.TOOL,
    scenes=("wheelbarrow",),
)

SPADE = Kind(
    titles=("Garden spade, {wood} handle", "Spade with {wood} handle, {extra}", "{extra_cap} garden spade"),
    words={
        "wood": ("ash", "beech", "hickory"),
        "extra+extra_cap": ("forged|Forged", "small|Small", "pointed|Pointed"),
    },
    opening=("Spade with a {wood} handle, {extra}.", "A spade for life: forged blade, {wood} handle."),
    details=("Handle oiled.", "Blade without notches.", "Length 112 cm.", "I have two, this is the better one."),
    price=(10, 45),
    matter=Matter.TOOL,
    scenes=("spade",),
)

AXE = Kind(
    titles=("Axe, {weight}", "Splitting axe, {weight}, {wood}", "Hand axe with {wood} handle"),
    words={"weight": ("600 g", "1,000 g", "1,250 g", "2,000 g"), "wood": ("hickory", "ash", "beech")},
    opening=("Axe of {weight} with a {wood} handle.", "For the stove in winter: axe, {weight}."),
    details=("Head sits tight.", "Ground and oiled.", "Leather cover included.", "Cuts paper; mind your fingers."),
    price=(12, 60),
    matter=Matter.TOOL,
    scenes=("axe",),
)

BENCH = Kind(
    titles=("Garden bench, {wood}, {wide}", "{wood_cap} bench, {wide}", "Wooden bench for {seats}, {wood}"),
    words={
        "wood+wood_cap+x": ("teak|Teak|1.4", "robinia|Robinia|1.2", "larch|Larch|1.0", "oak|Oak|1.2"),
        "wide+seats": ("120 cm|two", "150 cm|three", "180 cm|three"),
    },
    opening=("Garden bench of {wood}, {wide}, for {seats}.", "The bench under our walnut tree: {wood}, {wide}."),
    details=("Oiled every spring.", "All slats are sound.", "Weather has made it silver.", "Two people to carry."),
    price=(60, 280),
    matter=Matter.WOOD,
    scenes=("garden-bench",),
)

GRILL = Kind(
    titles=("Kettle grill, {wide}", "Charcoal grill {wide}, {extra}", "Kettle barbecue with {extra}"),
    words={"wide": ("47 cm", "50 cm", "57 cm"), "extra": ("thermometer", "cover", "new grate", "ash catcher")},
    opening=("Kettle grill, {wide}, with {extra}.", "Three summers of good evenings: kettle grill, {wide}."),
    details=("Enamel without cracks.", "The grate is new.", "Wheels roll.", "A bag of charcoal is included."),
    price=(35, 160),
    matter=Matter.TOOL,
    scenes=("grill",),
)

TOOLBOX = Kind(
    titles=("Toolbox, {parts}", "Tool case with {parts}", "Red toolbox, {parts}, {extra}"),
    words={
        "parts+x": ("40 parts|0.7", "65 parts|0.9", "110 parts|1.2", "172 parts|1.6"),
        "extra": ("ratchet set", "complete", "steel", "lockable"),
    },
    opening=("Toolbox with {parts}, {extra}.", "Two households became one, so a toolbox is over: {parts}."),
    details=("Chrome vanadium.", "Nothing is missing.", "Each part has its place.", "Heavy, about nine kilograms."),
    price=(25, 140),
    matter=Matter.TOOL,
    scenes=("toolbox",),
)

SAW = Kind(
    titles=("Hand saw, {length}", "{kind} saw, {length}", "Hand saw for {use}"),
    words={
        "length": ("350 mm", "400 mm", "500 mm"),
        "kind": ("Rip", "Panel", "Tenon"),
        "use": ("boards", "green wood"),
    },
    opening=("{kind} saw, {length}, for {use}.", "Sharp hand saw of {length}."),
    details=("Teeth hardened.", "No rust.", "Handle without cracks.", "Cuts straight if you do."),
    price=(6, 35),
    matter=Matter.TOOL,
    scenes=("saw",),
)

HAMMER = Kind(
    titles=("Claw hammer, {weight}", "Hammer {weight}, {wood} handle", "Carpenter's hammer, {weight}"),
    words={"weight": ("300 g", "450 g", "560 g", "600 g"), "wood": ("hickory", "ash", "beech")},
    opening=("Claw hammer of {weight} with a {wood} handle.", "Good hammer, {weight}; I inherited four."),
    details=("Head is tight.", "Face without dents.", "Claw pulls large nails."),
    price=(5, 28),
    matter=Matter.TOOL,
    scenes=("hammer",),
)

LADDER = Kind(
    titles=("Wooden ladder, {rungs}", "Leaning ladder, {rungs}, {length}", "Fruit ladder, {length}"),
    words={"rungs+length": ("7 rungs|2.1 m", "9 rungs|2.7 m", "11 rungs|3.3 m")},
    opening=("Wooden ladder with {rungs}, {length} long.", "Ladder for the cherry harvest, {length}."),
    details=("All rungs are sound.", "Rubber feet.", "Stored dry.", "Needs a roof rack or a good friend."),
    price=(15, 80),
    matter=Matter.TOOL,
    scenes=("ladder",),
)

HOUSE_PLANT = Kind(
    titles=("Yucca palm, {high}", "House plant in pot, {high}", "{plant}, {high}, with pot"),
    words={"high": ("40 cm", "60 cm", "80 cm", "120 cm"), "plant": ("Dragon tree", "Yucca", "Kentia palm")},
    opening=("Healthy {plant} in a clay pot, {high} high.", "It has outgrown our window: {plant}, {high}."),
    details=("Water once a week.", "Likes light, no midday sun.", "Repotted in March.", "No guests in the leaves."),
    price=(8, 60),
    matter=Matter.PLANT,
    scenes=("plant",),
)

GARDEN = Branch(
    "Garden & Tools",
    (
        Leaf("Garden Machines & Tools", (MOWER, WHEELBARROW, SPADE, AXE)),
        Leaf("Garden Furniture & Grills", (BENCH, GRILL)),
        Leaf("Hand Tools & Ladders", (TOOLBOX, SAW, HAMMER, LADDER)),
        Leaf("Plants", (HOUSE_PLANT,)),
    ),
)
