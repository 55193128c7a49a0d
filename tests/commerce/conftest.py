"""A release that was published, without a generator."""

import gzip

import pytest
from django.conf import settings

FILES = {
    "index.html": "<h1>Home</h1>",
    "about.html": "<h1>About</h1>",
    "404.html": "<h1>Not here</h1>",
    "410.html": "<h1>No longer here</h1>",
    "500.html": "<h1>Our fault</h1>",
    "manifest.webmanifest": '{"icons": [{"src": "/assets/icon-192.aa.png"}, {"src": "/assets/icon-512.bb.png"}]}',
}


@pytest.fixture
def release():
    folder = settings.BUILD_DIR / "releases" / "one"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "build.json").write_text('{"release": "one", "built_at": "2026-01-02T03:04:05Z"}')
    (settings.BUILD_DIR / "live").symlink_to("releases/one")
    return folder
