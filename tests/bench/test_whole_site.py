import gzip

import pytest

from tests.bench.whole_site import Tree, problems_of

PAGE = b'<html><a href="/about">About</a><img src="/photos/aa/aa-320.jpg" srcset="/photos/aa/aa-320.jpg 320w"></html>'


@pytest.fixture
def tree(tmp_path):
    release = tmp_path / "releases" / "1"
    release.mkdir(parents=True)
    (tmp_path / "photos" / "aa").mkdir(parents=True)
    (tmp_path / "photos" / "aa" / "aa-320.jpg").write_bytes(b"jpeg")
    (release / "build.json").write_text("{}")
    (release / "index.html.gz").write_bytes(gzip.compress(PAGE))
    (release / "about.html.gz").write_bytes(gzip.compress(b'<html><a href="/search?q=a">Search</a></html>'))
    (tmp_path / "live").symlink_to(release)
    return Tree(
        live=tmp_path / "live", assets=tmp_path / "assets", photos=tmp_path / "photos", site_url="http://localhost:8000"
    )


def test_a_whole_site_has_no_problems(tree):
    assert problems_of(tree) == []


def test_a_link_that_leads_nowhere_is_found(tree):
    (tree.live / "about.html.gz").unlink()

    assert problems_of(tree) == ["index.html.gz: nothing is at /about"]


def test_a_missing_photo_is_found(tree):
    (tree.photos / "aa" / "aa-320.jpg").unlink()

    assert problems_of(tree) == ["index.html.gz: nothing is at /photos/aa/aa-320.jpg"] * 2


def test_a_file_that_ends_early_is_found(tree):
    file = tree.live / "about.html.gz"
    file.write_bytes(file.read_bytes()[:-9])

    (problem,) = problems_of(tree)
    assert problem.startswith("about.html.gz: does not unpack")


def test_a_release_without_its_receipt_is_found(tree):
    (tree.live / "build.json").unlink()

    (problem,) = problems_of(tree)
    assert problem.startswith("build.json: ")


def test_a_live_that_leads_nowhere_is_found(tree):
    tree.live.unlink()

    assert problems_of(tree) == [f"{tree.live} leads nowhere"]
