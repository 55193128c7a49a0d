"""What no template, style sheet or script of the theme may contain, and how much it may weigh."""

import re

import pytest

from cms.contract.colours import DARK_GROUND, LIGHT_GROUND, READABLE, contrast
from tests.themes.window import THEME

FILES = sorted(path for path in THEME.rglob("*") if path.suffix in {".html", ".css", ".js", ".svg"})
NAMES = [str(path.relative_to(THEME)) for path in FILES]
OF_THE_APP = [file for file in FILES if "commerce" in file.parts or file.name == "shop.html"]
OF_STATIC_PAGES = [file for file in FILES if file.suffix == ".html" and file not in OF_THE_APP]
TOKENS = (THEME / "assets" / "tokens.css").read_text()
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)")


def colour(sheet, name):
    found = re.findall(rf"--{name}: (#[0-9a-f]+);", sheet)[-1]
    return found if len(found) == 7 else "#" + "".join(2 * digit for digit in found[1:])


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_asks_no_other_host(file):
    text = file.read_text().replace("http://www.w3.org/2000/svg", "")

    assert re.findall(r"https?://[\w.]+|url\(\s*[\"']?//|@import", text) == []


@pytest.mark.parametrize("file", [file for file in FILES if file.suffix == ".html"], ids=lambda file: file.name)
def test_needs_nothing_that_a_strict_content_policy_forbids(file):
    text = file.read_text()

    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|javascript:", text) == []
    assert [one for one in re.findall(r"<script[^>]*>", text) if "src=" not in one and "ld+json" not in one] == []


def weight_of(templates, suffix):
    """How many bytes the style sheets or scripts have that these templates name."""
    named = {one for file in templates for one in re.findall(r'asset\("([^"]+)"\)', file.read_text())}
    return sum(len((THEME / "assets" / one).read_bytes()) for one in named if one.endswith(suffix))


def test_style_sheets_of_static_pages_stay_small():
    assert 20_000 < weight_of(OF_STATIC_PAGES, ".css") < 40_000


def test_scripts_of_static_pages_stay_tiny():
    assert 2_000 < weight_of(OF_STATIC_PAGES, ".js") < 8_000


@pytest.mark.parametrize("file", OF_THE_APP, ids=lambda file: file.name)
def test_what_a_page_of_the_app_needs_besides_stays_small(file):
    assert weight_of([file], ".css") < 12_000
    assert weight_of([file], ".js") < 10_000


def test_grounds_are_those_that_accents_are_made_readable_on():
    assert colour(LIGHT, "ground") == LIGHT_GROUND
    assert colour(DARK, "ground") == DARK_GROUND


@pytest.mark.parametrize("sheet", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "sunken"])
@pytest.mark.parametrize("ink", ["ink", "soft"])
def test_text_is_readable_on_every_ground(sheet, ground, ink):
    assert contrast(colour(sheet, ink), colour(sheet, ground)) >= READABLE


def test_default_accents_are_readable():
    assert contrast(colour(LIGHT, "accent-text"), LIGHT_GROUND) >= READABLE
    assert contrast(colour(LIGHT, "accent-text-dark"), DARK_GROUND) >= READABLE
    assert contrast(colour(LIGHT, "accent-ink"), colour(LIGHT, "accent")) >= READABLE


def test_links_in_the_bar_of_a_preview_are_as_readable_as_its_words():
    sheet = (THEME / "assets" / "chrome.css").read_text()
    ink, ground = re.search(r"\.preview \{.*? color: (#\w{6}); background: (#\w{6}); \}", sheet).groups()

    assert contrast(ink, ground) >= READABLE
    assert ".preview a { color: inherit; }" in sheet
