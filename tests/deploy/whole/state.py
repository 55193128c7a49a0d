"""All that an installation leaves behind, in a form in which two installations can be compared."""

from __future__ import annotations

import hashlib
import re

from tests.deploy.whole.room import Room

_PLACES = ("etc", "opt", "own/local-bin", "var", "stand-in")
_OF_THE_WAY = (
    r"var/log/.*|var/lib/pgsql/.*|var/lib/nginx/.*|etc/passwd-|etc/group-|etc/.*shadow.*|etc/.pwd.lock"
    r"|stand-in/(calls|changes)"
    r"|var/lib/cataloro/(backups|visits/salt).*"
    r"|var/www/cataloro/build/state/.*sqlite3|opt/.*/__pycache__.*|etc/ld.so.cache|etc/sub[ug]id.*|var/lib/systemd/.*|var/tmp/systemd-private-.*"
)
"""Logs and what has times in it, what programs of the distribution keep for themselves, what Python compiles."""
_MADE_ONCE = ("etc/cataloro/secrets.env", "etc/cataloro/install-id", "var/lib/cataloro-server/facts.json")
_TIMES = re.compile(r'"at": "[^"]*"|sha256=[0-9a-f]{64}|"(?:built|generated|made|finished)_?\w*": "[^"]*"')
_BUILD = re.compile(r"\b20\d{6}[-T]?\d{4,6}[-\w]*")


def state_of(room: Room) -> dict[str, str]:
    """By path: kind, mode, owner, and what is in it but for what is made anew for each installation."""
    words = _words_made_once(room)
    found = {}
    for top in _PLACES:
        for place in sorted((room.root / top).rglob("*")):
            name = str(place.relative_to(room.root))
            if re.fullmatch(_OF_THE_WAY, name):
                continue
            known = place.lstat()
            facts = f"{known.st_mode:o} {known.st_uid}:{known.st_gid}"
            if place.is_symlink():
                facts += f" -> {_BUILD.sub('BUILD', str(place.readlink()))}"
            elif place.is_file() and name not in _MADE_ONCE:
                facts += f" {_digest(place.read_bytes(), words)}"
            found[_BUILD.sub("BUILD", name)] = facts
    return found


def database_of(room: Room) -> str:
    """Its tables, and how many rows there are in each."""
    tables = room.run("runuser", "-u", "postgres", "--", "pg_dump", "--schema-only", "--no-owner", "cataloro")
    count = (
        "SELECT relname, (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I', relname), "
        "false, true, '')))[1] FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    rows = room.run("runuser", "-u", "postgres", "--", "psql", "-d", "cataloro", "-Atc", count)
    return re.sub(r"(?m)^(--|\\).*\n", "", tables) + rows


def _words_made_once(room: Room) -> dict[bytes, bytes]:
    folder = room.file("/etc/cataloro")
    key = (folder / "secrets.env").read_text().partition("=")[2].strip()
    fingerprint = (folder / "env").read_text().split('CATALORO_FINGERPRINT="')[1].partition('"')[0]
    own = {"install-id": (folder / "install-id").read_text().strip(), "fingerprint": fingerprint, "key": key}
    return {word.encode(): name.encode() for name, word in own.items()}


def _digest(content: bytes, words: dict[bytes, bytes]) -> str:
    for word, name in words.items():
        content = content.replace(word, name)
    if len(content) < 1_000_000:
        text = _BUILD.sub("BUILD", _TIMES.sub("", content.decode("latin-1")))
        content = text.encode("latin-1")
    return hashlib.sha256(content).hexdigest()[:12]
