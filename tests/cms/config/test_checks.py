import pytest
from django.core.cache import cache
from django.core.checks import run_checks

from cms.config.checks import refused_postgresql, refused_sqlite


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_database_of_the_tests_passes():
    assert [one for one in run_checks(databases=["default"]) if one.id.startswith("cataloro.")] == []


@pytest.mark.parametrize("version", ["3.26.0", "3.40.1", "3.51.2", "3.9.9"])
def test_an_sqlite_that_can_lose_commits_is_refused(version):
    [error] = refused_sqlite(version)

    assert error.msg.startswith(f"Cataloro does not start: SQLite {version} can lose committed data")


@pytest.mark.parametrize("version", ["3.51.3", "3.53.4", "4.0.0"])
def test_a_newer_sqlite_is_taken(version):
    assert refused_sqlite(version) == []


def test_an_old_postgresql_is_refused_in_words():
    [error] = refused_postgresql(140013)

    assert error.msg == "PostgreSQL 14.13 is too old; 15 or newer is needed."


@pytest.mark.parametrize("version", [150000, 150018, 180001])
def test_postgresql_from_15_on_is_taken(version):
    assert refused_postgresql(version) == []


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_cache_has_its_table():
    cache.set("colour", "green")

    assert cache.get("colour") == "green"
