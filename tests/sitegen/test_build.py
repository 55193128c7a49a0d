"""Clean builds: what they contain, that they are deterministic, and what they refuse."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cms.contract.keys import Kind
from cms.contract.records import ListingStatus, MenuItem, PictureRecord
from sitegen.errors import PublishError, ReleaseRefused
from sitegen.writer import content_time
from tests.sitegen.stage import copied_theme, filled, refused, written
from tests.sitegen.tree import page, tree


def test_an_empty_shop_is_a_whole_site(make_publisher):
    publisher = make_publisher()

    report = publisher.build()

    assert sorted(tree(publisher.site.build_dir)) == [
        "404.html.gz",
        "410.html.gz",
        "500.html.gz",
        "category/bikes.html.gz",
        "category/furniture.html.gz",
        "category/furniture/tables.html.gz",
        "feed.xml.gz",
        "index.html.gz",
        "listings.html.gz",
        "manifest.webmanifest.gz",
        "robots.txt.gz",
        "seller/42-anna.html.gz",
        "sitemap-site.xml.gz",
        "sitemap.xml.gz",
    ]
    assert (report.mode, report.outputs, report.written, report.unchanged, report.removed) == ("full", 14, 14, 0, 0)


def test_a_listing_has_its_page_and_stands_in_its_lists(shelf, make_publisher):
    shelf.put(5, "Oak table", category=2)
    publisher = make_publisher()

    publisher.build()

    names = [name for name in tree(publisher.site.build_dir) if "oak-table" in name]
    assert names == ["listing/5-oak-table.html.gz"]
    lists = ("index.html", "listings.html", "category/furniture.html", "category/furniture/tables.html")
    for name in (*lists, "seller/42-anna.html"):
        assert page(publisher.site.build_dir, name).count('href="/listing/5-oak-table"') >= 1, name
    assert 'href="/listing/5-oak-table"' not in page(publisher.site.build_dir, "category/bikes.html")


def test_a_sold_listing_keeps_its_page_but_leaves_the_lists(shelf, make_publisher):
    shelf.put(5, "Oak table", category=2, status=ListingStatus.SOLD)
    publisher = make_publisher()

    publisher.build()

    assert '<meta name="robots" content="noindex">' in page(publisher.site.build_dir, "listing/5-oak-table.html")
    pages = {name: body for name, (_, body) in tree(publisher.site.build_dir).items() if "listing/5" not in name}
    assert [name for name, body in pages.items() if b"oak-table" in gzip.decompress(body)] == []


def test_every_live_listing_is_reachable_from_home_by_links(shelf, make_publisher):
    filled(shelf, 100)
    publisher = make_publisher()
    publisher.build()
    seen, waiting = set(), ["/"]

    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        name = "index.html" if path == "/" else f"{path[1:]}.html"
        if (publisher.site.build_dir / "live" / f"{name}.gz").exists():
            text = page(publisher.site.build_dir, name)
            waiting += [part.partition('"')[0] for part in text.split('href="')[1:] if part.startswith("/")]

    assert {one.path for one in shelf.goods.values()} <= seen


def test_the_number_of_processes_changes_no_byte(shelf, make_publisher):
    filled(shelf)
    one, three = make_publisher("one"), make_publisher("three", jobs=3)

    one.build()
    three.build()

    assert tree(one.site.build_dir) == tree(three.site.build_dir)


def test_day_locale_and_hash_seed_change_no_byte(tmp_path):
    """Fresh processes: these are read when Python starts."""
    script = (
        "import pathlib, sys\n"
        "from tests.sitegen.conftest import *\n"
        "from tests.sitegen.stage import filled\n"
        "shelf = filled(Shelf())\n"
        "ports = ports_of(shelf, ListOutbox())\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "where = {'build_dir': folder, 'media_dir': folder, 'theme': THEME, 'site_url': SITE_URL}\n"
        "site = Site(**where, encoding='gzip', production=True)\n"
        "Publisher(site, ports, jobs=2, progress=lambda _: None).build()\n"
    )
    surroundings = ({"TZ": "UTC", "LC_ALL": "C"}, {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"})
    for number, variables in enumerate(surroundings):
        environment = {**os.environ, **variables, "PYTHONHASHSEED": str(number)}
        folder = str(tmp_path / str(number))
        subprocess.run([sys.executable, "-c", script, folder], env=environment, check=True, cwd=Path.cwd())

    assert tree(tmp_path / "0") == tree(tmp_path / "1")
    assert "index.html.gz" in tree(tmp_path / "0")


def test_the_time_of_a_file_is_made_of_its_content(make_publisher):
    publisher = make_publisher()
    publisher.build()

    for name, (when, packed) in tree(publisher.site.build_dir).items():
        assert when == content_time(gzip.decompress(packed)), name
        assert when < datetime.now(UTC).timestamp()


@pytest.mark.parametrize(("encoding", "names"), [("plain", ["a.html"]), ("both", ["a.html", "a.html.gz"])])
def test_pages_are_stored_as_the_encoding_says(encoding, names, shelf, make_publisher):
    shelf.written = [written("/a")]
    publisher = make_publisher(encoding=encoding)

    publisher.build()

    assert sorted(name for name in tree(publisher.site.build_dir) if name.startswith("a.")) == names


def test_the_receipt_counts_what_was_built(make_publisher):
    publisher = make_publisher()

    report = publisher.build()

    receipt = json.loads((publisher.site.build_dir / "live" / "build.json").read_text())
    assert (receipt["release"], receipt["version"], receipt["outputs"]) == (report.release, "test", 14)


def test_a_second_build_of_the_same_changes_nothing(shelf, make_publisher):
    filled(shelf)
    publisher = make_publisher()
    first = publisher.build()

    second = publisher.build()

    assert (second.written, second.unchanged, second.removed) == (0, first.outputs, 0)


def test_what_vanished_is_counted_as_removed(shelf, make_publisher):
    filled(shelf, 3)
    publisher = make_publisher()
    first = publisher.build()
    del shelf.goods[2]

    second = publisher.build()

    assert (first.outputs - second.outputs, second.removed) == (1, 1)


# What is refused: each time the live site stays


def test_a_dangling_link_is_refused_by_name(shelf, make_publisher):
    publisher = make_publisher()
    publisher.build()
    shelf.written = [written(html='<p><a href="/nowhere/at/all">x</a></p>')]

    error = refused(publisher)

    assert error.findings == [("about.html", "links to /nowhere/at/all, which does not exist")]


def test_a_photo_without_its_file_is_refused(shelf, make_publisher):
    publisher = make_publisher()
    publisher.build()
    photo = PictureRecord(hash="ab" * 16, width=800, height=600, colour="#123456", alt="", widths=(320,))
    shelf.put(1, photos=(photo,))

    error = refused(publisher)

    assert (
        "listing/1-red-bike.html",
        f"links to /photos/ab/{'ab' * 16}-320.jpg, which does not exist",
    ) in error.findings


def test_the_email_address_of_a_person_is_refused_but_the_contact_address_is_not(shelf, make_publisher):
    publisher = make_publisher(emails=["anna@example.org", "hello@shop.example"])
    shelf.written = [written(html="<p>hello@shop.example</p>")]
    publisher.build()
    shelf.written = [written(html="<p>Write to Anna@example.org</p>")]

    error = refused(publisher)

    assert error.findings == [("about.html", "shows the e-mail address of a buyer or seller")]


@pytest.mark.parametrize("host", ["http://localhost:8000/x", "http://127.0.0.1/", "http://[::1]/", "http://box.local/"])
def test_local_hosts_are_refused_in_production(host, shelf, make_publisher):
    publisher = make_publisher(production=True)
    publisher.build()
    shelf.written = [written(html=f'<p><a href="{host}">x</a></p>')]

    error = refused(publisher)

    assert error.findings == [("about.html", f"links to {host}, which is no public address")]


def test_an_address_that_is_not_the_shops_may_be_linked_but_not_loaded(shelf, make_publisher):
    shelf.written = [written(html='<p><a href="https://elsewhere.example/a">x</a></p>')]
    publisher = make_publisher()

    publisher.build()

    assert 'href="https://elsewhere.example/a"' in page(publisher.site.build_dir, "about.html")


def test_an_address_the_app_answers_is_no_dangling_link(shelf, make_publisher):
    shelf.written = [written(html='<p><a href="/listing/3-sold">x</a> <a href="/about/">y</a></p>')]
    publisher = make_publisher(answers=["/listing/3-sold"])

    publisher.build()

    assert 'href="/listing/3-sold"' in page(publisher.site.build_dir, "about.html")


@pytest.mark.parametrize(
    ("href", "shown"),
    [("/a%0Ab", "/a\nb"), ("/" + "a" * 300, "/" + "a" * 300), ("/a%00", "/a\0"), ("/a%09b", "/a\tb")],
)
def test_an_odd_link_is_refused_by_name(href, shown, shelf, make_publisher):
    shelf.written = [written(html=f'<p><a href="{href}">x</a></p>')]

    with pytest.raises(ReleaseRefused) as caught:
        make_publisher().build()

    assert caught.value.findings == [("about.html", f"links to {shown}, which does not exist")]


def test_a_theme_that_is_edited_during_a_build_is_built_again(shelf, make_publisher, tmp_path):
    theme = copied_theme(tmp_path)
    publisher = make_publisher(theme=theme)
    site, edited = shelf.site, theme / "assets" / "base.css"

    def edit():
        if "/* later */" not in edited.read_text():
            edited.write_text(edited.read_text() + "/* later */")
        return site()

    shelf.site = edit

    publisher.build()

    assert publisher.is_behind()


def test_somebody_suspended_while_pages_are_made_has_none(shelf, make_publisher):
    shelf.put(1)
    publisher = make_publisher(answers=["/seller/42-anna", "/listing/1-red-bike"])
    shelf.sellers = lambda _: {}

    publisher.build()

    assert not [name for name in tree(publisher.site.build_dir) if name.startswith(("listing/", "seller/"))]


def test_a_listing_that_changes_its_category_while_it_is_read_is_tried_again(shelf, outbox, make_publisher):
    shelf.put(1, category=2)
    shelf.put(2, category=3)
    publisher = make_publisher()
    with_pages = shelf.with_pages

    def read(category_id, after, upto):
        found = with_pages(category_id, after, upto)
        if category_id == 2 and not outbox.rows:
            shelf.change(1, category_id=3, published_at=shelf.goods[2].published_at)
            outbox.note(Kind.LISTING, 1)
        return found

    shelf.with_pages = read

    publisher.build()

    assert len([name for name in tree(publisher.site.build_dir) if name.startswith("listing/1-")]) == 1
    assert "/category/bikes" in page(publisher.site.build_dir, "listing/1-red-bike.html")


def test_what_was_read_half_is_closed_when_a_build_fails(shelf, make_publisher, tmp_path):
    theme = copied_theme(tmp_path)
    for number in range(1, 202):
        shelf.put(number)
    page_positions, closed = shelf.page_positions, []

    def positions(category_id):
        try:
            yield from page_positions(category_id)
        finally:
            closed.append(category_id)

    shelf.page_positions = positions
    (theme / "templates" / "pages" / "listing.html").unlink()

    with pytest.raises(PublishError) as caught:
        make_publisher(theme=theme).build()

    assert closed == [1, 2, 3]
    assert caught.value is not None


def test_a_broken_link_that_others_caused_meanwhile_is_tried_again(shelf, outbox, make_publisher):
    """Somebody removes a page while the build runs: the outbox has grown, so the next try sees the whole change."""
    shelf.written = [written(html='<p><a href="/gone">x</a></p>')]
    publisher = make_publisher()
    pending = outbox.pending

    def meanwhile():
        found = pending()
        if not outbox.rows:
            outbox.note(Kind.PAGE, 3)
        elif shelf.written:
            shelf.written = []
        return found

    outbox.pending = meanwhile

    report = publisher.build()

    assert report.mode == "full"
    assert "about.html.gz" not in tree(publisher.site.build_dir)


def test_a_menu_is_on_every_page(shelf, make_publisher):
    site = shelf.site()
    shelf.site = lambda: replace(site, menu=(MenuItem(label="How it works", path="/listings"),))
    publisher = make_publisher()

    publisher.build()

    for name in ("index.html", "404.html", "seller/42-anna.html"):
        assert "How it works" in page(publisher.site.build_dir, name)
