"""Electronics. No makers' names: screens, sizes and years describe a device well enough."""
# Long because it is a list of goods.

from __future__ import annotations

from cms.operations.demo.goods.kinds import Branch, Kind, Leaf, Matter

LAPTOP = Kind(
    titles=('{inch}" laptop, {ram}, {disk}', 'Laptop {inch}", {cores}, {ram}', '{style} laptop, {inch}", {disk} SSD'),
    words={
        "inch+x": ("13|1.1", "14|1.0", "15.6|0.9", "17.3|1.0"),
        "ram": ("8 GB", "16 GB", "32 GB"),
        "disk": ("256 GB", "512 GB", "1 TB"),
        "cores": ("four cores", "six cores", "eight cores"),
        "style": ("Business", "Light", "Refurbished", "Student's"),
    },
    opening=(
        'Laptop with a {inch}" screen, {ram} of memory and {disk} of SSD.',
        "My employer gave me a new one, so this laptop with {ram} and {disk} is free.",
    ),
    details=(
        "The battery holds about five hours of writing.",
        "All data have been erased; a fresh Linux is on it.",
        "Keyboard with German layout, all keys work.",
        "The charger is the original one.",
        "One small dent in the lid, see photo.",
        "Wi-Fi, webcam and all ports are tested.",
    ),
    price=(140, 640),
    matter=Matter.DEVICE,
    scenes=("laptop",),
)

COMPUTER = Kind(
    titles=('All-in-one computer, {inch}"', 'Monitor {inch}", {res}', 'Computer with {inch}" screen, {disk}'),
    words={
        "inch+x": ("21.5|0.8", "24|1.0", "27|1.3"),
        "res": ("Full HD", "QHD", "4K"),
        "disk": ("512 GB", "1 TB"),
    },
    opening=('Tidy desk computer with a {inch}" screen.', '{inch}" screen with an even, calm picture.'),
    details=(
        "No dead pixels.",
        "The stand tilts.",
        "Keyboard and mouse can be had for 15 euros.",
        "Quiet enough for a bedroom.",
        "Cables are included.",
    ),
    price=(80, 480),
    matter=Matter.DEVICE,
    scenes=("computer",),
)

PRINTER = Kind(
    titles=("{kind} printer, {extra}", "{kind} printer with {extra}", "Printer for home office, {kind_small}"),
    words={
        "kind+kind_small": ("Laser|laser", "Inkjet|inkjet", "Colour laser|colour laser"),
        "extra": ("duplex", "scanner", "Wi-Fi", "two paper trays"),
    },
    opening=("{kind} printer, about 4,000 pages printed.", "Printer that simply prints, {kind_small}, with {extra}."),
    details=(
        "A new toner was put in at Easter.",
        "Works with Windows, macOS and Linux.",
        "Half a packet of paper goes with it.",
        "The test page is on the table for you to see.",
    ),
    price=(25, 160),
    matter=Matter.DEVICE,
    scenes=("printer",),
)

KEYBOARD = Kind(
    titles=("Keyboard, {layout}, {kind}", "{kind_cap} keyboard, {layout}", "Compact keyboard, {kind}"),
    words={
        "layout": ("German layout", "Swiss layout", "US layout", "Austrian layout"),
        "kind+kind_cap+x": (
            "mechanical|Mechanical|1.6",
            "wireless|Wireless|1.0",
            "USB|USB|0.6",
            "low-profile|Low-profile|1.0",
        ),
    },
    opening=("Keyboard with {layout}, {kind}.", "Pleasant keyboard to write on, {layout}."),
    details=("All caps taken off and washed.", "The cable is 1.8 m long.", "No shine on the keys.", "Feet fold out."),
    price=(12, 70),
    matter=Matter.DEVICE,
    scenes=("keyboard",),
)

PHONE = Kind(
    titles=('Smartphone {inch}", {disk}', "Smartphone, {disk}, {extra}", 'Phone with {inch}" screen, {extra}'),
    words={
        "inch": ("5.4", "6.1", "6.4", "6.7"),
        "disk+x": ("64 GB|0.7", "128 GB|1.0", "256 GB|1.3"),
        "extra": ("new battery", "no lock", "with case", "dual SIM", "with box"),
    },
    opening=(
        'Smartphone with a {inch}" screen and {disk}, free of any contract.',
        "I sell my phone because work gave me one. {disk}, {extra}.",
    ),
    details=(
        "The screen has had a glass protector from the first day.",
        "The battery still has 89 % of its capacity.",
        "Reset to factory settings, no account left on it.",
        "Charger and cable are included.",
        "A hairline scratch at the back, invisible in the case.",
        "I can show you the receipt.",
    ),
    price=(70, 420),
    matter=Matter.DEVICE,
    scenes=("phone",),
)

