"""A shop in two languages: each page stands in both, and both follow each change."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cms.contract.addresses import in_language, language_of
from cms.contract.keys import Kind
from cms.contract.money import Money
from tests.sitegen.stage import filled, written
from tests.sitegen.tree import page, tree

OF_ALL = {"feed.xml.gz", "robots.txt.gz", "manifest.webmanifest.gz"}
LINK = re.compile(r'<(?P<tag>a|link)\b(?P<attributes>[^>]*)\bhref="(?P<href>[^"]*)"(?P<more>[^>]*)>')


@pytest.fixture
def shelf(shelf):
    shelf.settings = replace(shelf.settings, languages=("en", "de"))
    shelf.written.append(written(html='<p>See <a linktype="page" id="9">this</a> or <a href="/listings">all</a>.</p>'))
    return filled(shelf)


@pytest.fixture
def shop(shelf, make_publisher):
    publisher = make_publisher()
    publisher.build()
    return publisher


def note(outbox, number):
    outbox.note(Kind.LISTING, number)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/", "/de"),
        ("/#top", "/de#top"),
        ("/listings", "/de/listings"),
        ("/listings?a=1#b", "/de/listings?a=1#b"),
        ("/cart", "/cart"),
        ("/search?q=a", "/search?q=a"),
        ("/assets/a.css", "/assets/a.css"),
        ("/feed.xml", "/feed.xml"),
        ("//elsewhere.example", "//elsewhere.example"),
        ("https://elsewhere.example/", "https://elsewhere.example/"),
        ("#top", "#top"),
        ("", ""),
    ],
)
def test_what_an_address_is_in_a_further_language(path, address):
    assert in_language("de", path) == address
    assert in_language("", path) == path


@pytest.mark.parametrize(
    ("path", "code", "rest"),
    [("/de", "de", "/"), ("/de/a/b", "de", "/a/b"), ("/dear", "", "/dear"), ("/", "", "/"), ("/a/de", "", "/a/de")],
)
def test_the_language_of_an_address(path, code, rest):
    assert language_of(path) == (code, rest)


def test_every_page_stands_in_both_languages(shop):
    names = {name for name in tree(shop.site.build_dir) if not name.startswith("sitemap")} - OF_ALL
    own = {name for name in names if not name.startswith(("de/", "de."))}

    assert {f"de/{name}" for name in own - {"index.html.gz"}} | {"de.html.gz"} == names - own
    assert len(own) > 60


def test_each_speaks_its_language(shop):
    own, other = (page(shop.site.build_dir, f"{prefix}listing/3-thing-3.html") for prefix in ("", "de/"))

    assert '<html lang="en">' in own
    assert '<html lang="de">' in other
    assert "€42.00" in own
    assert "42,00\N{NO-BREAK SPACE}€" in other
    assert ">All listings<" in own
    assert ">Alle Anzeigen<" in other


def test_no_page_leads_out_of_its_language_but_by_the_choice_of_languages(shop):
    astray = []
    for name in tree(shop.site.build_dir):
        if not name.startswith("de") or ".html" not in name:
            continue
        for found in LINK.finditer(page(shop.site.build_dir, name.removesuffix(".gz"))):
            href = found["href"].removeprefix("https://shop.example")
            is_choice = "hreflang=" in found["attributes"] + found["more"]
            if not is_choice and in_language("de", href) != href and language_of(href)[0] != "de":
                astray.append((name, found[0]))

    assert astray == []


def test_pages_name_each_other(shop):
    for prefix in ("", "de/"):
        head = page(shop.site.build_dir, f"{prefix}listing/3-thing-3.html").partition("</head>")[0]
        assert '<link rel="alternate" hreflang="en" href="https://shop.example/listing/3-thing-3">' in head
        assert '<link rel="alternate" hreflang="de" href="https://shop.example/de/listing/3-thing-3">' in head
        assert '<link rel="alternate" hreflang="x-default" href="https://shop.example/listing/3-thing-3">' in head
        assert f'<link rel="canonical" href="https://shop.example/{prefix}listing/3-thing-3">' in head


def test_the_sitemap_names_both(shop):
    shard = page(shop.site.build_dir, "sitemap-0.xml")

    assert shard.count("<url>") == 2 * 60
    assert (
        "<url><loc>https://shop.example/de/listing/3-thing-3</loc><lastmod>2026-03-01T12:03:00Z</lastmod>"
        '<xhtml:link rel="alternate" hreflang="en" href="https://shop.example/listing/3-thing-3"/>'
        '<xhtml:link rel="alternate" hreflang="de" href="https://shop.example/de/listing/3-thing-3"/></url>'
    ) in shard


def test_one_language_leaves_no_mark_of_the_other(shelf, make_publisher):
    shelf.settings = replace(shelf.settings, languages=("en",))
    publisher = make_publisher("one")
    publisher.build()

    assert not [name for name in tree(publisher.site.build_dir) if name.startswith("de")]
    assert "hreflang" not in page(publisher.site.build_dir, "index.html")
    assert "xhtml" not in page(publisher.site.build_dir, "sitemap-0.xml")


@pytest.mark.parametrize("jobs", [1, 2])
def test_both_follow_a_change_as_in_a_clean_build(shelf, outbox, shop, make_publisher, jobs):
    shelf.change(3, price=Money(777), title="Other thing", slug="other-thing")
    note(outbox, 3)
    shelf.put(61, "Brand new")
    note(outbox, 61)
    gone = shelf.goods.pop(6)
    note(outbox, gone.id)

    report = shop.step()

    assert report.mode == "incremental"
    names = tree(shop.site.build_dir)
    for prefix in ("", "de/"):
        assert f"{prefix}listing/6-thing-6.html.gz" not in names
        assert f"{prefix}listing/3-thing-3.html.gz" not in names
        assert f"{prefix}listing/61-brand-new.html.gz" in names
    assert "€7.77" in page(shop.site.build_dir, "listing/3-other-thing.html")
    assert "7,77\N{NO-BREAK SPACE}€" in page(shop.site.build_dir, "de/listing/3-other-thing.html")
    assert "Brand new" in page(shop.site.build_dir, "de.html")
    clean = make_publisher("clean", jobs=jobs)
    clean.build()
    assert tree(shop.site.build_dir) == tree(clean.site.build_dir)
