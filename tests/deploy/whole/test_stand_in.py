"""The stand-in for systemd keeps what systemd promises: what is shown with its help rests on that."""

import contextlib
import os
import signal
import socket
import sys
import threading
from pathlib import Path

import pytest

from deploy.configuration import Configuration, Tls, TlsMode
from deploy.rendering import write
from tests.deploy.whole.systemd import services, unit_files
from tests.deploy.whole.systemd.services import Service, Socket
from tests.deploy.whole.systemd.unit_files import UnitFile, environment_of, links_of, read_unit

ANSWERS_WITH_ITS_NUMBER = """
import os, socket
listening = socket.socket(fileno=3)
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
    manager.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
while True:
    asked, _ = listening.accept()
    asked.sendall(str(os.getpid()).encode())
    asked.close()
"""


@pytest.fixture
def room(tmp_path, monkeypatch):
    monkeypatch.setattr(unit_files, "FOLDERS", (tmp_path / "etc/systemd/system", tmp_path / "usr/lib/systemd/system"))
    monkeypatch.setattr(services, "JOURNAL", tmp_path / "journal")
    monkeypatch.setattr(services, "NOTIFY", tmp_path / "notify")
    return tmp_path


def test_units_are_read_as_they_are_rendered_with_what_is_said_beside_them(room):
    (room / "etc").mkdir()
    (room / "etc/passwd").write_text("cataloro:x:900:900::/:/sbin/nologin\n")
    (room / "etc/group").write_text("cataloro:x:900:\n")
    tls = Tls(mode=TlsMode.NONE)
    write(Configuration(address="203.0.113.5", email="owner@markt.test", tls=tls, install_id="an-id"), root=room)
    nginx = room / "usr/lib/systemd/system/nginx.service"
    nginx.parent.mkdir(parents=True)
    nginx.write_text("[Service]\nType=forking\nRestart=no\nExecStart=/usr/sbin/nginx\nTimeoutStopSec=1min\n")

    web, distributions = read_unit("cataloro-web.service"), read_unit("nginx.service")

    assert web.text("ExecStart").startswith("/opt/cataloro/current/venv/bin/python -m gunicorn")
    assert web.words("Requires") == ["cataloro-web.socket"]
    assert web.words("EnvironmentFile") == ["/etc/cataloro/env", "/etc/cataloro/secrets.env"]
    assert (web.says("NoNewPrivileges"), web.seconds("RestartSec", 0)) == (True, 2)
    assert (distributions.text("Type"), distributions.text("Restart")) == ("forking", "on-failure")
    assert distributions.seconds("TimeoutStopSec", 0) == 60
    assert links_of(read_unit("cataloro.target")) == [
        room / "etc/systemd/system/multi-user.target.wants/cataloro.target"
    ]
    settings = UnitFile("one", {"EnvironmentFile": [str(room / "etc/cataloro/env")]}, (), 0)
    assert environment_of(settings)["SITE_URL"] == "http://203.0.113.5"


def asked(place):
    """Who answers."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(30)
        asking.connect(str(place))
        return int(asking.recv(20))


def test_a_killed_service_starts_again_and_who_asks_meanwhile_waits_at_its_socket(room):
    place = room / "app.sock"
    held = Socket(UnitFile("app.socket", {"ListenStream": [str(place)]}, (), 0))
    with socket.socket(socket.AF_UNIX) as held.listening:
        held.listening.bind(str(place))
        held.listening.listen(8)
        values = {
            "Type": ["notify"],
            "ExecStart": [f"{sys.executable} {room / 'program.py'}"],
            "Restart": ["always"],
            "RestartSec": ["100ms"],
            "KillMode": ["mixed"],
        }
        (room / "program.py").write_text(ANSWERS_WITH_ITS_NUMBER)
        service = Service(UnitFile("app.service", values, (), 0), sockets=lambda: [held], environment={})
        try:
            assert service.start()
            first = asked(place)
            assert service.main == first

            service.send(signal.SIGKILL, whom="all")
            while Path(f"/proc/{first}").exists():
                threading.Event().wait(0.01)
            second = asked(place)

            assert second != first
            assert service.restarts == 1
        finally:
            service.stop()
        assert service.state == "inactive"
        with contextlib.suppress(ProcessLookupError):
            os.kill(second, 0)
            pytest.fail("It runs although it was stopped.")
