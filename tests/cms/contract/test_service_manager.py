import socket

import pytest

from cms.contract import service_manager
from cms.contract.service_manager import Heartbeat, ready


@pytest.fixture
def manager(tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield listening


def heard(manager):
    found = []
    while True:
        try:
            found.append(manager.recv(100).decode())
        except BlockingIOError:
            return found


def test_a_service_says_that_it_is_ready(manager):
    ready()

    assert heard(manager) == ["READY=1"]


def test_signs_of_life_are_given_at_once_and_then_now_and_then(manager, monkeypatch):
    now = iter((100.0, 101.0, 119.9, 120.0))
    monkeypatch.setattr(service_manager.time, "monotonic", lambda: next(now))
    alive = Heartbeat()

    alive()
    assert heard(manager) == ["WATCHDOG=1"]
    alive()
    alive()
    assert heard(manager) == []
    alive()
    assert heard(manager) == ["WATCHDOG=1"]


def test_without_a_manager_nothing_is_told_and_nothing_fails(monkeypatch, tmp_path):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    ready()
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    ready()
