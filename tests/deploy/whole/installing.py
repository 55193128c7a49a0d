"""Installs from the release file: undisturbed, a second time, after a power cut, and killed at random moments."""

from __future__ import annotations

import difflib
import json
import random
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Collection
from pathlib import Path

from tests.deploy.whole.figures import Figures
from tests.deploy.whole.room import Room
from tests.deploy.whole.state import database_of, state_of
from tests.deploy.whole.visitors import Site

ADDRESS = "203.0.113.5"
BY_ADDRESS = Site(ADDRESS, ADDRESS)
EMAIL = "owner@markt.test"
FILE = "/root/a new shop/cataloro.run"
_ANSWERS = ("--address", ADDRESS, "--email", EMAIL)
_MOST_KILLS, _FIRST, _LATER = 30, 4.0, 1.5


def new_room(folder: Path, release: Path) -> Room:
    """A bare server that runs, with the release file in root's folder."""
    folder.mkdir(parents=True)
    room = Room(folder)
    room.lay_out()
    room.file(FILE).parent.mkdir()
    shutil.copy(release, room.file(FILE))
    room.boot()
    return room


def install(room: Room, figures: Figures) -> dict[str, str]:
    """One command; what it leaves behind. Then once more, which changes nothing."""
    started = time.monotonic()
    done = room.try_run("bash", FILE, "install", *_ANSWERS)
    if done.returncode:
        raise AssertionError(f"The installation ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    figures.note("install: one command on a bare server", f"done in {time.monotonic() - started:.0f} s")
    before, tables = state_of(room), database_of(room)
    again = room.try_run("bash", FILE, "install")
    after = state_of(room)
    same = (again.returncode, before, tables) == (0, after, database_of(room))
    differ = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    nothing = "Nothing had to be done." in again.stdout
    figures.note("install: a second time", f"{len(differ)} of {len(before)} files differ", holds=same and nothing)
    return before | {"the database": tables}


def visit(room: Room, figures: Figures) -> None:
    """What a visitor with curl gets through Nginx."""

    def fetched(path: str) -> tuple[str, str]:
        answer = room.run("curl", "-sS", "-m", "60", "-w", "\n%{http_code}", f"http://{ADDRESS}{path}")
        body, _, status = answer.rpartition("\n")
        return status, body

    status, home = fetched("/")
    figures.note("curl /", f"{status}, {len(home)} letters", holds=status == "200" and "</html>" in home)
    status, health = fetched("/healthz")
    figures.note("curl /healthz", health.strip()[:60], holds=status == "200" and '"status": "ok"' in health)
    status, _ = fetched("/account/login")
    figures.note("curl /account/login", status, holds=status == "200")
    status, _ = fetched("/nothing-of-this-name")
    figures.note("curl of a page that is not there", status, holds=status == "404")
    other = room.try_run("curl", "-sS", "-H", "Host: other.test", f"http://{ADDRESS}/")
    figures.note("curl with another host", f"curl ends with {other.returncode}", holds=other.returncode == 52)


def cut_power(room: Room, figures: Figures) -> None:
    """The server goes off, and comes up again by itself."""
    room.cut_power()
    room.boot()
    started = time.monotonic()
    back = wait_until(lambda: {code_of(room, "/"), code_of(room, "/healthz")} == {"200"})
    figures.note("power cut: the shop is back by itself", f"after {time.monotonic() - started:.0f} s", holds=back)


def code_of(room: Room, path: str) -> str:
    """The status of an answer; 000 without any."""
    return room.try_run(
        "curl", "-sS", "-m", "30", "-o", "/dev/null", "-w", "%{http_code}", f"http://{ADDRESS}{path}"
    ).stdout


def wait_until(so: Callable[[], bool], *, seconds: float = 90) -> bool:
    """Whether it came true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if so():
            return True
        time.sleep(0.2)
    return False


def examine(room: Room, figures: Figures, *, to_look_after: Collection[str] = ("mail", "certificate")) -> None:
    """The doctor: a shop without mail (and HTTPS) is to look after, and nothing is wrong."""
    done = room.try_run("cataloro", "doctor", "--json")
    report = json.loads(done.stdout)
    findings = {one["id"]: one for one in report["checks"]}
    by_state: dict[str, list[str]] = {}
    for name, one in findings.items():
        by_state.setdefault(one["status"], []).append(name)
    words = [f"{len(by_state.pop('ok', []))} ok", *(f"{state}: {', '.join(by_state[state])}" for state in by_state)]
    holds = done.returncode == 0 and set(by_state.get("warn", [])) <= set(to_look_after)
    figures.note("doctor", "; ".join(words), holds=holds)
    for name in by_state.get("fail", []):
        figures.note(f"doctor fails {name}", findings[name]["found"][:200], holds=False)


def kill_while_installing(room: Room, figures: Figures, undisturbed: dict[str, str], *, seed: int) -> None:
    """kill -9 of everything that the installer has started, at random moments, until it came through."""
    dice, kills = random.Random(seed), 0  # noqa: S311 (no secret)
    while kills < _MOST_KILLS:
        installing = room.begin("bash", FILE, "install", *_ANSWERS)
        # Later kills come later, or the longest step would never come to its end.
        if _ends_within(installing, dice.uniform(0.2, _FIRST * _LATER**kills)):
            break
        kills += 1
        while not _ends_within(installing, 0.3):  # It may not have begun.
            room.try_run("systemctl", "kill", "-s", "KILL", "cataloro-install-*.service")
    figures.note("install, killed at random moments", f"{kills} times", holds=installing.returncode == 0 and kills > 2)
    reached = state_of(room) | {"the database": database_of(room)}
    names = sorted(undisturbed.keys() | reached.keys())
    differ = [name for name in names if undisturbed.get(name) != reached.get(name)]
    figures.note("install, killed: the end state", f"{len(differ)} of {len(names)} files differ", holds=not differ)
    for name in differ[:10]:
        lines = [one.get(name, "(not there)").splitlines() for one in (undisturbed, reached)]
        words = "; ".join(line for line in difflib.ndiff(lines[0], lines[1]) if line[0] in "-+")
        figures.note(f"  {name}", words[:600], holds=False)


def password_link(room: Room) -> str:
    """What the installation ended with."""
    facts = json.loads(room.file("/var/lib/cataloro-server/facts.json").read_text())
    found = re.sub(r"^https?://[^/]+", "", str(facts["admin_link"]))
    assert found.startswith("/account/password/reset/")
    return found


def _ends_within(process: subprocess.Popen[str], seconds: float) -> bool:
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True
