"""Files that an owner names: beside the folder that the command was typed in, whichever the program works in."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "CATALORO_CALLED_FROM"
"""Set by the command `cataloro`, which works in the folder of its release."""


def named_file(words: str) -> Path:
    """The full path of a file named on the command line."""
    return Path(os.environ.get(VARIABLE) or Path.cwd()) / words
