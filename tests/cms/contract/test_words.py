import pytest

from cms.contract.words import folded, searchable, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Grüne Vase", ("gruene", "vase")),
        ("gruene VASE", ("gruene", "vase")),
        ("Straße, Café & Œuvre", ("strasse", "cafe", "oeuvre")),
        ("u\u0308ber", ("ueber",)),
        ("a-b_c.d", ("a", "b", "c", "d")),
        ("red red red", ("red",)),
        ("one two three", ("one", "two")),
        ("\x00\u202e%*\"' ", ()),
        ("", ()),
    ],
)
def test_words_are_folded_and_each_is_there_once(text, words):
    assert words_of(text, most=2 if text.startswith("one") else 8) == words


def test_a_text_is_found_by_each_spelling():
    assert searchable("Grüne Vase, 2.5 l") == "grüne vase 2 5 l gruene grune"
    assert searchable("Straße") == "straße strasse"
    assert searchable("plain") == "plain"


def test_names_are_compared_in_one_form():
    assert folded("Mühldorf am Inn") == folded("MUEHLDORF  am inn") == "muehldorf am inn"
