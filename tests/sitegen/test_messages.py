"""The theme's words in the language of the shop."""

from __future__ import annotations

import pytest

from sitegen.errors import ThemeError
from sitegen.messages import Messages


@pytest.fixture
def theme(tmp_path):
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "de.toml").write_text(
        '"Newest" = "Neueste"\n'
        '"By {name}" = "Von {name}"\n'
        '"{count} listings" = ["{count} Anzeige", "{count} Anzeigen"]\n'
    )
    return tmp_path


def test_english_is_the_key_itself(theme):
    assert Messages(theme, "en").one("Newest") == "Newest"


def test_a_text_is_translated_and_filled(theme):
    german = Messages(theme, "de")

    assert german.one("Newest") == "Neueste"
    assert german.one("By {name}", name="<Anna>") == "Von &lt;Anna&gt;"


def test_a_text_without_a_translation_stays_english(theme):
    assert Messages(theme, "de").one("Oldest") == "Oldest"


@pytest.mark.parametrize(
    ("lang", "count", "shown"),
    [
        ("en", 1, "1 listing"),
        ("en", 2, "2 listings"),
        ("de", 1, "1 Anzeige"),
        ("de", 0, "0 Anzeigen"),
        ("en", 12408, "12,408 listings"),
        ("de", 12408, "12.408 Anzeigen"),
    ],
)
def test_numbers_choose_the_form(theme, lang, count, shown):
    assert Messages(theme, lang).many("{count} listing", "{count} listings", count) == shown


def test_a_language_the_theme_does_not_speak_is_refused(theme):
    with pytest.raises(ThemeError, match=r"messages/fr\.toml is missing"):
        Messages(theme, "fr")


def test_a_broken_file_is_named(theme):
    (theme / "messages" / "fr.toml").write_text("= nothing")

    with pytest.raises(ThemeError, match=r"messages/fr\.toml cannot be read"):
        Messages(theme, "fr")
