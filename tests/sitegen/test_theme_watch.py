"""Somebody works on the theme."""

from __future__ import annotations

import pytest

from sitegen.errors import ThemeError
from sitegen.theme_watch import ThemeWatch


def test_a_touched_theme_is_noticed(tmp_path):
    watch = ThemeWatch(tmp_path)
    (tmp_path / "shop.css").write_text("a{}")

    assert watch.touched.wait(timeout=30)
    watch.stop()


def test_a_theme_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ThemeError, match="there is no theme at"):
        ThemeWatch(tmp_path / "nowhere")
