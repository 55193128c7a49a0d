"""What may stand where somebody writes a town or a postcode."""

import pytest

from cms.contract.places import is_postcode, is_town


@pytest.mark.parametrize(
    "text",
    ["1010", "A-1010", "SW1A 1AA", "01310-100", "D02 AF30", "1012 AB", "100–0001", "HM CX"],
)
def test_postcodes_of_all_countries_are_some(text):
    assert is_postcode(text)


@pytest.mark.parametrize("text", ["ABC<>", "🦊", "1010!", "10;10", "10.10", "-", " ", "a@b", "1010\n1020", "½"])
def test_signs_are_no_postcode(text):
    assert not is_postcode(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wien",
        "St. Pölten",
        "Mu\u0308nchen",
        "’s-Hertogenbosch",
        "L'Aquila",
        "Frankfurt (Oder)",
        "Biel/Bienne",
        "Wien, 3. Bezirk",
        "Brighton & Hove",
        "Vil·la-real",
        "東京",
        "Αθήνα",
        "القاهرة",
        "กรุงเทพมหานคร",
        "می\u200cبد",
        "Y",
    ],
)
def test_towns_of_all_scripts_are_some(text):
    assert is_town(text)


@pytest.mark.parametrize(
    "text", ["🦊🦊", "<b>Wien</b>", "1010", "...", "Wien!", "a@b.example", "Wien\nGraz", "W\u202een", ""]
)
def test_signs_are_no_town(text):
    assert not is_town(text)
