#!/usr/bin/env python
"""The command line of Cataloro: `./manage.py help`."""

import sys

from cms.config.start import prepare


def main() -> None:
    """Run one management command."""
    prepare()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (after the swap of SQLite)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
