"""PostgreSQL: whether it can be reached, is new enough, and has the tables of this version."""

from __future__ import annotations

import re

from deploy.doctor.findings import Check, Finding, Patient, fail, last_lines, ok, unknown

_LEAST = 15
_ASK = (
    "import os, psycopg\n"
    "with psycopg.connect(os.environ['DATABASE_URL'], connect_timeout=5) as c:\n"
    "    print(c.info.server_version, c.execute('SHOW server_encoding').fetchone()[0],"
    " c.execute('SELECT count(*) FROM pg_stat_activity').fetchone()[0],"
    " c.execute('SHOW max_connections').fetchone()[0])\n"
)
_CAUSES = (
    (
        r"No such file or directory|Connection refused|could not connect",
        "PostgreSQL does not run",
        "systemctl enable --now postgresql; if it does not start: journalctl -u postgresql",
        ("systemctl", "enable", "--now", "postgresql"),
    ),
    (
        r'role "[^"]*" does not exist',
        "PostgreSQL does not know the user cataloro",
        "runuser -u postgres -- createuser cataloro",
        ("runuser", "-u", "postgres", "--", "createuser", "cataloro"),
    ),
    (
        r'database "[^"]*" does not exist',
        "there is no database cataloro",
        "runuser -u postgres -- createdb --owner cataloro --encoding UTF8 --template template0 cataloro",
        ("runuser", "-u", "postgres", "--", "createdb", "--owner", "cataloro", "--encoding", "UTF8", "--template",
         "template0", "cataloro"),
    ),
    (
        r"Peer authentication failed|Ident authentication failed",
        "PostgreSQL does not take the user of the system for the user of the database",
        "in pg_hba.conf the line `local all all peer` must stand before others; then: systemctl reload postgresql",
        (),
    ),
    (r"password authentication failed", "the password in database.url is wrong", "change it in cataloro.toml", ()),
)  # fmt: skip


def _database(patient: Patient) -> Finding:
    said = patient.python("-c", _ASK)
    words = said.out.split()
    if said.code or len(words) != 4:  # noqa: PLR2004 (what _ASK prints)
        return _why_not(said.said)
    version, encoding, used, most = int(words[0]) // 10_000, words[1], int(words[2]), int(words[3])
    found = f"PostgreSQL {version}, {encoding}, {used} of {most} connections"
    if version < _LEAST:
        return fail(
            found, f"{_LEAST} or newer is needed: docs/operations.md says how to move the data to PostgreSQL 16"
        )
    if encoding != "UTF8":
        return fail(found, "the database must be made with --encoding UTF8: back up, make it anew, restore")
    if used > most * 0.9:
        return fail(found, "fewer processes.web and processes.threads, or a larger max_connections in postgresql.conf")
    return ok(found)


def _why_not(said: str) -> Finding:
    for pattern, found, mend, command in _CAUSES:
        if re.search(pattern, said):
            return fail(f"{found} ({last_lines(said, 1)})", mend, *((command,) if command else ()))
    return fail(last_lines(said) or "no answer", "the line says what PostgreSQL minds")


def _migrations(patient: Patient) -> Finding:
    said = patient.manage("showmigrations", "--plan")
    if said.code:
        return unknown(f"it could not be asked: {last_lines(said.said)}")
    waiting = re.findall(r"^\[ \]\s+(\S+)", said.out, re.MULTILINE)
    if waiting:
        return fail(
            f"{len(waiting)} changes of the tables are not made yet, the first is {waiting[0]}",
            "finish the upgrade: cataloro upgrade with the file of this version (it makes a backup before)",
        )
    return ok(f"{len(re.findall(r'^.X.', said.out, re.MULTILINE))} changes of the tables, all made")


CHECKS = (
    Check(
        id="database",
        title="Database",
        why="Without it nobody can log in, order or sell; the pages stay.",
        look=_database,
        after=("configuration", "python", "packages"),
    ),
    Check(
        id="migrations",
        title="Tables",
        why="Code and tables of different versions fail in odd places.",
        look=_migrations,
        after=("configuration", "database"),
    ),
)
