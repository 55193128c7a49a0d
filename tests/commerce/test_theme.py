"""Texts of the theme for notices, mails and JSON."""

import pytest

from commerce.theme import translate

pytestmark = pytest.mark.django_db


def test_a_text_is_plain_so_that_a_page_escapes_it_once():
    assert translate("Tom & “{name}” <{name}> isn't", name="<b>") == "Tom & “<b>” <<b>> isn't"
