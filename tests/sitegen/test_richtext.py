"""Stored rich text becomes HTML: links by id, pictures, and nothing that an editor's browser let through."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from cms.contract.blocks import PageRecord
from cms.contract.records import PictureRecord
from sitegen.richtext import RichText


@pytest.fixture
def expand(shelf, renderer):
    shelf.written = [
        PageRecord(
            id=3,
            path="/help",
            title="Help",
            is_home=False,
            blocks=(),
            search_title="",
            search_description="",
            sharing_image=None,
            ancestors=(),
        )
    ]
    shelf.dead_ends = {"/nowhere"}
    shelf.library[5] = PictureRecord(hash="a" * 32, width=10, height=10, colour="#000000", alt="A dog", widths=(10,))
    return RichText(
        renderer().content.tracked(), lambda picture: Markup("[{}: {}]").format(picture.hash[0], picture.alt)
    )


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ('<p>See <a linktype="page" id="3">help</a></p>', '<p>See <a href="/help">help</a></p>'),
        ('<p>See <a linktype="page" id="4">help</a></p>', "<p>See help</p>"),
        ('<a linktype="page" id="3; drop">x</a>', "x"),
        ('<a linktype="document" id="1">terms</a>', '<a href="/documents/1/terms.pdf">terms</a>'),
        ('<a linktype="document" id="2">terms</a>', "terms"),
        ('<p>See <a href="/nowhere">this</a></p>', "<p>See this</p>"),
        ('<a href="/listings">x</a>', '<a href="/listings">x</a>'),
        ('<a href="https://a.example/">x</a>', '<a href="https://a.example/" rel="nofollow noopener">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<p onclick="x()" style="color:red">a<script>alert(1)</script></p>', "<p>a</p>"),
        ('<embed embedtype="image" id="5" format="left" alt="Rex"/>', "[a: Rex]"),
        ('<embed embedtype="image" id="5" format="left" alt=""/>', "[a: A dog]"),
        ('<embed embedtype="image" id="6" alt="x"/>', ""),
        ('<iframe src="https://a.example"></iframe>', ""),
        ("<h2>One</h2><ul><li><b>two</b></li></ul>", "<h2>One</h2><ul><li><b>two</b></li></ul>"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    ],
)
def test_text_is_expanded_and_cleaned(expand, stored, shown):
    assert str(expand(stored)) == shown


def test_a_film_becomes_a_link_that_loads_nothing(expand):
    assert str(expand('<embed embedtype="media" url="https://film.example/1"/>')) == (
        '<p><a href="https://film.example/1" rel="nofollow noopener">https://film.example/1</a></p>'
    )
