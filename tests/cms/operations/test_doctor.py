"""The doctor's command, and what its last look shows in the admin."""

import json

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from cms.operations.doctor_banner import RECORD, last_look
from deploy.doctor import options
from tests.deploy.doctor.recorded import Recorded
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller

HOME = "/admin/"


@pytest.fixture
def machine(monkeypatch):
    recorded = Recorded()
    monkeypatch.setattr(options, "ThisMachine", lambda: recorded)
    return recorded


@pytest.fixture
def left_behind(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    def leave(*checks):
        found = [
            {"id": name, "title": name, "status": status, "found": "a cause", "mend": "a cure"}
            for name, status in checks
        ]
        (tmp_path / RECORD).write_text(json.dumps({"at": "2026-11-29T06:07:00+00:00", "checks": found}))

    return leave


def test_the_command_says_what_it_sees_and_leaves_by_what_it_found(machine, capsys):
    call_command("doctor", "--only", "os,glibc", "--json")
    assert [one["status"] for one in json.loads(capsys.readouterr().out)["checks"]] == ["ok", "ok"]

    machine.answers["/healthz"] = machine.answers["socket /readyz"]
    machine.files["/etc/cataloro/secrets.env"] = ""
    with pytest.raises(SystemExit) as left:
        call_command("doctor", "--only", "secrets")
    assert left.value.code == 1
    said = capsys.readouterr().out
    assert said.startswith("[ FAIL ] secrets: the SECRET_KEY has 0 characters\n")
    assert said.endswith("1 looked at: 0 ok, 0 to look after, 1 failed, 0 could not be looked at\n")


def test_a_check_that_there_is_not_is_wrong_usage(machine):
    with pytest.raises(CommandError, match="there is no check moon; --list names all"):
        call_command("doctor", "--only", "os,moon")


def test_what_it_leaves_is_what_the_admin_reads():
    assert options.RECORD == RECORD


@pytest.mark.django_db
def test_an_admin_sees_what_failed_and_what_mends_it(client, left_behind):
    left_behind(("Firewall", "fail"), ("Clock", "warn"))
    client.force_login(make_admin())

    page = client.get(HOME).content.decode()

    assert "The doctor found 1 failure on this server" in page
    assert "<strong>Firewall</strong>: a cause" in page
    assert "<strong>Clock</strong>" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_editor, make_moderator])
def test_others_of_the_team_see_nothing_of_it(client, left_behind, make):
    left_behind(("Firewall", "fail"))
    client.force_login(make())

    assert "The doctor found" not in client.get(HOME).content.decode()


@pytest.mark.django_db
def test_a_seller_gets_no_page_at_all(client, left_behind):
    left_behind(("Firewall", "fail"))
    client.force_login(make_seller())

    assert "The doctor found" not in client.get(HOME, follow=True).content.decode()


@pytest.mark.django_db
def test_a_server_that_is_well_or_was_never_looked_at_needs_no_words(client, left_behind, tmp_path):
    client.force_login(make_admin())
    for leave in (lambda: None, lambda: left_behind(("Clock", "warn")), lambda: (tmp_path / RECORD).write_text("{")):
        leave()
        assert "The doctor found" not in client.get(HOME).content.decode()
    assert last_look() is None
    assert tmp_path == django_settings.DATA_DIR
