from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from cms.api import changes
from cms.changes import outbox
from cms.changes.models import Change
from commerce import health


@pytest.fixture
def nothing_waits(db):
    Change.objects.all().delete()


def make_older(seconds):
    Change.objects.update(noted_at=timezone.now() - timedelta(seconds=seconds))


def test_the_app_lives_without_a_database_and_says_with_what_it_was_started(client, settings):
    settings.CONFIGURATION_FINGERPRINT = "0123456789abcdef"

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "version": settings.CATALORO_VERSION,
        "configuration": "0123456789abcdef",
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("nothing_waits")
def test_a_shop_with_database_build_and_room_is_ready(client, release):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["checks"]["database"] == {"ok": True}
    assert response.json()["checks"]["tasks"] == {"ok": True, "oldest_waiting_seconds": 0}
    assert response.json()["checks"]["publisher"] == {
        "ok": True,
        "oldest_waiting_seconds": 0,
        "failing": 0,
        "held_removals": 0,
        "heard_seconds_ago": None,
    }
    assert response.json()["checks"]["build"]["release"] == "one"
    assert response.json()["checks"]["build"]["age_seconds"] > 0


@pytest.mark.django_db
def test_a_shop_without_a_build_is_not_ready(client):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["build"] == {"ok": False}


@pytest.mark.usefixtures("nothing_waits")
@pytest.mark.parametrize(("age", "status"), [(50, 200), (70, 503)])
def test_a_change_that_waits_for_over_a_minute_is_told(client, release, age, status):
    outbox.note("listing", "1")
    make_older(age)

    response = client.get("/readyz")

    assert response.status_code == status
    assert age <= response.json()["checks"]["publisher"]["oldest_waiting_seconds"] <= age + 5


@pytest.mark.usefixtures("nothing_waits")
def test_what_no_page_shows_is_never_late(client, release):
    outbox.note("redirect", "1")
    make_older(3600)

    assert client.get("/readyz").json()["checks"]["publisher"]["oldest_waiting_seconds"] == 0


@pytest.mark.usefixtures("nothing_waits")
def test_removals_that_wait_for_a_person_are_told(client, release):
    changes.held(250)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["publisher"]["held_removals"] == 250
    assert response.json()["checks"]["publisher"]["heard_seconds_ago"] in range(5)

    changes.held(0)

    assert client.get("/readyz").status_code == 200


@pytest.mark.usefixtures("nothing_waits")
def test_changes_that_cannot_be_rendered_are_counted(client, release):
    outbox.note("listing", "1")
    changes.failed(changes.pending(), "line 3")

    assert client.get("/readyz").json()["checks"]["publisher"]["failing"] == 1


@pytest.mark.django_db
def test_a_full_disk_is_told(client, release, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 1 << 62)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert not response.json()["checks"]["disk"]["ok"]


@pytest.mark.django_db
def test_a_broken_database_is_told(client, release):
    with connection.execute_wrapper(_refuse):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["database"] == {"ok": False}
    assert response.json()["checks"]["publisher"] == {"ok": False}


def _refuse(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection")
