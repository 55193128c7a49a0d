"""What the templates say is said in every language of the theme."""

import re
import tomllib

import pytest

from cms.config.environment import BASE_DIR
from tests.themes.window import THEME

TEXT = r'"((?:[^"\\]|\\.)*)"'
GERMAN = tomllib.loads((THEME / "messages" / "de.toml").read_text())
TEMPLATES = "\n".join(path.read_text() for path in sorted((THEME / "templates").rglob("*.html")))
GENERATOR = "\n".join(
    path.read_text() for folder in ("sitegen", "commerce") for path in sorted((BASE_DIR / folder).rglob("*.py"))
)
SINGLE = set(re.findall(rf"\bt\({TEXT}", TEMPLATES)) | set(
    re.findall(rf"(?:\btranslate\(|\blater\(|\"title\": ){TEXT}", GENERATOR)
)
PLURAL = {many for _, many in re.findall(rf"\btn\({TEXT},\s*{TEXT}", TEMPLATES)}


def test_there_are_texts_to_compare():
    assert len(SINGLE) > 40
    assert "{count} listings" in PLURAL


def test_every_text_has_a_german_one():
    assert {text for text in SINGLE if not isinstance(GERMAN.get(text), str)} == set()


def test_every_plural_has_a_german_pair():
    assert {text for text in PLURAL if len(GERMAN.get(text, "")) != 2} == set()


def test_no_translation_is_left_over():
    assert {text for text in set(GERMAN) - SINGLE - PLURAL if f'"{text}"' not in GENERATOR} == set()


@pytest.mark.parametrize("text", sorted(GERMAN))
def test_a_translation_fills_in_the_same_values(text):
    def names(one):
        return set(re.findall(r"\{(\w+)\}", one))

    forms = GERMAN[text]

    assert names(forms if isinstance(forms, str) else forms[-1]) == names(text)


def test_every_text_of_the_templates_is_a_literal():
    assert re.findall(r"\btn?\((?![\"])", TEMPLATES) == []


def test_the_theme_names_the_languages_that_it_speaks():
    theme = tomllib.loads((THEME / "theme.toml").read_text())

    assert set(theme["languages"]) == {"en", *(path.stem for path in (THEME / "messages").glob("*.toml"))}
