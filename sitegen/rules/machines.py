"""What browsers and crawlers ask for by a fixed name: robots.txt and the web app manifest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cms.contract.addresses import APP_PATHS
from sitegen.rules.rule import Document, Page, Rule, Stage, Unit, the_only_chosen, the_only_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content import Content

_CRAWLED = frozenset({".well-known", "documents"})


def make_robots(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """Everything static may be crawled, nothing that the app answers."""
    lines = ["User-agent: *", *(f"Disallow: /{path}" for path in APP_PATHS if path not in _CRAWLED)]
    lines += ["", f"Sitemap: {content.site_url}/sitemap.xml", ""]
    yield Document(subject="", name="robots.txt", body="\n".join(lines).encode(), content=content.tracked())


def make_manifest(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """Name, colours and icons for those who put the shop on their home screen."""
    settings = content.site.settings
    manifest = {
        "name": settings.site_name,
        "short_name": settings.site_name[:30],
        "description": settings.tagline,
        "lang": settings.languages[0],
        "start_url": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": content.site.appearance.accent,
        "icons": [{"src": content.icons[size], "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)],
    }
    body = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    yield Document(subject="", name="manifest.webmanifest", body=body, content=content.tracked())


ROBOTS = Rule(
    name="robots",
    stage=Stage.INDEX,
    units=the_only_unit,
    chosen=the_only_chosen,
    make=make_robots,
    in_all_editions=False,
)
MANIFEST = Rule(
    name="manifest",
    stage=Stage.INDEX,
    units=the_only_unit,
    chosen=the_only_chosen,
    make=make_manifest,
    in_all_editions=False,
)
