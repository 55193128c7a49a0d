"""`make release`: the whole shop in one file, dist/cataloro-<version>.run. The same commit gives the same bytes.

In it: a script for bash, and an archive with the code as committed, the wheels of the locks and a list of checksums.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.install.plan import plan_text
from deploy.lock import BASE_DIR
from deploy.release.wheels import LOCKS, WheelsUnfit, fetch_wheels, prove_wheels_load

HEADER = Path(__file__).with_name("header.sh")
_LEFT_OUT = ("tests/", ".ci/", "docs/screenshot", ".gitignore", "requirements-dev")
_BYTES_WIDTH = 12


class CannotRelease(RuntimeError):
    """Why no file has been made."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    content: bytes
    runs: bool = False


def build_release(*, wheels: Path, folder: Path, repository: Path = BASE_DIR) -> Path:
    """Write the file, from the last commit and the wheels in a folder. Raises CannotRelease."""
    prove_wheels_load(wheels)
    version = version_of(_git(repository, "show", "HEAD:cms/config/settings.py").decode())
    moment = int(_git(repository, "show", "--no-patch", "--format=%ct", "HEAD"))
    entries = sorted((*_code(repository), *_others(repository, wheels, version)), key=lambda one: one.name)
    sums = "".join(f"{hashlib.sha256(one.content).hexdigest()}  {one.name}\n" for one in entries)
    entries.append(_Entry("SHA256SUMS", sums.encode()))
    payload = _archive(entries, top=f"cataloro-{version}", moment=moment)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"cataloro-{version}.run"
    unfinished = target.with_suffix(".unfinished")
    unfinished.write_bytes(header_for(payload, version=version) + payload)
    unfinished.replace(target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    target.with_suffix(".run.sha256").write_text(f"{digest}  {target.name}\n")
    return target


def header_for(payload: bytes, *, version: str) -> bytes:
    """The script in front of this archive."""
    text = HEADER.read_text(encoding="utf-8")
    for name, value in (
        ("VERSION", version),
        ("PAYLOAD_SHA256", hashlib.sha256(payload).hexdigest()),
        ("PAYLOAD_BYTES", str(len(payload))),
    ):
        text = text.replace(f"@{name}@", value)
    # Its own length stands in it, so it is written as wide as any may be.
    length = len(text.replace("@HEADER_BYTES@", " " * _BYTES_WIDTH).encode())
    return text.replace("@HEADER_BYTES@", str(length).rjust(_BYTES_WIDTH)).encode()


def version_of(settings: str) -> str:
    """The version in the text of the settings."""
    found = re.search(r'^CATALORO_VERSION = "([0-9A-Za-z.+-]+)"$', settings, re.MULTILINE)
    if found is None:
        raise CannotRelease("cms/config/settings.py names no CATALORO_VERSION.")
    return found[1]


def _code(repository: Path) -> Iterator[_Entry]:
    with tarfile.open(fileobj=io.BytesIO(_git(repository, "archive", "HEAD"))) as committed:
        for member in committed:
            file = committed.extractfile(member) if member.isfile() else None
            if file is not None and not member.name.startswith(_LEFT_OUT):
                yield _Entry(f"app/{member.name}", file.read(), runs=bool(member.mode & 0o100))


def _others(repository: Path, wheels: Path, version: str) -> Iterator[_Entry]:
    yield _Entry("VERSION", f"{version}\n".encode())
    yield _Entry("COMMIT", _git(repository, "rev-parse", "HEAD"))
    yield _Entry("PLAN", plan_text().encode())
    for wheel in sorted(wheels.glob("*.whl")):
        yield _Entry(f"wheels/{wheel.name}", wheel.read_bytes())


def _archive(entries: list[_Entry], *, top: str, moment: int) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for one in entries:
            member = tarfile.TarInfo(f"{top}/{one.name}")
            member.size, member.mtime, member.mode = len(one.content), moment, 0o755 if one.runs else 0o644
            archive.addfile(member, io.BytesIO(one.content))
    return written.getvalue()


def _git(repository: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", repository, *arguments], check=False, capture_output=True)  # noqa: S607
    if done.returncode:
        raise CannotRelease(f"git {arguments[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def main() -> int:
    """Fetch the wheels and make the file; 1 with the reason when that cannot be."""
    parser = argparse.ArgumentParser(description="Make the file that is copied to a server.")
    parser.add_argument("--folder", type=Path, default=BASE_DIR / "dist", help="where to write it (default: dist)")
    parser.add_argument("--wheels", type=Path, help="a folder with the wheels; without it they are fetched")
    options = parser.parse_args()
    say = sys.stderr.write
    try:
        if _git(BASE_DIR, "status", "--porcelain"):
            say("There are changes that are not committed; they are not in the release.\n")
        with tempfile.TemporaryDirectory() as temporary:
            wheels = options.wheels or Path(temporary)
            if options.wheels is None:
                say(f"Fetching the wheels of {', '.join(LOCKS)} (a minute or two)\n")
                fetch_wheels(wheels)
            target = build_release(wheels=wheels, folder=options.folder)
    except (CannotRelease, WheelsUnfit) as problem:
        say(f"No release has been made. {problem}\n")
        return 1
    say(f"{target}, {target.stat().st_size // 1_000_000} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
