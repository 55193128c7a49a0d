"""What the command `cataloro` does, but for install and upgrade, which a release file does."""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from deploy.called_from import named_file
from deploy.configuration import TlsMode
from deploy.configuration_file import ConfigurationRefused
from deploy.install.certificates import get_certificate, renew_certificate, use_certificate
from deploy.install.engine import StepFailed, alone, plan, run_steps
from deploy.install.machine import CannotGoOn, Machine
from deploy.install.own_certificate import refuse_certificate
from deploy.install.plan import APPLY
from deploy.install.saying import RELEASE, say
from deploy.install.services import SERVICES, hand_edited, refuse_edited
from deploy.install.telling import last_words
from deploy.server.backups import make_backup, restore_backup
from deploy.server.status import status_text
from deploy.server.trial import is_due, try_backup
from deploy.upgrade.turning import roll_back, stay_here

COMMANDS = ("install", "apply", "upgrade", "rollback", "doctor", "backup", "restore", "tls", "status", "logs", "admin")
_REPLACED = Path("/var/lib/cataloro-server/replaced")


def main() -> int:
    """Run one command: 0 done, 1 a problem that is explained, 2 wrong usage."""
    words = sys.argv[1:]
    if words[:1] == ["doctor"]:
        return _doctor(words[1:])
    options = _parser().parse_args(words)
    machine = Machine(release=RELEASE)
    if options.do in (_apply, _rollback, _backup, _restore):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # Half done is worse than done unseen: the connection may break.
    try:
        return int(options.do(machine, options) or 0)
    except (ConfigurationRefused, CannotGoOn, StepFailed, OSError) as problem:
        print(f"\n{problem}", file=sys.stderr, flush=True)  # noqa: T201 (what the command is for)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cataloro", description="The shop on this server.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, help_text: str, do: object) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_text, description=help_text)
        made.set_defaults(do=do)
        return made

    command("install", "put the shop on a server: cataloro install FILE.run", None)
    one = command("apply", "bring the server in line with /etc/cataloro/cataloro.toml", _apply)
    one.add_argument("--dry-run", action="store_true", help="only show what would be done")
    one.add_argument("--replace", action="store_true", help="also replace files changed by hand; a copy is kept")
    command("upgrade", "change to another version: cataloro upgrade FILE.run", None)
    one = command("rollback", "go back to the version before, or to the one that is named", _rollback)
    one.add_argument("version", nargs="?", default="", metavar="VERSION")
    command("doctor", "look what is wrong, and say how to mend it", None)
    one = command("backup", "save the shop and its settings", _backup)
    one.add_argument(
        "file", nargs="?", type=named_file, metavar="FILE", help="default: a new one in /var/backups/cataloro"
    )
    one.add_argument("--try", dest="is_tried", action="store_true", help="once a week restore it, beside the shop")
    one = command("restore", "put a backup in the place of the shop", _restore)
    one.add_argument("file", type=named_file, metavar="FILE")
    one = command("tls", "get the certificate (renew: when it is time; reload: after it has changed)", _tls)
    one.add_argument("what", nargs="?", choices=("get", "renew", "reload"), default="get")
    command("status", "how the shop is, in a few lines", _status)
    one = command("logs", "what the services say; further words go to journalctl, such as -f", _logs)
    one.add_argument("words", nargs=argparse.REMAINDER, metavar="[web|publisher|tasks|visits] …")
    one = command("admin", "make somebody an admin, and print a link that sets a password", _admin)
    one.add_argument("email", metavar="EMAIL")
    return parser


def _apply(machine: Machine, options: argparse.Namespace) -> int:
    refuse_certificate(machine)
    if options.dry_run:
        for step, is_done in plan(APPLY, machine):
            print(f"  {'done ' if is_done else 'to do'}  {step.title}")  # noqa: T201 (as above)
        return 0
    with alone(machine):
        if not options.replace:
            refuse_edited(machine)
        _keep_copies(machine, hand_edited(machine))
        done = run_steps(APPLY, machine, say=say)
        stay_here(machine)
        certified = get_certificate(machine, say=say)
    if not done:
        say("Nothing had to be done.")
    print(last_words(machine, has_certificate=certified, is_new=False))  # noqa: T201 (as above)
    return 0


def _keep_copies(machine: Machine, edited: list[Path]) -> None:
    if not edited:
        return
    folder = machine.place(_REPLACED / datetime.now().astimezone().strftime("%F-%H%M%S"))
    folder.mkdir(parents=True, mode=0o700)
    for path in edited:
        shutil.copy2(machine.place(path), folder / str(path).strip("/").replace("/", "_"))
    say(f"Copies of what was changed by hand: {folder}")


def _rollback(machine: Machine, options: argparse.Namespace) -> int:
    with alone(machine):
        roll_back(machine, to=options.version, say=say)
    return 0


def _backup(machine: Machine, options: argparse.Namespace) -> int:
    _ = machine.configuration
    # Pictures that a restoration takes away meanwhile would be missing. The one of the night waits for its turn.
    with alone(machine, waiting=say):
        machine.forget_configuration()
        saved = make_backup(machine, file=options.file)
        say(f"Saved: {saved}")
        if options.is_tried and is_due(machine):
            say(f"Tried: all of it can be restored, {try_backup(machine, saved)} rows.")
    return 0


def _restore(machine: Machine, options: argparse.Namespace) -> int:
    with alone(machine):
        set_aside = restore_backup(machine, options.file)
    say(" ".join(["Restored, and the whole site is built anew.", *([set_aside] if set_aside else [])]))
    return 0


def _tls(machine: Machine, options: argparse.Namespace) -> int:
    if options.what == "reload":
        refuse_certificate(machine)
        use_certificate(machine)
        say(f"Nginx reads {machine.configuration.certificate_files[0]} anew.")
        return 0
    if machine.configuration.tls.mode is not TlsMode.CERTBOT:
        say(f'There is nothing to get: mode is "{machine.configuration.tls.mode}" in cataloro.toml.')
    act = renew_certificate if options.what == "renew" else get_certificate
    return 0 if act(machine, say=say) else 1


def _status(machine: Machine, _: argparse.Namespace) -> int:
    print(status_text(machine))  # noqa: T201 (as above)
    return 0


def _logs(_: Machine, options: argparse.Namespace) -> int:
    words, units = list(options.words), ["cataloro-*"]
    if words and not words[0].startswith("-"):
        unit = f"cataloro-{words.pop(0)}.service"
        if unit not in SERVICES:
            raise CannotGoOn(f"There are {', '.join(_short(one) for one in SERVICES)}; further words go to journalctl.")
        units = [unit]
    return subprocess.call(["journalctl", *(part for unit in units for part in ("-u", unit)), *words])  # noqa: S607


def _short(unit: str) -> str:
    return unit.removeprefix("cataloro-").removesuffix(".service")


def _admin(machine: Machine, options: argparse.Namespace) -> int:
    print(machine.manage("make_admin", options.email).stdout.strip())  # noqa: T201 (as above)
    return 0


def _doctor(words: list[str]) -> int:
    """The doctor of the whole server where there is one, otherwise the shop's own."""
    if importlib.util.find_spec("deploy.doctor") is not None:
        os.execv(sys.executable, [sys.executable, "-m", "deploy.doctor", *words])  # noqa: S606 (takes this one's place)
    done = Machine(release=RELEASE).manage("doctor", *words, check=False)
    print(done.stdout + done.stderr)  # noqa: T201 (as above)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
