"""The whole shop is started as a person starts it, on a database with somebody in it."""

import os
import signal
import socket
import subprocess
import sys

import pytest
from django.conf import settings

from deploy.nginx.compare import Question, Server
from tests.factories.people import make_seller

RUN = (sys.executable, str(settings.BASE_DIR / "manage.py"), "run")


def environment(**changes: str) -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    return {**os.environ, "CATALORO_ENV": "development", "PORT": str(port), **changes}


def read_until(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if text in line:
            return "".join(lines)
    pytest.fail("".join(lines))


@pytest.mark.django_db(transaction=True)
def test_opens_the_shop_and_ends_with_ctrl_c():
    make_seller()
    env = environment()
    url = f"http://localhost:{env['PORT']}"
    with subprocess.Popen(RUN, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            told = read_until(process, "Ctrl-C ends it")
            with Server(url) as server:
                home = server.ask(Question("/")).body.decode()
            second = subprocess.run(RUN, env=env, capture_output=True, text=True, check=False)
            process.send_signal(signal.SIGINT)
            rest = process.stdout.read()
        finally:
            process.terminate()

    assert f"The shop is open:  {url}/" in told
    assert "demo goods" not in told
    assert "<h1" in home
    assert (second.returncode, second.stdout) == (1, "")
    assert f"This shop runs already: process {process.pid}, {url}." in second.stderr
    assert process.returncode == 0
    assert rest.endswith("stop      | all of it has ended; the data stay\n")


@pytest.mark.django_db(transaction=True)
def test_a_taken_port_is_told_in_words():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        done = subprocess.run(RUN, env=environment(PORT=port), capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"CommandError: Port {port} is taken by another program.")
