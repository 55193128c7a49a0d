"""The entry point for gunicorn: the app, and in development the static site in front of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cms.config.sqlite import use_bundled_sqlite

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
use_bundled_sqlite()

from django.core.wsgi import get_wsgi_application  # noqa: E402 (after the swap of SQLite)

from cms.config.environment import read_environment  # noqa: E402 (as above)
from cms.config.static_site import StaticSite  # noqa: E402 (as above)

application: WSGIApplication = get_wsgi_application()

ENVIRONMENT = read_environment()
if ENVIRONMENT.env == "development":
    application = StaticSite(
        application,
        build_dir=ENVIRONMENT.build_dir,
        media_dir=ENVIRONMENT.media_dir,
        build_encoding=ENVIRONMENT.build_encoding,
    )
