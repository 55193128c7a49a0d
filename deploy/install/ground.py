"""The steps below the shop: secrets, its user, folders, the database, and which version is the one that runs."""

from __future__ import annotations

import secrets
from pathlib import Path

from deploy.configuration import INSTALL_ID, SECRETS, Configuration
from deploy.install.engine import Step
from deploy.install.machine import ACCOUNT, CannotGoOn, Machine
from deploy.placing import link_to, place_whole, user_ids

COMMAND = Path("/usr/local/bin/cataloro")
_CLUSTER = Path("/var/lib/pgsql/data")
_HAS_ROLE = "SELECT 1 FROM pg_roles WHERE rolname = 'cataloro'"
_HAS_DATABASE = "SELECT 1 FROM pg_database WHERE datname = 'cataloro'"
_SECRET_BYTES = 50
_PRIVATE, _OPEN, _HANDED_DOWN = 0o750, 0o755, 0o2751


def _secrets_are_there(machine: Machine) -> bool:
    folder = machine.configuration.paths.configuration
    return all(machine.place(folder / name).exists() for name in (SECRETS, INSTALL_ID))


def _make_secrets(machine: Machine) -> None:
    folder = machine.configuration.paths.configuration
    for name, text in (
        (SECRETS, f"SECRET_KEY={secrets.token_urlsafe(_SECRET_BYTES)}\n"),
        (INSTALL_ID, f"{secrets.token_hex(16)}\n"),
    ):
        if not machine.place(folder / name).exists():
            place_whole(machine.place(folder / name), text.encode(), mode=0o600)
    machine.forget_configuration()


def _account_is_there(machine: Machine) -> bool:
    return machine.says_yes("id", ACCOUNT)


def _make_account(machine: Machine) -> None:
    home = machine.configuration.paths.data
    machine.run(
        *("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", home),
        *("--shell", "/sbin/nologin", "--comment", "Cataloro", ACCOUNT),
    )


def folders(configuration: Configuration) -> dict[Path, tuple[str, str, int]]:
    """Every folder with its owner, group and mode. Nginx reads as `nginx`, so what is public is open to all."""
    paths = configuration.paths
    shop, root = (ACCOUNT, ACCOUNT), ("root", "root")
    return {
        paths.configuration: ("root", ACCOUNT, _PRIVATE),
        paths.data: (*shop, _PRIVATE),
        paths.data / "mail": (*shop, 0o700),
        paths.site: (*root, _OPEN),
        paths.build: (*shop, _OPEN),
        paths.build / "wishes": (*shop, _OPEN),
        paths.media: (*shop, _OPEN),
        paths.media / "photos": (*shop, _OPEN),
        # Of the pictures only the folder `photos` is public: these stay shut, whatever a configuration of Nginx says.
        **{paths.media / name: (*shop, 0o700) for name in ("originals", "original_images", "images", "documents")},
        paths.acme: (*root, _OPEN),
        paths.errors: (*root, _OPEN),
        paths.maintenance_flag.parent: (*root, _OPEN),
        paths.backups: (*root, 0o700),
        paths.logs: ("root", ACCOUNT, _PRIVATE),
        paths.access_log.parent: ("root", ACCOUNT, _HANDED_DOWN),
    }


def _files_of_others(configuration: Configuration) -> dict[Path, tuple[str, str, int]]:
    """Files that exist by now, and whom they belong to."""
    folder = configuration.paths.configuration
    return {folder / name: ("root", ACCOUNT, 0o640) for name in ("cataloro.toml", SECRETS, INSTALL_ID)}


def _folders_are_right(machine: Machine) -> bool:
    configuration = machine.configuration
    wanted = {**folders(configuration), **_files_of_others(configuration)}
    return machine.place(configuration.paths.access_log).exists() and all(
        _is_right(machine, path, *whose) for path, whose in wanted.items()
    )


def _is_right(machine: Machine, path: Path, owner: str, group: str, mode: int) -> bool:
    place = machine.place(path)
    if not place.exists():
        return False
    known, ids = place.stat(), user_ids(owner, group, root=machine.root)
    return known.st_mode & 0o7777 == mode and ids in {(-1, -1), (known.st_uid, known.st_gid)}


def _make_folders(machine: Machine) -> None:
    configuration = machine.configuration
    for path, (owner, group, mode) in folders(configuration).items():
        machine.place(path).mkdir(parents=True, exist_ok=True)
        machine.own(path, owner=owner, group=group, mode=mode)
    for path, (owner, group, mode) in _files_of_others(configuration).items():
        machine.own(path, owner=owner, group=group, mode=mode)
    log = configuration.paths.access_log
    if not machine.place(log).exists():
        place_whole(machine.place(log), b"", mode=0o640, ids=user_ids("nginx", ACCOUNT, root=machine.root))


def _database_is_ready(machine: Machine) -> bool:
    if machine.configuration.database_url:
        return True
    return machine.says_yes("systemctl", "is-active", "--quiet", "postgresql") and _asked(machine, _HAS_DATABASE) == "1"


def _make_database(machine: Machine) -> None:
    if not machine.place(_CLUSTER / "PG_VERSION").exists():
        machine.run("postgresql-setup", "--initdb")
    machine.run("systemctl", "enable", "--now", "postgresql")
    if _asked(machine, _HAS_ROLE) != "1":
        machine.run("createuser", ACCOUNT, account="postgres")
    if _asked(machine, _HAS_DATABASE) != "1":
        machine.run(
            *("createdb", "--owner", ACCOUNT, "--encoding", "UTF8", "--template", "template0", ACCOUNT),
            account="postgres",
        )


def _asked(machine: Machine, question: str) -> str:
    done = machine.run("psql", "--no-psqlrc", "-tAc", question, check=False, account="postgres")
    return done.stdout.strip()


def _is_current(machine: Machine) -> bool:
    link, command = machine.place(machine.configuration.paths.current), machine.place(COMMAND)
    return (
        link.is_symlink()
        and link.readlink() == _target(machine)
        and command.is_symlink()
        and command.readlink() == machine.configuration.paths.current / "app/deploy/server/cataloro"
    )


def make_current(machine: Machine) -> None:
    """Let this release be the one that runs when the services start next."""
    paths = machine.configuration.paths
    if paths.releases / machine.release.name != Path("/") / machine.release.relative_to(machine.root):
        raise CannotGoOn(f"This release lies in {machine.release}, not in {paths.releases}; do not run it from there.")
    link_to(machine.place(paths.current), _target(machine))
    link_to(machine.place(COMMAND), paths.current / "app/deploy/server/cataloro")


def _target(machine: Machine) -> Path:
    return Path("releases") / machine.release.name


SECRETS_STEP = Step(
    name="secrets", title="Secrets of this installation", is_done=_secrets_are_there, apply=_make_secrets
)
ACCOUNT_STEP = Step(name="account", title="The user cataloro", is_done=_account_is_there, apply=_make_account)
FOLDERS_STEP = Step(name="folders", title="Folders and their owners", is_done=_folders_are_right, apply=_make_folders)
DATABASE_STEP = Step(name="database", title="PostgreSQL", is_done=_database_is_ready, apply=_make_database)
CURRENT_STEP = Step(name="version", title="The version that runs", is_done=_is_current, apply=make_current)
