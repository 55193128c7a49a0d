"""What is no HTML page: sitemap, feed, robots.txt, manifest."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from xml.etree import ElementTree as ET

from cms.contract.addresses import APP_PATHS
from cms.contract.records import ListingStatus
from sitegen.tracked_content import feed_digest

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


def body(publisher, name):
    return gzip.decompress((publisher.site.build_dir / "live" / f"{name}.gz").read_bytes())


def locations(publisher, name):
    return [one.text for one in ET.fromstring(body(publisher, name)).iter(f"{SITEMAP}loc")]  # noqa: S314 (our own)


def test_the_sitemap_has_a_shard_for_each_thousand_ids(shelf, make_publisher):
    for number in (5, 999, 1000, 2500):
        shelf.put(number, f"Thing {number}")
    shelf.put(3000, status=ListingStatus.SOLD)
    publisher = make_publisher()

    publisher.build()

    assert locations(publisher, "sitemap.xml") == [
        f"https://shop.example/sitemap-{name}.xml" for name in ("site", "0", "1", "2", "sellers-0")
    ]
    assert locations(publisher, "sitemap-0.xml") == [
        "https://shop.example/listing/5-thing-5",
        "https://shop.example/listing/999-thing-999",
    ]
    assert b"lastmod" not in body(publisher, "sitemap.xml")
    assert not (publisher.site.build_dir / "live" / "sitemap-3.xml.gz").exists()


def test_the_sitemap_names_the_sites_own_pages(shelf, make_publisher):
    publisher = make_publisher()

    publisher.build()

    assert locations(publisher, "sitemap-site.xml") == [
        "https://shop.example/",
        "https://shop.example/listings",
        "https://shop.example/category/furniture",
        "https://shop.example/category/furniture/tables",
        "https://shop.example/category/bikes",
    ]


def test_the_feed_has_the_newest_first_and_its_time(shelf, make_publisher):
    for number in range(1, 41):
        shelf.put(number, f"Thing {number}", description="odd \x07 & <b>")
    publisher = make_publisher()

    publisher.build()

    feed = ET.fromstring(body(publisher, "feed.xml"))  # noqa: S314 (our own)
    titles = [one.text for one in feed.iterfind(f"{ATOM}entry/{ATOM}title")]
    assert (titles[0], titles[-1], len(titles)) == ("Thing 40", "Thing 11", 30)
    assert feed.findtext(f"{ATOM}updated") == "2026-03-01T12:40:00Z"
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == "€42.00 · odd  & <b>"


def test_crawlers_keep_out_of_the_app(make_publisher):
    publisher = make_publisher()

    publisher.build()

    lines = body(publisher, "robots.txt").decode().splitlines()
    assert lines[-1] == "Sitemap: https://shop.example/sitemap.xml"
    assert {f"Disallow: /{path}" for path in APP_PATHS} - set(lines) == {
        "Disallow: /.well-known",
        "Disallow: /documents",
    }


def test_the_manifest_names_icons_that_exist(make_publisher):
    publisher = make_publisher()

    publisher.build()

    manifest = json.loads(body(publisher, "manifest.webmanifest"))
    assert manifest["name"] == "Corner Shelf"
    assert [icon["sizes"] for icon in manifest["icons"]] == ["192x192", "512x512"]
    assert all((publisher.site.build_dir / icon["src"][1:]).is_file() for icon in manifest["icons"])


def test_the_feed_concerns_who_sells_a_listing(shelf):
    one = shelf.put(1)

    assert feed_digest(replace(one, seller_id=one.seller_id + 1)) != feed_digest(one)
