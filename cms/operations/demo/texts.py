"""What the demo's pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagtail.models import Page

Stream = list[tuple[str, Any]]

TITLES = {
    "how-it-works": "How it works",
    "safety": "Safety tips for cash deals",
    "about": "About us",
    "imprint": "Imprint",
}

DESCRIPTIONS = {
    "how-it-works": "Find something, write to the seller, meet, pay in cash. No fees, no parcels.",
    "safety": "Where to meet, what to check, how to pay: how buyers and sellers stay safe when they deal in cash.",
    "about": "A market for the region: what we do, what we do not do, and why.",
    "imprint": "Who runs this demo, and who drew what you see on its photos.",
}

HOME_TITLE = "Second-hand goods near you"
HOME_DESCRIPTION = "Second-hand furniture, bicycles, instruments and a thousand other things from people near you."

MENU = (("how-it-works", "How it works"), ("safety", "Safety tips"), ("about", "About"))

RAILS = (
    ("Wheels for every day", "bicycles-scooters"),
    ("For your four walls", "furniture-living"),
    ("Ready to be played", "musical-instruments"),
)
"""Headings on the home page, and the addresses of their categories."""

STEPS = (
    (
        "<h3>1. Find</h3><p>Look through what people near you no longer need. Each listing says what it is, what "
        "state it "
        "is in and where it stands.</p>"
    ),
    "<h3>2. Meet</h3><p>Agree on a time and a place. Look at the thing, try it, ask what you want to know.</p>",
    "<h3>3. Pay in cash</h3><p>You like it? Pay on the spot and take it home. No fees, no parcels, no waiting.</p>",
)

QUOTE = (
    "We furnished our whole flat within a month: table, chairs, lamps, even the piano. And we know half of our "
    "quarter now."
)
QUOTE_SOURCE = "Clara and Moritz, Passau"

QUESTIONS: tuple[dict[str, str], ...] = (
    {
        "question": "What does it cost to buy or sell here?",
        "answer": "<p>Nothing. The price that you see is the price that you pay, in cash, to the seller.</p>",
    },
    {
        "question": "Can things be sent by parcel?",
        "answer": "<p>No. Everything changes hands in person, so that you see what you get before you pay.</p>",
    },
    {
        "question": "What do the marks on a listing mean?",
        "answer": "<ul><li><b>Reserved</b>: somebody has asked for it and is expected.</li>"
        "<li><b>Sold</b>: it has found a new home; the page stays for a while.</li>"
        "<li><b>Negotiable</b>: the seller is open to a fair offer.</li></ul>",
    },
    {
        "question": "Who checks the goods?",
        "answer": "<p>You do, before you pay. Listings that break the rules are taken down by our moderators.</p>",
    },
)

CONTACT = "Cataloro demo\nMarktplatz 1\n94032 Passau"

_OPENMOJI = "https://openmoji.org"
_LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"


def body(slug: str, *, links: Mapping[str, Page]) -> Stream:
    """The blocks of one page; `links` are the pages by slug."""
    return _BODIES[slug](links)


def _to(page: Page, words: str) -> str:
    return f'<a linktype="page" id="{page.pk}">{words}</a>'


def _how_it_works(links: Mapping[str, Page]) -> Stream:
    return [
        (
            "rich_text",
            (
                "<p>A market lives from people who meet. Here is how a thing finds its way from one cellar to the next "
                "living room.</p><h2>When you buy</h2><ol><li>Search by category, or open what has just come in.</li>"
                "<li>Read the description and look at the photos. The condition runs from new to for parts.</li>"
                "<li>Agree with the seller on a time and a place.</li><li>Have a good look, try it, pay in "
                "cash.</li></ol>"
            ),
        ),
        ("columns", list(STEPS)),
        (
            "rich_text",
            (
                "<h2>When you sell</h2><ol><li>Take up to three photos by daylight.</li><li>Say honestly what is worn "
                "or "
                "broken: it saves both of you a trip.</li><li>Set a price, and say whether it can be talked about.</li>"
                "<li>Mark the listing as reserved when somebody is coming, and as sold when it is gone.</li></ol>"
                f"<p>Before you meet, read our {_to(links['safety'], 'safety tips for cash deals')}.</p>"
            ),
        ),
        ("faq", {"heading": "Questions we hear often", "items": [dict(one) for one in QUESTIONS]}),
    ]


def _safety(links: Mapping[str, Page]) -> Stream:
    return [
        (
            "rich_text",
            (
                "<p>Nearly all deals end with two content people. These habits keep it that way.</p>"
                "<h2>Meeting</h2><ul><li>Meet by day, and for dear things in a busy place: a market, a bank, a "
                "station.</li>"
                "<li>Take somebody along, or tell somebody where you go.</li>"
                "<li>At the door, show what you sell in the hall, not in the whole flat.</li></ul>"
                "<h2>Looking</h2><ul><li>Take your time. An honest seller lets you try it.</li>"
                "<li>Ask for the receipt of dear devices, and for the papers of bicycles and motorbikes.</li>"
                "<li>Check that a phone or a laptop has no lock and no account left on it.</li></ul>"
                "<h2>Paying</h2><ul><li>Pay when you hold it in your hands, never before.</li>"
                "<li>No deposits, no vouchers, no parcel agents, no links to payment pages.</li>"
                "<li>Count together. For larger sums, meet at a bank, where notes can be checked.</li>"
                "<li>Write a short receipt: what, when, how much, two names.</li></ul>"
            ),
        ),
        ("quote", {"text": "If a price is too good to be true, it is.", "source": "An old rule of markets"}),
        (
            "rich_text",
            (
                "<h2>When something is wrong</h2><p>Go away; you owe nobody a purchase. Tell us about the listing, "
                "and in "
                f"case of fraud tell the police as well. How deals go as a rule is told under "
                f"{_to(links['how-it-works'], 'how it works')}.</p>"
            ),
        ),
    ]


def _about(links: Mapping[str, Page]) -> Stream:
    return [
        (
            "rich_text",
            (
                "<p>This is a market for one region, between the Alps and the Danube. People sell what they no longer "
                "need "
                "to people who live near enough to fetch it.</p><h2>What we believe</h2><ul>"
                "<li>The best parcel is the one that is never sent.</li><li>A good description beats a discount.</li>"
                "<li>Cash, a handshake and a short chat are enough for most deals.</li></ul>"
            ),
        ),
        (
            "columns",
            [
                "<h3>No fees</h3><p>We take no share of a price, from nobody.</p>",
                "<h3>No trackers</h3><p>These pages ask no other company for anything.</p>",
                "<h3>No hurry</h3><p>No countdowns, no last chances. Things wait until somebody fits.</p>",
            ],
        ),
        (
            "rich_text",
            (
                f"<p>New here? See {_to(links['how-it-works'], 'how it works')}. "
                f"Who is behind it stands in the {_to(links['imprint'], 'imprint')}.</p>"
            ),
        ),
    ]


def _imprint(_links: Mapping[str, Page]) -> Stream:
    return [
        (
            "rich_text",
            (
                "<h2>This is a demo</h2><p>All people, goods, prices and addresses of this shop are made up by a "
                "program. "
                "Nothing here is for sale, and no message reaches anybody. Replace this page by your own imprint "
                "before you "
                "open your shop.</p><h2>Photos</h2><p>The photos of the goods are composed by a program. Most of the "
                f'drawings in them are by <a href="{_OPENMOJI}">OpenMoji</a>, the open-source emoji and icon project, '
                f'under the licence <a href="{_LICENCE}">CC BY-SA 4.0</a>; they were recoloured, lit and placed in '
                f"scenes. "
                "The composed photos are under the same licence.</p><h2>Software</h2><p>This shop runs on Cataloro, "
                "free "
                "software under the BSD licence.</p>"
            ),
        ),
    ]


_BODIES = {"how-it-works": _how_it_works, "safety": _safety, "about": _about, "imprint": _imprint}
