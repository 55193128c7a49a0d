"""Starts what the units start, with their own command lines, as systemd would: its sockets and its ears."""

import contextlib
import http.client
import os
import re
import shlex
import signal
import socket
import subprocess
import sys

import pytest

from cms.config.environment import BASE_DIR
from deploy.configuration import Configuration, Paths, Processes, Tls, TlsMode
from deploy.rendering import render

SECONDS = 60

HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
# The number of the process is known in the process alone.
os.execve(sys.argv[2], sys.argv[2:], {**os.environ, "LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())})
"""


@pytest.fixture
def configuration(tmp_path):
    (tmp_path / "logs").mkdir()
    paths = Paths(access_log=tmp_path / "logs" / "access.json.log")
    return Configuration(
        address="localhost",
        email="a@markt.test",
        tls=Tls(mode=TlsMode.NONE),
        paths=paths,
        processes=Processes(web=1, renderers=1),
    )


def command_of(configuration, name):
    """The command line of a unit, with the Python and the code that are here."""
    unit = next(one.text for one in render(configuration) if one.target.name == f"cataloro-{name}.service")
    line = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1]
    here = {"/opt/cataloro/current/venv/bin/python": sys.executable, "/opt/cataloro/current/app/manage.py": "manage.py"}
    return [here.get(word, word) for word in shlex.split(line)]


@pytest.fixture
def manager(tmp_path):
    """The ear of systemd."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(SECONDS)
        yield ear


@contextlib.contextmanager
def running(command, tmp_path, *, listening=None):
    """A process with what systemd gives it: NOTIFY_SOCKET, and the socket it holds for the unit as number 3."""
    environment = {
        **os.environ,
        "BUILD_DIR": str(tmp_path / "build"),
        "MEDIA_DIR": str(tmp_path / "media"),
        "DATA_DIR": str(tmp_path / "data"),
        "NOTIFY_SOCKET": str(tmp_path / "notify"),
    }
    handed_over = ()
    if listening is not None:
        command = [sys.executable, "-c", HAND_OVER, str(listening.fileno()), *command]
        handed_over = (listening.fileno(),)
    with subprocess.Popen(
        command, env=environment, cwd=BASE_DIR, pass_fds=handed_over, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=SECONDS)


def healthz(listening):
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.settimeout(SECONDS)
    connection.sock.connect(listening.getsockname())
    connection.request("GET", "/healthz")
    return connection


@pytest.mark.usefixtures("django_db_setup")
def test_the_app_takes_the_socket_says_that_it_is_ready_and_a_restart_loses_no_request(
    configuration, manager, tmp_path
):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "app.sock"))
        listening.listen(128)
        command = command_of(configuration, "web")
        with running(command, tmp_path, listening=listening):
            assert manager.recv(100).startswith(b"READY=1")
            with contextlib.closing(healthz(listening)) as asked:
                assert asked.getresponse().status == 200
        # Nobody runs now; systemd holds the socket.
        with contextlib.closing(healthz(listening)) as waiting, running(command, tmp_path, listening=listening):
            assert waiting.getresponse().status == 200


@pytest.mark.usefixtures("django_db_setup")
@pytest.mark.parametrize("name", ["publisher", "visits"])
def test_who_is_watched_says_that_it_is_ready_and_then_that_it_lives(configuration, manager, tmp_path, name):
    with running(command_of(configuration, name), tmp_path) as process:
        heard = [manager.recv(100), manager.recv(100)]

    assert heard == [b"READY=1", b"WATCHDOG=1"]
    assert process.returncode == 0
