"""Children, toys and games."""

from __future__ import annotations

from cms.operations.demo.goods.kinds import Branch, Kind, Leaf, Matter

PRAM = Kind(
    titles=("Pram with {extra}", "Pushchair, {extra}", "{style} pram, {tyres}"),
    words={
        "extra": ("carrycot", "rain cover", "sun hood", "footmuff", "air tyres"),
        "style": ("Classic", "Retro", "City", "Folding"),
        "tyres": ("air tyres", "large wheels", "foam tyres"),
    },
    opening=("Pram with {tyres} and {extra}, used for one child.", "It rolled through every park of {town}: our pram."),
    details=(
        "The cover was washed and smells of soap.",
        "Brake and folding lock work.",
        "The handle can be set to five heights.",
        "Fits into the boot of a small car.",
        "Rain cover and shopping net are included.",
    ),
    price=(50, 320),
    matter=Matter.TOY,
    scenes=("stroller",),
)

TEDDY = Kind(
    titles=("Teddy bear, {size}", "{style} teddy, {size}", "Brown teddy bear, {extra}"),
    words={
        "size": ("25 cm", "30 cm", "40 cm", "60 cm"),
        "style": ("Mohair", "Cuddly", "Old", "Jointed"),
        "extra": ("washed", "with a growler", "glass eyes", "jointed"),
    },
    opening=("Brown teddy bear, {size}, {extra}.", "He has listened to many secrets: teddy, {size}."),
    details=("Seams are tight.", "Washed by hand.", "Both eyes and all paws are there.", "Looks for a gentle child."),
    price=(6, 60),
    matter=Matter.TOY,
    scenes=("teddy",),
)

TRAIN = Kind(
    titles=("Toy locomotive, {scale}", "Steam locomotive, {scale}, {extra}", "Model engine {scale} with {extra}"),
    words={
        "scale+x": ("gauge H0|1.0", "gauge N|0.8", "gauge TT|0.9", "wooden railway|0.3"),
        "extra": ("box", "tender", "smoke unit", "digital decoder"),
    },
    opening=("Locomotive in {scale}, with {extra}.", "From the attic: steam locomotive, {scale}."),
    details=("Runs forwards and backwards.", "Wheels are clean.", "All handrails are there.", "A circle of track too."),
    price=(25, 160),
    matter=Matter.TOY,
    scenes=("train",),
)

PUZZLE = Kind(
    titles=("Jigsaw puzzle, {pieces}", "Puzzle {pieces}, {motif}", "{motif_cap} puzzle, {pieces}"),
    words={
        "pieces+x": ("100 pieces|0.6", "500 pieces|0.8", "1,000 pieces|1.0", "2,000 pieces|1.6"),
        "motif+motif_cap": ("old town|Old town", "sea map|Sea map", "alpine meadow|Alpine meadow", "harbour|Harbour"),
    },
    opening=("Jigsaw puzzle of {pieces}: {motif}.", "Done once, counted twice: {pieces}, {motif}."),
    details=("Complete.", "The box has one dented corner.", "Pieces are stiff and do not fray.", "For wet weekends."),
    price=(4, 22),
    matter=Matter.TOY,
    scenes=("puzzle",),
)

BOARD_GAME = Kind(
    titles=("{name} for {people}", "Dice game, {people}", "Board game collection, {count} games"),
    words={
        "name": ("Dice game", "Family game", "Party game", "Strategy game"),
        "people": ("2 to 4 players", "2 to 6 players", "3 to 5 players"),
        "count": ("three", "five", "six"),
    },
    opening=("{name} for {people}, from eight years.", "Games cupboard cleared out: {count} games for {people}."),
    details=("All dice and pieces are there.", "The rules are in German and English.", "Played often, and with care."),
    price=(6, 30),
    matter=Matter.TOY,
    scenes=("dice",),
)

CHESS = Kind(
    titles=("Chess set, {wood}", "{wood_cap} chess pieces, king {high}", "Chess set with board, {wood}"),
    words={
        "wood+wood_cap": ("boxwood|Boxwood", "maple and walnut|Maple and walnut", "ebonised|Ebonised"),
        "high": ("7 cm", "8 cm", "9.5 cm"),
    },
    opening=("Chess set of {wood}, king {high} high.", "Weighted chess pieces, {wood}, with felt."),
    details=("All 32 pieces.", "The board folds.", "In a wooden box.", "The knights are carved by hand."),
    price=(18, 120),
    matter=Matter.TOY,
    scenes=("chess",),
)

CHILDREN = Branch(
    "Children & Toys",
    (
        Leaf("Prams & Pushchairs", (PRAM,)),
        Leaf("Toys", (TEDDY, TRAIN)),
        Leaf("Games & Puzzles", (PUZZLE, BOARD_GAME, CHESS)),
    ),
)
