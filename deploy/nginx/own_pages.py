"""The pages that Nginx shows by itself: with the app down, and before the first build. They need no other file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.configuration import UPLOAD_MEGABYTES

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a page says in one language."""

    title: str
    text: str
    link: str
    """Where it leads is the same everywhere: to the start."""


OWN_PAGES: Mapping[str, tuple[Words, Words]] = {
    "failed.html": (
        Words(
            title="Something went wrong on our side",
            text="Nothing of yours is lost. Please try again in a moment.",
            link="To the start",
        ),
        Words(
            title="Bei uns ist etwas schiefgegangen",
            text="Von deinen Sachen geht nichts verloren. Bitte versuche es gleich noch einmal.",
            link="Zum Anfang",
        ),
    ),
    "maintenance.html": (
        Words(
            title="Back in a few minutes",
            text=(
                "The shop is being looked after. All goods can still be seen; logging in, ordering and selling "
                "work again shortly. Nothing of yours is lost."
            ),
            link="Look at the goods",
        ),
        Words(
            title="In ein paar Minuten wieder da",
            text=(
                "Der Shop wird gerade gewartet. Alle Waren sind weiter zu sehen; Anmelden, Bestellen und "
                "Verkaufen gehen gleich wieder. Von deinen Sachen geht nichts verloren."
            ),
            link="Waren ansehen",
        ),
    ),
    "too-large.html": (
        Words(
            title="That is too large",
            text=(
                f"A form may send {UPLOAD_MEGABYTES} MB, which is three photos of 10 MB each. Go back and choose "
                "smaller pictures; what you wrote is still there."
            ),
            link="To the start",
        ),
        Words(
            title="Das ist zu groß",
            text=(
                f"Ein Formular darf {UPLOAD_MEGABYTES} MB senden, das sind drei Fotos mit je 10 MB. Geh zurück und "
                "wähle kleinere Bilder; was du geschrieben hast, ist noch da."
            ),
            link="Zum Anfang",
        ),
    ),
    "too-many.html": (
        Words(
            title="One moment, please",
            text=("There were very many requests from your connection. Wait a few seconds, then load this page again."),
            link="To the start",
        ),
        Words(
            title="Einen Augenblick bitte",
            text=(
                "Von deinem Anschluss kamen sehr viele Anfragen. Warte ein paar Sekunden und lade die Seite dann neu."
            ),
            link="Zum Anfang",
        ),
    ),
}
"""File → its words in English and in German. Nginx knows no language of the visitor here, so both are shown."""


def own_page(name: str) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
    )
    english, german = OWN_PAGES[name]
    return environment.get_template("own_page.html.jinja").render(english=english, german=german)
