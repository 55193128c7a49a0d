"""Stands in for `systemctl`, `systemd-run` and `journalctl`, by its first word."""

from __future__ import annotations

import json
import re
import socket
import sys

from tests.deploy.whole.systemd.manager import CONTROL
from tests.deploy.whole.systemd.services import JOURNAL


def main() -> int:
    """Ask the manager; its exit code."""
    program, *words = sys.argv[1:]
    if program == "journalctl":
        return _journal(words)
    asked: dict[str, object] = {"program": program, "words": words}
    if program == "systemd-run":
        options = [word for word in words[: _first(words)] if word.startswith("--")]
        settings = [word.split("=", 2)[1:] for word in options if word.startswith("--setenv=")]
        unit = next(word.partition("=")[2] for word in options if word.startswith("--unit="))
        asked |= {"unit": f"{unit}.service", "words": words[_first(words) :], "environment": dict(settings)}
    if "-s" in words:  # systemctl kill -s KILL
        place = words.index("-s")
        asked["words"] = [*words[:place], f"--signal={words[place + 1]}", *words[place + 2 :]]
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(CONTROL))
        line.sendall(json.dumps(asked).encode() + b"\n")
        said = json.loads(line.makefile().readline())
    if "--quiet" not in words:
        sys.stdout.write(said["out"])
    return int(said["code"])


def _first(words: list[str]) -> int:
    return next(place for place, word in enumerate(words) if not word.startswith("--"))


def _journal(words: list[str]) -> int:
    units = [words[place + 1] for place, word in enumerate(words) if word == "-u"]
    most = int(words[words.index("-n") + 1]) if "-n" in words else 1000
    sought = re.compile(words[words.index("-g") + 1]) if "-g" in words else None
    patterns = [f"{one if '.' in one or '*' in one else one + '.service'}.log" for one in units] or ["*.log"]
    files = [file for one in patterns for file in sorted(JOURNAL.glob(one))]
    lines = [line for file in files for line in file.read_text(errors="replace").splitlines()]
    shown = [line for line in lines if sought is None or sought.search(line)][-most:]
    sys.stdout.write("".join(f"{line}\n" for line in shown))
    return 0 if shown or sought is None else 1


if __name__ == "__main__":
    sys.exit(main())
