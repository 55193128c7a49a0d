"""The two release files: the one that is installed, and one that an upgrade leads to."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from cms.config.environment import BASE_DIR
from deploy.release.build import build_release

_NOBODY = ("-c", "user.name=A test", "-c", "user.email=test@markt.test")
_MIGRATIONS = Path("cms/catalog/migrations")
_MIGRATION = '''"""Another column, which no code reads: what old code can live with."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "{latest}")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE catalog_listing ADD COLUMN of_a_rehearsal integer",
            "ALTER TABLE catalog_listing DROP COLUMN of_a_rehearsal",
        )
    ]
'''


def the_release(folder: Path) -> Path:
    """As `make release` makes it from the last commit."""
    subprocess.run([sys.executable, "-m", "deploy.release.build", "--folder", folder], check=True, cwd=BASE_DIR)
    return next(folder.glob("*.run"))


def the_next_one(release: Path, folder: Path) -> Path:
    """From the same commit and wheels: a higher version, with a change of each kind."""
    subprocess.run(["bash", release, "unpack", folder / "unpacked"], check=True, stdout=subprocess.DEVNULL)
    [unpacked] = (folder / "unpacked").iterdir()
    commit = (unpacked / "COMMIT").read_text().strip()
    repository = folder / "repository"
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", BASE_DIR, repository], check=True)
    _git(repository, "checkout", "--quiet", commit)
    change(repository)
    return build_release(wheels=unpacked / "wheels", folder=folder / "dist", repository=repository)


def change(repository: Path) -> str:
    """Commit what an upgrade may bring; the new version."""
    version = _next(repository / "cms/config/settings.py")
    latest = max(one.stem for one in (repository / _MIGRATIONS).glob("0*.py"))
    number = int(latest[:4]) + 1
    (repository / _MIGRATIONS / f"{number:04}_of_a_rehearsal.py").write_text(_MIGRATION.format(latest=latest))
    _add(repository / "deploy/nginx/templates/cataloro.conf.jinja", "\n# Of another version.\n")
    _add(repository / "themes/cataloro/assets/base.css", "\n.of-a-rehearsal { color: inherit; }\n")
    # A template that asks for what only the new code has: neither version may meet that of the other.
    _put(repository / "commerce/search/views.py", '"title": "Search",', '"title": "Search", "of_a_rehearsal": "yes",')
    search, style = (
        repository / "themes/cataloro/templates/commerce/search/search.html",
        '{{ asset("shopping.css") }}">',
    )
    _put(search, style, f'{style}\n<meta name="of-a-rehearsal" content="{{{{ of_a_rehearsal }}}}">')
    _git(repository, "add", "--all")
    _git(repository, "commit", "--quiet", "--no-verify", "--message", f"Make version {version} for a rehearsal")
    return version


def _next(settings: Path) -> str:
    text = settings.read_text()
    found = re.search(r'CATALORO_VERSION = "(\d+)\.(\d+)\.', text)
    assert found is not None
    version = f"{found[1]}.{int(found[2]) + 1}.0"
    settings.write_text(re.sub(r'CATALORO_VERSION = ".*"', f'CATALORO_VERSION = "{version}"', text))
    return version


def _put(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text, (file, before)
    file.write_text(text.replace(before, after, 1))


def _add(file: Path, text: str) -> None:
    file.write_text(file.read_text() + text)


def _git(repository: Path, *words: str) -> None:
    subprocess.run(["git", "-C", repository, *_NOBODY, *words], check=True)