TABLET = Kind(
    titles=('Tablet {inch}", {disk}', 'Tablet, {inch}", with {extra}', "Tablet for reading, {disk}"),
    words={
        "inch+x": ("8|0.7", "10.2|1.0", "11|1.2"),
        "disk": ("32 GB", "64 GB", "128 GB"),
        "extra": ("cover", "pen", "keyboard cover", "charger"),
    },
    opening=('Tablet with a {inch}" screen and {disk}, good for reading and films.', "Tablet, hardly ever left home."),
    details=("Screen without scratches.", "Battery lasts for ten hours.", "Wi-Fi only, no SIM.", "Box is still there."),
    price=(50, 330),
    matter=Matter.DEVICE,
    scenes=("tablet",),
)

SMARTWATCH = Kind(
    titles=("Smartwatch, {size}, {extra}", "Sports watch with {extra}", "Smartwatch {size}"),
    words={"size": ("41 mm", "44 mm", "46 mm"), "extra": ("GPS", "heart rate", "two straps", "NFC")},
    opening=("Smartwatch, {size}, with {extra}.", "Counts steps, shows messages, tells the time: {size}."),
    details=("Battery lasts for two days.", "Charging cradle included.", "Glass without marks.", "Strap was replaced."),
    price=(35, 220),
    matter=Matter.DEVICE,
    scenes=("smartwatch",),
)

TELEPHONE = Kind(
    titles=("{style} telephone", "Telephone with push buttons, {extra}", "{style} phone, {extra}"),
    words={
        "style": ("Seventies", "Red desk", "Retro", "Post office"),
        "extra": ("working", "bakelite look", "long cord", "with adapter"),
    },
    opening=("Heavy desk telephone with a real bell.", "Red telephone from the days when one stood in each hallway."),
    details=(
        "It works on an analogue port; an adapter is included.",
        "The bell is loud, there is a wheel to calm it.",
        "No cracks in the case.",
    ),
    price=(15, 80),
    matter=Matter.DEVICE,
    scenes=("telephone",),
)

SPEAKERS = Kind(
    titles=("Pair of {kind} loudspeakers", "Loudspeakers, {watts}, {wood}", "{kind_cap} speakers, {wood}"),
    words={
        "kind+kind_cap+x": ("bookshelf|Bookshelf|0.8", "two-way|Two-way|1.0", "floor-standing|Floor-standing|1.6"),
        "watts": ("60 W", "80 W", "120 W"),
        "wood": ("walnut veneer", "oak veneer", "teak veneer", "beech veneer"),
    },
    opening=(
        "Pair of {kind} loudspeakers in {wood}, {watts} each.",
        "Warm sounding speakers that have seen more jazz than parties.",
    ),
    details=(
        "Surrounds of the woofers were renewed.",
        "Four metres of cable are included.",
        "Come and listen, an amplifier is set up.",
        "The veneer has a small mark at one lower corner.",
        "Terminals take banana plugs.",
    ),
    price=(60, 420),
    matter=Matter.DEVICE,
    scenes=("loudspeakers",),
)

TURNTABLE = Kind(
    titles=("Record player, {drive}", "{style} record player, {wood} case", "Turntable with {drive}"),
    words={
        "drive": ("belt drive", "direct drive", "new belt", "new needle"),
        "style": ("Seventies", "Compact", "Semi-automatic", "Serviced"),
        "wood": ("walnut", "teak", "oak"),
    },
    opening=(
        "Record player in a {wood} case, 33 and 45 turns.",
        "My turntable with {drive} looks for somebody with records.",
    ),
    details=(
        "The needle has about 50 hours.",
        "Speed was checked with a strobe disc.",
        "A built-in preamplifier can be switched off.",
        "The dust cover is clear, with light scratches.",
        "One record of your choice from my box is free.",
    ),
    price=(60, 340),
    matter=Matter.DEVICE,
    scenes=("record-player",),
)

HEADPHONES = Kind(
    titles=("{kind} headphones", "Headphones, {kind_small}, {extra}", "{kind} headphones with {extra}"),
    words={
        "kind+kind_small+x": (
            "Over-ear|over-ear|1.0",
            "Wireless|wireless|1.3",
            "Noise-cancelling|noise-cancelling|1.7",
            "Studio|studio|1.4",
        ),
        "extra": ("case", "new pads", "long cable", "adapter"),
    },
    opening=("{kind} headphones, comfortable also with glasses.", "Headphones with a calm, clear sound."),
    details=("The ear pads are new.", "Folds flat.", "Plug of 3.5 mm and an adapter.", "Worn at home only."),
    price=(20, 150),
    matter=Matter.DEVICE,
    scenes=("headphones",),
)

