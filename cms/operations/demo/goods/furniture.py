"""Furniture and decoration."""
# Long because it is a list of goods.

from __future__ import annotations

from cms.operations.demo.goods.kinds import Branch, Kind, Leaf, Matter

_WOODS = ("oak", "beech", "walnut", "ash", "cherry", "pine", "larch")

SOFA = Kind(
    titles=("{seats}-seat sofa, {cover}", "Sofa for {seats}, {cover}, {wide}", "{style} sofa, {wide}"),
    words={
        "seats+wide+x": ("Two|165 cm|0.8", "Three|210 cm|1.0", "Three|225 cm|1.1", "Four|260 cm|1.35"),
        "cover": ("wool blend", "linen cover", "cord", "velvet", "washable cotton cover", "tightly woven fabric"),
        "style": ("Scandinavian", "Fifties", "Country house", "Lounge", "Small-flat"),
    },
    opening=(
        "Comfortable sofa with wooden feet, {wide} wide, with a {cover}.",
        "We are parting with our sofa: {wide} wide, firm seat, easy to get up from.",
        "This sofa has been the best place in our living room for years. It is {wide} wide.",
    ),
    details=(
        "The seat is 44 cm high and does not sag.",
        "The back cushions can be taken off, which helps on narrow stairs.",
        "The cover was cleaned professionally last spring.",
        "No pets, no smoking, no red wine accidents.",
        "The feet unscrew in a minute, so it fits through an ordinary door.",
        "The reading lamp in the photo is not part of the offer, the cushions are.",
    ),
    price=(180, 690),
    matter=Matter.CLOTH,
    scenes=("sofa",),
)

ARMCHAIR = Kind(
    titles=("Armchair, {cover}", "{style} armchair with buttoned back", "Reading chair, {cover}"),
    words={
        "cover": ("green wool", "moss green velvet", "sage-coloured fabric", "green cord", "olive linen"),
        "style": ("Club", "Cosy", "Wide", "Small", "Low", "Grandmother's"),
    },
    opening=(
        "Deep armchair in {cover}, made for long evenings with a book.",
        "Armchair with a buttoned back and soft armrests, covered in {cover}.",
    ),
    details=(
        "Width 82 cm, depth 85 cm, height of the seat 42 cm.",
        "The upholstery was renewed a few years ago by a local workshop.",
        "The springs are firm and do not creak.",
        "It stood in a guest room and was rarely used.",
        "There is a matching footstool that I can add for 25 euros.",
    ),
    price=(70, 320),
    matter=Matter.CLOTH,
    scenes=("armchair",),
)

TABLE = Kind(
    titles=("{Wood} dining table, {size}", "Dining table for {seats}, solid {wood}", "{Wood} table with apron, {size}"),
    words={
        "Wood+wood+x": (
            "Oak|oak|1.2",
            "Beech|beech|1.0",
            "Walnut|walnut|1.35",
            "Ash|ash|1.0",
            "Pine|pine|0.7",
            "Cherry|cherry|1.15",
        ),
        "size+seats": (
            "120 × 75 cm|four",
            "140 × 80 cm|four to six",
            "160 × 90 cm|six",
            "180 × 90 cm|six to eight",
            "200 × 95 cm|eight",
        ),
    },
    opening=(
        "Solid {wood} table, {size}, with room for {seats}.",
        "Our dining table needs a new home: {wood}, oiled, {size}.",
        "Well-made table of {wood} with tapered legs. The top measures {size}.",
    ),
    details=(
        "The top is 28 mm thick and was sanded and oiled again this year.",
        "The legs come off with four bolts each, so it fits into an estate car.",
        "Height 75 cm; the apron leaves enough room for long legs.",
        "A few marks tell of homework and birthdays, nothing deep.",
        "It is heavy: bring somebody to help you carry.",
        "Two leaves to extend it are stored in the cellar and go with it.",
    ),
    price=(140, 620),
    matter=Matter.WOOD,
    scenes=("table",),
)

