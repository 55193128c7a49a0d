"""A certificate by certbot: asked for when the domain leads here, renewed by a timer. No failure stops the shop."""

from __future__ import annotations

import os
from pathlib import Path

from deploy.configuration import TlsMode
from deploy.install.engine import Say
from deploy.install.ground import COMMAND
from deploy.install.machine import CannotGoOn, Machine
from deploy.install.shop import FACTS, note
from deploy.placing import link_to

ACME_VARIABLE = "CATALORO_ACME_SERVER"
"""For rehearsals: another authority than Let's Encrypt."""


def has_certificate(machine: Machine) -> bool:
    """Whether certbot has one for all names, and Nginx reads that one."""
    configuration = machine.configuration
    if configuration.tls.mode is not TlsMode.CERTBOT:
        return True
    chain, _ = _issued(machine)
    place = machine.place(configuration.certificate_files[0])
    return (
        machine.place(chain).exists()
        and place.is_symlink()
        and place.readlink() == chain
        and machine.recall(FACTS).get("certificate") == list(configuration.certificate_names)
    )


def get_certificate(machine: Machine, *, say: Say) -> bool:
    """Ask for one, unless there is one; whether there is one now. What is missing is told in words."""
    if has_certificate(machine):
        return True
    names = machine.configuration.certificate_names
    unknown = [name for name in names if not machine.says_yes("getent", "ahosts", name)]
    if unknown:
        say(f"No certificate yet: the DNS does not know {', '.join(unknown)}. When it does, type: cataloro tls")
        return False
    try:
        _run_certbot(machine, "certonly", *(word for name in names for word in ("-d", name)))
    except CannotGoOn as problem:
        say(
            f"No certificate yet. {problem}\nUntil then browsers warn of the one that is there. Try again: cataloro tls"
        )
        return False
    use_certificate(machine)
    note(machine, certificate=list(names))
    say("The certificate is there.")
    return True


def renew_certificate(machine: Machine, *, say: Say) -> bool:
    """What the timer does: renew when it is time, or get the first one."""
    if machine.configuration.tls.mode is not TlsMode.CERTBOT:
        return True
    if not has_certificate(machine):
        return get_certificate(machine, say=say)
    # The timer spreads the servers over an hour already: who types it does not wait for certbot's own dice.
    _certbot(machine, "renew", "--quiet", "--non-interactive", "--no-random-sleep-on-renew")
    return True


def use_certificate(machine: Machine) -> None:
    """Let Nginx read what certbot has, and load it now."""
    for place, issued in zip(machine.configuration.certificate_files, _issued(machine), strict=True):
        if machine.place(issued).exists():
            link_to(machine.place(place), issued)
    machine.run("nginx", "-t")
    machine.run("systemctl", "reload", "nginx")


def _issued(machine: Machine) -> tuple[Path, Path]:
    folder = machine.configuration.paths.certificates / "live" / machine.configuration.address
    return folder / "fullchain.pem", folder / "privkey.pem"


def _run_certbot(machine: Machine, command: str, *options: str) -> None:
    configuration = machine.configuration
    server = os.environ.get(ACME_VARIABLE)
    _certbot(
        machine,
        *(command, "--non-interactive", "--agree-tos", "--email", configuration.email, "--expand"),
        *(
            "--cert-name",
            configuration.address,
            "--webroot",
            "--webroot-path",
            str(machine.place(configuration.paths.acme)),
        ),
        *("--keep-until-expiring", "--deploy-hook", f"{machine.place(COMMAND)} tls reload"),
        *(("--server", server) if server else ()),
        *options,
    )


def _certbot(machine: Machine, *words: str) -> None:
    machine.run(
        machine.release / "certbot/bin/certbot",
        *words,
        *("--config-dir", machine.place(machine.configuration.paths.certificates)),
        *("--work-dir", machine.place(Path("/var/lib/letsencrypt"))),
        *("--logs-dir", machine.place(machine.configuration.paths.logs / "certbot")),
    )
