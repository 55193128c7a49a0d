"""Texts of sellers and editors that look like something else: they are shown, and stop nothing."""

from __future__ import annotations

import gzip
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from tests.sitegen.stage import written
from tests.sitegen.tree import page

SELLERS_TEXTS = [
    "csrfmiddlewaretoken csrftoken sessionid",
    "javascript:alert(1)",
    "https://elsewhere.example/sofa",
    "https://shop.example/nowhere at all",
    "//elsewhere.example",
    'href="/nowhere" src="//elsewhere.example/x.js" style="x" name="csrfmiddlewaretoken"',
    "a</script><script>alert(1)</script>{{ 7*7 }}{% raw %}",
    "\x01\x08\x0b\x7f\u202e\ufffe\uffff\u2028 😀 مرحبا",
    "x" * 8000,
]


@pytest.mark.parametrize("text", SELLERS_TEXTS)
def test_no_text_of_a_seller_stops_a_publication(text, shelf, make_publisher):
    shelf.put(1, description=text, title=text[:100], slug="thing", city=text[:50])
    shelf.people[7] = replace(shelf.people[7], text=text, name=text[:60], city=text[:50])
    publisher = make_publisher(production=True)

    publisher.build()

    assert "<script>alert(1)" not in page(publisher.site.build_dir, "listing/1-thing.html")
    ET.fromstring(page_bytes(publisher, "feed.xml"))  # noqa: S314 (our own)


def page_bytes(publisher, name):
    return gzip.decompress((publisher.site.build_dir / "live" / f"{name}.gz").read_bytes())


def test_half_an_emoji_in_an_editors_text_is_shown_as_a_question_mark(shelf, make_publisher):
    shelf.written = [written(html="<p>Hello \ud83d</p>", title="About \ud83d")]
    publisher = make_publisher()

    publisher.build()

    assert "<p>Hello ?</p>" in page(publisher.site.build_dir, "about.html")


def test_editors_may_write_about_markup(shelf, make_publisher):
    shelf.written = [written(html='<p>Write href="/x" or style="y"</p>')]
    publisher = make_publisher()

    publisher.build()

    assert "<p>Write href=&#34;/x&#34; or style=&#34;y&#34;</p>" in page(publisher.site.build_dir, "about.html")


def test_what_a_seller_writes_never_stops_a_publication(shelf, make_publisher):
    text = 'see http://localhost:8000/ or <a href="/nowhere">here</a>, csrf token: " style="x" javascript:alert(1)'
    shelf.put(1, description=text, title='A "bike" <b> & {{ 7*7 }}', slug="a-bike")
    publisher = make_publisher(production=True)

    publisher.build()

    shown = page(publisher.site.build_dir, "listing/1-a-bike.html")
    assert "A &#34;bike&#34; &lt;b&gt; &amp; {{ 7*7 }}" in shown
    assert '<a href="/nowhere">' not in shown
