#!/usr/bin/env python
"""The command line of Cataloro: `./manage.py help`."""

import os
import sys

from cms.config.sqlite import use_bundled_sqlite


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
    use_bundled_sqlite()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (after the swap of SQLite)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
