import pytest

from commerce.notifications.plain_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p>\n<p>Two\nlines</p>", "One\n\nTwo lines\n"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two\n"),
        ('<p>See <a href="http://localhost/orders">your order</a>.</p>', "See your order: http://localhost/orders.\n"),
        ('<p><a href="http://localhost/">http://localhost/</a></p>', "http://localhost/\n"),
        ("<head><title>No</title><style>p { }</style></head><body><p>Yes</p></body>", "Yes\n"),
        ("<p>Tom &amp; Jerry &lt;3 – 5&nbsp;€</p>", "Tom & Jerry <3 – 5\xa0€\n"),
        ("<p>One<br>two</p>", "One\ntwo\n"),
        ("<table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table>", "A 1\nB 2\n"),
        ("", "\n"),
    ],
)
def test_the_words_are_kept(html, text):
    assert plain_text(html) == text
