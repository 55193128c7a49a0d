"""The sitemap: an index without dates, shards of listings by id, so that an edit rewrites one small file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from sitegen import formats
from sitegen.edition import twins
from sitegen.facts import FactKind, digest_of, fact
from sitegen.rules.rule import Document, Page, Rule, Stage, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sitegen.content import Content
    from sitegen.tracked_content import TrackedContent

SHARD = 1_000
"""Ids in one file, of listings and of sellers."""

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ALTERNATES = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def subject_of(kind: str, number: int) -> str:
    """How a shard of `listings` or `sellers` is called among the sitemap's outputs; others by one word."""
    return f"{kind}:{number}"


def units(content: Content) -> Iterator[Unit]:
    """The shards of listings, the site's own pages, sellers by the thousand, and the index over them."""
    yield from (("listings", number) for number in content.memory.shards())
    yield from (("sellers", number) for number in content.memory.seller_shards())
    yield "site", 0
    yield "index", 0


def chosen(subjects: Sequence[str], content: Content) -> Iterator[Unit]:
    """Some of these; the index last, when it is known what there is."""
    for subject in sorted(subjects, key=lambda one: one == "index"):
        kind, _, number = subject.partition(":")
        yield kind, int(number or 0)


def make(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """One file of the sitemap."""
    kind, number = unit
    tracked = content.tracked()
    if kind == "index":
        yield _document("index", "sitemap.xml", _index(tracked, content), tracked)
    elif kind == "site":
        yield _document("site", "sitemap-site.xml", _urlset(_plain(tracked.structure(), content), content), tracked)
    elif kind == "sellers":
        ids = range(number * SHARD, (number + 1) * SHARD)
        sellers = content.source.busy_sellers(ids).values()
        paths = [tracked.seller(one).path for one in sellers]
        if paths:
            yield _document(
                subject_of(kind, number), _file(kind, number), _urlset(_plain(paths, content), content), tracked
            )
    elif entries := content.source.shard(number):
        for entry in entries:
            tracked.facts[fact(FactKind.ENTRY, entry[0])] = entry_digest(*entry[1:])
        lines = (_dated(path, when, content) for _, path, when in entries)
        yield _document(subject_of(kind, number), _file(kind, number), _urlset(lines, content), tracked)


def entry_digest(path: str, when: datetime) -> int:
    """The digest of a listing's line."""
    return digest_of((path, formats.iso(when)))


def _index(tracked: TrackedContent, content: Content) -> bytes:
    shards, sellers = tracked.shards()
    names = [
        "sitemap-site.xml",
        *(_file("listings", one) for one in shards),
        *(_file("sellers", one) for one in sellers),
    ]
    entries = "".join(f"<sitemap><loc>{_loc(content, f'/{name}')}</loc></sitemap>\n" for name in names)
    return f"{_HEAD}<sitemapindex {_SCHEMA}>\n{entries}</sitemapindex>\n".encode()


def _document(subject: str, name: str, body: bytes, tracked: TrackedContent) -> Document:
    return Document(subject=subject, name=name, body=body, content=tracked)


def _file(kind: str, number: int) -> str:
    return f"sitemap-{number}.xml" if kind == "listings" else f"sitemap-{kind}-{number}.xml"


def _plain(paths: Iterable[str], content: Content) -> Iterator[str]:
    for path in paths:
        yield _entry(path, "", content)


def _dated(path: str, when: datetime, content: Content) -> str:
    return _entry(path, f"<lastmod>{formats.iso(when)}</lastmod>", content)


def _entry(path: str, more: str, content: Content) -> str:
    """The page in each language, each time with all of them beside it: so search engines want it."""
    there = twins(content.editions, path)
    if len(there) == 1:
        return f"<url><loc>{_loc(content, path)}</loc>{more}</url>\n"
    beside = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{_loc(content, one)}"/>' for code, one in there
    )
    return "".join(f"<url><loc>{_loc(content, one)}</loc>{more}{beside}</url>\n" for _, one in there)


def _loc(content: Content, path: str) -> str:
    return escape(content.site_url + path)


def _urlset(entries: Iterable[str], content: Content) -> bytes:
    alternates = _ALTERNATES if len(content.editions) > 1 else ""
    return f"{_HEAD}<urlset {_SCHEMA}{alternates}>\n{''.join(entries)}</urlset>\n".encode()


SITEMAP = Rule(name="sitemap", stage=Stage.INDEX, units=units, chosen=chosen, make=make, in_all_editions=False)
