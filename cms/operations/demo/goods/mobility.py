"""Bicycles, scooters and what belongs to them."""

from __future__ import annotations

from cms.operations.demo.goods.kinds import Branch, Kind, Leaf, Matter

_FRAMES = ("48 cm", "50 cm", "52 cm", "54 cm", "56 cm", "58 cm", "60 cm")

TREKKING = Kind(
    titles=(
        '{style} bike, {wheel}", frame {frame}',
        "{style} bicycle, {gears}, {frame}",
        '{style} bike {wheel}", {gears}',
    ),
    words={
        "style+x": ("Trekking|1.0", "Touring|1.2", "Fitness|1.0", "Road|1.4", "Gravel|1.6", "Cross|1.1"),
        "wheel": ("28",),
        "frame": _FRAMES,
        "gears": ("18 gears", "21 gears", "24 gears", "27 gears", "8-speed hub"),
    },
    opening=(
        "{style} bike with a {frame} frame and {gears}, ready to ride.",
        "I have ridden this bike along the Danube twice. Frame {frame}, {gears}.",
        "Well-kept {style} bike, serviced in spring by our bike shop.",
    ),
    details=(
        "New chain and cassette, about 300 km ago.",
        "The tyres are puncture-proof and have most of their tread.",
        "Brakes grip well, the cables are new.",
        "A lock with two keys is included.",
        "It always stood in a dry cellar.",
        "Suits people of about 1.70 to 1.85 m; come for a trial ride.",
        "The frame number is registered with the police and I hand over the papers.",
    ),
    price=(120, 720),
    matter=Matter.VEHICLE,
    scenes=("bicycle", "touring-bike"),
)

CITY_BIKE = Kind(
    titles=(
        'City bike with basket, {wheel}"',
        "Low-entry city bike, {gears}",
        '{style} bike {wheel}", {gears}, basket',
    ),
    words={
        "wheel": ("26", "28"),
        "gears": ("3 gears", "7 gears", "8 gears"),
        "style": ("Dutch", "Ladies'", "Shopping", "Retro city"),
    },
    opening=(
        'City bike with a low entry, {gears} and {wheel}" wheels.',
        "The bike that fetched our bread for ten years. {gears}, coaster brake.",
    ),
    details=(
        "Basket in front and a rack that takes 25 kg behind.",
        "Hub dynamo, lights before and behind come on by themselves.",
        "The saddle is soft and new.",
        "Mudguards, chain guard and stand are complete.",
        "Coaster brake behind, rim brake in front.",
    ),
    price=(80, 390),
    matter=Matter.VEHICLE,
    scenes=("city-bike",),
)

KICK_SCOOTER = Kind(
    titles=("Kick scooter, {wheel} wheels", "Folding scooter for {who}", "Scooter, {wheel}, height adjustable"),
    words={"wheel": ("145 mm", "180 mm", "200 mm"), "who": ("children from 6", "adults", "schoolchildren")},
    opening=("Kick scooter with {wheel} wheels, for {who}.", "Folding scooter, {wheel}, light and quick."),
    details=("Folds in three seconds.", "The bearings run freely.", "The brake pad is new.", "Carries up to 100 kg."),
    price=(15, 90),
    matter=Matter.VEHICLE,
    scenes=("kick-scooter",),
)

MOTOR_SCOOTER = Kind(
    titles=("Motor scooter, {engine}, {km}", "{engine} scooter, built {year}", "Scooter {engine}, inspected"),
    words={
        "engine+x": ("50 cc|0.8", "125 cc|1.2", "electric|1.1"),
        "km": ("6,400 km", "9,800 km", "14,200 km", "21,000 km"),
        "year": ("2009", "2012", "2015", "2018", "2020"),
    },
    opening=("Motor scooter, {engine}, {km}, built in {year}.", "Reliable scooter for town, {engine}, {km}."),
    details=(
        "The next inspection is due in fourteen months.",
        "New battery and new rear tyre.",
        "Two keys and all papers are there.",
        "Starts at the first try, also in winter.",
        "The box at the back holds a helmet.",
    ),
    price=(450, 1900),
    matter=Matter.VEHICLE,
    scenes=("motor-scooter",),
)

MOTORBIKE = Kind(
    titles=("Motorbike {engine}, {km}", "{engine} motorbike, built {year}", "Sports tourer, {engine}, {km}"),
    words={
        "engine+x": ("125 cc|0.6", "390 cc|0.9", "600 cc|1.1", "750 cc|1.3"),
        "km": ("11,500 km", "18,900 km", "27,300 km", "41,000 km"),
        "year": ("2006", "2011", "2014", "2017", "2019"),
    },
    opening=("Motorbike, {engine}, {km}, second owner.", "After a summer without rides I let it go: {engine}, {year}."),
    details=(
        "Full service history.",
        "Chain set and brake pads changed at the last service.",
        "Never on a race track, never dropped.",
        "Trial rides only with licence, protective clothes and a deposit.",
        "Handover with a written contract, please.",
    ),
    price=(1400, 5200),
    matter=Matter.VEHICLE,
    scenes=("motorbike",),
)

SKATES = Kind(
    titles=("Roller skates, size {size}", "Quad skates, {size}, {extra}", "Retro roller skates, size {size}"),
    words={
        "size": ("36", "37", "38", "39", "40", "41", "42"),
        "extra": ("light blue", "with bag", "soft wheels", "with pads"),
    },
    opening=("Roller skates with four wheels each, size {size}.", "Skates in size {size}, {extra}, used one summer."),
    details=("Soft wheels for asphalt.", "Laces are new.", "The stoppers are hardly worn.", "They run true to size."),
    price=(18, 75),
    matter=Matter.SPORT,
    scenes=("roller-skate",),
)

HELMET = Kind(
    titles=("Motorbike helmet, size {size}", "Full-face helmet, {size}, {extra}", "Integral helmet {size}"),
    words={"size": ("XS", "S", "M", "L", "XL"), "extra": ("two visors", "with bag", "sun visor", "hardly worn")},
    opening=("Full-face helmet, size {size}, {extra}.", "Helmet in size {size}. It has never hit the ground."),
    details=("The lining comes out for washing.", "Visor without scratches.", "Weight 1,450 g.", "Box is still there."),
    price=(30, 160),
    matter=Matter.SPORT,
    scenes=("helmet",),
)

WHEEL = Kind(
    titles=("Wheel, {size}, with tyre", "{which} wheel {size}, {hub}", "Bicycle wheel {size}, {hub}"),
    words={
        "size": ('20"', '24"', '26"', '28"'),
        "which": ("Front", "Rear"),
        "hub": ("quick release", "hub dynamo", "disc brake", "for rim brakes"),
    },
    opening=("Wheel, {size}, {hub}, with tyre and tube.", "Spare wheel, {size}, {hub}, runs true."),
    details=("No play in the bearings.", "The tyre has half its tread.", "All spokes hold their tension."),
    price=(12, 70),
    matter=Matter.VEHICLE,
    scenes=("wheel",),
)

MOBILITY = Branch(
    "Bicycles & Scooters",
    (
        Leaf("Trekking & Road Bikes", (TREKKING,)),
        Leaf("City Bikes", (CITY_BIKE,)),
        Leaf("Scooters & Skates", (KICK_SCOOTER, SKATES)),
        Leaf("Motor Scooters & Motorbikes", (MOTOR_SCOOTER, MOTORBIKE)),
        Leaf("Parts & Helmets", (HELMET, WHEEL)),
    ),
)
