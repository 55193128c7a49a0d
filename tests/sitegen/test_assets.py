"""Hashed assets."""

from __future__ import annotations

import gzip
import hashlib

import brotli
import pytest

from cms.contract.records import IconRecord
from sitegen.assets import Assets
from sitegen.errors import UnknownAsset


@pytest.fixture
def folder(tmp_path):
    theme = tmp_path / "assets"
    (theme / "img").mkdir(parents=True)
    (theme / "img" / "dot.svg").write_text("<svg/>")
    (theme / "shop.css").write_text(
        'a { background: url("img/dot.svg#x") } b { background: url(data:image/png;base64,AA) }'
    )
    (theme / "shop.js").write_text('import { go } from "./go.js";\n')
    (theme / "go.js").write_text("export const go = 1;\n")
    for size in (32, 180, 192, 512):
        (theme / f"icon-{size}.png").write_bytes(b"theme")
    return theme


def hashed(body):
    return hashlib.sha256(body).hexdigest()[:12]


def test_the_address_holds_the_hash_of_the_content(folder):
    assert Assets(folder).address("go.js") == f"/assets/go.{hashed(b'export const go = 1;' + bytes([10]))}.js"


def test_references_between_assets_are_rewritten(folder, tmp_path):
    assets = Assets(folder)
    dot = f"/assets/img-dot.{hashed(b'<svg/>')}.svg"

    sheet, script = assets.address("shop.css"), assets.address("shop.js")
    assets.publish(tmp_path / "build")

    assert (tmp_path / "build" / sheet[1:]).read_text() == (
        f'a {{ background: url("{dot}#x") }} b {{ background: url(data:image/png;base64,AA) }}'
    )
    assert (tmp_path / "build" / script[1:]).read_text() == f'import {{ go }} from "{assets.address("go.js")}";\n'


def test_a_changed_part_changes_the_name_of_what_uses_it(folder):
    before = Assets(folder).address("shop.css")
    (folder / "img" / "dot.svg").write_text("<svg><!-- new --></svg>")

    assert Assets(folder).address("shop.css") != before


@pytest.mark.parametrize("name", ["nothing.css", "../secret.css", "img", ""])
def test_an_unknown_name_is_refused(folder, name):
    (folder.parent / "secret.css").write_text("")

    with pytest.raises(UnknownAsset, match="the theme has no asset"):
        Assets(folder).address(name)


def test_a_sheet_that_names_a_missing_file_is_refused(folder):
    (folder / "bad.css").write_text("a { background: url(nothing.png) }")

    with pytest.raises(UnknownAsset, match=r"nothing\.png"):
        Assets(folder).address("bad.css")


def test_texts_lie_there_compressed_too(folder, tmp_path):
    assets = Assets(folder)
    file = tmp_path / assets.address("go.js")[1:]

    assets.publish(tmp_path)

    assert gzip.decompress(file.with_name(file.name + ".gz").read_bytes()) == file.read_bytes()
    assert brotli.decompress(file.with_name(file.name + ".br").read_bytes()) == file.read_bytes()


def test_the_shops_icons_take_the_place_of_the_themes(folder):
    assets = Assets(folder)

    icons = assets.add_icons([IconRecord(size=32, png=b"own", hash="x")])

    assert icons[32] == f"/assets/icon-32.{hashed(b'own')}.png"
    assert icons[180] == f"/assets/icon-180.{hashed(b'theme')}.png"
