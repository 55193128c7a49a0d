import dataclasses
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.configuration import Configuration, Memory, Proxy, Tls, TlsMode
from deploy.rendering import render
from tests.deploy.units.known_directives import known, unknown_in

CONFIGURATION = Configuration(address="markt.test", email="owner@markt.test", tls=Tls(mode=TlsMode.CERTBOT))
SERVICES = ("web", "publisher", "tasks", "visits")
ROOTS_JOBS = ("backup", "doctor", "certificates")
MOST_EXPOSED = {**dict.fromkeys(SERVICES, 2.5), **dict.fromkeys(ROOTS_JOBS, 7.0)}
"""Root's jobs look at the whole server and tell other services what to do: they keep the rights of root."""


def units(configuration=CONFIGURATION):
    folder = configuration.paths.units
    return {one.target.name: one.text for one in render(configuration) if one.target.parent == folder}


def values(unit, name):
    return re.findall(rf"^{name}=(.*)$", unit, re.MULTILINE)


def test_there_is_a_unit_for_everything_that_runs():
    assert set(units()) == {
        "cataloro.target",
        "cataloro-web.socket",
        *(f"cataloro-{name}.service" for name in (*SERVICES, "backup", "doctor", "certificates")),
        *(f"cataloro-{name}.timer" for name in ("backup", "doctor", "certificates")),
    }
    without = dataclasses.replace(CONFIGURATION, address="203.0.113.5", tls=Tls(mode=TlsMode.NONE))
    assert [name for name in units(without) if "certificates" in name] == []
    assert "certificates" not in units(without)["cataloro.target"]


def test_systemd_239_knows_every_directive():
    assert {name: unknown_in(text) for name, text in units().items() if unknown_in(text)} == {}


def test_a_directive_that_is_too_new_would_be_found():
    assert unknown_in(
        "[Service]\nUser=a\nProtectProc=invisible\n[Unit]\nOnSuccess=b\n[Timer]\nFixedRandomDelay=1\n"
    ) == [
        "Service.ProtectProc",
        "Unit.OnSuccess",
        "Timer.FixedRandomDelay",
    ]
    assert len(known()["Service"]) > 150


def test_what_a_unit_wants_is_there():
    found = units()
    named = {name for text in found.values() for line in values(text, "(?:Wants|Requires)") for name in line.split()}

    assert {name for name in named if name.startswith("cataloro")} <= set(found)


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_has_the_settings_a_ceiling_and_starts_again(name):
    unit = units(dataclasses.replace(CONFIGURATION, memory=Memory(web=301, publisher=302, tasks=303, visits=304)))[
        f"cataloro-{name}.service"
    ]

    assert values(unit, "User") == ["cataloro"]
    assert values(unit, "EnvironmentFile") == ["/etc/cataloro/env", "/etc/cataloro/secrets.env"]
    assert values(unit, "MemoryMax") == [f"{301 + SERVICES.index(name)}M"]
    assert values(unit, "Restart") == ["always"]
    assert values(unit, "StartLimitIntervalSec") == ["0"]
    assert "/opt/cataloro/current/venv/bin/python" in values(unit, "ExecStart")[0]


def test_what_the_distribution_leaves_down_when_it_has_been_killed_starts_again():
    def beside(configuration):
        found = render(configuration)
        return {one.target.parent.name: one.text for one in found if one.target.name == "cataloro.conf"}

    found = beside(CONFIGURATION)

    assert set(found) == {"nginx.service.d", "postgresql.service.d"}
    for text in found.values():
        assert (values(text, "Restart"), values(text, "StartLimitIntervalSec")) == (["on-failure"], ["0"])
        assert unknown_in(text) == []
    elsewhere = dataclasses.replace(CONFIGURATION, database_url="postgresql://shop@db.markt.test/shop")
    assert set(beside(elsewhere)) == {"nginx.service.d"}


