"""Each block as an editor stores it becomes the record that a page shows."""

import pytest

from cms.contract import blocks as contract
from cms.pages.blocks import PageBody
from cms.pages.models import ContentPage
from cms.pages.records import page_record
from tests.factories.goods import make_category, make_listing
from tests.factories.pages import make_library_image, make_page
from tests.factories.people import make_seller

pytestmark = pytest.mark.django_db

NO_BUTTON = {"label": "", "page": None, "category": None, "address": ""}


def record_of(kind: str, value: object) -> object:
    """The record of one block on a stored page; None when it is left out."""
    page = make_page(body=[(kind, value)])
    blocks = page_record(ContentPage.objects.get(pk=page.pk)).blocks
    assert len(blocks) < 2
    return blocks[0] if blocks else None


def rail(**value) -> dict[str, object]:
    return {"heading": "Fresh", "category": None, "seller": None, "listings": [], "count": 8, **value}


def test_every_block_has_its_record():
    assert set(PageBody().child_blocks) == {one.kind for one in contract.Block.__args__}


def test_a_hero():
    image = make_library_image(description="A market")
    button = {**NO_BUTTON, "label": "Look", "address": "/listings"}

    hero = record_of("hero", {"heading": "Hello", "text": "A text", "image": image, "button": button})

    assert (hero.heading, hero.text, hero.button_label, hero.button_path) == ("Hello", "A text", "Look", "/listings")
    assert (hero.image.hash, hero.image.alt) == (image.picture_id, "A market")


def test_a_hero_without_picture_and_button():
    hero = record_of("hero", {"heading": "Hello", "text": "", "image": None, "button": NO_BUTTON})

    assert hero == contract.HeroBlock(heading="Hello", text="", image=None, button_label="", button_path="")


def test_rich_text_stays_in_its_stored_form():
    html = '<p>See <a linktype="page" id="7">this</a><embed embedtype="image" id="3" alt="x" format="left"/></p>'

    assert record_of("rich_text", html) == contract.RichTextBlock(html=html)


def test_empty_rich_text_is_left_out():
    assert record_of("rich_text", "") is None


@pytest.mark.parametrize(
    ("chosen", "alt"),
    [
        ({"decorative": False, "alt_text": "Here: a saw"}, "Here: a saw"),
        ({"decorative": False, "alt_text": ""}, "A saw"),
        ({"decorative": True, "alt_text": ""}, ""),
    ],
)
def test_an_image_has_the_words_for_this_place(chosen, alt):
    image = make_library_image(description="A saw")

    record = record_of("image", {"image": {"image": image, **chosen}, "caption": "Sharp"})

    assert (record.image.hash, record.image.alt, record.caption) == (image.picture_id, alt, "Sharp")


def test_an_image_that_is_gone_is_left_out():
    image = make_library_image()
    page = make_page(body=[("image", {"image": {"image": image, "decorative": True, "alt_text": ""}, "caption": ""})])
    assert len(page_record(page).blocks) == 1

    image.delete()

    assert page_record(ContentPage.objects.get(pk=page.pk)).blocks == ()


def test_a_rail_of_the_newest():
    assert record_of("listing_rail", rail(count=5)) == contract.ListingRailBlock(
        heading="Fresh", category_id=None, seller_id=None, listing_ids=(), count=5
    )


def test_a_rail_of_a_category_and_of_a_seller():
    category, seller = make_category(), make_seller()

    assert record_of("listing_rail", rail(category=category)).category_id == category.pk
    assert record_of("listing_rail", rail(seller=seller.seller_profile)).seller_id == seller.pk


def test_a_rail_of_picked_listings_keeps_their_order_and_drops_the_deleted():
    first, second, third = (make_listing() for _ in range(3))
    page = make_page(body=[("listing_rail", rail(listings=[third, first, second]))])

    first.delete()

    assert page_record(ContentPage.objects.get(pk=page.pk)).blocks[0].listing_ids == (third.pk, second.pk)


def test_a_rail_whose_source_is_gone_is_left_out_and_never_becomes_one_of_all():
    listing, category = make_listing(), make_category()
    picked = make_page(body=[("listing_rail", rail(listings=[listing]))])
    of_category = make_page(body=[("listing_rail", rail(category=category))])

    listing.delete()
    category.delete()

    for page in (picked, of_category):
        assert page_record(ContentPage.objects.get(pk=page.pk)).blocks == ()


def test_tiles_of_all_and_of_some_categories():
    first, second = make_category(), make_category()

    assert record_of("category_grid", {"heading": "Browse", "categories": []}).category_ids == ()
    chosen = record_of("category_grid", {"heading": "Browse", "categories": [second, first]})
    assert chosen == contract.CategoryGridBlock(heading="Browse", category_ids=(second.pk, first.pk))


def test_tiles_of_categories_that_are_all_gone_are_left_out():
    category = make_category()
    page = make_page(body=[("category_grid", {"heading": "Browse", "categories": [category]})])

    category.delete()

    assert page_record(ContentPage.objects.get(pk=page.pk)).blocks == ()


def test_questions():
    items = [{"question": "Why?", "answer": "<p>So.</p>"}, {"question": "How?", "answer": "<p>Thus.</p>"}]

    assert record_of("faq", {"heading": "Ask", "items": items}) == contract.FaqBlock(
        heading="Ask",
        items=(
            contract.FaqItem(question="Why?", answer="<p>So.</p>"),
            contract.FaqItem(question="How?", answer="<p>Thus.</p>"),
        ),
    )


def test_a_quote():
    assert record_of("quote", {"text": "Well said", "source": ""}) == contract.QuoteBlock(text="Well said", source="")


def test_columns():
    assert record_of("columns", ["<p>a</p>", "<p>b</p>"]) == contract.ColumnsBlock(columns=("<p>a</p>", "<p>b</p>"))


def call(**target) -> dict[str, object]:
    return {"heading": "Sell", "text": "", "button": {**NO_BUTTON, "label": "Go", **target}}


def test_a_call_to_action_leads_to_a_page_a_category_or_an_address():
    page = make_page(slug="sell-here")
    category = make_category(slug="tools")

    assert record_of("call_to_action", call(page=page)).button_path == "/sell-here"
    assert record_of("call_to_action", call(category=category)).button_path == "/category/tools"
    assert record_of("call_to_action", call(address="https://example.org/")).button_path == "https://example.org/"


def test_a_call_to_action_whose_page_is_not_published_is_left_out():
    assert record_of("call_to_action", call(page=make_page(live=False))) is None


def test_a_typed_address_whose_page_is_gone_is_left_out():
    target = make_page(slug="bargains")
    page = make_page(body=[("call_to_action", call(address="/bargains#new"))])
    assert page_record(page).blocks[0].button_path == "/bargains#new"

    target.unpublish()

    assert page_record(ContentPage.objects.get(pk=page.pk)).blocks == ()


def test_a_button_whose_page_is_not_published_is_left_out_of_the_hero():
    button = {**NO_BUTTON, "label": "Look", "page": make_page(live=False)}

    hero = record_of("hero", {"heading": "Hello", "text": "", "image": None, "button": button})

    assert (hero.button_label, hero.button_path) == ("", "")


def test_a_block_of_another_time_is_passed_over():
    page = make_page()
    page.body = [("quote", {"text": "Stays", "source": ""})]
    page.save()
    stored = page.body.get_prep_value()
    ContentPage.objects.update(body=[*stored, {"type": "carousel", "value": {}, "id": "x"}])

    assert [one.kind for one in page_record(ContentPage.objects.get()).blocks] == ["quote"]
