from pathlib import Path

import pytest

from cms.config.refusals import Refusal
from cms.config.service_urls import cache_of, database_of, email_of


def database(url, *, production=False):
    return database_of(url, production=production, relative_to=Path("/home/shop"))


def test_sqlite_waits_for_its_turn_and_forgets_nothing():
    config = database("sqlite:////srv/shop.sqlite3")

    assert config["NAME"] == "/srv/shop.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["init_command"] == (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000"
    )


def test_a_relative_sqlite_file_lies_in_the_project_wherever_one_stands():
    assert database("sqlite:///var/shop.sqlite3")["NAME"] == "/home/shop/var/shop.sqlite3"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_postgresql_is_described_in_full(scheme):
    config = database(f"{scheme}://shop:p%40ss@db:5433/name?sslmode=require", production=True)

    assert (config["USER"], config["PASSWORD"], config["HOST"]) == ("shop", "p@ss", "db")
    assert (config["PORT"], config["NAME"], config["OPTIONS"]) == (5433, "name", {"sslmode": "require"})


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://host/shop", "it must begin with sqlite://, postgresql://, postgres://"),
        ("/srv/shop.sqlite3", "it must begin with"),
        ("sqlite:shop", "it must begin with"),
        ("sqlite://", "it must be a file"),
        ("sqlite://:memory:", "it must be a file"),
        ("sqlite:///:memory:", "it must be a file"),
        ("sqlite://shop.sqlite3/x", "has no host"),
        ("postgresql://host", "the name of the database is missing"),
        ("postgresql://host/", "the name of the database is missing"),
        ("postgresql://host:port/name", "that is no address"),
        ("postgresql://[host/name", "that is no address"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused(url, words):
    with pytest.raises(Refusal) as refusal:
        database(url)

    assert words in str(refusal.value)


def test_production_takes_no_sqlite():
    with pytest.raises(Refusal) as refusal:
        database("sqlite:////srv/shop.sqlite3", production=True)

    assert str(refusal.value) == "production takes PostgreSQL only: postgresql://user:password@host/name"


def test_mail_goes_through_a_server_with_a_limit_of_time():
    config = email_of("submission://shop:p%40ss@mail.example.org?_default_from_email=shop@example.org")

    assert (config["EMAIL_HOST"], config["EMAIL_PORT"], config["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)
    assert (config["EMAIL_HOST_USER"], config["EMAIL_HOST_PASSWORD"]) == ("shop", "p@ss")
    assert (config["EMAIL_TIMEOUT"], config["DEFAULT_FROM_EMAIL"]) == (10, "shop@example.org")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mail.example.org", "it must begin with smtp://"),
        ("smtps://mail.example.org", "it must begin with smtp://"),
        ("submission://", "the host of the mail server is missing"),
        ("smtp://host:port", "its port or its timeout is no number"),
        ("smtp://host?timeout=soon", "its port or its timeout is no number"),
        ("file://", "the folder is missing"),
    ],
)
def test_mail_that_could_not_be_sent_is_refused(url, words):
    with pytest.raises(Refusal) as refusal:
        email_of(url)

    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "backend", "location"),
    [
        ("db://cache", "django.core.cache.backends.db.DatabaseCache", "cache"),
        ("locmem://", "django.core.cache.backends.locmem.LocMemCache", ""),
        ("file:///srv/cache", "django.core.cache.backends.filebased.FileBasedCache", "/srv/cache"),
    ],
)
def test_the_cache_is_a_table_a_folder_or_memory(url, backend, location):
    assert cache_of(url) == {"BACKEND": backend, "LOCATION": location}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("cache", "it must begin with db://"),
        ("dummy://", "it must begin with db://"),
        ("db://", "the name of a table is missing"),
        ("db://a;drop", "the name of a table is missing"),
        ("file://", "the folder is missing"),
    ],
)
def test_a_cache_that_cannot_be_used_is_refused(url, words):
    with pytest.raises(Refusal) as refusal:
        cache_of(url)

    assert words in str(refusal.value)
