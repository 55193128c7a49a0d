import pysqlite3
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Page


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_in_the_next_one(turn):
    assert not Group.objects.filter(name="only mine").exists()

    Group.objects.create(name="only mine")


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
@pytest.mark.parametrize("turn", [1, 2])
def test_what_the_migrations_made_survives_a_test_that_commits(turn):
    assert Page.objects.filter(depth=1).exists()


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_is_the_bundled_one_in_a_file():
    assert connection.settings_dict["NAME"].startswith("/")
    assert answer_to("SELECT sqlite_version()") == pysqlite3.sqlite_version


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_is_new_enough():
    assert int(answer_to("SHOW server_version_num")) >= 150000


def answer_to(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
