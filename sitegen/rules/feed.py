"""The newest listings as an Atom feed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from sitegen import formats
from sitegen.lists import ALL
from sitegen.rules.rule import Document, Page, Rule, Stage, Unit, the_only_chosen, the_only_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content import Content

ENTRIES = 30
_ILLEGIBLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00Z"


def make(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """The feed. Its time is that of the newest entry: data, not the clock."""
    settings = content.site.settings
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": settings.languages[0]})
    tracked = content.tracked()
    newest = tracked.newest(ALL, ENTRIES)
    SubElement(feed, "id").text = f"{content.site_url}/"
    SubElement(feed, "title").text = legible(settings.site_name)
    SubElement(feed, "updated").text = formats.iso(newest[0].published_at) if newest else _NEVER
    SubElement(feed, "link", {"rel": "self", "href": f"{content.site_url}/feed.xml"})
    SubElement(feed, "link", {"rel": "alternate", "href": f"{content.site_url}/"})
    sellers = content.source.sellers({one.seller_id for one in newest})
    # Somebody suspended while this is read has nothing to sell any more.
    for listing in (one for one in newest if one.seller_id in sellers):
        tracked.fed(listing)
        tracked.seller_sign(sellers[listing.seller_id])
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = f"{content.site_url}/listing/{listing.id}"
        SubElement(entry, "title").text = legible(listing.title)
        SubElement(entry, "updated").text = formats.iso(listing.published_at)
        SubElement(entry, "link", {"rel": "alternate", "href": content.site_url + listing.path})
        SubElement(SubElement(entry, "author"), "name").text = legible(sellers[listing.seller_id].name)
        price = formats.price(listing.price, settings.languages[0])
        SubElement(entry, "summary").text = legible(f"{price} · {listing.description}")
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, "utf-8")
    yield Document(subject="", name="feed.xml", body=body, content=tracked)


def legible(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot hold."""
    return _ILLEGIBLE.sub("", text)


FEED = Rule(
    name="feed", stage=Stage.INDEX, units=the_only_unit, chosen=the_only_chosen, make=make, in_all_editions=False
)
