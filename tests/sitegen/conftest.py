"""A shelf to put goods on, and sites to build from it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cms.contract.keys import ChangeRecord
from sitegen.publisher import Ports, Publisher
from sitegen.render import Renderer
from sitegen.site import Site
from tests.sitegen.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

THEME = Path(__file__).resolve().parents[2] / "themes" / "cataloro"
SITE_URL = "https://shop.example"


class ListOutbox:
    """An outbox that is a list."""

    def __init__(self) -> None:
        self.rows: list[ChangeRecord] = []
        self.failures: list[str] = []
        self.kept = 0
        self._last = 0

    def note(self, kind: str, key: object = "") -> ChangeRecord:
        self._last += 1
        self.rows.append(ChangeRecord(id=self._last, kind=kind, key=str(key), noted_at=datetime.now(UTC)))
        return self.rows[-1]

    def pending(self) -> list[ChangeRecord]:
        return list(self.rows)

    def acknowledge(self, changes: Iterable[ChangeRecord], **_: float) -> None:
        done = {one.id for one in changes}
        self.rows = [one for one in self.rows if one.id not in done]

    def failed(self, _changes: Iterable[ChangeRecord], reason: str) -> None:
        self.failures.append(reason)

    def progress(self, phase: str, done: int, total: int) -> None:
        """Nobody looks."""

    def held(self, count: int) -> None:
        self.kept = count


def ports_of(shelf: Shelf, outbox: ListOutbox, *, emails: Collection[str] = (), answers: Collection[str] = ()) -> Ports:
    """A world that holds a shelf, people with these e-mail addresses, and an app that answers these paths."""
    return Ports(
        make_source=lambda: shelf,
        outbox=outbox,
        personal_emails=lambda found: found & set(emails),
        is_answered=lambda path: path in answers,
        version="test",
    )


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def outbox() -> ListOutbox:
    return ListOutbox()


@pytest.fixture
def renderer(shelf: Shelf) -> Callable[[], Renderer]:
    """Makes a renderer of the shelf as it is now."""
    return lambda: Renderer(shelf, theme=THEME, site_url=SITE_URL)


@pytest.fixture
def make_publisher(tmp_path: Path, shelf: Shelf, outbox: ListOutbox) -> Callable[..., Publisher]:
    """Makes a publisher of the shelf into a folder below the test's own."""

    def make(
        name: str = "build", *, jobs: int = 1, emails: Iterable[str] = (), answers: Iterable[str] = (), **site: object
    ) -> Publisher:
        values: dict[str, object] = {
            "build_dir": tmp_path / name,
            "media_dir": tmp_path / "media",
            "theme": THEME,
            "site_url": SITE_URL,
            "encoding": "gzip",
            "production": False,
            **site,
        }
        ports = ports_of(shelf, outbox, emails=set(emails), answers=set(answers))
        return Publisher(Site(**values), ports, jobs=jobs, progress=lambda _: None)  # type: ignore[arg-type]

    return make
