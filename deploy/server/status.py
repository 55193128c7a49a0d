"""`cataloro status`: the few facts that an owner asks for first."""

from __future__ import annotations

import shutil
from datetime import datetime

from deploy.install.engine import JOURNAL
from deploy.install.machine import Machine
from deploy.install.services import SERVICES, hand_edited
from deploy.unfinished import HISTORY, RESTORING, what_was_cut_off


def status_text(machine: Machine) -> str:
    """In words, one fact a line."""
    configuration = machine.configuration
    lines = [f"Cataloro {machine.version}  {configuration.site_url}/"]
    for name in (*SERVICES, "nginx", "postgresql"):
        state = machine.run("systemctl", "is-active", name, check=False).stdout.strip() or "unknown"
        lines.append(f"  {name:28} {state}")
    try:
        healthz = machine.ask("/healthz")
        lines.append(f"  through Nginx                {healthz.status} {healthz.body.strip()[:100]}")
    except OSError as error:
        lines.append(f"  through Nginx                no answer ({error})")
    cut_off, mend = what_was_cut_off(machine.recall(HISTORY), machine.recall(RESTORING))
    if cut_off:
        lines.append(f"  not finished                 {cut_off}, unless it is still at work; else: {mend}")
    steps = machine.recall(JOURNAL).get("steps")
    unfinished = [
        f"{name} ({entry.get('state')})"
        for name, entry in (steps.items() if isinstance(steps, dict) else ())
        if isinstance(entry, dict) and entry.get("state") != "done"
    ]
    if unfinished:
        lines.append(f"  not finished                 {', '.join(unfinished)}: run the last command again")
    if edited := hand_edited(machine):
        lines.append(f"  changed by hand              {', '.join(map(str, edited))}")
    backups = sorted(
        machine.place(configuration.paths.backups).glob("cataloro-*.zip"), key=lambda one: one.stat().st_mtime
    )
    when = (
        datetime.fromtimestamp(backups[-1].stat().st_mtime).astimezone().strftime("%F %H:%M") if backups else "none yet"
    )
    lines.append(f"  last backup                  {when}")
    free = shutil.disk_usage(machine.place(configuration.paths.site)).free // 1_000_000_000
    lines.append(f"  free on the disk             {free} GB")
    return "\n".join(lines)
