import re
import subprocess

import pytest

from cms.config.environment import BASE_DIR

SCRIPTS = (
    "deploy/release/header.sh",
    "deploy/server/cataloro",
    "tests/deploy/acme/stand-in",
    "tests/deploy/rehearsal/stand_ins/stand-in",
    "tests/deploy/rehearsal/stand_ins/stand-in-python",
    "tests/deploy/whole/enter",
    "tests/deploy/whole/stand_ins/dnf",
    "tests/deploy/whole/stand_ins/postgresql-setup",
    "tests/deploy/whole/stand_ins/python3.12",
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


@pytest.mark.bats
def test_the_scripts_own_tests_pass():
    done = subprocess.run(
        ["bats", "--tap", BASE_DIR / "tests/deploy/scripts.bats"], check=False, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("1..10\n")


NEWER_THAN_BASH_4_4 = (
    r"EPOCHSECONDS|EPOCHREALTIME|BASH_ARGV0",  # 5.0
    r"\bwait -[fp]|\bhistory -d|\bassoc_expand_once|\blocalvar_",  # 5.0, 5.1
    r"SRANDOM|@[UuLKk]\}",  # 5.1
    r"\bulimit -R|patsub_replacement|varredir_close|\bread -E\b",  # 5.1 to 5.3
    r"\$\{[ |]|GLOBSORT|BASH_MONOSECONDS|BASH_TRAPSIG",  # 5.3
)


def test_nothing_newer_than_the_bash_of_almalinux_8_is_used():
    for script in ("deploy/release/header.sh", "deploy/server/cataloro"):
        text = (BASE_DIR / script).read_text()
        for newer in NEWER_THAN_BASH_4_4:
            assert re.search(newer, text) is None, (script, newer)
