import pytest
from django.apps import apps
from django.db import connection

from cms.changes.tables import watched_tables
from cms.changes.watches import ROW, WATCHES, Watch
from cms.contract.keys import Kind


@pytest.mark.parametrize("watch", WATCHES, ids=lambda watch: watch.model)
def test_every_field_that_is_named_exists(watch):
    fields = {field.name for field in apps.get_model(watch.model)._meta.local_concrete_fields}  # noqa: SLF001
    named = {*watch.shown, *watch.unseen, watch.live, watch.place, *(owner.field for owner in watch.owners)}
    named.add("" if watch.constant else watch.key)

    assert {name for name in named if name and ROW not in name} <= fields


def test_no_table_is_watched_twice():
    models = [watch.model for watch in WATCHES]

    assert len(set(models)) == len(models)


@pytest.mark.django_db
def test_every_watched_table_is_there():
    with connection.cursor() as cursor:
        assert len(list(watched_tables(connection, cursor))) == len(WATCHES)


@pytest.mark.django_db
def test_what_does_not_exist_is_left_out():
    unknown = (Watch(model="moon.Crater", kind=Kind.PAGE), Watch(model="catalog.Crater", kind=Kind.PAGE))

    with connection.cursor() as cursor:
        assert list(watched_tables(connection, cursor, unknown)) == []
