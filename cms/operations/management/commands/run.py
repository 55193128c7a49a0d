"""`manage.py run`: the whole shop on this machine, for a person who wants to look."""

from __future__ import annotations

import sys
import threading
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError

from cms.operations.photo_watch import PhotoWatch
from cms.operations.single_run import CannotRun, only_run, refuse_taken_port
from cms.operations.start_up import bring_up_the_tables, demo_logins, is_empty
from cms.operations.supervisor import Program, Supervisor

_MANAGE = (sys.executable, str(settings.BASE_DIR / "manage.py"))
_BEHIND_THE_SCENES = {
    "publisher": (*_MANAGE, "publish", "--watch"),
    "visits": (*_MANAGE, "count_visits", str(settings.DATA_DIR / "logs" / "access.log"), "--follow"),
    "tasks": (*_MANAGE, "run_tasks"),
}
_LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_WEB_SECONDS = 60.0
_DEMO_SECONDS = 600.0


class Command(BaseCommand):
    """Runs the shop."""

    help = (
        "Start the whole shop on this machine: web server, publisher, background tasks and the counting of visits "
        "under one supervisor. "
        "The first start makes the database and loads the demo goods. PORT (8000) says where it listens; it listens "
        "on this machine only, unless SITE_URL names another host. Ctrl-C ends all of it."
    )

    def handle(self, *_: object, **__: Any) -> None:
        """Run until a signal comes; exit code 1 with a plain message when it cannot."""
        if settings.CATALORO_ENV == "production":
            raise CommandError("`run` is for looking and developing. In production each service has its own unit.")
        self._speaking = threading.Lock()
        host = "127.0.0.1" if settings.SITE_HOST in _LOOPBACK_HOSTS else "0.0.0.0"  # noqa: S104 (asked for by SITE_URL)
        try:
            with only_run(settings.DATA_DIR, address=settings.SITE_URL):
                refuse_taken_port(host, settings.PORT)
                self._run(host)
        except CannotRun as refusal:
            raise CommandError(str(refusal)) from refusal

    def _run(self, host: str) -> None:
        supervisor = Supervisor(say=self._say)
        with supervisor.listening_to_signals():
            self._say("start", "looking after the database")
            bring_up_the_tables()
            supervisor.start(Program("web", _web(host)))
            if self._open(supervisor):
                for name, command in _BEHIND_THE_SCENES.items():
                    supervisor.start(Program(name, command, niceness=5))  # The shop itself goes first.
                self._welcome()
                supervisor.run(also=PhotoWatch(say=self._say))
            self._say("stop", "ending the web server, the publisher, the tasks and the counting")
        self._say("stop", "all of it has ended; the data stay")

    def _open(self, supervisor: Supervisor) -> bool:
        """Goods on the first start, pages, and a web server that answers; False when asked to stop meanwhile."""
        commands = get_commands()
        if is_empty() and "demo" in commands:
            self._load_demo(supervisor)
        if "publish" in commands and not supervisor.stopping and not (settings.BUILD_DIR / "live").exists():
            self._say("start", "writing the pages")
            if supervisor.run_once((*_MANAGE, "publish")) not in (0, None):
                self._say("start", "the pages could not be written, see above; the publisher will try again")
        answers = supervisor.wait_until(_web_answers, seconds=_WEB_SECONDS)
        if not answers and not supervisor.stopping:
            raise CannotRun("The web server does not answer; the reason is above.")
        return answers

    def _load_demo(self, supervisor: Supervisor) -> None:
        """Return when the goods are there; their photos follow while the shop is open."""
        self._say("start", "loading the demo goods (only on the first start); their photos follow")
        demo = supervisor.start(Program("demo", (*_MANAGE, "demo"), niceness=5, once=True))
        supervisor.wait_until(
            lambda: demo.exit_code is not None or bool(demo_logins(settings.DATA_DIR)), seconds=_DEMO_SECONDS
        )
        if demo.exit_code not in (0, None):
            raise CannotRun(f"The demo goods could not be loaded (code {demo.exit_code}); the reason is above.")

    def _welcome(self) -> None:
        width = max((len(one["role"]) for one in demo_logins(settings.DATA_DIR)), default=0)
        logins = [
            f"    {one['role']:{width}}  {one['email']}  {one['password']}" for one in demo_logins(settings.DATA_DIR)
        ]
        lines = ["", f"  The shop is open:  {settings.SITE_URL}/", f"  Its admin panel:   {settings.SITE_URL}/admin/"]
        if logins:
            lines += ["", "  Log in as", *logins]
        lines += ["", "  Mails are written here, in the lines of `tasks`; photos follow in the next minutes."]
        lines += ["  Ctrl-C ends it; the data stay.", ""]
        with self._speaking:
            self.stdout.write("\n".join(lines))
            self.stdout.flush()

    def _say(self, who: str, line: str) -> None:
        with self._speaking:
            self.stdout.write(f"{who:9} | {line}")
            self.stdout.flush()


def _web(host: str) -> tuple[str, ...]:
    return (
        *(sys.executable, "-m", "gunicorn", "cms.config.wsgi", "--no-control-socket", "--log-level", "warning"),
        *("--chdir", str(settings.BASE_DIR), "--bind", f"{host}:{settings.PORT}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "12", "--graceful-timeout", "4"),
    )


def _web_answers() -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{settings.PORT}/healthz")
    try:
        with urllib.request.urlopen(request, timeout=2):  # noqa: S310 (our own server)
            return True
    except (urllib.error.URLError, OSError):
        return False
