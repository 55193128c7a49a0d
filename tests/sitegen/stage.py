"""What several tests of builds start from: goods, pages, a theme to break, and a build that must fail."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cms.contract.blocks import PageRecord, RichTextBlock
from sitegen.errors import ReleaseRefused
from tests.sitegen.conftest import THEME
from tests.sitegen.tree import tree


def filled(shelf, count=60):
    for number in range(1, count + 1):
        shelf.put(number, f"Thing {number}", category=2 if number % 3 else 3)
    return shelf


def written(path="/about", html="<p>Hello</p>", **changes):
    record = PageRecord(
        id=9,
        path=path,
        title="About",
        is_home=False,
        blocks=(RichTextBlock(html=html),),
        search_title="",
        search_description="",
        sharing_image=None,
        ancestors=(),
    )
    return replace(record, **changes)


def copied_theme(tmp_path):
    return Path(shutil.copytree(THEME, tmp_path / "theme"))


def refused(publisher, *, error=ReleaseRefused):
    before = tree(publisher.site.build_dir)
    release = publisher.releases.current()

    with pytest.raises(error) as caught:
        publisher.build()

    assert publisher.releases.current() == release
    assert tree(publisher.site.build_dir) == before
    assert [one.name for one in publisher.releases.folder.iterdir()] == [release]
    return caught.value
