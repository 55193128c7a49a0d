"""Pebble, the test server of the people behind Let's Encrypt: it really fetches what proves that a domain is ours."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import system_parts
from tests.deploy.rehearsal.certificate import self_signed
from tests.nginx.conftest import free_port


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """One that runs. `own_certificate` is what certbot has to trust, `root` what browsers would."""

    directory: str
    own_certificate: Path
    root: Path


@contextmanager
def authority(folder: Path, *, http_port: int, tls_port: int) -> Iterator[Authority]:
    """Start it with a DNS of its own, for which every name is this machine; it fetches from these ports."""
    folder.mkdir(parents=True)
    pebble = system_parts.PEBBLE.path()
    dns, listen, management = free_port(), free_port(), free_port()
    own = self_signed("localhost", folder)
    settings = {
        "listenAddress": f"127.0.0.1:{listen}",
        "managementListenAddress": f"127.0.0.1:{management}",
        "certificate": str(own),
        "privateKey": str(own),
        "httpPort": http_port,
        "tlsPort": tls_port,
    }
    (folder / "pebble.json").write_text(json.dumps({"pebble": settings}))
    names = [str(pebble.with_name("pebble-challtestsrv")), "-defaultIPv4", "127.0.0.1", "-defaultIPv6", ""]
    names += ["-http01", "", "-https01", "", "-tlsalpn01", "", "-dns01", f"127.0.0.1:{dns}"]
    names += ["-management", f"127.0.0.1:{free_port()}"]
    # It neither waits before it fetches, nor refuses a request for practice, nor remembers a proof.
    manners = {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0", "PEBBLE_AUTHZREUSE": "0"}
    with (folder / "log").open("wb") as log:
        programs = [
            subprocess.Popen(names, stdout=log, stderr=log),
            subprocess.Popen(
                [pebble, "-config", folder / "pebble.json", "-dnsserver", f"127.0.0.1:{dns}"],
                env=manners,
                stdout=log,
                stderr=log,
            ),
        ]
        try:
            for port in (listen, management):
                _wait_for(port)
            trusting_it = ssl.create_default_context(cafile=str(own))
            with urllib.request.urlopen(f"https://localhost:{management}/roots/0", context=trusting_it) as answer:
                (folder / "root.pem").write_bytes(answer.read())
            yield Authority(directory=f"https://localhost:{listen}/dir", own_certificate=own, root=folder / "root.pem")
        finally:
            for program in programs:
                program.terminate()
                program.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            assert time.monotonic() < until, f"nobody listens on {port}"
            threading.Event().wait(0.05)
        else:
            return