def test_what_roots_jobs_may_write_of_the_system_is_what_they_make():
    found = units()
    writes = {name: values(found[f"cataloro-{name}.service"], "ReadWritePaths")[0].split() for name in ROOTS_JOBS}

    assert {values(found[f"cataloro-{name}.service"], "ProtectSystem")[0] for name in ROOTS_JOBS} == {"full"}
    assert [one for one in writes["certificates"] if one.startswith("-/etc")] == ["-/etc/cataloro", "-/etc/letsencrypt"]
    assert [one for name in ("backup", "doctor") for one in writes[name] if one.startswith("-/etc")] == []


def test_only_the_publisher_may_write_the_site():
    writes = {name: values(units()[f"cataloro-{name}.service"], "ReadWritePaths")[0].split() for name in SERVICES}

    assert {name for name in SERVICES if "/var/www/cataloro/build" in writes[name]} == {"publisher"}
    assert "/var/www/cataloro/build/wishes" in writes["web"]


def test_who_lowers_its_own_priority_or_limits_itself_may_do_so():
    """Denied, these calls answer EPERM: rendering and reading workbooks would fail."""
    denied = {
        name for name in SERVICES if "~@resources" in values(units()[f"cataloro-{name}.service"], "SystemCallFilter")
    }

    assert denied == {"web", "visits"}


def test_watchdogs_are_for_those_that_say_they_live():
    watched = {name for name in SERVICES if values(units()[f"cataloro-{name}.service"], "WatchdogSec")}

    assert watched == {"publisher", "visits"}


def test_the_socket_is_nginxs_or_a_port_that_selinux_knows():
    assert values(units()["cataloro-web.socket"], "ListenStream") == ["/run/wsgi-cataloro.sock"]
    assert values(units()["cataloro-web.socket"], "SocketMode") == ["0660"]
    by_port = units(dataclasses.replace(CONFIGURATION, proxy=Proxy.TCP))["cataloro-web.socket"]
    assert (values(by_port, "ListenStream"), values(by_port, "SocketMode")) == (["127.0.0.1:8008"], [])


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A folder that looks to systemd-analyze like the server, with stand-ins for the programs that units start."""
    root = tmp_path_factory.mktemp("server")
    for name, text in units().items():
        place = root / "etc/systemd/system" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    for program in ("opt/cataloro/current/venv/bin/python", "usr/local/bin/cataloro", "bin/kill"):
        place = root / program
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("#!/bin/sh\n")
        place.chmod(0o755)
    (root / "opt/cataloro/current/app").mkdir()
    (root / "etc/passwd").write_text("root:x:0:0::/:/bin/sh\ncataloro:x:900:900::/:/sbin/nologin\n")
    (root / "etc/group").write_text("root:x:0:\ncataloro:x:900:\nnginx:x:901:\n")
    for name in ("sysinit", "basic", "shutdown", "sockets", "timers", "network", "multi-user"):
        (root / "etc/systemd/system" / f"{name}.target").write_text(f"[Unit]\nDescription={name}\n")
    return root


@pytest.mark.systemd
def test_systemd_takes_every_unit(server):
    names = [str(Path("/etc/systemd/system") / name) for name in units()]

    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", f"--root={server}", *names],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.systemd
@pytest.mark.parametrize("name", MOST_EXPOSED)
def test_a_service_is_hardened(server, name):
    command = ["systemd-analyze", "security", "--offline=true", f"--root={server}", "--no-pager"]

    said = subprocess.run(
        [*command, f"/etc/systemd/system/cataloro-{name}.service"], capture_output=True, text=True, check=False
    ).stdout

    exposure = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)
    assert exposure is not None
    assert float(exposure[1]) <= MOST_EXPOSED[name]


@pytest.mark.systemd
def test_timers_know_when():
    for name, text in units().items():
        for moment in values(text, "OnCalendar"):
            done = subprocess.run(
                [shutil.which("systemd-analyze"), "calendar", moment], capture_output=True, check=False
            )

            assert done.returncode == 0, name
