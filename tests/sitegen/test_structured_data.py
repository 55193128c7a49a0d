"""What pages tell search engines."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cms.contract.money import Money
from cms.contract.records import Condition, ListingStatus, PictureRecord
from sitegen.structured_data import breadcrumb_list, product
from sitegen.templates import json_ld
from tests.sitegen.shelf import ANNA

SITE = "https://shop.example"


def test_a_listing_is_a_product_with_one_offer(shelf):
    listing = shelf.put(5, "Oak table", price=Money(123450), condition=Condition.NEW)

    assert json.loads(product(listing, ANNA, SITE)) == {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Oak table",
        "description": "Well kept.\n\nCome and see it.",
        "url": "https://shop.example/listing/5-oak-table",
        "itemCondition": "https://schema.org/NewCondition",
        "offers": {
            "@type": "Offer",
            "price": "1234.50",
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
            "url": "https://shop.example/listing/5-oak-table",
            "seller": {"@type": "Person", "name": "Anna", "url": "https://shop.example/seller/42-anna"},
        },
    }


@pytest.mark.parametrize("condition", Condition)
def test_every_condition_has_its_word(shelf, condition):
    words = json.loads(product(shelf.put(1, condition=condition), ANNA, SITE))["itemCondition"]

    assert words.removeprefix("https://schema.org/") in {"NewCondition", "UsedCondition", "DamagedCondition"}


@pytest.mark.parametrize(
    ("status", "reserved", "word"),
    [
        (ListingStatus.LIVE, False, "InStock"),
        (ListingStatus.LIVE, True, "LimitedAvailability"),
        (ListingStatus.SOLD, False, "SoldOut"),
        (ListingStatus.EXPIRED, False, "Discontinued"),
    ],
)
def test_the_offer_says_whether_it_can_be_had(shelf, status, reserved, word):
    listing = shelf.put(1, status=status, reserved=reserved)

    assert json.loads(product(listing, ANNA, SITE))["offers"]["availability"] == f"https://schema.org/{word}"


def test_only_photos_that_are_ready_are_named(shelf):
    ready = PictureRecord(hash="ab" * 16, width=900, height=600, colour="#123456", alt="", widths=(320, 640))
    waiting = PictureRecord(hash="cd" * 16, width=900, height=600, colour="#123456", alt="", widths=())

    data = json.loads(product(shelf.put(1, photos=(ready, waiting)), ANNA, SITE))

    assert data["image"] == [f"https://shop.example/photos/ab/{'ab' * 16}-640.jpg"]


def test_the_last_crumb_is_the_page_itself():
    crumbs = (("Furniture", "/category/furniture"), ("Oak table", ""))

    found = json.loads(breadcrumb_list(crumbs, "/listing/5-oak-table", SITE))

    assert [(one["position"], one["name"], one["item"]) for one in found["itemListElement"]] == [
        (1, "Furniture", "https://shop.example/category/furniture"),
        (2, "Oak table", "https://shop.example/listing/5-oak-table"),
    ]


@pytest.mark.parametrize("text", ["</script><b>", "<!--", "a & b", "\u2028", 'say "x"', "😀"])
def test_no_text_leaves_its_script_element(text):
    shown = json_ld({"name": text})

    assert not {"<", ">", "&", "\u2028"} & set(shown)
    assert json.loads(shown) == {"name": text}


@pytest.mark.parametrize("text", ["</script><b>", 'say "x" \\', "two\nlines\t", "\u2028", "😀"])
def test_no_text_of_a_listing_leaves_its_place(shelf, text):
    listing = shelf.put(1, text)
    shown = product(listing, replace(ANNA, name=text), SITE)
    crumbs = breadcrumb_list(((text, "/a"), (text, "")), "/b", SITE)

    assert not {"<", ">", "&", "\u2028"} & {*shown, *crumbs}
    assert (json.loads(shown)["name"], json.loads(shown)["offers"]["seller"]["name"]) == (text, text)
    assert [one["name"] for one in json.loads(crumbs)["itemListElement"]] == [text, text]
    assert json_ld(shown) == shown
