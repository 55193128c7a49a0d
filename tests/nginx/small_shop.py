"""A small build as the generator leaves it, made without one."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

PAGES = {
    "index.html": "<h1>Home</h1>",
    "about.html": "<h1>About</h1>" + "<p>Much text.</p>" * 20_000,
    "about/team.html": "<h1>Team</h1>",
    "category/bikes.html": "<h1>Bikes</h1>",
    "category/index.html": "<h1>A category that is called index</h1>",
    "listing/42-oak-table.html": "<h1>Oak table</h1>",
    "listing/43-empty.html": "",
    "404.html": "<h1>Not here</h1>",
    "410.html": "<h1>No longer here</h1>",
    "500.html": "<h1>Our fault</h1>",
    "sitemap.xml": "<sitemapindex/>",
    "sitemap-1.xml": "<urlset/>",
    "sitemap-sellers-2.xml": "<urlset/>",
    "feed.xml": "<feed/>",
    "robots.txt": "User-agent: *\n",
    "manifest.webmanifest": "{}",
}
ASSETS = {"shop.0a1b2c.css": b"a{color:red}" * 500, "shop.3d4e5f.js": b"let a = 1\n" * 500}
BINARIES = {"icon-32.aa.png": b"\x89PNG\r\n" * 40, "inter.bb.woff2": b"wOF2" * 40}
PHOTO = "ab/abcdef0123-320"

_WRITTEN = 1_000_000_000


def make(folder: Path, *, encoding: str = "gzip") -> tuple[Path, Path]:
    """BUILD_DIR and MEDIA_DIR of a small shop."""
    build, media = folder / "build", folder / "media"
    release = build / "releases" / "one"
    for name, text in PAGES.items():
        if encoding in ("gzip", "both"):
            _write(release / f"{name}.gz", gzip.compress(text.encode(), mtime=0))
        if encoding in ("plain", "both"):
            _write(release / name, text.encode())
    _write(release / "build.json", b'{"release": "one"}')
    _write(release / ".secret.html.gz", gzip.compress(b"secret", mtime=0))
    (build / "live").symlink_to("releases/one")
    for name, content in ASSETS.items():
        _write(build / "assets" / name, content)
        _write(build / "assets" / f"{name}.gz", gzip.compress(content, mtime=0))
        if name.endswith(".css"):
            _write(build / "assets" / f"{name}.br", b"brotli of " + content)
    for name, content in BINARIES.items():
        _write(build / "assets" / name, content)
    for extension in ("avif", "webp", "jpg"):
        _write(media / "photos" / f"{PHOTO}.{extension}", extension.encode() * 1000)
    _write(media / "originals" / "ab" / "private.jpg", b"private")
    return build, media


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    # Like the writer of the build: each file's time follows from its content, whole seconds.
    os.utime(path, (_WRITTEN + len(content), _WRITTEN + len(content)))