TELEVISION = Kind(
    titles=('{inch}" television, {res}', 'Television {inch}", {extra}', 'Smart TV, {inch}", {res}'),
    words={
        "inch+x": ("32|0.5", "40|0.75", "43|0.9", "50|1.1", "55|1.4"),
        "res": ("Full HD", "4K", "4K HDR"),
        "extra": ("with stand", "with remote", "wall bracket", "three HDMI"),
    },
    opening=('{inch}" television with a {res} picture.', 'We hardly watch any more: television, {inch}", {extra}.'),
    details=(
        "Remote control with new batteries.",
        "Three HDMI sockets, cable, satellite and antenna.",
        "No marks on the screen.",
        "It weighs less than it looks; one person can carry it, two should.",
    ),
    price=(70, 390),
    matter=Matter.DEVICE,
    scenes=("television",),
)

PROJECTOR = Kind(
    titles=("Film projector, {gauge}", "{gauge} projector with {extra}", "Cine projector {gauge}"),
    words={"gauge": ("Super 8", "8 mm", "16 mm"), "extra": ("case", "spare lamp", "two reels", "splicer")},
    opening=("{gauge} projector from the seventies, with {extra}.", "For old family films: a {gauge} projector."),
    details=("The lamp shines, the belt is new.", "Threads the film by itself.", "A reel of cartoons is included."),
    price=(40, 180),
    matter=Matter.DEVICE,
    scenes=("projector",),
)

CAMERA = Kind(
    titles=("{kind} camera, {lens}", "{kind} camera with {extra}", "{style} camera, {lens} lens"),
    words={
        "kind+x": ("Compact|0.8", "Mirrorless|1.6", "Rangefinder|1.5", "35 mm film|0.9"),
        "lens": ("28 mm", "35 mm f/2.8", "40 mm", "50 mm f/1.8"),
        "extra": ("case and strap", "two batteries", "leather case", "filter"),
        "style": ("Travel", "Street", "First"),
    },
    opening=(
        "{kind} camera with a {lens} lens, small enough for a coat pocket.",
        "My travelling companion of many years: {kind} camera, {lens}.",
    ),
    details=(
        "Shutter times were checked and are right.",
        "No fungus, no haze in the lens.",
        "The light seals were replaced.",
        "Comes with strap and case.",
        "I add a film, so that you can begin at once.",
    ),
    price=(60, 460),
    matter=Matter.DEVICE,
    scenes=("camera",),
)

TELESCOPE = Kind(
    titles=("Telescope {size} on tripod", "Refractor, {size}, with {extra}", "Beginner's telescope, {size}"),
    words={"size": ("60/700", "70/900", "80/400", "90/900"), "extra": ("three eyepieces", "moon filter", "tripod")},
    opening=("Refractor, {size}, that shows the rings of Saturn.", "Telescope on a steady tripod, {size}."),
    details=("Lens without dust.", "A star map is included.", "All screws of the tripod hold.", "Bag for transport."),
    price=(50, 260),
    matter=Matter.DEVICE,
    scenes=("telescope",),
)

DRONE = Kind(
    titles=("Quadcopter with camera, {extra}", "Drone, {weight}, {extra}", "Camera drone under {weight}"),
    words={"weight": ("250 g", "500 g"), "extra": ("two batteries", "spare propellers", "case", "remote")},
    opening=("Quadcopter with a camera, {weight}.", "Flown a dozen times over fields, never crashed: drone, {weight}."),
    details=(
        "Four spare propellers included.",
        "Flies about 20 minutes.",
        "Firmware is current.",
        "With carrying bag.",
    ),
    price=(70, 380),
    matter=Matter.DEVICE,
    scenes=("drone",),
)

CONSOLE = Kind(
    titles=("Game controller, {kind}", "{kind_cap} gamepad with {extra}", "{kind_cap} controller"),
    words={
        "kind+kind_cap": ("wired|Wired", "wireless|Wireless", "USB|USB"),
        "extra": ("cable", "new sticks", "charging dock", "adapter"),
    },
    opening=("{kind_cap} controller, works with consoles and PCs.", "Gamepad in grey, {kind}."),
    details=("Sticks do not drift.", "Buttons have a clear click.", "Cleaned.", "From a home with adults only."),
    price=(10, 55),
    matter=Matter.DEVICE,
    scenes=("gamepad",),
)

ELECTRONICS = Branch(
    "Electronics",
    (
        Leaf("Computers", (LAPTOP, COMPUTER, PRINTER, KEYBOARD)),
        Leaf("Phones & Tablets", (PHONE, TABLET, SMARTWATCH, TELEPHONE)),
        Leaf("Hi-Fi & Audio", (SPEAKERS, TURNTABLE, HEADPHONES)),
        Leaf("TV & Projectors", (TELEVISION, PROJECTOR)),
        Leaf("Cameras & Optics", (CAMERA, TELESCOPE, DRONE)),
        Leaf("Gaming", (CONSOLE,)),
    ),
)
