"""What is stored after a log was counted: numbers by hour, day, page and source, each line once."""

from __future__ import annotations

import gzip
import random
import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cms.visits import salts
from cms.visits.closing import close_days
from cms.visits.counting import Counts
from cms.visits.models import LogFile, PageHour, Visitor, VisitSettings
from cms.visits.visitors import MOST_IN_A_MINUTE
from tests.factories.log_lines import FIREFOX, GOOGLE, IPAD, IPHONE, NOON, combined_line, log_line
from tests.factories.visits import hours, sources, totals, views

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MINUTE = timedelta(minutes=1)


def test_the_numbers_are_those_that_somebody_else_counted(log, count, wall):
    """Three days of a shop in Berlin, one of them with 25 hours; the other count keeps who came in plain sets."""
    zone = ZoneInfo("Europe/Berlin")
    wall(zone)
    made = random.Random(5)  # noqa: S311 (no secret)
    by_day, by_hour, by_page, by_device, by_host = Counter(), Counter(), Counter(), Counter(), Counter()
    came, came_in_hour, robots, other, broken = set(), set(), Counter(), 0, 0
    at = datetime(2025, 10, 24, 22, tzinfo=UTC)
    lines = []
    for _ in range(6000):
        at += timedelta(seconds=made.randrange(90))
        addr, agent = f"198.51.100.{made.randrange(40)}", made.choice([FIREFOX, IPHONE, IPAD, GOOGLE])
        listing = made.randrange(1, 30)
        uri, name = made.choice([("/", "/"), ("/search?q=x", "/search"), (f"/listing/{listing}-x", str(listing))])
        host = made.choice(["", "example.org", "localhost"])
        what = made.random()
        if what < 0.02:
            broken += 1
            lines.append(b"{}\n")
            continue
        if what < 0.3:
            other += 1
            lines.append(log_line("/assets/a.abc.css", at=at, addr=addr, agent=agent))
            continue
        referrer = f"https://{host}/x" if host else ""
        lines.append(log_line(uri, at=at, addr=addr, agent=agent, referrer=referrer, status=made.choice([200, 304])))
        local = at.astimezone(zone)
        day, hour = local.date().isoformat(), f"{at.replace(minute=0):%Y-%m-%dT%H:%M}"
        if agent == GOOGLE:
            robots[day] += 1
            continue
        by_day[day] += 1
        by_hour[hour] += 1
        by_page[name] += 1
        by_device[{FIREFOX: "desktop", IPHONE: "phone", IPAD: "tablet"}[agent]] += 1
        if host != "localhost":
            by_host[host] += 1
        came.add((day, addr, agent))
        came_in_hour.add((hour, addr, agent))
    log.write_bytes(b"".join(lines))
    people = Counter(day for day, *_ in came)
    people_by_hour = Counter(hour for hour, *_ in came_in_hour)

    found = count(log, block=50_000)

    assert found == Counts(6000, by_day.total(), robots.total(), broken, other)
    assert totals() == {day: (by_day[day], people[day], robots[day]) for day in by_day}
    assert hours() == {hour: (by_hour[hour], people_by_hour[hour]) for hour in by_hour}
    assert views() == by_page
    assert sources("device") == by_device
    assert sources("referrer") == by_host
    assert sources("country") == {}
    assert sum(PageHour.objects.values_list("views", flat=True)) == by_day.total()


def test_the_day_when_clocks_go_back_has_25_hours(log, count, wall):
    wall(ZoneInfo("Europe/Berlin"))
    begins = datetime(2025, 10, 25, 22, tzinfo=UTC)
    log.write_bytes(b"".join(log_line(at=begins + timedelta(hours=hour)) for hour in range(26)))

    count(log)

    assert totals() == {"2025-10-26": (25, 1, 0), "2025-10-27": (1, 1, 0)}
    assert len(hours()) == 26
    assert set(hours().values()) == {(1, 1)}


def test_the_day_when_clocks_go_forward_has_23_hours(log, count, wall):
    wall(ZoneInfo("Europe/Berlin"))
    begins = datetime(2026, 3, 28, 23, tzinfo=UTC)
    log.write_bytes(b"".join(log_line(at=begins + timedelta(hours=hour)) for hour in range(24)))

    count(log)

    assert totals() == {"2026-03-29": (23, 1, 0), "2026-03-30": (1, 1, 0)}


