"""The real shop, started as `make run` starts it, in folders of its own, and ended so that nothing of it stays."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cms.config.environment import BASE_DIR
from deploy.nginx.compare import Answer, Question, Server

MANAGE = (sys.executable, str(BASE_DIR / "manage.py"))
OPEN = "Ctrl-C ends it"
"""The last words of `run` once the shop is open."""

START_SECONDS = 90.0
STOP_SECONDS = 30.0
LIVE_SECONDS = 30.0
"""What a change may take to its page on a busy machine; seconds, as a rule."""

_LOOK_SECONDS = 0.05


class ShopFailed(AssertionError):
    """The shop did not do what it must; the message has its log."""


@dataclass(frozen=True, slots=True)
class Stock:
    """Addresses that tests cannot find by looking around; made by `stock_up`."""

    listing: str
    seller: str
    page: str
    old_address: str
    new_address: str
    withdrawn: str
    draft: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A shop that is open: where it is, what it holds, and what it said so far."""

    url: str
    stock: Stock
    folder: Path
    log: list[str]

    @property
    def mail(self) -> Path:
        """Where its letters are, one file for each."""
        return self.folder / "mail"

    def ask(self, path: str) -> Answer:
        """What it answers to a plain client without cookies."""
        with Server(self.url) as server:
            return server.ask(Question(path))

    def wait_for(self, path: str, text: str) -> None:
        """Return when the page at `path` has the text. Raises ShopFailed."""
        self.wait_until(lambda: text in self.ask(path).body.decode(), what=f"{text!r} at {path}")

    def wait_for_status(self, path: str, status: int) -> None:
        """Return when `path` answers so. Raises ShopFailed."""
        self.wait_until(lambda: self.ask(path).status == status, what=f"{status} at {path}")

    def wait_until(self, holds: Callable[[], bool], *, what: str) -> None:
        """Return when it holds; the publisher works beside us. Raises ShopFailed after LIVE_SECONDS."""
        deadline = time.monotonic() + LIVE_SECONDS
        pause = threading.Event()
        while not holds():
            if time.monotonic() > deadline:
                raise ShopFailed(f"Not live after {LIVE_SECONDS:.0f} s: {what}\n" + "".join(self.log[-40:]))
            pause.wait(_LOOK_SECONDS)


@contextlib.contextmanager
def open_shop(folder: Path, *, migrated: Path) -> Iterator[Shop]:
    """A shop with its stock, on a free port; `migrated` is a database without people to begin with, if it exists."""
    environment = _environment(folder)
    if migrated.exists():
        shutil.copyfile(migrated, Path(environment["DATA_DIR"]) / "cataloro.sqlite3")
    stock = _stock_up(environment)
    process = subprocess.Popen(
        (*MANAGE, "run"),
        env=environment,
        cwd=BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    log: list[str] = []
    opened = threading.Event()
    reader = threading.Thread(target=_read, args=(process, log, opened))
    reader.start()
    try:
        if not opened.wait(START_SECONDS) or process.poll() is not None:
            raise ShopFailed("The shop did not open:\n" + "".join(log))
        yield Shop(url=f"http://localhost:{environment['PORT']}", stock=stock, folder=folder, log=log)
    finally:
        _end(process, log)
        reader.join()


def _environment(folder: Path) -> dict[str, str]:
    folders = {name: folder / name.removesuffix("_DIR").lower() for name in ("DATA_DIR", "BUILD_DIR", "MEDIA_DIR")}
    for path in folders.values():
        path.mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own = {name: str(path) for name, path in folders.items()}
    (folder / "mail").mkdir()
    own["EMAIL_URL"] = f"file:///{folder / 'mail'}"
    return {**inherited, "CATALORO_ENV": "development", "PORT": port, "PYTHONUNBUFFERED": "1", **own}


def _stock_up(environment: dict[str, str]) -> Stock:
    script = "from tests.browser.stock import stock_up; stock_up()"
    done = subprocess.run(
        (*MANAGE, "shell", "--no-imports", "--command", script),
        env=environment,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ShopFailed(f"The shop could not be stocked:\n{done.stdout}{done.stderr}")
    return Stock(**json.loads(done.stdout))


def _read(process: subprocess.Popen[str], log: list[str], opened: threading.Event) -> None:
    assert process.stdout
    with process.stdout:
        for line in process.stdout:
            log.append(line)
            if OPEN in line:
                opened.set()
    opened.set()  # It ended: whoever waits for it need not wait longer.


def _end(process: subprocess.Popen[str], log: list[str]) -> None:
    """Ctrl-C. Raises ShopFailed when it takes too long, fails, or leaves a program behind."""
    process.send_signal(signal.SIGINT)
    try:
        code = process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        code = None
    left = _members(process.pid)
    for number in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    process.wait()
    if code or left:
        raise ShopFailed(f"The shop ended with {code} and left {left} behind:\n" + "".join(log[-40:]))


def _members(session: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, _group, of = stat.read_text().rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                found.append(int(stat.parent.name))
    return found


def is_elsewhere(address: str, shop: Shop) -> bool:
    """Whether an address belongs to another host."""
    return urlsplit(address).netloc not in ("", urlsplit(shop.url).netloc)
