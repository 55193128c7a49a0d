"""Puts the publisher together from Django's settings and the cms. Commands and the preview start here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings

from cms.api import addresses, changes, people
from sitegen.photo_names import shown_photos
from sitegen.publisher import Ports, Publisher
from sitegen.releases import Releases
from sitegen.site import Site
from sitegen.source_cms import CmsSource
from sitegen.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from cms.contract.keys import ChangeRecord

_UNTIL_GIVEN_UP = 600.0
"""Seconds after which nobody means any more what was wished for in passing."""


class NoOutbox:
    """Stands in for the outbox where a build must leave it alone."""

    def pending(self) -> list[ChangeRecord]:
        """Nothing."""
        return []

    def acknowledge(self, changes: Sequence[ChangeRecord], *, outputs: int, seconds: float) -> None:
        """Nobody is told."""

    def failed(self, changes: Sequence[ChangeRecord], reason: str) -> None:
        """Nobody is told."""

    def progress(self, phase: str, done: int, total: int) -> None:
        """Nobody is told."""

    def held(self, count: int) -> None:
        """Nobody is told."""


def site_from_settings(build_dir: Path | None = None) -> Site:
    """The site as the settings say, built into another folder if one is given."""
    return Site(
        build_dir=build_dir or settings.BUILD_DIR,
        media_dir=settings.MEDIA_DIR,
        # What is built aside is compared with what is live: in the look that shoppers see.
        theme=(Releases(settings.BUILD_DIR).held_theme if build_dir else None) or settings.THEME_DIR,
        site_url=settings.SITE_URL,
        encoding=settings.BUILD_ENCODING,
        production=settings.CATALORO_ENV == "production",
    )


def make_publisher(
    *, jobs: int | None = None, progress: Callable[[int], None] = lambda _: None, into: Path | None = None
) -> Publisher:
    """The publisher of this site. `jobs`: processes, all cores without it. `into`: a folder to build aside."""
    ports = Ports(
        make_source=CmsSource,
        outbox=changes if into is None else NoOutbox(),
        personal_emails=people.personal_emails,
        is_answered=lambda path: addresses.present_address(quote(path)) is not None,
        version=settings.CATALORO_VERSION,
        settles=into is None,
    )
    cores = len(os.sched_getaffinity(0))
    return Publisher(site_from_settings(into), ports, jobs=jobs or cores, progress=progress)


def ask_to_remove_held() -> None:
    """Wish that the publisher removes what it holds back, as `publish --force` does, and don't wait for it."""
    Wishes(settings.BUILD_DIR).make({"force": True}, wait=_UNTIL_GIVEN_UP)


def photos_of_releases(hashes: Collection[str]) -> set[str]:
    """Those of these photos that a kept release shows."""
    return shown_photos(settings.BUILD_DIR, hashes)
