"""What comes before Django in every program: the right SQLite and a sound environment, or a plain message."""

from __future__ import annotations

import os
import sys

from cms.config.environment import read_environment
from cms.config.folders import make_folders
from cms.config.refusals import SettingsRefused
from cms.config.sqlite import SQLiteTooOld, use_bundled_sqlite

EXPLAINED = 1
"""Exit status of a command that hit a problem and explained it."""
GUNICORN_MUST_NOT_RETRY = 3
"""Exit status of a worker that gunicorn takes as final; for any other it would start the next one, for ever."""


def prepare(*, exit_status: int = EXPLAINED) -> None:
    """Make Django ready to be imported, or say what is wrong and leave with this status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
    try:
        use_bundled_sqlite()
        make_folders(read_environment())
    except (SQLiteTooOld, SettingsRefused) as refusal:
        print(refusal, file=sys.stderr, flush=True)  # noqa: T201 (nothing else is there yet to say it)
        raise SystemExit(exit_status) from None
