import builtins
import getpass
import io

import pytest
from django.core.management import CommandError, call_command

from cms.accounts.models import User

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self):
        return True


def create(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("createsuperuser", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_an_admin_is_made_without_questions(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough one")
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "Boss@Example.org")
    monkeypatch.setenv("DJANGO_SUPERUSER_NAME", "The Boss")

    create(interactive=False)

    boss = User.objects.get(email="boss@example.org")
    assert (boss.number, boss.name, boss.role, boss.is_superuser) == (1, "The Boss", "admin", True)
    assert boss.check_password("a long enough one")
    assert set(boss.groups.values_list("name", flat=True)) == {"admin"}


def test_an_admin_is_made_by_answers_and_wrong_ones_are_asked_again(monkeypatch):
    answers = iter(["boss", "boss@example.org", "", "a\x07b", "The Boss"])
    monkeypatch.setattr(builtins, "input", lambda _: next(answers))
    monkeypatch.setattr(getpass, "getpass", lambda *_: "a long enough one")

    out, err = create(stdin=Terminal())

    assert out.endswith("Superuser created successfully.\n")
    assert "Enter a valid email address." in err
    assert "control character" in err
    assert User.objects.get().name == "The Boss"


def test_an_address_that_is_taken_is_refused():
    create(interactive=False, email="boss@example.org", name="The Boss")

    with pytest.raises(CommandError, match="That e-mail address is already taken"):
        create(interactive=False, email="BOSS@example.org", name="Other")

    assert User.objects.count() == 1
