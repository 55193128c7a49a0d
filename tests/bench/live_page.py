"""A listing's page made anew for each request, by Django under gunicorn: what the static file saves.

Through the renderer of the static site. To its advantage the theme, the chrome and the categories are read once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import django

from cms.config.start import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sitegen.render import Renderer

_made: list[Renderer] = []


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """`/listing/<id>-…` from the database; anything else is an error."""
    from sitegen.rules.listing import LISTING  # noqa: PLC0415 (Django has to be set up first)
    from sitegen.rules.rule import Page  # noqa: PLC0415 (as above)

    renderer = _renderer()
    number = int(environ["PATH_INFO"].rpartition("/")[2].partition("-")[0])
    page = next(iter(LISTING.make(((number,),), renderer.content)))
    if not isinstance(page, Page):
        raise TypeError("a listing is a page")
    body = renderer.render(page)
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


def _renderer() -> Renderer:
    """One for each process."""
    if not _made:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
        prepare()
        django.setup()
        from django.conf import settings  # noqa: PLC0415 (as above)

        from sitegen.render import Renderer  # noqa: PLC0415 (as above)
        from sitegen.source_cms import CmsSource  # noqa: PLC0415 (as above)

        _made.append(Renderer(CmsSource(), theme=settings.THEME_DIR, site_url=settings.SITE_URL))
    return _made[0]
