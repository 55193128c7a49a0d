"""What foreign sheets are taken for."""

import pytest

from cms.workbook.mapping.choices import SheetChoice, signature
from cms.workbook.mapping.proposing import proposal
from cms.workbook.mapping.words import fold, our_word
from cms.workbook.sheets import registered_sheets


def proposed(rows, name="Sheet1", **options):
    return proposal(name, rows, registered_sheets(), seller="U-000001", **options)


BOOKS = [
    ["Book", "Books > Fiction", 9780553380958, "Snow Crash", "A tale. " * 20, "Partner", 9780553380958, 17.99, 51],
    ["Book", "Books > Fiction", 9780441569595, "Neuromancer", "Another tale. " * 9, "Partner", 9780441569595, 7.99, 51],
    ["Book", "Books > Fiction", 9780060512804, "Cryptonomicon", "A long tale. " * 9, "Partner", 9780060512804, 16.5, 5],
]


def test_a_sheet_without_a_header_is_told_by_its_values():
    choice = proposed(BOOKS)

    assert (choice.sheet, choice.has_header) == ("listings", False)
    assert choice.columns == ("", "category", "key", "title", "description", "", "", "price", "quantity")
    assert choice.defaults == {"seller": "U-000001", "description": "{title}"}


def test_products_of_a_shop_elsewhere():
    header = [
        "id",
        "title",
        "description",
        "category",
        "price",
        "rating",
        "stock",
        "sku",
        "availabilityStatus",
        "images",
    ]
    row = [1, "Mascara", "Black.", "beauty", 9.99, 4.5, 99, "BEA-1", "In Stock", "https://cdn.example/1.webp"]

    choice = proposed([header, row], "products")

    assert choice.sheet == "listings"
    assert choice.columns == ("", "title", "description", "category", "price", "", "quantity", "key", "", "")


@pytest.mark.parametrize(
    ("name", "header", "sheet", "columns"),
    [
        (
            "Tabelle1",
            ["Artikel-Nr.", "Bezeichnung", "Verkaufspreis", "Warengruppe", "PLZ", "Verkäufer", "Lager"],
            "listings",
            ("key", "title", "price", "category", "postcode", "seller", ""),
        ),
        ("Mitglieder", ["Vollstaendiger Name", "E-Mail-Adresse", "Ort"], "users", ("name", "email", "city")),
        ("Rubriken", ["Kürzel", "Bezeichnung", "Oberkategorie"], "categories", ("slug", "name", "parent")),
        ("Inhalte", ["Pfad", "Überschrift", "Text"], "pages", ("path", "title", "body")),
        ("listings", ["KEY", " Title ", "#note", "price"], "listings", ("key", "title", "", "price")),
        ("Tabelle2", ["Preis in EUR", "Produktname"], "listings", ("price", "title")),
    ],
)
def test_headers_in_german_and_english(name, header, sheet, columns):
    choice = proposed([header], name)

    assert (choice.sheet, choice.columns) == (sheet, columns)


@pytest.mark.parametrize("name", ["orders", "#notes", "Tabelle3"])
def test_what_is_none_of_ours_is_left_out(name):
    assert proposed([["Colour", "Weight"], ["red", 3]], name) == SheetChoice()


def test_what_it_is_can_be_said():
    choice = proposed([["Name", "Mail"], ["Ada", "ada@example.org"]], kind="categories")

    assert (choice.sheet, choice.columns, choice.defaults) == ("categories", ("name", ""), {"slug": "{name}"})


def test_words_are_compared_without_case_umlauts_and_spaces():
    assert {fold(text) for text in ("Verkäufer-Nr.", "VERKAEUFER NR", "verkauferNr")} == {"verkaufer nr"}
    assert [our_word("listings", "condition", word) for word in ("Wie neu", "DEFEKT", "good", "odd")] == [
        *("like-new", "for-parts", "good", "odd"),
    ]
    assert our_word("users", "status", "gesperrt") == "suspended"


def test_the_same_header_has_the_same_signature_however_it_is_spelled():
    assert signature(["Preis €", "TITEL"], has_header=True) == signature(["preis", "Titel "], has_header=True)
    assert signature(["Preis"], has_header=True) != signature(["Titel"], has_header=True)
