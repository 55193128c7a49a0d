"""Puts the publisher together from Django's settings and the cms. Commands and the preview start here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings

from cms.api import addresses, changes, people
from sitegen.build import Site
from sitegen.publisher import Ports, Publisher
from sitegen.source_cms import CmsSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


class NoOutbox:
    """Stands in for the outbox where a build must leave it alone."""

    def pending(self) -> list[int]:
        """Nothing."""
        return []

    def forget(self, numbers: Iterable[int]) -> None:
        """Nothing either."""


def site_from_settings(build_dir: Path | None = None) -> Site:
    """The site as the settings say, built into another folder if one is given."""
    return Site(
        build_dir=build_dir or settings.BUILD_DIR,
        media_dir=settings.MEDIA_DIR,
        theme=settings.THEME_DIR,
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
    )
    cores = len(os.sched_getaffinity(0))
    return Publisher(site_from_settings(into), ports, jobs=jobs or cores, progress=progress)
