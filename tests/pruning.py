"""Old releases are removed beside everything else; whoever looks at the folder afterwards waits for it."""

from __future__ import annotations

import threading


def wait_for_pruning() -> None:
    """Return when this process removes no release any more."""
    for thread in threading.enumerate():
        if thread.name == "prune":
            thread.join()
