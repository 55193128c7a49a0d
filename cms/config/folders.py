"""The folders of the shop: made when missing, refused when nothing can be written there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cms.config.refusals import Problem, SettingsRefused

if TYPE_CHECKING:
    from pathlib import Path

    from cms.config.environment import Environment


def make_folders(environment: Environment) -> None:
    """Make DATA_DIR, MEDIA_DIR and BUILD_DIR. Raises SettingsRefused.

    BUILD_DIR need not be writable: the app only reads it, and the publisher, which writes it, says so itself.
    """
    folders = {"DATA_DIR": environment.data_dir, "MEDIA_DIR": environment.media_dir, "BUILD_DIR": environment.build_dir}
    problems = [
        Problem(name=name, shown=f"={str(folder)!r}", why=why)
        for name, folder in folders.items()
        if (why := _what_is_wrong(folder, must_be_writable=name != "BUILD_DIR"))
    ]
    if problems:
        raise SettingsRefused(problems)


def _what_is_wrong(folder: Path, *, must_be_writable: bool) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        return "that is a file; a folder is needed."
    except OSError as error:
        return f"the folder cannot be made ({error.strerror or error})."
    if must_be_writable and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return f"the user {_user()} may not write there."
    return ""


def _user() -> str:
    return os.environ.get("USER") or f"number {os.geteuid()}"
