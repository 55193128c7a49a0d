"""The programs of a shop that run while something is measured: the publisher and Nginx, each a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from deploy.nginx.render import NginxSettings, write_configuration
from tests import system_parts
from tests.bench.shop import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.bench.shop import Shop

_PATIENCE = 60.0


class DidNotStart(RuntimeError):
    """A program ended, or did not listen in time; the message has what it said."""


@contextmanager
def running(
    command: Sequence[str], *, log: Path, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is asked to end afterwards, and killed when it does not within a minute."""
    with (
        log.open("ab") as out,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def publisher(shop: Shop) -> Iterator[Path]:
    """`manage.py publish --watch`; its log."""
    log = shop.folder / "publisher.log"
    with running(shop.command("publish", "--watch"), log=log, environment=shop.environment) as process:
        yield log
        if process.poll() is not None:
            raise DidNotStart(log.read_text(encoding="utf-8")[-2000:])


@contextmanager
def nginx(shop: Shop, *, workers: int = 1, more: str = "") -> Iterator[int]:
    """Nginx on the configuration that the project makes, without the app behind it; its port.

    `more` is written into its `http { }` beside the shop's own server.
    """
    port, run_dir = free_port(), shop.folder / f"nginx-{free_port()}"
    main = write_configuration(
        NginxSettings(
            host="localhost",
            build_dir=shop.build,
            media_dir=shop.media,
            build_encoding="gzip",
            listen=(f"127.0.0.1:{port}",),
            upstream=f"127.0.0.1:{free_port()}",
            run_dir=run_dir,
            user="root" if os.geteuid() == 0 else "",
            lookup_rate="10000r/s",
            workers=workers,
        ),
        folder=run_dir,
    )
    if more:
        text = main.read_text(encoding="utf-8").rstrip()
        main.write_text(f"{text.removesuffix('}')}\n{more}\n}}\n", encoding="utf-8")
    program = str(system_parts.NGINX.path())
    command = [program, "-p", str(run_dir), "-c", str(main), "-g", "daemon off;"]
    log = shop.folder / "nginx.log"
    with running(command, log=log):
        wait_for_port(port, log)
        yield port


def wait_for_port(port: int, log: Path) -> None:
    """Until somebody listens there. Raises DidNotStart."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise DidNotStart(log.read_text(encoding="utf-8")[-2000:])


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
