"""What the report of links finds, place by place."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model

from cms.api.links import Lead, link_findings
from cms.catalog.models import Availability
from cms.contract.records import ListingStatus
from cms.pages.models import ContentPage
from cms.pages.written_links import links_in_rich_text
from cms.site.models import Appearance, GeneralSettings
from tests.factories.goods import make_category, make_listing
from tests.factories.pages import make_library_image, make_navigation, make_page
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def write(page, blocks, name="body"):
    """Store blocks as they are, also those that a form would refuse."""
    ContentPage.objects.filter(pk=page.pk).update(**{name: json.dumps(blocks)})


def found():
    return [(one.lead, one.link.title, one.link.place, one.link.text, one.target) for one in link_findings()]


def test_links_that_lead_on_are_not_listed():
    page, category, seller = make_page(slug="about"), make_category("Tables"), make_seller()
    listing, image = make_listing(seller=seller, category=category), make_library_image()
    document = get_document_model().objects.create(title="Terms", file="terms.pdf")
    write(
        page,
        [
            {
                "type": "rich_text",
                "value": f'<p><a linktype="page" id="{page.pk}">a</a> <a href="/listings?q=1#top">b</a>'
                f'<a linktype="document" id="{document.pk}">c</a> <a href="mailto:a@b.example">d</a></p>'
                f'<embed embedtype="image" id="{image.pk}" alt="x" format="left"/>',
            },
            {"type": "category_grid", "value": {"heading": "All", "categories": [category.pk]}},
            {
                "type": "listing_rail",
                "value": {"heading": "Rail", "listings": [listing.pk], "seller": seller.seller_profile.pk},
            },
            {"type": "image", "value": {"image": {"image": image.pk}}},
        ],
    )

    assert found() == []


def test_each_kind_of_target_that_is_gone_is_told_with_its_place():
    page, hidden = make_page(title="About", slug="about"), make_page(title="Hidden", live=False)
    seller = make_seller(display_name="Anna")
    sold = make_listing(title="Oak table", seller=seller)
    Availability.objects.filter(listing=sold).update(status=ListingStatus.SOLD, ended_at=timezone.now())
    suspended = make_seller(display_name="Ben", is_active=False)
    raw = make_library_image(title="Raw", cleaned=False)
    button = {"label": "Go", "page": hidden.pk, "category": None, "address": ""}
    write(
        page,
        [
            {
                "type": "rich_text",
                "id": "text-1",
                "value": '<p>See <a linktype="page" id="987"><b>our</b> rules</a>, <a href="/no-such">this</a>, '
                '<a href="https://other.example/x">that</a></p><embed embedtype="image" id="986" alt="A lamp"/>',
            },
            {"type": "call_to_action", "id": "call-1", "value": {"heading": "Act", "button": button}},
            {
                "type": "listing_rail",
                "id": "rail-1",
                "value": {
                    "heading": "Rail",
                    "category": 985,
                    "seller": suspended.seller_profile.pk,
                    "listings": [{"type": "item", "value": sold.pk, "id": "item-1"}, 984],
                },
            },
            {"type": "image", "id": "image-1", "value": {"image": {"image": raw.pk, "decorative": True}}},
            {"type": "columns", "id": "columns-1", "value": ['<a linktype="document" id="983">Terms</a>']},
        ],
    )

    findings = link_findings()

    assert [(one.link.place, one.link.text, one.target, one.why) for one in findings if one.lead is Lead.NOWHERE] == [
        ("Body > Text", "our rules", "number 987", "This page was deleted: choose another one."),
        (
            "Body > Text",
            "this",
            "/no-such",
            "There is nothing at this address now: look for a typing error, or publish that page first.",
        ),
        ("Body > Text", "A lamp", "number 986", "This picture was deleted: choose another one."),
        (
            "Body > Call to action > Button > Page",
            "Go",
            "Hidden",
            "This page is not published: publish it, or choose another one.",
        ),
        (
            "Body > Row of listings > Category",
            "Rail",
            "number 985",
            "This category was deleted: choose another one.",
        ),
        (
            "Body > Row of listings > Seller",
            "Rail",
            "Ben",
            "This seller is suspended, and shows nothing until that is over.",
        ),
        (
            "Body > Row of listings > Hand-picked listings > 1",
            "Rail",
            "Oak table",
            "This listing is not for sale now, and is left out: choose another one.",
        ),
        (
            "Body > Row of listings > Hand-picked listings > 2",
            "Rail",
            "number 984",
            "This listing was deleted: choose another one.",
        ),
        (
            "Body > Picture > Image > Image",
            "",
            "Raw",
            "This picture is not ready yet. If it stays so, upload it again.",
        ),
        ("Body > Columns > 1", "Terms", "number 983", "This document was deleted: choose another one."),
    ]
    assert [one.link.content_path for one in findings][3:8] == [
        "body.call-1.button.page",
        "body.rail-1.category",
        "body.rail-1.seller",
        "body.rail-1.listings.item-1",
        "body.rail-1.listings.",
    ]
    assert [(one.lead, one.target, one.why) for one in findings[10:]] == [
        (Lead.ELSEWHERE, "https://other.example/x", "")
    ]
    assert {(one.link.model, one.link.number, one.link.title) for one in findings} == {
        ("shop_pages.contentpage", page.pk, "About")
    }


def test_drafts_and_a_language_that_the_shop_does_not_have_are_not_looked_at():
    page, draft = make_page(title="About"), make_page(live=False)
    gone = [{"type": "rich_text", "value": '<a href="/gone">x</a>'}]
    write(draft, gone)
    write(page, gone, "further_body")

    assert found() == []
    GeneralSettings.objects.update(further_language="de")
    assert [where for _, *where in found()] == [["About", "Body > Text", "x", "/gone"]]


def test_menu_footer_hero_and_imprint_are_looked_at():
    page = make_page(title="Help", slug="help")
    link = {"label": "Help us", "page": page, "category": None, "address": ""}
    make_navigation(
        menu=[("link", link)],
        footer=[("column", {"heading": "Shop", "links": [{**link, "page": None, "address": "/help"}]})],
    )
    Appearance.objects.update(hero_button_address="/help", hero_button_label="Go")
    GeneralSettings.objects.update(imprint_page=page)
    assert found() == []

    page.unpublish()

    assert found() == [
        (Lead.NOWHERE, "Menu and footer", "Menu > Link > Page", "Help us", "Help"),
        (Lead.NOWHERE, "Menu and footer", "Footer > Column > Links > 1 > Address", "Help us", "/help"),
        (Lead.NOWHERE, "Appearance", "Or to an address", "Go", "/help"),
        (Lead.NOWHERE, "General settings", "Imprint page", "", "Help"),
    ]


def test_redirects_are_followed_like_shoppers_are():
    page, hidden = make_page(slug="about"), make_page(title="Hidden", slug="hidden", live=False)
    listing, category = make_listing(title="Oak table"), make_category("Tables")
    category.slug_history.create(slug_path="desks")
    for old, target in [
        ("/a", page),
        ("/b", "/a"),
        ("/c", "/nothing"),
        ("/d", hidden),
        ("/e", "/f"),
        ("/f", "/e"),
        ("/about", "/listings"),
        ("/g", "https://other.example"),
        ("/h", f"/listing/{listing.pk}-former-title"),
        ("/i", "/category/desks"),
    ]:
        Redirect.add_redirect(old, redirect_to=target)
    write(page, [{"type": "rich_text", "value": '<a href="/c">x</a><a href="/a">y</a>'}])

    findings = [(one.lead, one.link.title, one.target, one.why.split(":")[0]) for one in link_findings()]

    assert findings[:2] == [
        (Lead.NOWHERE, page.title, "/c", "A redirect leads on from there, but pages link to what is there only"),
        (Lead.NOWHERE, page.title, "/a", "A redirect leads on from there, but pages link to what is there only"),
    ]
    assert findings[2:] == [
        (Lead.NOWHERE, "/c", "/nothing", "There is nothing at this address now"),
        (Lead.NOWHERE, "/d", "Hidden", "This page is not published"),
        (Lead.NOWHERE, "/e", "/f", "This redirect leads back to itself, by way of others."),
        (Lead.NOWHERE, "/f", "/e", "This redirect leads back to itself, by way of others."),
        (
            Lead.UNUSED,
            "/about",
            "/listings",
            "A page has this address, and so this redirect is never used. Remove one of them.",
        ),
        (Lead.ELSEWHERE, "/g", "https://other.example", ""),
    ]


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("", []),
        ("<p>plain</p>", []),
        ('<a href="/x">one &amp; <i>two</i></a>', [("one & two", "address", "/x")]),
        ('<a href="#x">no</a><a href="tel:1">no</a><a>no</a>', []),
        ('<a linktype="page" id="x">no</a><a href="/x">open', []),
        ('<embed embedtype="image" id="7"/>', [("", "shopimage", 7)]),
    ],
)
def test_links_of_a_rich_text(source, links):
    assert links_in_rich_text(source) == links


def test_the_number_of_queries_does_not_grow():
    def questions(count):
        for number in range(count):
            page = make_page()
            listing = make_listing()
            Redirect.add_redirect(f"/old-{page.pk}", redirect_to=f"/gone-{number}")
            rail = {"heading": "Rail", "listings": [listing.pk, 10_000 + number], "category": 20_000 + number}
            write(
                page,
                [
                    {"type": "listing_rail", "value": rail},
                    {
                        "type": "rich_text",
                        "value": f'<a href="/x{number}">a</a><a linktype="page" id="9{number}">b</a>',
                    },
                ],
            )
        with CaptureQueriesContext(connection) as counted:
            assert len(link_findings()) >= count * 4
        return len(counted)

    few = questions(2)
    assert questions(8) == few