def test_a_line_is_counted_once_under_whatever_name_it_comes_back(log, count, tmp_path):
    log.write_bytes(log_line("/a") + log_line("/b"))
    assert count(log).counted == 2

    assert count(log).lines == 0
    moved = log.rename(tmp_path / "access.log.1")
    log.write_bytes(log_line("/c"))
    assert count(moved, log).counted == 1
    packed = tmp_path / "access.log.1.gz"
    packed.write_bytes(gzip.compress(moved.read_bytes()))
    moved.unlink()
    assert count(packed, log).lines == 0
    shutil.copy(packed, tmp_path / "kept.gz")
    assert count(tmp_path / "kept.gz").lines == 0

    assert views() == {"/a": 1, "/b": 1, "/c": 1}


def test_a_packed_log_goes_on_where_the_plain_one_was_left(log, count, tmp_path):
    log.write_bytes(log_line("/a") + log_line("/b"))
    count(log)
    packed = tmp_path / "access.log.gz"
    packed.write_bytes(gzip.compress(log.read_bytes() + log_line("/c") + log_line("/d")[:-1]))
    log.unlink()

    assert count(packed).counted == 2
    assert count(packed).lines == 0

    assert views() == {"/a": 1, "/b": 1, "/c": 1, "/d": 1}


def test_a_damaged_pack_is_counted_as_far_as_it_goes_and_on_when_it_is_whole(log, count, tmp_path):
    made = random.Random(3)  # noqa: S311 (no secret)
    lines = [log_line(f"/p{number}", agent=f"{FIREFOX} {made.random()}") for number in range(2000)]
    whole = gzip.compress(b"".join(lines))
    packed = tmp_path / "access.log.gz"
    packed.write_bytes(whole[: len(whole) // 2])
    first = count(packed)
    assert 0 < first.counted < 2000

    packed.write_bytes(whole)

    assert first.counted + count(packed).counted == 2000
    assert set(views().values()) == {1}


def test_a_half_written_line_waits(log, count):
    line = log_line("/b")
    log.write_bytes(log_line("/a") + line[:40])
    assert count(log) == Counts(1, 1, 0, 0, 0)

    with log.open("ab") as file:
        file.write(line[40:])

    assert count(log) == Counts(1, 1, 0, 0, 0)
    assert views() == {"/a": 1, "/b": 1}


def test_a_line_without_end_is_one_malformed_line_and_is_not_held(log, count):
    with log.open("wb") as file:
        file.write(log_line("/a"))
        file.write(b"x" * 300_000)
    assert count(log, block=100_000) == Counts(2, 1, 0, 1, 0)
    assert count(log, block=100_000).lines == 0

    with log.open("ab") as file:
        file.write(b"x" * 200_000 + b"\n" + log_line("/b"))

    assert count(log, block=100_000) == Counts(1, 1, 0, 0, 0)
    assert views() == {"/a": 1, "/b": 1}


def test_visitors_are_told_apart_by_address_and_agent_and_once_a_day(log, count):
    log.write_bytes(
        log_line()
        + log_line(at=NOON + MINUTE)
        + log_line(at=NOON + timedelta(hours=1))
        + log_line(agent=IPHONE)
        + log_line(addr="2001:db8::1")
        + log_line(at=NOON + timedelta(days=1))
    )

    count(log)

    assert totals() == {"2026-06-15": (5, 3, 0), "2026-06-16": (1, 1, 0)}
    assert hours() == {"2026-06-15T12:00": (4, 3), "2026-06-15T13:00": (1, 1), "2026-06-16T12:00": (1, 1)}


def test_who_asks_for_robots_txt_is_a_robot_from_then_on(log, count):
    other = log_line(addr="198.51.100.1")
    log.write_bytes(log_line("/a") + log_line("/robots.txt", at=NOON + MINUTE))
    assert count(log) == Counts(2, 1, 0, 0, 1)
    with log.open("ab") as file:
        file.write(log_line("/b", at=NOON + MINUTE) + other + log_line("/c", at=NOON + timedelta(days=1)))

    assert count(log) == Counts(3, 2, 1, 0, 0)

    assert totals() == {"2026-06-15": (2, 2, 1), "2026-06-16": (1, 1, 0)}


def test_who_looks_at_too_many_pages_in_a_minute_is_a_robot_from_then_on(log, count):
    quick = [log_line(at=NOON + timedelta(seconds=number % 60)) for number in range(MOST_IN_A_MINUTE + 50)]
    slow = [log_line(addr="198.51.100.1", at=NOON + timedelta(seconds=number)) for number in range(400)]
    log.write_bytes(b"".join(quick + slow) + log_line(at=NOON + timedelta(hours=2)))

    found = count(log, block=7000)  # Wherever it is interrupted.

    assert found == Counts(MOST_IN_A_MINUTE + 451, MOST_IN_A_MINUTE + 400, 51, 0, 0)
    assert totals() == {"2026-06-15": (MOST_IN_A_MINUTE + 400, 2, 51)}


def test_late_lines_of_a_closed_day_are_views_but_no_visitors(log, count):
    log.write_bytes(log_line())
    count(log)
    close_days(datetime.now(UTC) + timedelta(days=1))
    with log.open("ab") as file:
        file.write(log_line("/late", addr="198.51.100.1"))

    assert count(log).counted == 1

    assert totals() == {"2026-06-15": (2, 1, 0)}
    assert views() == {"/": 1, "/late": 1}
    assert not Visitor.objects.exists()
    assert list(salts.kept_salts()) == []


def test_hosts_that_are_made_up_take_no_more_room_than_a_day_has(log, count):
    log.write_bytes(
        b"".join(log_line(referrer=f"https://h{number}.example/", addr=f"a{number}") for number in range(1200))
        + log_line(referrer="https://h1199.example/")
    )
    count(log)
    with log.open("ab") as file:
        file.write(log_line(referrer="https://new.example/") + log_line(referrer="https://h1199.example/"))

    count(log)

    found = sources("referrer")
    assert (len(found), found["…"], found["h1199.example"], sum(found.values())) == (1001, 201, 3, 1203)


def test_nothing_is_counted_while_counting_is_off_nor_afterwards(log, count):
    VisitSettings.objects.create(counting=False)
    log.write_bytes(log_line() + b"nonsense\n")
    assert count(log) == Counts(2, 0, 0, 1, 1)

    VisitSettings.objects.update(counting=True)

    assert count(log).lines == 0
    assert (totals(), views()) == ({}, {})
    assert list(salts.kept_salts()) == []


def test_two_formats_and_two_files_add_up(log, count, tmp_path):
    other = tmp_path / "other.log"
    log.write_bytes(log_line("/a"))
    other.write_bytes(combined_line("/a") + combined_line("/b", addr="198.51.100.1"))

    assert count(log, other).counted == 3

    assert views() == {"/a": 2, "/b": 1}
    assert totals() == {"2026-06-15": (3, 2, 0)}


def test_no_address_and_no_agent_is_stored_anywhere(log, count):
    log.write_bytes(log_line(addr="203.0.113.77", agent=f"{FIREFOX} marked"))

    count(log)

    stored = [str(row) for model in (LogFile, Visitor, PageHour) for row in model.objects.values_list()]
    stored += [path.read_bytes().decode("latin-1") for path in salts.folder().iterdir()]
    assert len(stored) == 5
    assert not any("203.0.113.77" in text or "marked" in text for text in stored)


def test_the_salt_of_a_day_is_its_own_and_nobody_else_can_read_it():
    now = datetime.now(UTC)
    today, tomorrow = salts.salt_of(date(2026, 6, 15), now=now), salts.salt_of(date(2026, 6, 16), now=now)

    assert today == salts.salt_of(date(2026, 6, 15), now=now) != tomorrow
    assert len(today) == 32
    modes = [path.stat().st_mode & 0o777 for path in sorted(salts.folder().iterdir())]
    assert (modes, salts.folder().stat().st_mode & 0o777) == ([0o600, 0o600], 0o700)
    assert salts.digest(today, "a", "b") != salts.digest(tomorrow, "a", "b")
