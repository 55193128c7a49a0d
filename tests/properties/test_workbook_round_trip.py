"""Export then import changes nothing, whatever people have written."""

from datetime import UTC, datetime

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.catalog.models import Category, Listing
from cms.contract.money import MAX_CENTS, Money
from cms.workbook.comparison import is_same_cell, line_cell, lines_cell
from cms.workbook.exporting import export_workbook
from cms.workbook.importing import ImportOptions, import_workbook
from cms.workbook.paragraphs import plain_text_of, rich_text_of
from cms.workbook.reading.spool import parsed
from cms.workbook.text import forbidden_in, tidy_line, tidy_lines
from tests.factories.goods import make_category, make_listing
from tests.factories.pages import make_page
from tests.factories.people import make_seller

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
# Whatever a database can hold; many of the things that spreadsheets choke on.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
ODD = (
    "=1+1",
    "_x000D_",
    "_x0041_",
    "\r\n",
    "\r",
    "\x07",
    " ",
    "#REF!",
    "'",
    "00123",
    "1e5",
    "\u2028",
    "\ufffe",
    "\t",
    "&<>",
)
TEXTS = st.lists(st.one_of(st.text(CHARACTERS, max_size=12), st.sampled_from(ODD)), max_size=5).map("".join)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@given(TEXTS)
def test_tidying_twice_is_tidying_once(text):
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)
    assert tidy_line(tidy_line(text)) == tidy_line(text)


@given(TEXTS)
def test_a_stored_text_is_the_same_as_its_cell(text):
    assert is_same_cell(lines_cell(text), lines_cell(text))
    assert is_same_cell(line_cell(text), line_cell(text))
    assert not forbidden_in(lines_cell(text))


@given(TEXTS)
def test_plain_paragraphs_come_back_and_make_the_same_page(text):
    page = rich_text_of(lines_cell(text))
    back = plain_text_of([{"type": "rich_text", "value": page}])

    assert back is not None
    assert rich_text_of(back) == page


def as_xls(source, target):
    """The same cells as a true .xls."""
    book = xlwt.Workbook()
    with parsed(source) as workbook:
        for place in workbook.sheets:
            sheet = book.add_sheet(place.name)
            for number, cells in workbook.rows(place):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(number - 1, column, cell)
    book.save(str(target))
    return target


@pytest.mark.django_db
@FEW
@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, st.integers(0, MAX_CENTS), st.booleans()), min_size=1, max_size=8),
    TEXTS,
)
def test_what_is_exported_comes_back_as_it_is(tmp_path_factory, goods, page_text):
    Listing.objects.all().delete()
    Category.objects.all().delete()
    category, seller = make_category("Chairs"), make_seller()
    Category.objects.update(name=goods[0][0][:80])
    for number, (title, description, city, postcode, cents, live) in enumerate(goods):
        make_listing(
            key=f"k-{number}",
            title=title[:120],
            description=description,
            city=city[:80],
            postcode=postcode[:12],
            price_cents=cents,
            live=live,
            category=category,
            seller=seller,
        )
    make_page(body=[("rich_text", rich_text_of(page_text))])
    before = rows()
    folder = tmp_path_factory.mktemp("round")
    export_workbook(folder / "out.xlsx")

    for path in (folder / "out.xlsx", as_xls(folder / "out.xlsx", folder / "out.xls")):
        result = import_workbook(path, ImportOptions(), now=NOW)

        assert [str(one) for one in result.problems] == []
        assert {name: (one.rows, one.unchanged) for name, one in result.sheets.items()} == {
            name: (one.rows, one.rows) for name, one in result.sheets.items()
        }
    assert rows() == before


def rows():
    return [list(Listing.objects.order_by("id").values()), list(Category.objects.values())]


@given(st.integers(0, MAX_CENTS))
def test_a_price_is_the_same_after_it_was_a_number(cents):
    assert is_same_cell(float(Money(cents).euros), Money(cents).euros)
