"""What is looked for in every page's bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.contract.privacy import without_emails
from sitegen.check import _EMAIL, PageCheck


def whole(check):
    return check.look


def in_pieces(check):
    return lambda body: check.look_at_pieces(body.partition(b" "), body)


@pytest.fixture(params=[whole, in_pieces])
def look(request):
    return request.param(PageCheck("https://shop.example", production=True))


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


def looked_at(*pages):
    """What the last of these pages, each a list of pieces, shows anew."""
    check = PageCheck("https://shop.example", production=True)
    return [check.look_at_pieces(pieces, b"".join(pieces)) for pieces in pages][-1]


def test_what_earlier_pages_showed_is_not_told_again():
    frame = b'<header>\n<a href="/a"> anna@mail.example\n</header>'

    seen = looked_at([frame, b'<a href="/b">'], [frame, b'<a href="/c">', b"<p>ben@mail.example</p>"])

    assert (seen.links, seen.emails) == ({"/c"}, {"ben@mail.example"})


def test_addresses_put_together_from_pieces_are_read_as_a_whole():
    opening, end = b'<main class="main" id="content">\n<p>\n<a href="', b'">\n</main>\n<p>The end of every page</p>'

    seen = looked_at([opening, b"/a", end], [opening, b"/b", end])

    assert (seen.links, seen.wrong) == ({"/b"}, [])


def test_places_on_the_same_page_are_looked_for_on_every_page():
    frame = b'<body class="shop">\n<a href="#top">\n<p class="welcome">'

    seen = looked_at([frame, b'<h1 id="top">'], [frame, b"<h1>"])

    assert seen.wrong == ["links to #top, which is not on the page"]


def test_what_is_wrong_with_a_piece_is_told_on_the_first_page_with_it():
    frame = b'<body>\n<p style="color: red">\n<a href="/a">and a lot of text</a>'

    assert looked_at([frame, b"1"]).wrong == ["contains ' style=\"'"]


PARTS = ["a", "é", ".", "+", "-", "_", "%", "@", " ", "ab.cd", "x@a.b", "&", "\n"]


@given(st.lists(st.sampled_from(PARTS), max_size=30))
def test_no_address_that_the_check_would_find_is_left_in_a_text(parts):
    assert _EMAIL.findall(without_emails("".join(parts)).encode()) == []
