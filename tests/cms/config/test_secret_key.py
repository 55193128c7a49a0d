import secrets

import pytest

from cms.config.environment import read_environment
from cms.config.refusals import Refusal, SettingsRefused
from cms.config.secret_key import DEVELOPMENT_KEY, refuse_weak_key

RANDOM = "qXIMIZVS_sC2RCc7JKCz5V9mvctASxMxzuFmJHFS-IsowbU5_wPP7A"


@pytest.mark.parametrize(
    "make", [lambda: secrets.token_urlsafe(32), lambda: secrets.token_urlsafe(50), lambda: secrets.token_hex(32)]
)
def test_random_keys_are_taken(make):
    for _ in range(200):
        refuse_weak_key(make())


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("changeme", "at least 40 random characters"),
        ("x" * 39, "at least 40 random characters"),
        ("x" * 60, "repeats itself"),
        ("0123456789" * 5, "repeats itself"),
        ("abcabcabc" * 6, "repeats itself"),
        (DEVELOPMENT_KEY, "placeholder"),
        ("django-insecure-" + RANDOM, "placeholder"),
        ("CHANGE-ME-" + RANDOM, "placeholder"),
        ("change_me_" + RANDOM, "placeholder"),
        ("please replace this with your secret key 123", "placeholder"),
    ],
)
def test_a_key_that_can_be_guessed_is_refused(key, words):
    with pytest.raises(Refusal) as refusal:
        refuse_weak_key(key)

    assert words in str(refusal.value)
    assert "secrets.token_urlsafe(50)" in str(refusal.value)


def test_production_says_how_long_a_refused_key_is_and_not_what():
    with pytest.raises(SettingsRefused) as refusal:
        read_environment({"CATALORO_ENV": "production", "SECRET_KEY": "changeme"})

    assert "SECRET_KEY (8 characters, not shown): at least 40" in str(refusal.value)
    assert "changeme" not in str(refusal.value)


def test_development_takes_any_key():
    assert read_environment({"SECRET_KEY": "changeme"}).secret_key == "changeme"
