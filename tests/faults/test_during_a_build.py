"""Edits of each kind at each phase of a full build: after the switch nothing differs."""

import gzip
import math
import threading
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from cms.catalog.models import Category, Listing
from cms.catalog.services import add_listings
from cms.changes.models import Change
from sitegen import meanwhile
from sitegen.wiring import make_publisher
from tests.properties.edits.dice import ThrownDice
from tests.properties.edits.vocabulary import EDITS

PHASES = (1, 48, 51, 56, 59, 65, 76, math.inf, math.inf)
"""After so many outputs, of the 84 that the shop has; infinitely many: when all are made and links are looked at."""

NAMES = sorted(name for name in EDITS if not name.startswith("theme."))
SETS = [NAMES[start::11] for start in range(11)]


def elsewhere(work):
    """Do it on a connection of its own, as another process does."""

    def work_and_leave():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=work_and_leave)
    thread.start()
    thread.join()


@pytest.mark.sqlite
@pytest.mark.parametrize("number", range(len(SETS)))
def test_what_is_edited_while_the_site_is_built_is_right_after_the_switch(stage, number, monkeypatch):
    monkeypatch.setattr(meanwhile, "_TEND", 0)  # Each edit goes live in the old tree before the next one.
    stage.reset()
    names = SETS[number]
    ahead = [*zip(PHASES, names[number % len(names) :] + names[: number % len(names)], strict=False)]
    before = 0

    def edit(outputs):
        nonlocal before
        phase, before = math.inf if outputs == before else outputs, outputs
        while ahead and phase >= ahead[0][0]:
            _, name = ahead.pop(0)
            elsewhere(partial(stage.edit, name, ThrownDice(number)))

    publisher = make_publisher(jobs=1, progress=edit)
    with publisher.releases.lock():
        publisher.build()
    assert ahead == []
    stage.publish()

    assert stage.faults() == []


@pytest.mark.sqlite
def test_what_goes_live_beside_a_build_is_in_the_new_tree_however_late_it_came(stage, monkeypatch):
    monkeypatch.setattr(meanwhile, "_TEND", 0)
    monkeypatch.setattr(meanwhile, "_ROUNDS", 2)
    stage.reset()
    listing = Listing.objects.filter(live=True, availability__status="live").first()
    cents = 100

    def price():
        Listing.objects.filter(pk=listing.pk).update(price_cents=cents)

    def edit(_):
        nonlocal cents
        cents += 1
        elsewhere(price)

    publisher = make_publisher(jobs=1, progress=edit)
    with publisher.releases.lock():
        report = publisher.build()

    assert stage.live.resolve().name == report.release
    assert not Change.objects.exists()
    assert f'<data value="{cents / 100:.2f}">' in page_of(stage.live, listing)
    assert stage.faults() == []


@pytest.mark.sqlite
def test_who_changes_the_header_during_a_build_keeps_nothing_else_from_going_live(stage):
    """The new tree has every new listing, and links to none that is missing, though the next build is due already."""
    stage.reset()
    top = Category.objects.filter(parent=None).first()
    number = 0

    def rename_and_add():
        nonlocal number
        number += 1
        Category.objects.filter(pk=top.pk).update(name=f"Things {number}")
        made = Listing.objects.filter(live=True, availability__status="live").first()
        now = timezone.now()
        new = Listing(
            title=f"Lamp {number}",
            description="A lamp.",
            price_cents=900,
            category_id=made.category_id,
            seller_id=made.seller_id,
            live=True,
            published_at=now,
            first_published_at=now,
            last_published_at=now,
        )
        add_listings([new])

    publisher = make_publisher(jobs=1, progress=lambda outputs: elsewhere(rename_and_add) if outputs < 60 else None)
    with publisher.releases.lock():
        report = publisher.build()

    assert number > 2
    lamps = sorted(one.name.partition("-")[2] for one in (stage.live / "listing").glob("*-lamp-*"))
    assert lamps == sorted(f"lamp-{one}.html.gz" for one in range(1, number + 1))
    assert stage.live.resolve().name == report.release
    assert {one.kind for one in Change.objects.all()} >= {"category"}
    stage.publish()
    assert stage.faults() == []


def page_of(live, listing):
    return gzip.decompress((live / f"listing/{listing.pk}-{listing.slug}.html.gz").read_bytes()).decode()
