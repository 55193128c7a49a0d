"""A process that is not the publisher: it commits edits and looks through Nginx until the pages show them.

Reads one JSON object a line from standard input, answers each with one line of JSON. Started by `Editor`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import django
from django.db import transaction

from cms.config.start import prepare
from tests.bench.pages import PAUSE, NeverCame, Reader, changed, files_of
from tests.bench.shop import ROOT, Shop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench.edits import Awaited

PATIENCE = 300.0
_SELDOM = 0.05

Made = TypeVar("Made")


class Editor:
    """The other end: asks the process to do something, and waits for its answer."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, what: str, **details: Any) -> Any:
        """`what` is a method of `Work`. Exits when the process has ended."""
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("both are pipes")
        self._process.stdin.write(json.dumps({"what": what, **details}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit(f"the editor ended with {self._process.wait()}")
        return json.loads(answer)


@contextmanager
def running_editor(shop: Shop, *, port: int, seed: int = 1) -> Iterator[Editor]:
    """An editor of this shop, who reads its pages at `port`."""
    command = [sys.executable, "-m", "tests.bench.editor", str(port), str(shop.build), str(seed)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=shop.environment | {"DJANGO_SETTINGS_MODULE": "cms.config.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Editor(process)
        finally:
            process.terminate()


class Work:
    """What the process can be asked for. Times are in milliseconds, from the return of the commit."""

    def __init__(self, read: Reader, build: Path, *, seed: int) -> None:
        from tests.bench.edits import Desk  # noqa: PLC0415 (Django has to be set up first)

        self._desk = Desk(read, seed=seed)
        self._read = read
        self._build = build

    def edits(self, *, kind: str, times: int, quiet: bool, counted: int = 0) -> dict[str, Any]:
        """Edits of one kind one after the other: `first` until the page, `all` until the publisher says it is done.

        With `quiet` each waits for the end of the one before; otherwise nobody waits and `all` is empty. Of the last
        `counted` ones the files are counted that were written or removed.
        """
        edit = self._desk.kinds()[kind]
        first: list[float] = []
        everything: list[float] = []
        outputs: list[int] = []
        for number in range(times):
            is_counted = quiet and number >= times - counted
            before = files_of(self._live()) if is_counted else {}
            committed, seen = self._until_live(edit)
            first.append(seen - committed)
            if quiet:
                everything.append(self._until_done() - committed)
            if is_counted:
                outputs.append(changed(before, files_of(self._live())))
        return {"first": _ms(first), "all": _ms(everything), "outputs": outputs}

    def meanwhile(self, *, big: str, small: str, seller: int = 0, small_pause: float = 0) -> dict[str, Any]:
        """One large edit, and small ones until it is done, each after the one before.

        `took`: seconds until each page of a sample shows the large edit. `small`: what each small one took.
        """
        edit = self._desk.kinds()[small]
        took: list[float] = []
        committed, sample = self._commit(lambda: self._desk.big(big, seller))
        watcher = threading.Thread(target=lambda: took.append(self._until_all(sample) - committed))
        watcher.start()
        first: list[float] = []
        while watcher.is_alive():
            begun, seen = self._until_live(edit)
            first.append(seen - begun)
            time.sleep(small_pause)
        watcher.join()
        return {"took": round(took[0], 2), "small": _ms(first)}

    def gather(self, *, goods: int) -> int:
        """Give so many listings to one seller; the seller's id."""
        return self._desk.gather(goods)

    def wait(self) -> None:
        """Until nothing waits for the publisher."""
        self._until_done()

    def _commit(self, act: Callable[[], Made]) -> tuple[float, Made]:
        """Do it in one transaction; the moment when the commit came back, and what it gave."""
        with transaction.atomic():
            made = act()
        return time.perf_counter(), made

    def _until_live(self, edit: Callable[[], Awaited]) -> tuple[float, float]:
        committed, awaited = self._commit(edit)
        return committed, self._read.wait_for(awaited, patience=PATIENCE)

    def _until_all(self, sample: list[Awaited]) -> float:
        read = self._read.another()
        return max(read.wait_for(awaited, patience=PATIENCE, pause=_SELDOM) for awaited in sample)

    def _until_done(self) -> float:
        from cms.changes.models import Change  # noqa: PLC0415 (Django has to be set up first)

        deadline = time.perf_counter() + PATIENCE
        while Change.objects.exists():
            if time.perf_counter() > deadline:
                raise NeverCame(f"{Change.objects.count()} changes still wait after {PATIENCE} seconds")
            time.sleep(PAUSE)
        return time.perf_counter()

    def _live(self) -> Path:
        return (self._build / "live").resolve()


def _ms(seconds: list[float]) -> list[float]:
    return [round(one * 1000, 1) for one in seconds]


def main() -> None:
    """Answer until standard input ends."""
    prepare()
    django.setup()
    port, build, seed = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    work = Work(Reader(port), build, seed=seed)
    for line in sys.stdin:
        wish = json.loads(line)
        answer = getattr(work, wish.pop("what"))(**wish)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
