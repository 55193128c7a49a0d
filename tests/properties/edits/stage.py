"""A shop that is edited and published: the real database, the real publisher, and a judge after each publication."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from cms.changes.models import Change
from cms.config.environment import BASE_DIR
from sitegen.wiring import make_publisher
from tests import template_database
from tests.properties.edits import stock, vocabulary
from tests.properties.edits.judge import dangling, dangling_for_shoppers, unlike
from tests.properties.edits.memory import Memory
from tests.pruning import wait_for_pruning

if TYPE_CHECKING:
    from sitegen.publisher import Publisher
    from sitegen.report import Report
    from tests.properties.edits.dice import Dice

FULL = "full"


@dataclass(slots=True)
class Tallies:
    """What all sequences of a run did, together."""

    sequences: int = 0
    publications: int = 0
    differing: int = 0
    full_builds: int = 0
    rendered: int = 0
    needless: int = 0
    edits: Counter[str] = field(default_factory=Counter)

    @property
    def false_rebuilds(self) -> float:
        """The share of outputs that small changes rendered again although their bytes stayed the same."""
        return self.needless / self.rendered if self.rendered else 0.0

    def add(self, report: Report) -> None:
        """Count a publication."""
        self.publications += 1
        if report.mode == FULL:
            self.full_builds += 1
            return
        self.rendered += report.rendered
        self.needless += max(0, report.rendered - report.written)

    def __str__(self) -> str:
        return (
            f"{self.sequences} sequences, {sum(self.edits.values())} edits, {self.publications} publications "
            f"({self.full_builds} full builds), {self.differing} differing; small changes rendered "
            f"{self.rendered} outputs, {self.needless} of them needlessly ({self.false_rebuilds:.1%})"
        )


class Stage:
    """The shop before the first edit, kept aside, and what has been made of it in the present sequence."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.aside = folder / "clean"
        self.tallies = Tallies()
        self.memory = Memory()
        self._begin_as = folder / "begin"
        self._database = template_database.for_default_connection(folder)
        if isinstance(self._database, template_database.PostgreSQLTemplate):
            self._database.name = f"begin_of_{self._database.own}"

    @property
    def build_dir(self) -> Path:
        """Where the publisher writes."""
        return Path(settings.BUILD_DIR)

    @property
    def theme(self) -> Path:
        """The theme that is published, a copy."""
        return stock.theme_folder()

    @property
    def live(self) -> Path:
        """The tree that is served."""
        return self.build_dir / "live"

    def prepare(self) -> None:
        """Fill the shop, publish it, and keep all of it: database, build, pictures and theme."""
        self.folder.mkdir()
        shutil.copytree(BASE_DIR / "themes" / "cataloro", stock.theme_folder())
        stock.fill()
        self.publisher: Publisher = make_publisher(jobs=1)
        self.publish()
        shutil.copytree(self.build_dir, self._begin_as / "build", symlinks=True)
        shutil.copytree(settings.MEDIA_DIR, self._begin_as / "media")
        template_database.close_connections()
        self._database.save()

    def reset(self) -> None:
        """Begin anew."""
        wait_for_pruning()
        self._database.load()
        _replace(self._begin_as / "build", self.build_dir)
        shutil.copytree(self._begin_as / "media", settings.MEDIA_DIR, dirs_exist_ok=True)
        if self.memory.theme_is_changed:
            _replace(BASE_DIR / "themes" / "cataloro", stock.theme_folder())
        self.memory = Memory()
        self.restart()
        self.tallies.sequences += 1

    def restart(self) -> None:
        """A publisher that remembers nothing but what is on disk."""
        self.publisher = make_publisher(jobs=1)

    def edit(self, name: str, dice: Dice) -> bool:
        """Do one edit. False when the shop had nothing to do it to."""
        done = vocabulary.do(name, self.memory, dice)
        self.tallies.edits[name] += done
        return done

    def publish(self) -> Report:
        """Bring the site up to date, as the worker does it."""
        with self.publisher.releases.lock():
            report = self.publisher.bring_up_to_date()
        self.tallies.add(report)
        return report

    def faults(self) -> list[str]:
        """All that is wrong with the served site now; nothing, if the law holds."""
        wait_for_pruning()
        found = [
            *unlike(self.live.resolve(), self.clean_build()),
            *self.dangling(),
            *(f"still waits: {one}" for one in Change.objects.exclude(kind="redirect")),
            *(f"left over: {one.name}" for one in self.build_dir.rglob("*.new")),
        ]
        self.tallies.differing += bool(found)
        return found

    def dangling(self, *, for_shoppers: bool = False) -> list[str]:
        """Links of the served site that lead nowhere; `for_shoppers`: in pages to which links lead."""
        judge = dangling_for_shoppers if for_shoppers else dangling
        return judge(
            self.live.resolve(),
            build_dir=self.build_dir,
            media_dir=Path(settings.MEDIA_DIR),
            site_url=settings.SITE_URL,
        )

    def clean_build(self) -> Path:
        """The tree that a build from nothing makes of the database as it is."""
        shutil.rmtree(self.aside, ignore_errors=True)
        publisher = make_publisher(jobs=1, into=self.aside)
        with publisher.releases.lock():
            publisher.build()
        return publisher.releases.live.resolve()


def _replace(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)
