"""`manage.py publish`: bring the served site up to date."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.contract.service_manager import Heartbeat, ready
from sitegen.acts import Acts
from sitegen.errors import PublisherBusy, PublishError, Stopped
from sitegen.theme_watch import ThemeWatch
from sitegen.watch import Loop
from sitegen.wishes import Wishes

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

_LOOK = 0.1


class Command(BaseCommand):
    """Brings the served site up to date with the database."""

    help = (
        "Bring the served site (BUILD_DIR/live) up to date with the database. Without options it builds only when "
        "something changed since the last time. While a publisher watches (--watch), every other form of this "
        "command hands its wish to it and reports its result."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the contract."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--full", action="store_true", help="build everything into a new release and switch to it")
        what.add_argument("--watch", action="store_true", help="stay, and publish whatever changes")
        what.add_argument(
            "--verify", action="store_true", help="build from nothing aside and compare with what is live"
        )
        what.add_argument(
            "--rollback",
            nargs="?",
            const="",
            metavar="RELEASE",
            help="serve an earlier release again (the one before, or the named one); publishing then waits for --full",
        )
        what.add_argument(
            "--force",
            action="store_true",
            help="release removals that were held back because they were so many",
        )
        parser.add_argument("--jobs", type=_positive, metavar="N", help="processes that render (default: all cores)")
        parser.add_argument(
            "--timeout", type=_positive, default=600, metavar="S", help="seconds to wait for another publisher"
        )
        parser.add_argument(
            "--json", action="store_true", help="print the result as one JSON object on standard output"
        )
        parser.add_argument("--into", type=Path, help="build into this folder instead and leave the outbox alone")

    def handle(self, *_: object, **options: Any) -> None:
        """Do what was asked; every error becomes one plain message and exit code 1."""
        if options["watch"]:
            self._watch(options["jobs"])
            return
        progress = _Progress()
        acts = Acts(jobs=options["jobs"], into=options["into"], progress=progress)
        wish = {name: options[name] for name in ("full", "verify", "rollback", "force")}
        try:
            report = self._do_or_ask(acts, wish, timeout=options["timeout"])
        except PublishError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("interrupted; the live site is as it was") from None
        finally:
            progress.end()
        self._tell(report, as_json=options["json"], held=acts.publisher.releases.held)

    def _do_or_ask(self, acts: Acts, wish: dict[str, Any], *, timeout: int) -> dict[str, Any]:
        try:
            with acts.publisher.releases.lock():
                return acts.grant(**wish).as_json()
        except PublisherBusy:
            if sys.stderr.isatty():
                sys.stderr.write("Another publisher is at work: waiting for it …\n")
        if wish["rollback"] is not None:
            # "The one before" means the one before what is live now, whenever the wish is granted.
            wish = {**wish, "rollback": acts.publisher.releases.earlier(wish["rollback"] or None)}
        wishes = Wishes(acts.publisher.site.build_dir)
        asked = wishes.make(wish, wait=timeout)
        try:
            return self._await(acts, wish, wishes, asked, timeout=timeout)
        finally:
            wishes.withdraw(asked)

    def _await(self, acts: Acts, wish: dict[str, Any], wishes: Wishes, asked: str, *, timeout: int) -> dict[str, Any]:
        deadline = time.monotonic() + timeout
        while time.monotonic() <= deadline:
            if answer := wishes.answer_to(asked):
                if "error" in answer:
                    raise PublishError(answer["error"])
                return dict(answer["report"])
            try:
                with acts.publisher.releases.lock():
                    # It ended: with an answer in its last moment, or without.
                    if not wishes.is_answered(asked):
                        return acts.grant(**wish).as_json()
            except PublisherBusy:
                time.sleep(_LOOK)
        raise PublisherBusy(f"another publisher is at work and did not answer within {timeout} seconds")

    def _tell(self, report: dict[str, Any], *, as_json: bool, held: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report))
        elif report["mode"] == "verify":
            found = report["differing"]
            self.stdout.write(f"{len(found)} of {report['outputs']} outputs differ from a clean build.")
            for path in found[:50]:
                self.stdout.write(f"  {path}")
        elif report["mode"] == "incremental" and held and not _did_something(report):
            self.stdout.write(
                f"The look of release {report['release']} stays since the return to it; `publish --full` ends that."
            )
        elif report["mode"] == "incremental" and not _did_something(report):
            self.stdout.write(f"Nothing has changed: release {report['release']} is up to date.")
        else:
            self.stdout.write(
                f"Live: release {report['release']} ({report['mode']}), {report['outputs']} outputs, "
                f"{report['written']} new or changed, {report['removed']} removed, {report['seconds']} s."
            )
            if report["mode"] == "rollback":
                self.stdout.write("Its look stays from here on, whatever becomes of the theme, until `publish --full`.")
        if not as_json and report.get("held"):
            self.stdout.write(
                f"{report['held']} files are kept although nothing makes them any more, because they were so many at "
                "once: `publish --force` removes them."
            )
        if report.get("differing"):
            sys.exit(1)

    def _watch(self, jobs: int | None) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())

        alive = Heartbeat()

        def go_on(_: int) -> None:
            alive()
            if stop.is_set():
                raise Stopped("asked to end: the unfinished release is dropped")

        acts = Acts(jobs=jobs, into=None, progress=go_on)
        wishes = Wishes(acts.publisher.site.build_dir)
        try:
            theme = ThemeWatch(settings.THEME_DIR)
            ready()
            while not stop.is_set():
                alive()
                try:
                    with acts.publisher.releases.lock():
                        Loop(acts, wishes, alive=alive).run(stop, theme.touched)
                except PublisherBusy:
                    stop.wait(_LOOK)
            theme.stop()
            acts.close()
        except PublishError as error:
            raise CommandError(str(error)) from error


def _did_something(report: dict[str, Any]) -> bool:
    return bool(report["rendered"] or report["removed"])


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


class _Progress:
    """Counts pages on a terminal, once a second, from the third second on."""

    def __init__(self) -> None:
        self._next = time.monotonic() + 2
        self._shown = sys.stderr.isatty()
        self._begun = False

    def __call__(self, outputs: int) -> None:
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + 1
            self._begun = True
            sys.stderr.write(f"\r{outputs:,} pages rendered …")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave the line for what comes next."""
        if self._begun:
            sys.stderr.write("\n")