CHAIR = Kind(
    titles=(
        "{count} dining chairs, {wood}",
        "{Wood} chair with a curved back",
        "{Wood} kitchen chair",
        "Set of {number} {wood} chairs",
    ),
    words={
        "Wood+wood": tuple(f"{wood.capitalize()}|{wood}" for wood in _WOODS),
        "count+number+x": ("Two|two|1.0", "Four|four|1.9", "Six|six|2.7"),
    },
    opening=(
        "Sturdy {wood} chairs with curved backs that are kind to yours.",
        "Plain and honest chairs of {wood}, glued and doweled, no screws to come loose.",
    ),
    details=(
        "Seat height 46 cm, which suits any dining table.",
        "All joints are tight; nothing wobbles.",
        "Felt pads under the feet are new.",
        "They stack no higher than two, but they are light.",
        "The price is for all that the title names.",
    ),
    price=(35, 130),
    matter=Matter.WOOD,
    scenes=("chair",),
)

COFFEE_TABLE = Kind(
    titles=("{Wood} coffee table, {size}", "Low table, {wood}, {size}", "{style} coffee table"),
    words={
        "Wood+wood": tuple(f"{wood.capitalize()}|{wood}" for wood in _WOODS),
        "size": ("90 × 50 cm", "100 × 60 cm", "110 × 60 cm", "120 × 70 cm"),
        "style": ("Fifties", "Splay-legged", "Scandinavian", "Simple"),
    },
    opening=("Low table of {wood}, {size}, on four splayed legs.", "Coffee table in {wood}, just right before a sofa."),
    details=(
        "Height 45 cm.",
        "The surface has been waxed and takes a hot cup without complaint.",
        "The legs unscrew for transport.",
        "Books and cup are only there for the photo.",
    ),
    price=(40, 190),
    matter=Matter.WOOD,
    scenes=("coffee-table",),
)

DESK = Kind(
    titles=("{Wood} desk with drawers, {size}", "Writing desk, {wood}, three drawers", "Desk {size}, {wood}"),
    words={
        "Wood+wood": tuple(f"{wood.capitalize()}|{wood}" for wood in _WOODS),
        "size": ("120 × 60 cm", "130 × 65 cm", "140 × 70 cm", "160 × 75 cm"),
    },
    opening=(
        "Desk of {wood} with a drawer unit on the right, {size}.",
        "After years of home office my desk may move on: {wood}, {size}.",
    ),
    details=(
        "All three drawers run smoothly; the top one can be locked and the key is there.",
        "Height 75 cm, leg room 70 cm wide.",
        "At the back is a slot for cables.",
        "It comes apart into three pieces with an Allen key.",
        "One corner of the top has a faint ring from a cup.",
    ),
    price=(60, 340),
    matter=Matter.WOOD,
    scenes=("desk",),
)

BOOKSHELF = Kind(
    titles=("Bookshelf, {wood}, {size}", "{Wood} bookcase with two drawers", "Tall bookshelf, {size}"),
    words={
        "Wood+wood": tuple(f"{wood.capitalize()}|{wood}" for wood in _WOODS),
        "size": ("180 × 80 cm", "190 × 90 cm", "200 × 100 cm", "210 × 90 cm"),
    },
    opening=(
        "Bookshelf of {wood}, {size} (height × width), 30 cm deep.",
        "Sturdy bookcase in {wood} with two drawers at the bottom.",
    ),
    details=(
        "The boards are 25 mm thick and do not bend under hardbacks.",
        "Two boards can be moved in steps of 5 cm.",
        "A bracket for the wall is included.",
        "The books stay with us, sorry.",
        "It can be taken apart; I have kept the screws and the plan.",
    ),
    price=(45, 260),
    matter=Matter.WOOD,
    scenes=("bookshelf",),
)

