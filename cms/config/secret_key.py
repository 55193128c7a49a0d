"""Whether a secret is one: sessions and reset links are signed with it."""

from __future__ import annotations

from cms.config.refusals import Refusal

DEVELOPMENT_KEY = "development-only-" + "0" * 40
HOW_TO_MAKE_ONE = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"

LEAST_LENGTH = 40
LEAST_VARIETY = 10
"""Different characters. Even of 40 random hexadecimal digits hardly one key in a hundred thousand has fewer."""

_PLACEHOLDERS = (
    "changeme",
    "changethis",
    "replaceme",
    "replacethis",
    "insecure",
    "development",
    "example",
    "placeholder",
    "yoursecret",
    "secretkey",
    "password",
    "cataloro",
)


def refuse_weak_key(key: str) -> None:
    """Raise Refusal for a key that somebody could guess. The key itself is never in the message."""
    if len(key) < LEAST_LENGTH:
        raise Refusal(f"at least {LEAST_LENGTH} random characters are needed. {HOW_TO_MAKE_ONE}")
    letters = "".join(one for one in key.lower() if one.isalnum())
    if any(word in letters for word in _PLACEHOLDERS):
        raise Refusal(f"that is a placeholder. {HOW_TO_MAKE_ONE}")
    if len(set(key)) < LEAST_VARIETY or key in (key + key)[1:-1]:
        raise Refusal(f"that repeats itself, so it can be guessed. {HOW_TO_MAKE_ONE}")
