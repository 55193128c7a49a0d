"""`manage.py` with a generator that notes nothing of what pages read: only to tell what noting costs.

A site built like this cannot be kept up to date.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import django

from cms.config.start import prepare


class Forgetful(dict[int, int]):
    """Takes everything and keeps nothing."""

    def __setitem__(self, key: int, value: int) -> None:
        """Nothing is noted."""

    def update(self, *_: Any, **__: Any) -> None:
        """Nothing is noted."""


def stop_noting() -> None:
    """Facts go nowhere, and no digest is worked out for them. Raises AttributeError when the generator is another."""
    from sitegen import content, facts, tracked_content  # noqa: PLC0415 (Django has to be set up first)

    class Untraced(tracked_content.TrackedContent):
        """Reads without noting."""

        __slots__ = ()

        def __init__(self, of: content.Content) -> None:
            super().__init__(of)
            self.facts = Forgetful()

    vars(content)["TrackedContent"] = Untraced
    original = facts.digest_of
    for module in list(sys.modules.values()):
        if module.__name__.startswith("sitegen.") and getattr(module, "digest_of", None) is original:
            module.digest_of = lambda _: 1  # type: ignore[attr-defined]  # as above


def main() -> None:
    """As manage.py."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
    prepare()
    django.setup()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (as above)

    import sitegen.wiring  # noqa: F401, PLC0415 (everything that works out digests)

    stop_noting()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