WARDROBE = Kind(
    titles=("{style} wardrobe, {wood}", "Two-door wardrobe, {wood}, {wide}", "{style} wardrobe with a drawer, {wide}"),
    words={
        "style": ("Farmhouse", "Country", "Antique", "Panelled", "Cottage"),
        "wood": ("pine", "spruce", "larch", "waxed pine", "beech"),
        "wide": ("110 cm", "120 cm", "130 cm", "140 cm"),
    },
    opening=(
        "Wardrobe of {wood} with two panelled doors and a deep drawer, {wide} wide.",
        "This wardrobe stood in my aunt's farmhouse near {town} for sixty years.",
    ),
    details=(
        "Height 195 cm, depth 58 cm.",
        "Inside: a rail on the left, five boards on the right.",
        "The wedges come out without tools and it falls into eight parts.",
        "Lock and key work.",
        "It has been treated against woodworm and is clean.",
    ),
    price=(120, 540),
    matter=Matter.WOOD,
    scenes=("wardrobe",),
)

DRAWERS = Kind(
    titles=("Chest of drawers, {wood}", "{Wood} chest with {number} drawers", "{style} chest of drawers, {wood}"),
    words={
        "Wood+wood": tuple(f"{wood.capitalize()}|{wood}" for wood in ("walnut", "oak", "mahogany", "stained beech")),
        "number": ("four",),
        "style": ("Sixties", "Biedermeier-style", "Bedroom", "Hallway"),
    },
    opening=(
        "Chest of drawers in {wood}, 110 cm wide, 85 cm high, 45 cm deep.",
        "Handsome chest with four drawers, in {wood}.",
    ),
    details=(
        "All drawers run on waxed wooden rails and shut fully.",
        "The handles are the old ones.",
        "The veneer is complete, with one small repair at the side.",
        "It would do well under a television, too.",
        "The drawers are dovetailed.",
    ),
    price=(80, 380),
    matter=Matter.WOOD,
    scenes=("drawers",),
)

BED = Kind(
    titles=("{Wood} bed, {size}", "Bed {size} with slatted base", "Solid {wood} bed frame, {size}"),
    words={
        "Wood+wood": tuple(f"{wood.capitalize()}|{wood}" for wood in _WOODS),
        "size+x": ("90 × 200 cm|0.7", "120 × 200 cm|0.85", "140 × 200 cm|1.0", "160 × 200 cm|1.15", "180 × 200 cm|1.3"),
    },
    opening=(
        "Bed of {wood}, for mattresses of {size}, with a high headboard.",
        "Sturdy bed frame in {wood}, {size}. It does not creak, and we have three children.",
    ),
    details=(
        "The slatted base is two years old and adjustable at the head.",
        "The mattress can be had for nothing, if you like it; it is clean.",
        "The top of the mattress is 50 cm above the floor.",
        "I take it apart before you come, so you need not bring tools.",
        "Bedding is for the photo only.",
    ),
    price=(90, 480),
    matter=Matter.WOOD,
    scenes=("bed",),
)

FLOOR_LAMP = Kind(
    titles=("Floor lamp with a {shade} shade", "{style} floor lamp, {high}", "Standard lamp, {high}, {shade}"),
    words={
        "shade": ("linen", "parchment", "cotton", "cream", "paper"),
        "style": ("Fifties", "Reading", "Simple", "Brass", "Living room"),
        "high": ("145 cm", "150 cm", "160 cm"),
    },
    opening=("Floor lamp, {high} high, with a {shade} shade and a pull switch.", "Warm light for a reading corner."),
    details=(
        "Takes an ordinary E27 bulb; one is included.",
        "The cable was replaced by an electrician and is 2 m long.",
        "The foot is heavy, so it stands well even with a cat about.",
        "The shade has no stains and no dents.",
    ),
    price=(25, 140),
    matter=Matter.KEEPSAKE,
    scenes=("floor-lamp",),
)

