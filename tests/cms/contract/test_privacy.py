"""E-mail addresses in people's texts."""

from __future__ import annotations

import pytest

from cms.contract.privacy import without_emails


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write to anna.b+x@mail.example.org, please", "Write to […], please"),
        ("jürgen@müller.example", "[…]"),
        ("two a@b.example c@d.example", "two […] […]"),
        ("@home at 5 @ the station", "@home at 5 @ the station"),
        ("no dot: a@b", "no dot: a@b"),
        ("", ""),
    ],
)
def test_addresses_are_hidden_and_nothing_else(text, shown):
    assert without_emails(text) == shown
