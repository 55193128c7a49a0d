"""Pages that the app makes at the moment, in the look of the release that is live: same theme, same chrome."""

from __future__ import annotations

import logging
import os
import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from html import unescape
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.api.changes import newest
from cms.api.site import site_record
from sitegen.errors import CannotWrite
from sitegen.facts import digest_of
from sitegen.messages import Messages
from sitegen.releases import Releases
from sitegen.render import Renderer
from sitegen.rules.rule import Meta
from sitegen.source_cms import CmsSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

log = logging.getLogger("cataloro.theme")

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)

_making = Lock()
_looked_at: tuple[int, int] | None = None
_kept: tuple[object, dict[str, Renderer]] | None = None
_spoken: ContextVar[str | None] = ContextVar("language of the pages", default=None)
"""The language that was asked for; the shop's own without it."""


def render_page(
    template: str,
    *,
    title: str,
    path: str,
    context: Mapping[str, Any],
    breadcrumbs: Sequence[tuple[str, str]] = (),
) -> str:
    """A page of the app from `templates/commerce/<template>`; `title` is a text of the theme's messages.

    What is wrong with the template is raised as RenderFailed, with the line. Any thread may call it.
    """
    renderer = _renderer()
    meta = Meta(title=renderer.content.translate(title), path=path, index=False, breadcrumbs=tuple(breadcrumbs))
    return renderer.render_alone(f"commerce/{template}", path, {**context, "meta": meta})


def render_mail(
    template: str, context: Mapping[str, Any], *, own: Mapping[str, str] | None = None, lang: str = ""
) -> tuple[str, str]:
    """The subject and the HTML of a mail from `templates/commerce/mail/<template>`. What is wrong is RenderFailed.

    `own` are the shop's own words for texts of the template, in the language `lang`, or that of the shop.

    The subject is the title of the page; the style sheet beside the templates is put into the head, for a mail has
    nothing to load.
    """
    if own or lang:
        context = {**context, "t": Messages(_theme(), lang or _own_language()).with_own(own or {})}
    page = _renderer(_own_language()).render_alone(f"commerce/mail/{template}", "/", context)
    title = _TITLE.search(page)
    sheet = (_theme() / "templates" / "commerce" / "mail" / "mail.css").read_text()
    subject = " ".join(unescape(title[1]).split()) if title else ""
    return subject, page.replace("</head>", f"<style>\n{sheet}</style>\n</head>", 1)


def mail_kinds() -> list[str]:
    """The mails that the theme can write, by name."""
    folder = _theme() / "templates" / "commerce" / "mail"
    opening = '{% extends "commerce/mail/layout.html" %}'
    return sorted(one.stem for one in folder.glob("*.html") if one.read_text().startswith(opening))


def mail_texts(kind: str, lang: str) -> list[tuple[str, str]]:
    """What a mail says: each text as the theme names it and as it is in this language, subject first."""
    messages = Messages(_theme(), lang)
    return [(one, messages.shipped(one)) for one in _renderer().texts_of(f"commerce/mail/{kind}.html")]


def look_again() -> None:
    """Read the stored chrome anew at the next page, for a database that has changed without a note of it."""
    global _looked_at  # noqa: PLW0603 (as in _stored_chrome)
    _looked_at = None


def has_template(template: str) -> bool:
    """Whether the theme has this page of the app."""
    return (_theme() / "templates" / "commerce" / template).is_file()


def languages() -> tuple[str, ...]:
    """The languages of the shop, its own first."""
    return tuple(_renderers())


def language() -> str:
    """The language that pages of the app are in: the shop's own, unless another one of it is spoken."""
    asked = _spoken.get()
    return asked if asked in _renderers() else _own_language()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within, pages and texts are in this language, if the shop has it."""
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def translate(text: str) -> str:
    """A text of the theme's messages in that language, not escaped: pages do that, subjects and JSON need not."""
    return unescape(str(_renderer().content.translate(text)))


def _own_language() -> str:
    return next(iter(_renderers()))


def _renderer(code: str | None = None) -> Renderer:
    """The renderer for a language of the shop: for that which is spoken, if none is named."""
    return _renderers()[code or language()]


def _renderers() -> dict[str, Renderer]:
    """By language, those of the release that is live; made anew when another is, as any change of the chrome brings."""
    global _kept  # noqa: PLW0603 (one for the process: it takes a tenth of a second to make)
    key = _live() or _stored_chrome()
    kept = _kept
    if kept is None or kept[0] != key:
        with _making:
            kept = _kept
            if kept is None or kept[0] != key:
                kept = _kept = (key, _made())
    return kept[1]


def _made() -> dict[str, Renderer]:
    renderer = Renderer(CmsSource(), theme=_theme(), site_url=settings.SITE_URL, whole=True)
    try:
        renderer.assets.publish(settings.BUILD_DIR)
    except CannotWrite as error:
        # Where only the publisher may write, all is there but what the next release brings.
        log.warning("assets could not be stored: %s", error)
    return {one.edition.language: one for one in renderer.editions}


def _stored_chrome() -> int:
    """Its digest, before there is a release. Looked at after a change only, for it takes a dozen queries.

    On PostgreSQL a change with an older number may be committed later and be seen with the next one only: the first
    release, which any change asks for, ends that.
    """
    global _looked_at  # noqa: PLW0603 (one for the process, as what is made from it)
    last = newest()
    known = _looked_at
    if known is None or known[0] != last:
        known = _looked_at = (last, digest_of(site_record()))
    return known[1]


def _live() -> str | None:
    try:
        return os.readlink(settings.BUILD_DIR / "live")  # noqa: PTH115 (a cheap look for each request)
    except OSError:
        return None


def _theme() -> Path:
    """The theme of the live release: what pages outside the build look like never runs ahead of it.

    During an upgrade one version of the program runs while the site of the other is live already, and its templates ask
    for what this one does not know: then our own theme.
    """
    live = _live()
    if live:
        release = live.rpartition("/")[2]
        copy = Releases(settings.BUILD_DIR).theme_copy(release)
        if copy.is_dir() and _version_of(settings.BUILD_DIR, release) == settings.CATALORO_VERSION:
            return copy
    theme: Path = settings.THEME_DIR
    return theme


@lru_cache(maxsize=8)
def _version_of(build_dir: Path, release: str) -> str:
    """Which version of the program made a release: its receipt stays as it is."""
    return str(Releases(build_dir).receipt(release).get("version"))
