"""A workbook seen as it is meant."""

import pytest

from cms.workbook.mapping.choices import SheetChoice, mistakes_in
from cms.workbook.mapping.mapped import MappedWorkbook
from cms.workbook.reading.kept import keep, kept
from cms.workbook.sheets import registered_sheets
from tests.factories.goods import make_category
from tests.factories.workbooks import make_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(tmp_path):
    """seen(table, choice): each sheet's rows as the planner gets them, and the cells of a row by number."""

    def see(table, **choice):
        keep(make_xlsx(tmp_path / "in.xlsx", {"x": table}), tmp_path)
        with kept(tmp_path) as source:
            workbook = MappedWorkbook(source, [SheetChoice(**choice)], registered_sheets())
            rows = {sheet.name: list(workbook.rows(sheet)) for sheet in workbook.sheets}
            return rows, {number: workbook.row(choice["sheet"], number) for number, _ in rows[choice["sheet"]]}

    return see


def test_columns_get_our_names_and_defaults_fill_what_is_missing(seen):
    rows, cells = seen(
        [["Was", "Lager", "Preis"], ["Oak chair", "R7", 35], [None, "R8", None], ["Ash chair", None, "12,50"]],
        sheet="listings",
        columns=("title", "", "price"),
        defaults={"seller": "U-000001", "description": "{title}", "condition": "gut"},
    )

    assert rows == {
        "listings": [
            (1, ["title", "#Lager", "price", "description", "condition", "seller"]),
            (2, ["Oak chair", "R7", 35.0, "Oak chair", "good", "U-000001"]),
            (3, [None, "R8", None, None, None, None]),
            (4, ["Ash chair", None, "12,50", "Ash chair", "good", "U-000001"]),
        ]
    }
    assert cells[4] == {
        "title": "Ash chair",
        "price": "12,50",
        "description": "Ash chair",
        "condition": "good",
        "seller": "U-000001",
    }


def test_rows_of_a_sheet_without_a_header_keep_their_numbers(seen):
    rows, _ = seen([["Oak chair", 35]], sheet="listings", has_header=False, columns=("title", "price"))

    assert rows["listings"] == [(0, ["title", "price"]), (1, ["Oak chair", 35.0])]


def test_categories_are_found_by_name_and_made_where_that_is_wished(seen):
    books = make_category("Bücher", slug="books")
    make_category("Krimis", slug="crime", parent=books)
    table = [["c"], ["books"], ["Buecher > Krimis"], ["krimis"], ["Bücher > Lyrik"], ["Spiele / Bücher"], [None]]

    left, _ = seen(table, sheet="listings", columns=("category",))
    rows, _ = seen(table, sheet="listings", columns=("category",), makes_categories=True)

    assert [row[0] for _, row in left["listings"][1:]] == [
        "books",
        "crime",
        "crime",
        "Bücher > Lyrik",
        "Spiele / Bücher",
    ]
    assert [row[0] for _, row in rows["listings"][1:]] == ["books", "crime", "crime", "lyrik", "buecher"]
    assert rows["categories"][1:] == [
        (2, ["lyrik", "Lyrik", "books"]),
        (3, ["spiele", "Spiele", None]),
        (4, ["buecher", "Bücher", "spiele"]),
    ]


def test_mistakes_in_what_was_chosen():
    title = SheetChoice(sheet="categories", columns=("name", "name"))

    assert mistakes_in([title, title, SheetChoice()], registered_sheets()) == [
        (0, "name", "column twice"),
        (0, "slug", "column missing"),
        (1, "", "sheet twice"),
        (1, "name", "column twice"),
        (1, "slug", "column missing"),
    ]
    assert mistakes_in([SheetChoice()], registered_sheets()) == [(-1, "", "no sheet")]
