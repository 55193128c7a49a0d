"""Every page is whole, well-formed HTML, and says in its head what it is."""

from datetime import date
from itertools import pairwise

import html5lib
import pytest

from cms.contract import blocks
from cms.contract.records import AwayRecord, ListingStatus, QuestionRecord
from sitegen.rules.rule import Meta
from tests.themes.window import card, category, listing, listing_page, page, picture, render, seller, shop

EVERY_BLOCK = (
    blocks.HeroBlock(heading="Hello", text="You", image=picture(), button_label="Go", button_path="/listings"),
    blocks.RichTextBlock(html="<h2>So</h2><p>it goes</p>"),
    blocks.ImageBlock(image=picture(), caption="A lute"),
    blocks.ListingRailBlock(heading="Fresh", category_id=None, seller_id=None, listing_ids=(), count=4),
    blocks.CategoryGridBlock(heading="", category_ids=()),
    blocks.FaqBlock(heading="Asked", items=(blocks.FaqItem(question="Why?", answer="<p>Because.</p>"),)),
    blocks.QuoteBlock(text="Lovely.", source="Ida"),
    blocks.CallToActionBlock(heading="Sell", text="Now", button_label="How", button_path="/help"),
    blocks.ColumnsBlock(columns=("<p>One</p>", "<p>Two</p>")),
)

AWAY = AwayRecord(until=date(2026, 12, 3), text="By the <sea>.")


def list_context(environment, **changes):
    return {
        "cards": (card(environment, listing()),),
        "number": None,
        "older": "/x/page/1",
        "newer": None,
        "jumps": ((10, "/x/page/4"),),
        "count": 1,
    } | changes


def every_page(environment):
    plain = list_context(environment)
    sealed = list_context(environment, number=3, newer="/x", count=None, cards=())
    place = {"category": category(), "lineage": (category(),)}
    home = {"newest": plain["cards"], "listing_count": 9, "newest_path": "/listings"}
    return {
        "home": render(environment, "home", page=page(blocks=EVERY_BLOCK), **home),
        "content": render(environment, "content", page=page(blocks=EVERY_BLOCK)),
        "plain content": render(environment, "content", page=page(blocks=EVERY_BLOCK[1:])),
        "listing": listing_page(environment, listing(photos=(picture(), picture()), negotiable=True, stock=2)),
        "photoless listing": listing_page(environment, listing(reserved=True)),
        "sold listing": listing_page(environment, listing(status=ListingStatus.SOLD), related=plain["cards"]),
        "category": render(environment, "category", children=(category(),), **place, **plain),
        "sealed category": render(environment, "category", children=(), **place, **sealed),
        "seller": render(environment, "seller", seller=seller(text="Hi"), **plain),
        "seller who is away": render(environment, "seller", seller=seller(away=AWAY), **plain),
        "listing of somebody away": listing_page(environment, listing(), seller=seller(away=AWAY)),
        "listings": render(environment, "listings", **plain),
        "not found": render(environment, "not_found"),
        "gone": render(environment, "gone"),
        "server error": render(environment, "server_error"),
    }


PAGES = {lang: every_page(shop(lang, hero_image=picture())) for lang in ("en", "de")}
CASES = [pytest.param(html, id=f"{name} {lang}") for lang, pages in PAGES.items() for name, html in pages.items()]


@pytest.mark.parametrize("html", CASES)
def test_is_well_formed(html):
    html5lib.HTMLParser(strict=True).parse(html)


@pytest.mark.parametrize("html", CASES)
def test_has_one_main_heading_and_skips_no_level(html):
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    levels = [int(one.tag[1]) for one in tree.iter() if one.tag in {"h1", "h2", "h3", "h4"}]

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("html", CASES)
def test_has_its_landmarks_and_no_two_equal_ids(html):
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    ids = [one.get("id") for one in tree.iter() if one.get("id")]

    assert [len(list(tree.iter(tag))) for tag in ("header", "main", "footer")] == [1, 1, 1]
    assert len(ids) == len(set(ids))
    assert all(image.get("alt") is not None and image.get("width") for image in tree.iter("img"))


