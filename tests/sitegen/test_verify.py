"""Comparing two trees."""

from __future__ import annotations

import gzip
import os

import pytest

from sitegen.verify import differing


@pytest.fixture
def trees(tmp_path):
    for name in ("one", "other"):
        put(tmp_path / name / "a" / "page.html.gz", gzip.compress(b"page", mtime=0))
        put(tmp_path / name / "index.html", b"home")
    return tmp_path / "one", tmp_path / "other"


def put(file, body, when=1000):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
    os.utime(file, (when, when))


def test_equal_trees_do_not_differ(trees):
    assert differing(*trees) == []


def test_receipts_do_not_count(trees):
    put(trees[0] / "build.json", b"{}")

    assert differing(*trees) == []


def test_what_is_packed_otherwise_is_the_same(trees):
    put(trees[1] / "a" / "page.html.gz", gzip.compress(b"page", compresslevel=1, mtime=9))

    assert differing(*trees) == []


def test_content_time_and_names_count(trees):
    put(trees[1] / "a" / "page.html.gz", gzip.compress(b"PAGE", mtime=0))
    put(trees[1] / "index.html", b"home", when=1001)
    put(trees[0] / "mine.html", b"")
    put(trees[1] / "yours.html", b"")

    assert differing(*trees) == ["a/page.html.gz", "index.html", "mine.html", "yours.html"]


@pytest.mark.parametrize("body", [b"forged", b"", gzip.compress(b"page", mtime=0)[:-3]])
def test_what_is_no_gzip_any_more_differs(trees, body):
    put(trees[0] / "a" / "page.html.gz", body)

    assert differing(*trees) == ["a/page.html.gz"]
