"""What an editor may put into a block, and what is said otherwise."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError
from wagtail.rich_text import RichText

from cms.pages.blocks import ListingRailBlock
from cms.pages.link_blocks import ButtonBlock, LinkBlock
from cms.pages.rich_text import ShopRichTextBlock
from tests.factories.goods import make_category, make_listing
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


def errors_of(block, **value) -> dict[str, list[str]]:
    """What is said, by field; under "" what is said of the whole block."""
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python(value))
    of_fields = {name: error.messages for name, error in caught.value.block_errors.items()}
    whole = [message for error in caught.value.non_block_errors.as_data() for message in error.messages]
    return {**of_fields, **({"": whole} if whole else {})}


@pytest.mark.parametrize("target", [{"page": "a page"}, {"category": "a category"}, {"address": "/listings/"}])
def test_a_link_leads_to_one_place(target):
    makers = {"page": make_page, "category": make_category}
    value = {name: makers[name]().pk if name in makers else text for name, text in target.items()}

    cleaned = LinkBlock().clean(LinkBlock().to_python({"label": "Go", **value}))

    assert [name for name in ("page", "category", "address") if cleaned[name]] == list(target)
    assert cleaned["address"] in ("", "/listings")


def test_a_link_to_two_places_is_refused():
    assert errors_of(LinkBlock(), label="Go", page=make_page().pk, address="/listings") == {
        "address": ["A link leads to one place: empty all but one of page, category and address."]
    }


def test_a_link_to_nowhere_is_refused():
    assert errors_of(LinkBlock(), label="Go") == {
        "address": ["Say where this leads: choose a page or a category, or write an address."]
    }


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://example.org", "https://localhost/"])
def test_an_address_that_nobody_should_open_is_refused(address):
    assert list(errors_of(LinkBlock(), label="Go", address=address)) == ["address"]


def test_an_address_with_nothing_behind_it_is_refused():
    words = ["There is nothing at /abuot now: look for a typing error, or publish that page first."]
    make_page(slug="about")

    assert errors_of(LinkBlock(), label="Go", address="/abuot") == {"address": words}
    assert LinkBlock().clean(LinkBlock().to_python({"label": "Go", "address": "/about"}))["address"] == "/about"
    with pytest.raises(ValidationError) as caught:
        ShopRichTextBlock().clean(RichText('<p><a href="/abuot">here</a></p>'))
    assert caught.value.messages == words


def test_a_text_does_not_link_to_an_anchor():
    with pytest.raises(ValidationError, match="texts have no anchors"):
        ShopRichTextBlock().clean(RichText('<p><a href="#prices">here</a></p>'))


def test_a_button_may_be_missing_but_not_half_there():
    block = ButtonBlock(required=False)

    assert block.clean(block.to_python({"label": ""}))["label"] == ""
    assert errors_of(block, label="", address="/listings") == {"label": ["Write on the button what it does."]}


def test_a_rail_has_one_source():
    category, listing = make_category(), make_listing()

    assert errors_of(ListingRailBlock(), heading="New", count=4, category=category.pk, listings=[listing.pk]) == {
        "": ["Choose one source only: a category, a seller, or listings picked by hand."]
    }


@pytest.mark.parametrize("count", [0, 13])
def test_a_rail_has_one_to_twelve_cards(count):
    assert list(errors_of(ListingRailBlock(), heading="New", count=count)) == ["count"]


@pytest.mark.parametrize("address", ["http://localhost:8000/x", "https://127.0.0.1/", "https://shop.local/a&amp;b"])
def test_a_text_does_not_link_to_the_writers_computer(address):
    with pytest.raises(ValidationError, match="which nobody else can open"):
        ShopRichTextBlock().clean(RichText(f'<p><a href="{address}">here</a></p>'))


@pytest.mark.parametrize(
    "address", ["https://example.org/", "/listings", "mailto:us@example.org", "tel:+491", "https://[x"]
)
def test_other_links_stay(address):
    html = f'<p><a href="{address}">here</a></p>'

    assert ShopRichTextBlock().clean(RichText(html)).source == html
