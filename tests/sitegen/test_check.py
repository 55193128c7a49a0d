"""What is looked for in every page's bytes."""

from __future__ import annotations

import pytest

from sitegen.check import PageCheck


@pytest.fixture
def look():
    return PageCheck("https://shop.example", production=True).look


def test_links_are_collected_without_query_and_fragment(look):
    seen = look(
        b'<a href="/a?x=1#y">1</a> <a href="https://shop.example/b/c">2</a> <img src="/photos/d.jpg"\n'
        b'srcset="/photos/e.jpg 320w, /photos/f.jpg 640w"> <a href="https://shop.example">3</a> <a href="/%C3%A4">4</a>'
    )

    assert seen.links == {"/a", "/b/c", "/photos/d.jpg", "/photos/e.jpg", "/photos/f.jpg", "/", "/ä"}
    assert seen.wrong == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b'<script src="https://cdn.example/x.js">', "loads https://cdn.example/x.js from another host"),
        (b'<img src="//cdn.example/x.png">', "loads //cdn.example/x.png from another host"),
        (b'<form action="https://other.example/">', "loads https://other.example/ from another host"),
        (
            b'<meta property="og:image" content="https://other.example/a.jpg">',
            "loads https://other.example/a.jpg from another host",
        ),
        (b'<a href="http://[1/">', "links to http://[1/, which is no address"),
        (b'<a href="http://localhost/">', "links to http://localhost/, which is no public address"),
        (b'<a href="#top">', "links to #top, which is not on the page"),
        (b'<input name="csrfmiddlewaretoken">', "contains ' name=\"csrfmiddlewaretoken\"'"),
        (b'<p style="color:red">', "contains ' style=\"'"),
        (b'<a href="javascript:alert(1)">', "links to javascript:alert(1), which is a script"),
        (b'<a href="https://shop.example.evil.example/">', None),
    ],
)
def test_what_must_not_be_there_is_named(look, body, wrong):
    assert look(body).wrong == ([wrong] if wrong else [])


def test_a_fragment_on_the_page_is_fine(look):
    assert look(b'<a href="#top">x</a><h1 id="top">').wrong == []


def test_addresses_in_a_meta_text_are_no_links(look):
    seen = look(
        b'<meta name="description" content="/not/a/link #ffffff">'
        b'<meta property="og:title" content="https://other.example/">'
        b'<meta property="og:url" content="https://shop.example/a">'
    )

    assert (seen.links, seen.wrong) == ({"/a"}, [])


def test_email_addresses_are_reported_in_lower_case(look):
    seen = look(b"@<p>Anna@Example.org, _b_@example.org, not @handle</p>")

    assert seen.emails == {"anna@example.org", "_b_@example.org"}
