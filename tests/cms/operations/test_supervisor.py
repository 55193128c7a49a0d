"""The supervisor is run as a program of its own, with small programs to look after, and watched from outside."""

import os
import select
import signal
import subprocess
import sys

import pytest

SUPERVISOR = """
import sys
from cms.operations import supervisor
from cms.operations.supervisor import Program, Supervisor

supervisor.STOP_SECONDS = {patience}
ours = Supervisor(say=lambda who, line: sys.stdout.write(f"{{who}}: {{line}}\\n") and sys.stdout.flush())
with ours.listening_to_signals():
    {body}
sys.stdout.write("ended\\n")
"""

WAITING = "import os, signal; print(os.getpid(), flush=True); signal.pause()"
STUBBORN = (
    "import os, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(os.getpid(), flush=True)\n"
    "while True: signal.pause()"
)
FAMILY = (
    "import os, signal, subprocess, sys\n"
    f"child = subprocess.Popen([sys.executable, '-c', {STUBBORN!r}], stdout=subprocess.PIPE)\n"
    "print(child.stdout.readline().decode().strip(), flush=True)\n"
    "signal.pause()"
)


def program(name: str, source: str) -> str:
    return f"ours.start(Program({name!r}, (sys.executable, '-c', {source!r})))"


@pytest.fixture
def supervise():
    """Starts a supervisor with this body."""
    started = []

    def start(*statements: str, patience: float = 8.0) -> subprocess.Popen[str]:
        code = SUPERVISOR.format(body="\n    ".join(statements), patience=patience)
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def pid_told_by(process: subprocess.Popen[str]) -> int:
    assert process.stdout
    return int(process.stdout.readline().partition(": ")[2])


def ends(pid: int, *, seconds: float = 10.0) -> bool:
    """Whether a process that is no child of ours ends within this time."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


FOREVER = "ours.run(also=lambda: None)"


def test_lines_come_with_the_name_in_front(supervise):
    process = supervise(program("web", "print('ready'); import signal; signal.pause()"), FOREVER)

    assert process.stdout.readline() == "web: ready\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(supervise, number):
    process = supervise(program("web", WAITING), FOREVER)
    pid = pid_told_by(process)

    process.send_signal(number)

    assert process.wait(timeout=10) == 0
    assert process.stdout.read() == "ended\n"
    assert ends(pid, seconds=0)


def test_who_does_not_listen_is_killed(supervise):
    process = supervise(program("deaf", STUBBORN), FOREVER, patience=0.2)
    pid = pid_told_by(process)

    process.terminate()

    assert process.wait(timeout=10) == 0
    assert ends(pid, seconds=0)


def test_a_polite_program_lets_others_go_first(supervise):
    source = "import os; print(os.nice(0), flush=True); import signal; signal.pause()"
    process = supervise(f"ours.start(Program('polite', (sys.executable, '-c', {source!r}), niceness=3))", FOREVER)

    assert process.stdout.readline() == f"polite: {os.nice(0) + 3}\n"


def test_a_program_ends_its_children_in_its_own_order(supervise):
    """Only the program itself is asked to end: a child that is told too could fail before its parent knows why."""
    child = (
        "import os, signal; signal.signal(signal.SIGTERM, lambda *_: os.write(1, b'child was told\\n')); signal.pause()"
    )
    parent = (
        "import signal, subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}])\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('parent ends', flush=True), child.kill(), sys.exit()))\n"
        "print('ready', flush=True)\n"
        "child.wait()"
    )
    process = supervise(program("family", parent), FOREVER)
    assert process.stdout.readline() == "family: ready\n"

    process.terminate()

    assert process.stdout.read() == "family: parent ends\nended\n"


def test_children_of_a_program_end_with_it(supervise):
    process = supervise(program("family", FAMILY), FOREVER, patience=0.2)
    grandchild = pid_told_by(process)

    process.terminate()

    assert process.wait(timeout=10) == 0
    assert ends(grandchild)


def test_a_second_ctrl_c_means_now(supervise):
    process = supervise(program("deaf", STUBBORN), FOREVER, patience=600)
    pid = pid_told_by(process)

    while not ends(pid, seconds=0.2):
        process.send_signal(signal.SIGINT)

    assert process.wait(timeout=10) == 0


def test_programs_end_with_a_supervisor_that_is_killed(supervise):
    process = supervise(program("web", WAITING), FOREVER)
    pid = pid_told_by(process)

    process.kill()

    assert ends(pid)


def test_what_dies_is_started_again_after_a_growing_pause(supervise):
    process = supervise(program("weak", "print('here'); raise SystemExit(3)"), FOREVER)

    lines = [process.stdout.readline() for _ in range(5)]

    assert lines == [
        "weak: here\n",
        "weak: Ended with code 3. It starts again in 1 s.\n",
        "weak: here\n",
        "weak: Ended with code 3. It starts again in 2 s.\n",
        "weak: here\n",
    ]


def test_what_runs_once_is_not_started_again(supervise):
    process = supervise(
        f"demo = ours.start(Program('demo', (sys.executable, '-c', {'print(1)'!r}), once=True))",
        "ours.wait_until(lambda: demo.exit_code is not None, seconds=20)",
        "ours.wait_until(lambda: False, seconds=1.5)",
    )

    assert process.communicate(timeout=40)[0].splitlines() == ["demo: 1", "ended"]


def test_a_killed_program_is_started_again(supervise):
    process = supervise(program("web", WAITING), FOREVER)
    first = pid_told_by(process)

    os.kill(first, signal.SIGKILL)

    assert process.stdout.readline() == "web: Ended by SIGKILL. It starts again in 1 s.\n"
    assert pid_told_by(process) != first


def test_a_command_is_run_to_its_end(supervise):
    process = supervise(
        "print(ours.run_once((sys.executable, '-c', 'print(1, flush=True); raise SystemExit(4)')), flush=True)"
    )

    assert process.stdout.read() == "1\n4\nended\n"


def test_a_command_is_stopped_with_us(supervise):
    process = supervise(f"print(ours.run_once((sys.executable, '-c', {WAITING!r})), flush=True)")
    pid = int(process.stdout.readline())

    process.send_signal(signal.SIGINT)

    assert process.stdout.read() == "None\nended\n"
    assert ends(pid, seconds=0)


def test_waiting_has_an_end(supervise):
    process = supervise(
        "print(ours.wait_until(lambda: True, seconds=9))", "print(ours.wait_until(lambda: False, seconds=0.1))"
    )

    assert process.stdout.read() == "True\nFalse\nended\n"