MIRROR = Kind(
    titles=("Mirror in a carved frame, {size}", "Oval wall mirror, {style}", "{style} mirror, {size}"),
    words={
        "size": ("60 × 45 cm", "75 × 55 cm", "90 × 65 cm"),
        "style": ("Baroque-style", "Gilded", "Hallway", "Antique-style"),
    },
    opening=("Oval mirror in a carved, gilded frame, {size}.", "A mirror for people who like a little grandeur."),
    details=(
        "The glass has no blind spots.",
        "The frame is wood, not plaster.",
        "Two strong eyes for hanging are on the back.",
        "It weighs six kilograms.",
    ),
    price=(35, 240),
    matter=Matter.KEEPSAKE,
    scenes=("mirror",),
)

PICTURE = Kind(
    titles=("{what} of {motif}, framed", "Framed {small}, {motif}", "{motif_cap}, {small} in an oak frame"),
    words={
        "what+small": ("Oil painting|oil painting", "Print|print", "Watercolour|watercolour", "Lithograph|lithograph"),
        "motif+motif_cap": ("a mountain lake|Mountain lake", "the foothills|Foothills", "a hill at noon|Hill at noon"),
    },
    opening=(
        "{what} of {motif}, in a wooden frame, about 50 × 40 cm.",
        "Found in my grandparents' house: {small} of {motif}.",
    ),
    details=(
        "Signed at the bottom right; I cannot read the name.",
        "The frame is newer than the picture.",
        "It hung in a hallway without direct sun.",
        "Ready to hang.",
    ),
    price=(20, 180),
    matter=Matter.KEEPSAKE,
    scenes=("picture",),
)

VASE = Kind(
    titles=("{style} vase, {high}", "Tall ceramic vase, {high}", "Terracotta amphora, {high}"),
    words={"style": ("Ceramic", "Floor", "Hand-thrown", "Studio"), "high": ("28 cm", "35 cm", "42 cm", "50 cm")},
    opening=("Tall vase with two handles and a meander band, {high} high.", "Hand-painted ceramic vase, {high}."),
    details=(
        "No chips, no cracks; it is watertight.",
        "Made by a potter in the region, the stamp is on the bottom.",
        "Looks good with dry grasses.",
        "It is well packed for your way home.",
    ),
    price=(12, 90),
    matter=Matter.KEEPSAKE,
    scenes=("vase",),
)

CLOCK = Kind(
    titles=("Mantel clock, {wood}", "{style} clock with {strike}", "{wood_cap} mantel clock with {strike}"),
    words={
        "wood+wood_cap": ("walnut|Walnut", "mahogany|Mahogany", "stained oak|Oak"),
        "style": ("Thirties", "Mantel", "Table", "Art Deco"),
        "strike": ("half-hour strike", "chime", "key", "eight-day movement"),
    },
    opening=(
        "Mantel clock in a {wood} case, wound by key once a week.",
        "This clock stood on my grandfather's sideboard and strikes the half hours.",
    ),
    details=(
        "It runs and gains about a minute a week.",
        "The movement was cleaned by a clockmaker; the bill is there.",
        "The strike can be turned off, which I recommend in a bedroom.",
        "The key is included.",
    ),
    price=(40, 220),
    matter=Matter.KEEPSAKE,
    scenes=("mantel-clock",),
)

FURNITURE = Branch(
    "Furniture & Living",
    (
        Leaf("Sofas & Armchairs", (SOFA, ARMCHAIR)),
        Leaf("Tables & Chairs", (TABLE, CHAIR, COFFEE_TABLE, DESK)),
        Leaf("Shelves & Wardrobes", (BOOKSHELF, WARDROBE, DRAWERS)),
        Leaf("Beds", (BED,)),
        Leaf("Lamps & Mirrors", (FLOOR_LAMP, MIRROR)),
        Leaf("Pictures & Decoration", (PICTURE, VASE, CLOCK)),
    ),
)
