"""Books, records and maps. Titles are descriptions, never works that exist."""

from __future__ import annotations

from cms.operations.demo.goods.kinds import Branch, Kind, Leaf, Matter

NOVELS = Kind(
    titles=("{count} {genre}", "Box of {genre}, {count_small} books", "{genre_cap}, {count_small} paperbacks"),
    words={
        "count+count_small+x": ("Five|five|0.6", "Eight|eight|0.9", "Ten|ten|1.0", "Twenty|twenty|1.6"),
        "genre+genre_cap": (
            "crime novels|Crime novels",
            "historical novels|Historical novels",
            "science fiction novels|Science fiction",
            "travel novels|Travel novels",
            "family sagas|Family sagas",
        ),
    },
    opening=("{count} {genre}, read once and kept well.", "Shelf cleared: {genre}, {count_small} books together."),
    details=("No loose pages.", "In German and English.", "Smoke-free shelf.", "Sold together only.", "One is signed."),
    price=(8, 35),
    matter=Matter.PAPER,
    scenes=("books",),
)

COOKBOOKS = Kind(
    titles=("Cookbooks, {theme}", "{count} cookbooks: {theme}", "{theme_cap} cookbooks, {count_small} volumes"),
    words={
        "theme+theme_cap": (
            "Alpine cooking|Alpine",
            "baking bread|Bread-baking",
            "vegetarian|Vegetarian",
            "Mediterranean|Mediterranean",
            "preserving|Preserving",
        ),
        "count+count_small+x": ("Three|three|0.8", "Four|four|1.0", "Six|six|1.4"),
    },
    opening=("{count} cookbooks on {theme}, one with a butter stain.", "Cookbooks, {theme}. Recipes that work."),
    details=("Hardbacks with ribbons.", "My notes are in pencil.", "Photos for every recipe.", "Partly as new."),
    price=(8, 40),
    matter=Matter.PAPER,
    scenes=("books",),
)

TEXTBOOKS = Kind(
    titles=("Textbooks, {subject}", "{subject_cap} textbooks, {count}", "Study books: {subject}, {count}"),
    words={
        "subject+subject_cap": (
            "statistics|Statistics",
            "economics|Economics",
            "biology|Biology",
            "mechanics|Mechanics",
            "law, first year|Law",
            "Italian for beginners|Italian",
        ),
        "count": ("three volumes", "four volumes", "five volumes"),
    },
    opening=("Textbooks on {subject}, {count}, from my first year.", "Exams passed, books free: {subject}."),
    details=("Some marks in pencil.", "Current but one edition.", "Solutions are included.", "Good for revision."),
    price=(12, 70),
    matter=Matter.PAPER,
    scenes=("books",),
)

RECORDS = Kind(
    titles=("{count} records, {genre}", "Vinyl: {genre}, {count_small} LPs", "{genre_cap} on vinyl, {count_small} LPs"),
    words={
        "count+count_small+x": ("One|one|0.3", "Five|five|0.8", "Ten|ten|1.2", "Twenty|twenty|2.0"),
        "genre+genre_cap": (
            "jazz|Jazz",
            "soul and funk|Soul and funk",
            "classical|Classical",
            "krautrock|Krautrock",
            "singer-songwriters|Singer-songwriters",
            "bossa nova|Bossa nova",
        ),
    },
    opening=("{count_small} LPs of {genre}, all played with a good needle.", "From my collection: {genre} on vinyl."),
    details=(
        "Washed, in new inner sleeves.",
        "Covers VG or better.",
        "No skips.",
        "Come and listen.",
        "Some first pressings.",
    ),
    price=(10, 70),
    matter=Matter.PAPER,
    scenes=("vinyl",),
)

MAPS = Kind(
    titles=("World map, {size}", "{style} wall map, {size}", "{style} map of the world"),
    words={"size": ("90 × 60 cm", "120 × 80 cm", "140 × 100 cm"), "style": ("School", "Political", "Printed", "Old")},
    opening=("Wall map of the world, {size}, on cloth.", "{style} map that hung in a classroom in {town}, {size}."),
    details=("Rods above and below.", "Colours are bright.", "One crease in the Pacific.", "Borders of its time."),
    price=(10, 70),
    matter=Matter.PAPER,
    scenes=("map",),
)

PAINT = Kind(
    titles=("Painting set, {paint}", "Wooden palette with {paint}", "Artist's set: {paint}, {extra}"),
    words={
        "paint": ("oil paints", "acrylics", "watercolours", "gouache"),
        "extra": ("12 tubes", "24 tubes", "brushes"),
    },
    opening=("Wooden palette with {paint}, {extra}.", "I bought {paint} and no time. Set with {extra}."),
    details=("Most tubes are full.", "Five brushes are included.", "In a wooden box.", "A pad of paper, too."),
    price=(10, 60),
    matter=Matter.TOY,
    scenes=("palette",),
)

WOOL = Kind(
    titles=("Knitting wool, {count}", "{fibre_cap} wool, {count}", "{fibre_cap} yarn, {count}, {needle}"),
    words={
        "count": ("5 balls", "8 balls", "10 balls", "12 balls"),
        "fibre+fibre_cap": ("merino|Merino", "sheep's|Sheep's", "alpaca|Alpaca", "cotton|Cotton"),
        "needle": ("needles 3.5", "needles 4", "needles 5"),
    },
    opening=("{fibre_cap} wool, {count} of 50 g, for {needle}.", "Enough for a pullover: {count}, {fibre}."),
    details=("One batch.", "Stored with lavender.", "Soft.", "A pattern is included.", "Orange, as in the photo."),
    price=(10, 55),
    matter=Matter.CLOTH,
    scenes=("yarn",),
)

MEDIA = Branch(
    "Books, Music & Hobby",
    (
        Leaf("Novels", (NOVELS,)),
        Leaf("Non-fiction & Textbooks", (COOKBOOKS, TEXTBOOKS)),
        Leaf("Records", (RECORDS,)),
        Leaf("Maps & Prints", (MAPS,)),
        Leaf("Arts & Crafts", (PAINT, WOOL)),
    ),
)
