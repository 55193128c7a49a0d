"""What MDN's HTTP Observatory would give for the headers of a page: the rules that can apply to pages of ours.

The rules are public: https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring, and SCORE_TABLE in
https://github.com/mdn/mdn-http-observatory/blob/main/src/grader/charts.js. A page begins with 100; bonuses count for
who has 90 or more without them. Scripts of other hosts are refused: they have rules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

BEGIN, LEAST_FOR_BONUS = 100, 90
SIX_MONTHS = 15_768_000
_BROAD = {"ftp:", "http:", "https:", "*", "http://*", "https://*"}
_PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
_OPEN_TAG = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)


def score(headers: Mapping[str, str], body: str, *, cookies: Sequence[str] = (), redirects_to_https: bool) -> int:
    """Of a page that was asked for by HTTPS with a certificate that holds."""
    policy = _directives(headers.get("Content-Security-Policy", ""))
    modifiers = [
        _policy(policy),
        _cookies(cookies, is_promised="Strict-Transport-Security" in headers),
        -50 if "Access-Control-Allow-Credentials" in headers else 0,
        0 if redirects_to_https else -20,
        _referrer(headers.get("Referrer-Policy")),
        _promise(headers.get("Strict-Transport-Security", "")),
        _scripts(body),
        0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        _frames(policy, headers.get("X-Frame-Options")),
        10 if headers.get("Cross-Origin-Resource-Policy") in {"same-origin", "same-site"} else 0,
    ]
    without_bonus = BEGIN + sum(one for one in modifiers if one < 0)
    bonus = sum(one for one in modifiers if one > 0)
    return max(0, without_bonus + (bonus if without_bonus >= LEAST_FOR_BONUS else 0))


def _directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {words[0]: set(words[1:]) for words in parts}


def _policy(policy: Mapping[str, set[str]]) -> int:
    if not policy:
        return -25
    otherwise = policy.get("default-src", {"*"})
    scripts, styles, objects = (policy.get(f"{one}-src", otherwise) for one in ("script", "style", "object"))
    if scripts & (_BROAD | {"'unsafe-inline'", "data:"}) or objects & _BROAD:
        return -20
    if any("http:" in sources for name, sources in policy.items() if name not in {"img-src", "media-src"}):
        return -20
    if "'unsafe-eval'" in scripts | styles or any("http:" in sources for sources in policy.values()):
        return -10
    if styles & (_BROAD | {"'unsafe-inline'", "data:"}):
        return 0
    return 10 if policy.get("default-src") == {"'none'"} else 5


def _cookies(cookies: Sequence[str], *, is_promised: bool) -> int:
    found = [{word.strip().lower() for word in one.split(";")[1:]} for one in cookies]
    names = [one.partition("=")[0].lower() for one in cookies]
    if not cookies:
        return 0
    for name, words in zip(names, found, strict=True):
        session = "sess" in name or "login" in name
        if session and "secure" not in words:
            return -10 if is_promised else -40
        if session and "httponly" not in words:
            return -30
        if "secure" not in words:
            return -5 if is_promised else -20
        if "csrf" in name and not words & {"samesite=lax", "samesite=strict"}:
            return -20
    return 5 if all(words & {"samesite=lax", "samesite=strict"} for words in found) else 0


def _referrer(said: str | None) -> int:
    if said is None:
        return 0
    return 5 if said in _PRIVATE else -5


def _promise(said: str) -> int:
    seconds = re.search(r"max-age=(\d+)", said)
    if not seconds:
        return -20
    return 0 if int(seconds[1]) >= SIX_MONTHS else -10


def _scripts(body: str) -> int:
    found = _OPEN_TAG.findall(body)
    sources = [re.search(r'src="([^"]*)"', one) for one in found]
    elsewhere = [one[1] for one in sources if one and re.match(r"https?:|//", one[1])]
    assert not elsewhere, f"scripts of others: {elsewhere}"
    return 5 if found and all("integrity=" in one for one in found) else 0


def _frames(policy: Mapping[str, set[str]], older: str | None) -> int:
    if "frame-ancestors" in policy and not policy["frame-ancestors"] & _BROAD:
        return 5
    return 0 if older in {"DENY", "SAMEORIGIN"} else -20
