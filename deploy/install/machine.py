"""The server as the steps see it: programs, files and requests, all below one root so that it can be rehearsed."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from deploy import asking
from deploy.asking import Answer
from deploy.configuration import FILE, SECRETS, Configuration
from deploy.configuration_file import read_configuration
from deploy.placing import place_whole, user_ids
from deploy.rendering import under

ROOT_VARIABLE = "CATALORO_ROOT"
"""For rehearsals: the folder that stands for `/`."""
PORTS_VARIABLE = "CATALORO_REHEARSAL_PORTS"
"""For rehearsals: what stands for the ports 80 and 443, as `8080,8443`."""
ACCOUNT = "cataloro"
STATE = Path("/var/lib/cataloro-server")
"""What the steps remember. Root's alone: what the app could write there, root would act upon."""
_LAST_LINES = 20
_IN_WORDS = "CommandError: "
"""Before what a command of the shop refuses in words, which need no more around them."""
_NO_DATABASE = "OperationalError: connection "
_MEND = "What mends it: cataloro doctor --only database"


class CannotGoOn(RuntimeError):
    """A step failed. The text says what was found and how to mend it."""


class Machine:
    """One server, with the release that is at work."""

    def __init__(self, *, release: Path, root: Path | None = None) -> None:
        self.root = root or Path(os.environ.get(ROOT_VARIABLE) or "/")
        self.release = release
        self._configuration: Configuration | None = None

    @property
    def configuration(self) -> Configuration:
        """What the owner wrote. Raises ConfigurationRefused."""
        if self._configuration is None:
            self._configuration = read_configuration(self.place(FILE))
        return self._configuration

    def forget_configuration(self) -> None:
        """Read it anew next time: something beside it has changed."""
        self._configuration = None

    @property
    def version(self) -> str:
        """Of the release that is at work."""
        return (self.release / "VERSION").read_text().strip()

    def place(self, path: Path) -> Path:
        """Where a path of the server lies."""
        return under(self.root, path)

    def says_yes(self, *command: str | Path) -> bool:
        """Whether this program is there and ends with 0."""
        return self.run(*command, check=False).returncode == 0

    def run(
        self,
        *command: str | Path,
        check: bool = True,
        account: str = "",
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        asked: str = "",
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end. Raises CannotGoOn with its last words."""
        words = [str(word) for word in (*(("runuser", "-u", account, "--") if account else ()), *command)]
        try:
            done = _run_to_its_end(
                words,
                asked=asked,
                folder=folder or Path("/"),
                environment={**os.environ, **(environment or {})},
                # With root's terminal somebody else's program could type on it, as root.
                without_terminal=bool(account),
            )
        except FileNotFoundError:
            done = subprocess.CompletedProcess(words, 127, "", f"the program {words[0]} is not installed")
        if check and done.returncode:
            raise CannotGoOn(_told(done))
        return done

    def manage(
        self,
        *command: str,
        check: bool = True,
        release: Path | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of the shop, as its own user, with the environment of its services but for `variables`."""
        at = release or self.release
        done = self.run(
            at / "venv/bin/python",
            at / "app/manage.py",
            *command,
            check=False,
            account=ACCOUNT,
            environment={**self.environment(), **(variables or {})},
            folder=at / "app",
        )
        if check and done.returncode:
            _, is_told, in_words = done.stderr.rpartition(_IN_WORDS)
            if is_told:
                raise CannotGoOn(in_words.strip())
            _, is_away, reason = done.stderr.rpartition(_NO_DATABASE)
            raise CannotGoOn(f"The database does not answer: {reason.strip()}\n{_MEND}" if is_away else _told(done))
        return done

    def environment(self) -> dict[str, str]:
        """What systemd gives the services."""
        folder = self.configuration.paths.configuration
        found: dict[str, str] = {}
        for name in ("env", SECRETS):
            try:
                text = self.place(folder / name).read_text()
            except FileNotFoundError as error:
                raise CannotGoOn(_not_there(folder / name)) from error
            for line in text.splitlines():
                if line and not line.startswith("#"):
                    key, _, value = line.partition("=")
                    found[key] = "".join(shlex.split(value))
        return found

    def remember(self, path: Path, values: Mapping[str, object], *, mode: int = 0o644) -> None:
        """Write a small file of facts, whole or not at all."""
        place_whole(self.place(path), (json.dumps(values, indent=1) + "\n").encode(), mode=mode)

    def recall(self, path: Path) -> dict[str, object]:
        """What `remember` wrote; nothing when there is none."""
        try:
            found = json.loads(self.place(path).read_text())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def own(self, path: Path, *, owner: str, group: str, mode: int) -> None:
        """Give a file or folder to somebody."""
        # The app owns some of the folders around: a link that it put there must not lead root elsewhere.
        try:
            handle = os.open(self.place(path), os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError as error:
            raise CannotGoOn(_not_there(path)) from error
        try:
            os.fchown(handle, *user_ids(owner, group, root=self.root))
            os.fchmod(handle, mode)
        finally:
            os.close(handle)

    def has_program(self, name: str) -> bool:
        """Whether it is installed."""
        return shutil.which(name) is not None

    def ask(self, path: str, *, host: str = "", https: bool | None = None) -> Answer:
        """A request as a visitor's, to Nginx on this machine. Raises OSError when nobody answers."""
        configuration = self.configuration
        secure = configuration.is_https if https is None else https
        ports = os.environ.get(PORTS_VARIABLE, f"{asking.HTTP},{asking.HTTPS}").split(",")
        return asking.ask(path, host=host or configuration.host, at=("127.0.0.1", int(ports[secure])), tls=secure)

    def ask_app(self, path: str) -> Answer:
        """A request to the app itself, past Nginx. Raises OSError when it does not answer."""
        kind, _, name = self.configuration.upstream.partition(":")
        at = self.place(Path(name)) if kind == "unix" else (kind, int(name))
        return asking.ask(path, host=self.configuration.host, at=at)

    def wait_until_app_runs(self, *, seconds: float = 60) -> None:
        """Return when the app of this release answers with this configuration. Raises CannotGoOn."""
        until, found = time.monotonic() + seconds, ""
        while time.monotonic() < until:
            try:
                found = self.ask_app("/healthz").body
                facts = json.loads(found)
                if (facts["version"], facts["configuration"]) == (self.version, self.configuration.fingerprint):
                    return
            except (OSError, ValueError, LookupError) as error:
                found = found or str(error)
            time.sleep(0.2)
        journal = self.run(
            "journalctl", "-u", "cataloro-web.service", "-n", str(_LAST_LINES), "--no-pager", check=False
        )
        raise CannotGoOn(
            f"The app does not run as version {self.version} with the present configuration. It says: {found}\n"
            f"The last lines of its journal:\n{journal.stdout.strip()}"
        )


def _run_to_its_end(
    words: list[str], *, asked: str, folder: Path, environment: Mapping[str, str], without_terminal: bool
) -> subprocess.CompletedProcess[str]:
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        cwd=folder,
        env=environment,
        start_new_session=without_terminal,
    ) as process:
        try:
            out, err = process.communicate(asked)
        except BaseException:
            # Ctrl+C does not reach a session of its own.
            if without_terminal:
                os.killpg(process.pid, signal.SIGTERM)
            raise
    return subprocess.CompletedProcess(words, process.returncode, out, err)


def _not_there(path: Path) -> str:
    return f"{path} is not there. What mends it: cataloro doctor --only secrets"


def _told(done: subprocess.CompletedProcess[str]) -> str:
    said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-_LAST_LINES:])
    return f"`{shlex.join(done.args)}` ended with {done.returncode}:\n{said or '(it said nothing)'}"
