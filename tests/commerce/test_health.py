import pytest
from django.db import OperationalError, connection

from commerce import health


def test_the_app_lives_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_shop_with_database_build_and_room_is_ready(client, release):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["checks"]["database"] == {"ok": True}
    assert response.json()["checks"]["tasks"] == {"ok": True, "oldest_waiting_seconds": 0}
    assert response.json()["checks"]["build"]["release"] == "one"
    assert response.json()["checks"]["build"]["age_seconds"] > 0


@pytest.mark.django_db
def test_a_shop_without_a_build_is_not_ready(client):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["build"] == {"ok": False}


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


def _refuse(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection")
