"""`manage.py count_visits`: the numbers of the contract, and mistakes in plain words."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from django.core.management import CommandError, call_command

from cms.visits.models import LogFile
from tests.factories.log_lines import GOOGLE, combined_line, log_line
from tests.factories.visits import totals

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command("count_visits", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_prints_one_object_with_the_keys_of_the_contract(log):
    log.write_bytes(log_line() + log_line(agent=GOOGLE) + b"nonsense\n" + log_line("/assets/a.abc.css"))
    packed = log.with_name("other.gz")
    packed.write_bytes(gzip.compress(combined_line()))

    found = json.loads(run(log, packed, "--json"))

    assert found.pop("seconds") >= 0
    assert found == {"lines": 5, "counted": 2, "bots": 1, "malformed": 1, "skipped": 1}


def test_says_it_in_words_otherwise(log):
    log.write_bytes(log_line())

    assert run(log).endswith(
        "s: 1 views counted, 0 of robots, 0 of something else than pages, 0 that cannot be read.\n"
    )


def test_takes_the_format_that_is_asked_for_only(log):
    log.write_bytes(log_line() + combined_line())

    found = json.loads(run(log, "--json", "--format", "combined"))

    assert (found["counted"], found["malformed"]) == (1, 1)


def test_a_database_of_countries_that_is_none_is_named(log, settings):
    log.write_bytes(log_line())
    settings.COUNTRY_DATABASE = log

    with pytest.raises(CommandError, match=r"access\.log cannot be read: it is no database of countries"):
        run(log)


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing.log", "missing.log cannot be read: No such file or directory."), (".", "it is no file")],
)
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_counted(log, name, words):
    log.write_bytes(log_line())

    with pytest.raises(CommandError, match=words):
        run(log, log.parent / name)

    assert totals() == {}
    assert not LogFile.objects.exists()
