import gzip

import pytest

from tests.bench.same_pages import differences

PAGE = (
    '<html><h1>{title}</h1><a href="/seller/1-a">A</a>'
    '<script type="application/ld+json">{{"price": {price}}}</script></html>'
)
LIST = '<html><article class="card"><a href="/listing/1-chair">Chair</a> <b>{price}</b></article></html>'


def write(tree, name, text, *, packed):
    file = tree / (f"{name}.html.gz" if packed else f"{name}.html")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())


@pytest.fixture
def trees(tmp_path):
    for packed in (True, False):
        tree = tmp_path / str(packed)
        write(tree, "listing/1-chair", PAGE.format(title="Chair", price=3), packed=packed)
        write(tree, "category/chairs", LIST.format(price=3), packed=packed)
    return tmp_path / "True", tmp_path / "False"


def test_trees_that_say_the_same_do_not_differ(trees):
    assert list(differences(*trees)) == []


def test_another_word_differs(trees):
    write(trees[1], "listing/1-chair", PAGE.format(title="Stool", price=3), packed=False)

    (found,) = differences(*trees)
    assert found.startswith("listing/1-chair: words: ['Chair', 'A'] here, ['Stool', 'A'] there")


def test_other_structured_data_differ(trees):
    write(trees[1], "listing/1-chair", PAGE.format(title="Chair", price=4), packed=False)

    assert list(differences(*trees)) == ["listing/1-chair: data: [{'price': 3}] here, [{'price': 4}] there"]


def test_another_card_in_a_list_differs(trees):
    write(trees[1], "category/chairs", LIST.format(price=4), packed=False)

    assert list(differences(*trees)) == ["category/chairs: 1 cards here, 1 there"]


def test_a_list_goes_on_over_its_pages(trees):
    write(trees[1], "category/chairs", "<html></html>", packed=False)
    write(trees[1], "category/chairs/page/2", LIST.format(price=3), packed=False)

    assert list(differences(*trees)) == []
