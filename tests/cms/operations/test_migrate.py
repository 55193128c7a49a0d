import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from cms.operations.management.commands.migrate import WholeExecutor

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


class Killed(BaseException):
    pass


class KilledBeforeTheNote(WholeExecutor):
    def record_migration(self, _):
        raise Killed


def test_a_migration_that_is_killed_before_it_is_noted_has_not_been_made():
    # A foreign key leaves SQL for the end: there Django alone writes the note after the commit.
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE)
    made = migrations.Migration("0001_thing", "of_a_test")
    made.operations = [migrations.CreateModel("Thing", [("id", models.AutoField(primary_key=True)), ("owner", person)])]

    with pytest.raises(Killed):
        KilledBeforeTheNote(connection).apply_migration(ProjectState.from_apps(apps), made)

    assert "of_a_test_thing" not in connection.introspection.table_names()


def test_it_is_the_command_that_people_type():
    assert get_commands()["migrate"] == "cms.operations"
