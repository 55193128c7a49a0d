import pytest

from cms.workbook.paragraphs import plain_text_of, rich_text_of


def test_empty_lines_part_paragraphs_and_markup_is_text():
    assert rich_text_of("One <b>\nline\n\n\n Two & three ") == "<p>One &lt;b&gt;<br/>line</p><p>Two &amp; three</p>"


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ('<p data-block-key="ab1c2">One<br/>line &amp; more</p>', "One\nline & more"),
        ("<p>He said &quot;no&quot;</p>\n<p></p>", 'He said "no"'),
        ("<p>&lt;p&gt;</p>", "<p>"),
        ("<p>One <b>bold</b></p>", None),
        ("<h2>Head</h2><p>One</p>", None),
        ("<p>One</p> loose", None),
        ('<p><a href="/x">x</a></p>', None),
    ],
)
def test_only_plain_paragraphs_come_back_as_text(stored, text):
    assert plain_text_of([{"type": "rich_text", "value": stored}]) == text


def test_other_blocks_are_no_text():
    block = {"type": "rich_text", "value": "<p>One</p>"}

    assert plain_text_of([]) == ""
    assert plain_text_of([block, block]) is None
    assert plain_text_of([{"type": "hero", "value": {}}]) is None


def test_a_text_too_long_for_a_cell_counts_as_blocks():
    assert plain_text_of([{"type": "rich_text", "value": f"<p>{'x' * 32_768}</p>"}]) is None
