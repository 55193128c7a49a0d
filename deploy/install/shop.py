"""The steps of the shop itself: tables, the admin's own files, the first admin, the static site."""

from __future__ import annotations

from deploy.install.engine import Step
from deploy.install.machine import STATE, CannotGoOn, Machine

FACTS = STATE / "facts.json"
"""Of which version and address the static site is, and where the first admin logs in."""


def _tables_are_there(machine: Machine) -> bool:
    collected = machine.recall(FACTS).get("collected") == machine.version
    return collected and machine.manage("migrate", "--check", check=False).returncode == 0


def make_tables(machine: Machine) -> None:
    """Migrate, and put the admin's own files where the app looks for them."""
    machine.manage("migrate", "--no-input")
    machine.manage("collectstatic", "--no-input")
    note(machine, collected=machine.version)


def _admin_is_there(machine: Machine) -> bool:
    # Who was killed between making the admin and noting the link makes a new link.
    known = machine.recall(FACTS).get("admin_link")
    return bool(known) or machine.manage("make_admin", "--look", check=False).returncode == 0


def _make_admin(machine: Machine) -> None:
    made = machine.manage("make_admin", machine.configuration.email)
    links = [line.strip() for line in made.stdout.splitlines() if line.strip().startswith("http")]
    if not links:
        raise CannotGoOn(f"The command that makes the first admin printed no link:\n{made.stdout}{made.stderr}")
    note(machine, admin_link=links[-1])


def _site_is_built(machine: Machine) -> bool:
    page = machine.configuration.paths.build / "live/index.html.gz"
    facts = machine.recall(FACTS)
    return machine.place(page).exists() and facts.get("built") == _wanted_site(machine)


def build_site(machine: Machine) -> None:
    """Render everything with this version for this address, and switch to it."""
    # The running publisher would do it, with its own version and for its own address.
    machine.run("systemctl", "stop", "cataloro-publisher.service", check=False)
    # The address stands in the database, too, where Wagtail's lists of sites look for it: it is taken over by this.
    machine.manage("migrate", "--no-input")
    machine.manage("publish", "--full", "--jobs", str(machine.configuration.processes.renderers))
    note(machine, built=_wanted_site(machine))


def _wanted_site(machine: Machine) -> str:
    return f"{machine.version} {machine.configuration.site_url}"


def note(machine: Machine, **facts: object) -> None:
    """Remember these."""
    machine.remember(FACTS, {**machine.recall(FACTS), **facts}, mode=0o600)


TABLES_STEP = Step(name="tables", title="Tables of the database", is_done=_tables_are_there, apply=make_tables)
ADMIN_STEP = Step(name="admin", title="The first admin", is_done=_admin_is_there, apply=_make_admin)
SITE_STEP = Step(name="site", title="The static site", is_done=_site_is_built, apply=build_site)
