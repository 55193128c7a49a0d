import os
import subprocess
import sys

import pytest

from cms.config.environment import BASE_DIR

WRONG = {"CATALORO_ENV": "production", "SITE_URL": "https://localhost/", "SECRET_KEY": "changeme"}
MESSAGE = """\
Cataloro does not start: 3 settings are wrong.
  SITE_URL='https://localhost/': leave out the slash at its end.
  SECRET_KEY (8 characters, not shown): at least 40 random characters are needed. \
Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'
  DATABASE_URL: it is missing; production has no default for it.
"""


def run(*command, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=BASE_DIR,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", ["check", "migrate", "help", "runserver"])
def test_a_command_says_what_is_wrong_without_a_stack_trace(command):
    done = run("manage.py", command, **WRONG)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", MESSAGE)


def test_gunicorn_says_what_is_wrong_once_and_ends():
    done = run("-m", "gunicorn", "--workers", "1", "--bind", "127.0.0.1:0", "cms.config.wsgi", **WRONG)

    assert done.returncode == 3
    assert done.stderr.count(MESSAGE) == 1
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "data").write_text("")
    folders = {"DATA_DIR": f"{tmp_path}/data", "MEDIA_DIR": f"{tmp_path}/data/media", "BUILD_DIR": f"{tmp_path}/build"}

    done = run("manage.py", "check", **folders)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Cataloro does not start: 2 settings are wrong.",
        f"  DATA_DIR='{tmp_path}/data': that is a file; a folder is needed.",
        f"  MEDIA_DIR='{tmp_path}/data/media': the folder cannot be made (Not a directory).",
    ]


def test_folders_are_made_when_missing(tmp_path):
    folders = {name: f"{tmp_path}/deep/{name}" for name in ("DATA_DIR", "MEDIA_DIR", "BUILD_DIR")}

    done = run("manage.py", "check", **folders)

    assert done.returncode == 0, done.stderr
    assert sorted(entry.name for entry in (tmp_path / "deep").iterdir()) == sorted(folders)


@pytest.mark.parametrize("https", [True, False])
def test_all_that_knows_a_host_follows_from_the_one_address(https, tmp_path):
    url = "https://shop.example.org" if https else "http://[2001:db8::1]:8080"
    host = "shop.example.org" if https else "[2001:db8::1]"
    script = (
        "from django.conf import settings as s;"
        "print(s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE);"
        "print(s.SECURE_HSTS_SECONDS > 0, s.WAGTAILADMIN_BASE_URL, s.DEFAULT_FROM_EMAIL, s.DEBUG)"
    )

    done = run(
        "-c",
        f"from cms.config.start import prepare; prepare(); {script}",
        CATALORO_ENV="production",
        SITE_URL=url,
        SECRET_KEY="wT3-vq9ZpLr0XkBy7NdHc2_JmEaGs6UfQo4iRx1WzVt8",
        DATABASE_URL="postgresql://host/shop",
        DATA_DIR=str(tmp_path / "data"),
        MEDIA_DIR=str(tmp_path / "media"),
        BUILD_DIR=str(tmp_path / "build"),
    )

    assert done.stdout.splitlines() == [
        f"['{host}'] ['{url}'] {https} {https}",
        f"{https} {url} noreply@{host} False",
    ]