def test_speaks_its_language():
    assert '<html lang="de">' in PAGES["de"]["home"]
    assert "Alle 9 Anzeigen" in PAGES["de"]["home"]


def test_the_title_names_the_shop_once():
    assert "<title>Lute · Corner</title>" in PAGES["en"]["listing"]
    home = render(shop(), "not_found", meta=Meta(title="Corner", path="/"))
    assert "<title>Corner</title>" in home


def test_a_page_for_search_engines_has_an_address_and_another_says_no():
    hidden = render(shop(), "not_found", meta=Meta(title="Lost", path="/", index=False))

    assert '<link rel="canonical" href="http://shop.test/listing/12-lute">' in PAGES["en"]["listing"]
    assert "noindex" not in PAGES["en"]["listing"]
    assert '<meta name="robots" content="noindex">' in hidden
    assert "canonical" not in hidden


def test_what_messengers_show_has_its_size():
    html = render(shop(), "gone", meta=Meta(title="Lute", path="/x", image=picture(widths=(320, 640))))

    assert '<meta property="og:image" content="http://shop.test/photos/ab/ab12-640.jpg">' in html
    assert '<meta property="og:image:height" content="480">' in html


def test_a_page_without_a_picture_is_shared_with_the_icon():
    html = PAGES["en"]["gone"]

    assert 'og:image" content="http://shop.test/assets/icon-512.' in html
    assert '<meta name="twitter:card" content="summary">' in html


def test_a_preview_says_so():
    assert "not published yet" in render(shop(), "gone", meta=Meta(title="x", path="/x", preview=True))
    assert "not published yet" not in PAGES["en"]["gone"]


def test_structured_data_cannot_end_its_element():
    html = listing_page(shop(), listing(), structured_data=({"name": "</script><b>"},))

    assert '<script type="application/ld+json">{"name":"\\u003c/script\\u003e\\u003cb\\u003e"}</script>' in html


def test_photos_are_reached_by_links_where_there_are_several():
    html = PAGES["en"]["listing"]

    assert 'href="#photo-2"' in html
    assert 'id="photo-2"' in html
    assert "#photo-1" not in listing_page(shop(), listing(photos=(picture(),)))


def test_a_wide_logo_stands_for_the_name_and_a_square_one_beside_it():
    wide = shop(logo=picture(width=800, height=200)).globals["header"]
    square = shop(logo=picture(width=400, height=400)).globals["header"]

    assert 'alt="Corner"' in wide
    assert "brand__name" not in wide
    assert 'alt=""' in square
    assert "brand__name" in square


def test_categories_that_open_the_home_page_stand_above_the_newest_goods():
    environment = shop()
    grid, quote = EVERY_BLOCK[4], EVERY_BLOCK[6]

    html = render(
        environment, "home", page=page(blocks=(grid, quote)), newest=(), listing_count=0, newest_path="/listings"
    )

    assert html.index('class="tiles"') < html.index("Just in") < html.index("Lovely.")


@pytest.mark.parametrize("name", ["seller who is away", "listing of somebody away"])
def test_a_page_says_that_a_seller_is_away_and_what_they_say(name):
    assert "Nora is away until 3 December 2026." in PAGES["en"][name]
    assert "Nora ist bis 3. Dezember 2026 nicht da." in PAGES["de"][name]
    assert "By the &lt;sea&gt;." in PAGES["de"][name]


def test_what_is_sold_does_not_say_that_its_seller_is_away():
    page = listing_page(shop("en"), listing(status=ListingStatus.SOLD), seller=seller(away=AWAY))

    assert "is away" not in page


def test_a_listing_shows_what_others_asked_and_no_empty_heading():
    asked = QuestionRecord(id=9, question="How <wide>?", answer="120 cm.\n\nFolds.", day=date(2026, 5, 2))

    shown = listing_page(shop(), listing(questions=(asked,)))

    assert "Questions and answers" in shown
    assert "How &lt;wide&gt;?" in shown
    assert "<p>120 cm.</p>" in shown
    assert 'href="/report/12?question=9"' in shown
    assert "Questions and answers" not in listing_page(shop(), listing())
