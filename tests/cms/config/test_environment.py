from pathlib import Path

import pytest

from cms.config.environment import BASE_DIR, read_environment
from cms.config.refusals import SettingsRefused

SECRET = "wT3-vq9ZpLr0XkBy7NdHc2_JmEaGs6UfQo4iRx1WzVt8"
SOUND = {
    "CATALORO_ENV": "production",
    "SITE_URL": "https://shop.example.org",
    "SECRET_KEY": SECRET,
    "DATABASE_URL": "postgresql://shop:s3cret@db.example.org:5432/shop",
}


def refused(**changes):
    """The problems of a production environment with these changes; None takes a variable out."""
    source = {name: value for name, value in {**SOUND, **changes}.items() if value is not None}
    with pytest.raises(SettingsRefused) as refusal:
        read_environment(source)
    return [str(problem) for problem in refusal.value.problems]


def test_nothing_needs_to_be_set_in_development():
    environment = read_environment({})

    assert environment.env == "development"
    assert environment.site_url == "http://localhost:8000"
    assert environment.port == 8000
    assert environment.data_dir == BASE_DIR / "var"
    assert environment.build_dir == BASE_DIR / "build"
    assert environment.media_dir == BASE_DIR / "media"
    assert environment.build_encoding == "gzip"
    assert environment.database["NAME"] == f"{BASE_DIR}/var/cataloro.sqlite3"
    assert environment.cache == {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    assert environment.email["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


def test_the_address_follows_the_port_in_development():
    assert read_environment({"PORT": "8123"}).site_url == "http://localhost:8123"


def test_an_empty_value_counts_as_not_set():
    assert read_environment({"SITE_URL": "", "PORT": "", "DATA_DIR": "", "BROKER_URL": ""}) == read_environment({})


def test_a_sound_production_is_taken():
    environment = read_environment(SOUND)

    assert environment.is_production
    assert environment.site_url == "https://shop.example.org"
    assert environment.database["ENGINE"] == "django.db.backends.postgresql"
    assert environment.database["PASSWORD"] == "s3cret"
    assert environment.database["CONN_HEALTH_CHECKS"] is True


def test_production_has_no_default_for_three_settings():
    assert refused(SITE_URL=None, SECRET_KEY=None, DATABASE_URL="") == [
        "SITE_URL: it is missing; production has no default for it.",
        "SECRET_KEY: it is missing; production has no default for it.",
        "DATABASE_URL: it is missing; production has no default for it.",
    ]


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(SettingsRefused) as refusal:
        read_environment({"CATALORO_ENV": "prod", "PORT": "many", "BUILD_ENCODING": "zip"})

    assert str(refusal.value) == (
        "Cataloro does not start: 3 settings are wrong.\n"
        "  CATALORO_ENV='prod': allowed are development, production, test.\n"
        "  PORT='many': a whole number from 1 to 65535 is needed.\n"
        "  BUILD_ENCODING='zip': allowed are gzip, plain, both."
    )


def test_an_empty_kind_of_environment_is_not_development():
    assert refused(CATALORO_ENV="")[0] == "CATALORO_ENV='': allowed are development, production, test."


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8000 ", "8e3", "٣", "80.0"])
def test_a_port_is_a_whole_number(port):
    assert refused(PORT=port) == [f"PORT={port!r}: a whole number from 1 to 65535 is needed."]


@pytest.mark.parametrize("encoding", ["gzip", "plain", "both"])
def test_pages_are_stored_in_one_of_three_ways(encoding):
    assert read_environment({"BUILD_ENCODING": encoding}).build_encoding == encoding


@pytest.mark.parametrize("name", ["BROKER_URL", "BUILD_TARGET_URL", "SEARCH_URL"])
def test_what_has_no_effect_yet_is_refused_rather_than_ignored(name):
    assert refused(**{name: "redis://:hidden@host/0"}) == [
        f"{name}='redis://:…@host/0': this version has no use for it yet; leave it unset."
    ]


def test_folders_are_taken_from_the_project_or_from_the_root():
    environment = read_environment({"DATA_DIR": "data", "BUILD_DIR": "/srv/shop/build", "MEDIA_DIR": "~/media"})

    assert environment.data_dir == BASE_DIR / "data"
    assert environment.build_dir == Path("/srv/shop/build")
    assert environment.media_dir == Path.home() / "media"


def test_a_folder_with_odd_characters_holds_the_database_all_the_same():
    assert read_environment({"DATA_DIR": "/srv/a b#c?d%41"}).database["NAME"] == "/srv/a b#c?d%41/cataloro.sqlite3"


@pytest.mark.parametrize(
    ("folders", "problem"),
    [
        ({"DATA_DIR": "/"}, "DATA_DIR='/': the root of the file system is no folder of its own."),
        ({"DATA_DIR": "a\0b"}, "DATA_DIR='a\\x00b': that is no path."),
        ({"DATA_DIR": "~nobody-here/x"}, "DATA_DIR='~nobody-here/x': that is no path."),
        (
            {"BUILD_DIR": "/srv/x", "DATA_DIR": "/srv/x"},
            "DATA_DIR='/srv/x': it must not lie in BUILD_DIR (/srv/x), from which files are served.",
        ),
        (
            {"BUILD_DIR": "/srv/x", "MEDIA_DIR": "/srv/y/../x/media"},
            "MEDIA_DIR='/srv/x/media': it must not lie in BUILD_DIR (/srv/x), from which files are served.",
        ),
        (
            {"MEDIA_DIR": "/srv/x", "DATA_DIR": "/srv/x/data"},
            "DATA_DIR='/srv/x/data': it must not lie in MEDIA_DIR (/srv/x), from which files are served.",
        ),
    ],
)
def test_folders_that_would_get_into_each_other_are_refused(folders, problem):
    assert refused(**folders) == [problem]


def test_the_build_may_lie_in_the_data():
    assert read_environment({"DATA_DIR": "/srv/x", "BUILD_DIR": "/srv/x/build"}).build_dir == Path("/srv/x/build")


def test_no_secret_is_shown():
    problems = refused(
        SECRET_KEY="hunter2",
        DATABASE_URL="mysql://shop:hunter2@host/shop",
        EMAIL_URL="pop3://shop:hunter2@host",
        CACHE_URL="memcached://:hunter2@host",
    )

    assert len(problems) == 4
    assert "hunter2" not in "".join(problems)
    assert "hunter2" not in repr(read_environment({**SOUND, "SECRET_KEY": "hunter2" + SECRET}))
