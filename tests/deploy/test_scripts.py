import subprocess

import pytest

from cms.config.environment import BASE_DIR

SCRIPTS = (
    "deploy/release/header.sh",
    "deploy/server/cataloro",
    "tests/deploy/acme/stand-in",
    "tests/deploy/rehearsal/stand_ins/stand-in",
    "tests/deploy/rehearsal/stand_ins/stand-in-python",
)


@pytest.mark.shell
@pytest.mark.parametrize("script", SCRIPTS)
def test_shellcheck_finds_nothing(script):
    done = subprocess.run(["shellcheck", BASE_DIR / script], check=False, capture_output=True, text=True)

    assert done.stdout == ""
    assert done.returncode == 0


@pytest.mark.parametrize("script", SCRIPTS)
def test_bash_takes_them(script):
    assert subprocess.run(["bash", "-n", BASE_DIR / script], check=False).returncode == 0


def test_nothing_newer_than_the_bash_of_almalinux_8_is_used():
    for script in SCRIPTS[:2]:
        text = (BASE_DIR / script).read_text()
        for newer in ("EPOCHSECONDS", "EPOCHREALTIME", "SRANDOM", "@U}", "@L}", "@u}", "@K}", "wait -p", "${ "):
            assert newer not in text, (script, newer)
