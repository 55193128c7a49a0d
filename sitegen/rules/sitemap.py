"""The sitemap: an index without dates, shards of listings by id, so that an edit rewrites one small file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from sitegen import formats
from sitegen.rules.rule import Document, Page, Rule, Stage, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.content import Content

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def units(content: Content) -> Iterator[Unit]:
    """The shards of listings, the site's own pages, sellers by the thousand, and the index over them."""
    shards = [("listings", number) for number in content.source.shards()]
    sellers = [("sellers", number) for number in sorted({one // 1000 for one in content.source.seller_ids()})]
    yield from shards
    yield from sellers
    yield "site", 0
    yield "index", tuple(_file(kind, number) for kind, number in (("site", 0), *shards, *sellers))


def make(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """One file of the sitemap."""
    kind, what = unit
    if kind == "index":
        entries = "".join(f"<sitemap><loc>{_loc(content, f'/{name}')}</loc></sitemap>\n" for name in what)
        body = f"{_HEAD}<sitemapindex {_SCHEMA}>\n{entries}</sitemapindex>\n"
        yield Document(name="sitemap.xml", body=body.encode())
        return
    yield Document(name=_file(kind, what), body=_urlset(_entries(kind, what, content)))


def _file(kind: str, number: int) -> str:
    names = {"listings": f"sitemap-{number}.xml", "sellers": f"sitemap-sellers-{number}.xml"}
    return names.get(kind, "sitemap-site.xml")


def _entries(kind: str, number: int, content: Content) -> Iterator[str]:
    source = content.source
    if kind == "listings":
        for path, when in source.shard(number):
            yield f"<url><loc>{_loc(content, path)}</loc><lastmod>{formats.iso(when)}</lastmod></url>\n"
        return
    if kind == "sellers":
        paths: list[str] = source.seller_addresses(range(number * 1000, number * 1000 + 1000))
    else:
        paths = ["/", "/listings", *(one.path for one in content.categories)]
        paths += [one.path for one in source.pages() if not one.is_home]
    for path in paths:
        yield f"<url><loc>{_loc(content, path)}</loc></url>\n"


def _loc(content: Content, path: str) -> str:
    return escape(content.site_url + path)


def _urlset(entries: Iterable[str]) -> bytes:
    return f"{_HEAD}<urlset {_SCHEMA}>\n{''.join(entries)}</urlset>\n".encode()


SITEMAP = Rule(name="sitemap", stage=Stage.INDEX, units=units, make=make)
