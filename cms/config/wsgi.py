"""The entry point for gunicorn."""

import os

from cms.config.sqlite import use_bundled_sqlite

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
use_bundled_sqlite()

from django.core.wsgi import get_wsgi_application  # noqa: E402 (after the swap of SQLite)

application = get_wsgi_application()
