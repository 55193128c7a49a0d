"""The entry point for gunicorn: the app, and in development the static site in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.config.start import GUNICORN_MUST_NOT_RETRY, prepare

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

prepare(exit_status=GUNICORN_MUST_NOT_RETRY)

from django.core.wsgi import get_wsgi_application  # noqa: E402 (after the swap of SQLite)

from cms.config.environment import read_environment  # noqa: E402 (as above)
from cms.config.reloading import ReloadingPages  # noqa: E402 (as above)
from cms.config.static_site import StaticSite  # noqa: E402 (as above)
from cms.config.visit_log import VisitLog, log_file  # noqa: E402 (as above)

application: WSGIApplication = get_wsgi_application()

ENVIRONMENT = read_environment()
if ENVIRONMENT.env == "development":
    application = StaticSite(
        application,
        build_dir=ENVIRONMENT.build_dir,
        media_dir=ENVIRONMENT.media_dir,
        build_encoding=ENVIRONMENT.build_encoding,
    )
    application = VisitLog(application, file=log_file(ENVIRONMENT.data_dir))
    if ENVIRONMENT.reloads:
        application = ReloadingPages(application, build_dir=ENVIRONMENT.build_dir)
