"""The real Nginx and the development server side by side on one small build."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.nginx.compare import Server
from deploy.nginx.render import NginxSettings, write_configuration
from tests.nginx import small_shop


@dataclass(frozen=True)
class SideBySide:
    """Both servers, by address."""

    nginx: str
    development: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def gunicorn(*, bind: str, build: Path, media: Path, env: str, encoding: str = "gzip", **variables: str):
    """The app under gunicorn: with the static site in front of it when `env` is development."""
    settings = {
        **os.environ,
        "CATALORO_ENV": env,
        "BUILD_DIR": str(build),
        "MEDIA_DIR": str(media),
        "BUILD_ENCODING": encoding,
        **variables,
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "cms.config.wsgi",
        "--no-control-socket",
        "--bind",
        bind,
        "-k",
        "gthread",
    ]
    with subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        log = []
        for line in process.stderr:
            log.append(line)
            if "Listening at" in line:
                break
        else:
            pytest.fail("".join(log))
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.stderr.close()


@contextlib.contextmanager
def running_nginx(
    program: Path,
    *,
    build: Path,
    media: Path,
    run_dir: Path,
    upstream: str,
    encoding: str = "gzip",
    access_log: str = "off",
):
    """An Nginx on the rendered configuration; its address. It listens when this begins."""
    port = free_port()
    main = write_configuration(
        NginxSettings(
            host="localhost",
            build_dir=build,
            media_dir=media,
            build_encoding=encoding,
            listen=(f"127.0.0.1:{port}",),
            upstream=upstream,
            run_dir=run_dir,
            user="root" if os.geteuid() == 0 else "",
            lookup_rate="1000r/s",
            access_log=access_log,
        ),
        folder=run_dir,
    )
    with started(program, main):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def started(program: Path, main: Path):
    """An Nginx on this configuration, in the folder in which it lies. It listens when this begins."""
    command = [str(program), "-p", str(main.parent), "-c", str(main)]
    subprocess.run(command, check=True)
    try:
        yield
    finally:
        subprocess.run([*command, "-s", "stop"], check=True)


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> tuple[Path, Path]:
    return small_shop.make(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def side_by_side(nginx, shop, tmp_path_factory, django_db_setup):
    """Nginx with the plain app behind it, and the development server."""
    build, media = shop
    socket_path = tmp_path_factory.mktemp("app") / "app.sock"
    port = free_port()
    with (
        gunicorn(bind=f"unix:{socket_path}", build=build, media=media, env="test"),
        gunicorn(bind=f"127.0.0.1:{port}", build=build, media=media, env="development"),
        running_nginx(
            nginx, build=build, media=media, run_dir=tmp_path_factory.mktemp("nginx"), upstream=f"unix:{socket_path}"
        ) as address,
    ):
        yield SideBySide(nginx=address, development=f"http://127.0.0.1:{port}")


@pytest.fixture
def servers(side_by_side):
    """Nginx and the development server, over connections of this test's own."""
    with Server(side_by_side.nginx) as nginx, Server(side_by_side.development) as development:
        yield nginx, development
