import json
import os
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from deploy import rendering
from deploy.configuration_file import parse_configuration
from deploy.rendered_files import After, RenderedFile
from deploy.rendering import State, render, standings, write

TEXT = 'address = "203.0.113.5"\nemail = "owner@markt.test"\n[tls]\nmode = "none"\n'
TLS_ONLY = RenderedFile(
    target="{nginx}/tls.conf", make=lambda one: f"# {one.address}\n", when=lambda one: one.is_https, after=After.NGINX
)
ALWAYS = RenderedFile(target="{configuration}/always", make=lambda one: one.address + "\n", after=After.APP)
FILES = (TLS_ONLY, ALWAYS)


def configuration(text=TEXT):
    return parse_configuration(text, file=Path("/etc/cataloro/cataloro.toml"))


def by_domain():
    return configuration(TEXT.replace("203.0.113.5", "markt.test").replace("none", "certbot"))


def states(root, wanted=None):
    return {str(one.target): one.state for one in standings(wanted or configuration(), root=root, files=FILES)}


def test_a_file_is_missing_then_fresh_then_stale_then_left_over(tmp_path):
    assert states(tmp_path) == {"/etc/cataloro/always": State.MISSING}

    assert write(by_domain(), root=tmp_path, files=FILES).after == {After.NGINX, After.APP}

    assert states(tmp_path, by_domain()) == {
        "/etc/nginx/tls.conf": State.FRESH,
        "/etc/cataloro/always": State.FRESH,
    }
    assert states(tmp_path) == {"/etc/cataloro/always": State.STALE, "/etc/nginx/tls.conf": State.LEFT_OVER}

    write(configuration(), root=tmp_path, files=FILES)

    assert states(tmp_path) == {"/etc/cataloro/always": State.FRESH}
    assert not (tmp_path / "etc/nginx/tls.conf").exists()
    assert json.loads((tmp_path / "etc/cataloro/rendered.json").read_text()) == {"/etc/cataloro/always": "app"}


def test_a_second_time_nothing_is_written(tmp_path):
    write(by_domain(), root=tmp_path, files=FILES)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}

    change = write(by_domain(), root=tmp_path, files=FILES)

    assert (change.before, change.after) == ({}, set())
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


@pytest.mark.parametrize("edit", [lambda text: text + "# mine\n", lambda text: text.partition("\n")[2], lambda _: ""])
def test_an_edit_by_hand_is_seen(tmp_path, edit):
    write(configuration(), root=tmp_path, files=FILES)
    file = tmp_path / "etc/cataloro/always"
    file.write_text(edit(file.read_text()))

    assert states(tmp_path) == {"/etc/cataloro/always": State.EDITED}


def test_a_change_can_be_taken_back(tmp_path):
    write(configuration(), root=tmp_path, files=FILES)
    before = (tmp_path / "etc/cataloro/always").read_text()

    write(by_domain(), root=tmp_path, files=FILES).undo()

    assert (tmp_path / "etc/cataloro/always").read_text() == before
    assert not (tmp_path / "etc/nginx/tls.conf").exists()


def test_a_disk_that_fails_half_way_leaves_everything_as_it_was(tmp_path, monkeypatch):
    write(configuration(), root=tmp_path, files=FILES)
    before = (tmp_path / "etc/cataloro/always").read_text()
    fine = os.fsync

    def full(handle):
        if "always" in Path(f"/proc/self/fd/{handle}").readlink().name:
            monkeypatch.setattr(os, "fsync", fine)
            raise OSError(28, "No space left on device")
        fine(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write(by_domain(), root=tmp_path, files=FILES)

    assert (tmp_path / "etc/cataloro/always").read_text() == before
    assert sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()) == [
        "etc/cataloro/always",
        "etc/cataloro/rendered.json",
    ]


def test_a_template_with_an_unknown_name_writes_nothing(tmp_path, monkeypatch):
    (tmp_path / "t.jinja").write_text("{{ nonsense }}")
    monkeypatch.setattr(rendering, "_FOLDER", tmp_path)

    with pytest.raises(UndefinedError):
        write(
            configuration(),
            root=tmp_path / "root",
            files=(RenderedFile(target="{nginx}/x", template="t.jinja"), ALWAYS),
        )

    assert not (tmp_path / "root").exists()


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("203.0.113.5", "markt.test").replace("none", "certbot")])
def test_every_file_of_the_table_renders_and_none_holds_an_address_of_a_developers_machine(text):
    texts = render(configuration(text))

    for one in texts:
        assert not rendering.was_edited(one.text), one.target
        assert "localhost" not in one.text, one.target
    assert Path("/etc/cataloro/env") in {one.target for one in texts}
