"""The wizard through its pages: send, say, look, take, undo."""

import pytest

from cms.accounts.models import User
from cms.catalog.models import Category, Listing
from cms.pages.models import ContentPage
from cms.workbook.models import ImportRun
from tests.factories.goods import make_category, make_listing
from tests.factories.people import make_seller
from tests.factories.workbooks import make_xls

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LISTING = ["key", "title", "description", "price", "category", "seller", "status"]
SHOP = {
    "categories": [["slug", "name", "parent"], ["home", "Home", None], ["chairs", "Chairs", "home"]],
    "users": [["email", "name", "role"], ["ada@example.org", "Ada", "seller"]],
    "listings": [
        LISTING,
        ["c-1", "Oak chair", "Sturdy.", 35, "chairs", "ada@example.org", "live"],
        ["c-2", "Ash chair", "Light.", "12,50", "chairs", "ada@example.org", None],
    ],
    "pages": [["path", "title", "body", "published"], ["/about", "About", "Who we are.", "yes"]],
}


def stored():
    return [Category.objects.count(), User.objects.count(), Listing.objects.count(), ContentPage.objects.count()]


def test_a_true_xls_makes_a_whole_shop(wizard, tmp_path):
    sent = wizard.send(make_xls(tmp_path / "shop.xls", SHOP), name="shop.xls")
    seen = wizard.page()
    wizard.choose()
    shown = wizard.page()
    before = stored()
    wizard.act("take")

    assert sent.status_code == 302
    assert "“listings”, 3 rows" in seen
    assert "All (6)" in shown
    assert "listings, row 2: Oak chair" in shown
    assert before == [0, 1, 0, 0]
    assert stored() == [2, 2, 2, 1]
    assert Listing.objects.get(key="c-1").live
    assert "taken in" in wizard.page()
    assert "1 person was invited by mail" in wizard.page()


def test_a_foreign_catalogue_is_understood_and_its_wrong_cells_are_shown(wizard):
    seller = make_seller(email="ada@example.org")
    wizard.send(
        {
            "Tabelle1": [
                ["Artikel-Nr.", "Bezeichnung", "Verkaufspreis", "Warengruppe", "Zustand", "Lagerplatz"],
                ["A-1", "Eichenstuhl", "35,00 €", "Möbel > Stühle", "wie neu", "R7"],
                ["A-2", "Tisch", "billig", "Möbel > Tische", "neu", "R8"],
            ]
        }
    )
    wizard.choose(s0_d_seller="ada@example.org", s0__makes_categories="on")
    shown = wizard.page("?kind=refused")
    refused = wizard.press("take")
    wizard.choose(s0_d_seller="ada@example.org", s0__makes_categories="on", skip_bad_rows="yes")
    wizard.act("take")

    assert "listings, row 3: Tisch refused price “billig”: it is not a price: write it like 1234.50" in shown
    assert "That is not possible now" in refused.content.decode()
    (listing,) = Listing.objects.all()
    assert (listing.key, listing.title, listing.description, listing.price_cents, listing.condition) == (
        *("A-1", "Eichenstuhl", "Eichenstuhl", 3500, "like-new"),
    )
    assert (listing.category.slug_path, listing.seller) == ("moebel/stuehle", seller)


def test_what_changes_is_shown_cell_by_cell(wizard):
    listing = make_listing(key="c-1", title="Oak chair")
    wizard.send({"listings": [["key", "title", "price"], ["c-1", "Oak armchair", 40]]})
    wizard.choose(
        s0_d_category=listing.category.slug, s0_d_seller=listing.seller.label, s0_d_description=listing.description
    )

    assert "title Oak chair → Oak armchair price 35 → 40" in wizard.page("?kind=updated")
    assert "Changed (1)" in wizard.page()
    assert Listing.objects.get().title == "Oak chair"


def test_nothing_else_is_done_than_was_shown(wizard):
    listing = make_listing(key="c-1", title="Oak chair")
    wizard.send(
        {
            "listings": [
                ["key", "title", "description", "price", "category", "seller"],
                ["c-1", "Oak armchair", listing.description, 40, listing.category.slug, listing.seller.label],
            ]
        }
    )
    wizard.choose()
    Listing.objects.update(price_cents=100)
    wizard.act("take")

    assert "The shop has changed since you looked" in wizard.page()
    assert Listing.objects.get().title == "Oak chair"
    wizard.act("again")
    wizard.act("take")
    assert Listing.objects.get().title == "Oak armchair"


def test_another_sheet_gets_its_columns_proposed(wizard):
    wizard.send({"people": [["Name", "E-Mail"], ["Ada", "ada@example.org"]]})
    assert wizard.proposed()["s0-sheet"] == "users"

    answer = wizard.choose(s0__sheet="categories")

    assert answer.status_code == 422
    assert "Look at the columns of the sheet that you have chosen" in answer.content.decode()
    assert wizard.run.step == "read"


def test_a_choice_is_remembered_for_the_next_file_like_it(wizard):
    make_category("Chairs", slug="chairs")
    table = [["Nr", "Was", "Preis"], ["1", "Oak chair", 35]]
    wizard.send({"x": table})
    wizard.choose(s0__sheet="listings", s0__c1="title", s0_d_category="chairs", s0_d_seller="")
    chosen = {"s0__sheet": "listings", "s0__c1": "title", "s0_d_category": "chairs"}
    if wizard.run.step == "read":
        wizard.choose(**chosen)
    wizard.send({"y": [["nr.", "WAS", "preis"], ["2", "Ash chair", 12]]})

    assert "As you chose last time" in wizard.page()
    assert (wizard.proposed()["s0-c1"], wizard.proposed()["s0-d-category"]) == ("title", "chairs")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 600, "This is a PNG picture, not a workbook"),
        ("a.csv", b"title,price\nOak chair,35\n", "This is plain text (CSV or the like), not a workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4000, "The file is damaged"),
        ("a.zip", b"PK\x03\x04" + b"x" * 500, "The zip is damaged or protected"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(wizard, name, content, words):
    wizard.send(content, name=name)

    assert words in wizard.page()
    assert "cannot be read" in wizard.page()


@pytest.mark.parametrize(
    ("sheets", "advice"),
    [
        ({"Sheet1": [], "Sheet2": []}, "There is nothing in this file: all its sheets are empty. Send another one."),
        ({"Sheet1": [["Pressure", "Depth"], ["a", "b"]], "Sheet2": []}, "None of these sheets looks like categories"),
        ({"listings": [["title", "price"], ["Chair", 3]]}, ""),
    ],
)
def test_a_file_that_is_not_recognised_is_answered_with_what_to_do(wizard, sheets, advice):
    wizard.send(sheets)

    page = wizard.page()
    assert advice in page
    assert ("Send another file" in page) is bool(advice)


def test_an_empty_file_is_refused_at_the_door(wizard):
    answer = wizard.send(b"", name="a.xlsx")

    assert (answer.status_code, ImportRun.objects.count()) == (422, 0)
    assert "The file is empty." in answer.content.decode()


def test_the_good_rows_are_taken_without_the_refused_ones(wizard):
    make_category("Chairs", slug="chairs")
    seller = make_seller().label
    wizard.send(
        {
            "listings": [
                LISTING,
                ["a", "Oak chair", "x", 1, "chairs", seller, None],
                ["b", "Y", "x", 1, "chairs", seller, None],
            ]
        }
    )
    wizard.choose()
    wizard.act("take-rest")

    assert [one.key for one in Listing.objects.all()] == ["a"]
    assert "listings, row 3: Y refused title “Y”: it is too short" in wizard.page()
