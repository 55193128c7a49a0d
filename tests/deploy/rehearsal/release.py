"""Release files for rehearsals: the server's own code as it is in this folder, and a wheel that nobody installs."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from cms.config.environment import BASE_DIR
from deploy.release.build import build_release

_NEEDED = ("deploy", "cms/__init__.py", "cms/config", "cms/contract", "manage.py", "requirements.txt")
_MOMENT = "2026-01-02T03:04:05+00:00"
_NOBODY = {
    "GIT_AUTHOR_NAME": "A test",
    "GIT_AUTHOR_EMAIL": "test@markt.test",
    "GIT_COMMITTER_NAME": "A test",
    "GIT_COMMITTER_EMAIL": "test@markt.test",
    "GIT_AUTHOR_DATE": _MOMENT,
    "GIT_COMMITTER_DATE": _MOMENT,
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "PATH": "/usr/bin:/bin",
}


def make_wheels(folder: Path) -> Path:
    """A wheelhouse with one wheel of pure Python."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / "nothing-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(zipfile.ZipInfo("nothing.py"), "")  # As old as a file in a zip can be, each time.
    return folder


def make_repository(folder: Path, *, version: str = "0.1.0", oldest: str = "0.1.0") -> Path:
    """The code that a server needs, committed, as this version."""
    for name in _NEEDED:
        source, target = BASE_DIR / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    _put(folder / "cms/config/settings.py", r'CATALORO_VERSION = ".*"', f'CATALORO_VERSION = "{version}"')
    _put(folder / "deploy/upgrade/versions.py", r'UPGRADES_FROM = ".*"', f'UPGRADES_FROM = "{oldest}"')
    for command in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "A release")):
        subprocess.run(["git", "-C", folder, *command], check=True, env=_NOBODY)
    return folder


def make_release(folder: Path, *, version: str = "0.1.0", oldest: str = "0.1.0") -> Path:
    """A whole release file."""
    repository = make_repository(folder / "repository", version=version, oldest=oldest)
    return build_release(wheels=make_wheels(folder / "wheels"), folder=folder / "dist", repository=repository)


def _put(file: Path, pattern: str, text: str) -> None:
    changed, count = re.subn(pattern, text, file.read_text(), count=1)
    assert count == 1, (file, pattern)
    file.write_text(changed)
