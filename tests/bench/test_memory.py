import subprocess
import sys

from tests.bench.memory import measure

GREEDY = "import time; held = bytearray(b'x' * 60_000_000); time.sleep(0.6)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {GREEDY!r}])"


def test_counts_what_children_hold():
    usage = measure([sys.executable, "-c", PARENT])

    assert usage.exit_code == 0
    assert usage.most_processes == 2
    assert 60e6 < usage.peak < 140e6


def test_keeps_output_and_exit_code():
    usage = measure([sys.executable, "-c", "print('made'); raise SystemExit(3)"], keep_output=True)

    assert (usage.output, usage.exit_code) == ("made\n", 3)


def test_runs_as_a_program_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.memory", "--", sys.executable, "-c", "pass"],
        check=True,
        capture_output=True,
        text=True,
    )

    assert '"exit_code": 0' in done.stdout
