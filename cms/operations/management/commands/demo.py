"""`manage.py demo`: a believable marketplace to look at."""

from __future__ import annotations

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operations.demo.load import DemoRefused, Made, load_demo
from cms.operations.demo.photos.glyphs import DemoPackagesMissing
from cms.operations.progress import Progress
from cms.operations.start_up import bring_up_the_tables

DEFAULT_LISTINGS = 240
DEFAULT_VISITS = 30
MOST_VISITS = 3650
MOST_LISTINGS = 5_000_000


class Command(BaseCommand):
    """Fills an empty shop."""

    help = (
        "Make a believable marketplace: people with log-ins, categories, listings with photos, pages, menu and look. "
        "The same seed gives the same shop. Refuses production, and a database with people in it unless --add is "
        "given. "
        "All rows come in one transaction: while it runs, others wait before they can save. Photos follow one by one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the contract."""
        parser.add_argument(
            "--listings",
            type=_count,
            default=DEFAULT_LISTINGS,
            metavar="N",
            help=f"how many listings to make (default {DEFAULT_LISTINGS})",
        )
        parser.add_argument(
            "--orders",
            type=_count_or_none,
            metavar="N",
            help="how many orders to make (default: one for four listings)",
        )
        parser.add_argument(
            "--users", type=_count, default=1, metavar="N", help="make more buyers until there are so many people"
        )
        parser.add_argument(
            "--visits",
            type=_days,
            default=DEFAULT_VISITS,
            metavar="DAYS",
            help=f"for how many days to make visitor numbers (default {DEFAULT_VISITS}); days that have some stay",
        )
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="another number, another shop (default 1)")
        photos = parser.add_mutually_exclusive_group()
        photos.add_argument(
            "--photos",
            action="store_true",
            default=True,
            help="compose photos (the default; needs the packages of requirements-demo.txt)",
        )
        photos.add_argument("--no-photos", action="store_false", dest="photos", help="listings without photos")
        parser.add_argument("--add", action="store_true", help="load it beside the people and goods that are there")
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object, nothing else, to standard output"
        )

    def handle(self, *_: object, **options: Any) -> None:
        """Load it; CommandError, in words, when it may not be or cannot."""
        if settings.CATALORO_ENV == "production":
            raise CommandError("This is a production shop: the demo is never loaded here.")
        started = time.monotonic()
        bring_up_the_tables()  # As `run` does: who tries it in an empty folder need not know of `migrate`.
        progress = Progress(quiet=int(options["verbosity"]) == 0)
        try:
            made = load_demo(
                listings=options["listings"],
                seed=options["seed"],
                photos=options["photos"],
                add=options["add"],
                data_dir=settings.DATA_DIR,
                tell=progress,
                orders=options["orders"],
                users=options["users"],
                visits=options["visits"],
            )
        except (DemoRefused, DemoPackagesMissing) as refusal:
            raise CommandError(str(refusal)) from refusal
        finally:
            progress.end()
        self._report(made, seconds=round(time.monotonic() - started, 1), as_json=options["json"])

    def _report(self, made: Made, *, seconds: float, as_json: bool) -> None:
        counts = {
            "users": made.users,
            "categories": made.categories,
            "listings": made.listings,
            "photos": made.photos,
            "orders": made.orders,
            "reviews": made.reviews,
            "seconds": seconds,
        }
        if as_json:
            self.stdout.write(json.dumps(counts))
            return
        self.stdout.write(
            f"Made {made.users} people, {made.categories} categories, {made.listings} listings, {made.photos} photos, "
            f"{made.orders} orders and {made.reviews} reviews in {seconds} s.",
        )
        self.stdout.write("Log-ins (also in demo-logins.json in the data folder):")
        for login in made.logins:
            self.stdout.write(f"  {login.role:<10} {login.email:<28} {login.password}")


def _count(text: str) -> int:
    """How many. Raises ValueError, which the parser puts into words."""
    number = int(text)
    if not 1 <= number <= MOST_LISTINGS:
        raise ValueError(text)
    return number


def _days(text: str) -> int:
    """A number of days, or 0."""
    number = int(text)
    if not 0 <= number <= MOST_VISITS:
        raise ValueError(text)
    return number


def _count_or_none(text: str) -> int:
    """The same, or 0."""
    return 0 if text.strip() == "0" else _count(text)
