"""PostgreSQL servers for measurements: as in production, each commit is on the disk before it is told."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg

from tests import postgresql
from tests.postgresql import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTINGS = {
    "max_connections": "50",
    "shared_buffers": "256MB",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "fatal",
}
"""Everything else as PostgreSQL comes: fsync, synchronous_commit and full_page_writes are on."""


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """A server with its data in the new `folder`, gone afterwards. Raises NoServer."""
    cluster = postgresql.start(folder, settings=SETTINGS)
    try:
        yield cluster
    finally:
        cluster.stop()


def add_database(cluster: Cluster, name: str) -> str:
    """A new database, empty; its address."""
    _tell(cluster, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    return f"{cluster.url}/{name}"


def dump(cluster: Cluster, url: str, file: Path) -> None:
    """Everything in the database, as one file."""
    subprocess.run([cluster.bin_dir / "pg_dump", "--format=custom", f"--file={file}", url], check=True)


def restore(cluster: Cluster, file: Path, url: str) -> None:
    """Fill an empty database, and count its rows for the planner, as autovacuum would a minute later."""
    program = str(cluster.bin_dir / "pg_restore")
    subprocess.run([program, "--jobs=2", "--no-owner", f"--dbname={url}", str(file)], check=True)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _tell(cluster: Cluster, *statements: str) -> None:
    with psycopg.connect(f"{cluster.url}/postgres", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def name_of(url: str) -> str:
    """The name of the database at an address."""
    return urlsplit(url).path.removeprefix("/")
