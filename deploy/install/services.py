"""The steps around the shop: rendered files, SELinux, services, Nginx, the firewall and a request from end to end."""

from __future__ import annotations

import re
import time
from pathlib import Path

from deploy.configuration import FORMER_ADDRESSES
from deploy.install.engine import Step
from deploy.install.machine import ACCOUNT, CannotGoOn, Machine
from deploy.install.shop import FACTS, note
from deploy.placing import place_whole, user_ids
from deploy.rendered_files import KERNEL, After
from deploy.rendering import State, standings, write

MODULE = "cataloro"
TARGET = "cataloro.target"
SERVICES = tuple(f"cataloro-{name}.service" for name in ("web", "publisher", "tasks", "visits"))
"""What runs all the time, the app first."""
_LABELLED = ("code", "configuration", "data", "site", "logs")
_PROBE = "/.well-known/cataloro-probe"
_PLACEHOLDER_DAYS = "3650"
_SECONDS_FOR_NGINX, _LOOKS, _PAUSE = 20, 3, 0.06


def _address_is_noted(machine: Machine) -> bool:
    return machine.recall(FACTS).get("address") == machine.configuration.address


def _note_address(machine: Machine) -> None:
    """An address that the shop had before goes on to be answered, with the way to the new one."""
    configuration, before = machine.configuration, machine.recall(FACTS).get("address")
    kept = [*configuration.former_addresses, *([str(before)] if before else [])]
    names = [name for name in dict.fromkeys(kept) if name != configuration.address]
    place = machine.place(configuration.paths.configuration / FORMER_ADDRESSES)
    if names or place.exists():
        text = "".join(f"{name}\n" for name in names).encode()
        place_whole(place, text, mode=0o640, ids=user_ids("root", ACCOUNT, root=machine.root))
    note(machine, address=configuration.address)
    machine.forget_configuration()


def _has_certificate(machine: Machine) -> bool:
    configuration = machine.configuration
    return not configuration.is_https or all(machine.place(file).exists() for file in configuration.certificate_files)


def _make_placeholder(machine: Machine) -> None:
    """Until certbot has one: Nginx does not start without any."""
    configuration = machine.configuration
    chain, key = configuration.certificate_files
    if configuration.tls.certificate:
        raise CannotGoOn(f"{chain} or {key} is not there. Put the files there, or change [tls] in cataloro.toml.")
    machine.place(chain).parent.mkdir(parents=True, exist_ok=True)
    machine.run(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", _PLACEHOLDER_DAYS),
        *("-subj", f"/CN={configuration.address}", "-keyout", machine.place(key), "-out", machine.place(chain)),
    )
    machine.place(key).chmod(0o600)


def _files_are_fresh(machine: Machine) -> bool:
    return all(one.state is State.FRESH for one in standings(machine.configuration, root=machine.root))


def _write_files(machine: Machine) -> None:
    # systemd would keep a timer that is no longer wanted until the server starts anew.
    for one in standings(machine.configuration, root=machine.root):
        if one.state is State.LEFT_OVER and one.target.suffix == ".timer":
            machine.run("systemctl", "disable", "--now", one.target.name, check=False)
    changed = write(machine.configuration, root=machine.root).after
    # What has been written and not yet told: a kill between the two must not lose it.
    told = machine.recall(FACTS).get("untold")
    known = set(told) if isinstance(told, list) else set()
    note(machine, untold=sorted(known | {str(after) for after in changed}))


def hand_edited(machine: Machine) -> list[Path]:
    """Rendered files that somebody changed by hand."""
    found = standings(machine.configuration, root=machine.root)
    return [one.target for one in found if one.state is State.EDITED]


def refuse_edited(machine: Machine) -> None:
    """Raise CannotGoOn when there are any: rendering anew would lose somebody's work."""
    if edited := hand_edited(machine):
        raise CannotGoOn(
            f"Changed by hand since they were rendered: {', '.join(map(str, edited))}.\nPut the change into "
            "cataloro.toml; then `cataloro apply --replace` keeps a copy of them and renders them anew."
        )


def _is_told(machine: Machine, *afters: After) -> bool:
    untold = machine.recall(FACTS).get("untold")
    return not (isinstance(untold, list) and set(untold) & {str(after) for after in afters})


def _tell(machine: Machine, *afters: After) -> None:
    untold = machine.recall(FACTS).get("untold")
    known = set(untold) if isinstance(untold, list) else set()
    note(machine, untold=sorted(known - {str(after) for after in afters}))


def _selinux_is_on(machine: Machine) -> bool:
    return machine.run("getenforce", check=False).stdout.strip() in {"Enforcing", "Permissive"}


def _selinux_is_right(machine: Machine) -> bool:
    if not _selinux_is_on(machine):
        return True
    modules = machine.run("semodule", "-l", check=False).stdout.split()
    labels = machine.run("semanage", "fcontext", "-l", "-C", check=False).stdout
    return MODULE in modules and str(_log_folder(machine)) in labels and _is_told(machine, After.SELINUX)


def _make_selinux_right(machine: Machine) -> None:
    paths = machine.configuration.paths
    machine.run("semodule", "-i", machine.place(paths.configuration / "cataloro.cil"))
    rule = f"{_log_folder(machine)}(/.*)?"
    for verb in ("-a", "-m"):  # Where the rule is there already, it is set.
        if machine.says_yes("semanage", "fcontext", verb, "-t", "httpd_log_t", rule):
            break
    if machine.configuration.proxy == "tcp":
        machine.run("setsebool", "-P", "httpd_can_network_connect", "1")
    places = [machine.place(getattr(paths, name)) for name in _LABELLED]
    machine.run("restorecon", "-RF", *places, machine.place(_log_folder(machine)))
    _tell(machine, After.SELINUX)


def _log_folder(machine: Machine) -> Path:
    return machine.configuration.paths.access_log.parent


def _services_run(machine: Machine) -> bool:
    if not (
        _is_told(machine, After.UNITS, After.APP)
        and machine.says_yes("systemctl", "is-enabled", "--quiet", TARGET)
        # One by one: asked for several, systemctl says yes when one of them is.
        and all(machine.says_yes("systemctl", "is-active", "--quiet", unit) for unit in (TARGET, *SERVICES))
    ):
        return False
    return machine.recall(FACTS).get("running") == _wanted_run(machine)


def start_services(machine: Machine) -> None:
    """Start what is not running, and anew what runs with an older version or configuration. The socket stays open."""
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "enable", TARGET)
    machine.run("sysctl", "--quiet", "--load", machine.place(KERNEL), check=False)  # A container may not.
    if machine.recall(FACTS).get("upstream", machine.configuration.upstream) != machine.configuration.upstream:
        machine.run("systemctl", "stop", "cataloro-web.service", "cataloro-web.socket")  # It listens elsewhere now.
    machine.run("systemctl", "start", "cataloro-web.socket")
    # People wait for the app meanwhile, so nothing else starts at the same time.
    machine.run("systemctl", "restart", SERVICES[0])
    machine.wait_until_app_runs()
    machine.run("systemctl", "restart", *SERVICES[1:])
    # A target that runs already does not start what it has come to want.
    machine.run("systemctl", "start", TARGET, *_timers(machine))
    _tell(machine, After.UNITS, After.APP)
    note(machine, running=_wanted_run(machine), upstream=machine.configuration.upstream)


def _timers(machine: Machine) -> list[str]:
    found = standings(machine.configuration, root=machine.root)
    return sorted(one.target.name for one in found if one.target.suffix == ".timer" and one.state is State.FRESH)


def _wanted_run(machine: Machine) -> str:
    return f"{machine.version} {machine.configuration.fingerprint}"


def _nginx_is_ours(machine: Machine) -> bool:
    if not _is_told(machine, After.NGINX) or not machine.says_yes("systemctl", "is-enabled", "--quiet", "nginx"):
        return False
    # What another file has broken would be met at the next start of the server only.
    return _answers_as_now(machine) and machine.says_yes("nginx", "-t")


def _answers_as_now(machine: Machine) -> bool:
    try:
        answer = machine.ask(_PROBE)
    except OSError:
        return False
    return answer.body.split() == [machine.configuration.install_id, machine.configuration.fingerprint]


def reload_nginx(machine: Machine) -> None:
    """Only a configuration that Nginx takes is loaded. Nginx is never started but by systemd."""
    tested = machine.run("nginx", "-t", check=False)
    if tested.returncode:
        raise CannotGoOn(_explained(tested.stderr))
    machine.run("systemctl", "enable", "nginx")
    machine.run("systemctl", "reload-or-restart", "nginx")
    _tell(machine, After.NGINX)
    _wait_for_nginx(machine)


def _wait_for_nginx(machine: Machine) -> None:
    """A reload is only asked for: for a moment the processes from before answer, and some of the new ones."""
    until, good = time.monotonic() + _SECONDS_FOR_NGINX, 0
    while time.monotonic() < until:
        good = good + 1 if _answers_as_now(machine) else 0
        if good == _LOOKS:
            return
        time.sleep(_PAUSE)
    raise CannotGoOn(
        "Nginx was told to read its new configuration and still answers with another one. Who answers, and why: "
        "cataloro doctor --only nginx-test,ports,nginx-ours,default-server,probe"
    )


def _explained(said: str) -> str:
    for pattern, mend in (
        ("duplicate default server", "Another file claims to be the default server. Take `default_server` out there"),
        (
            '"server" directive is not allowed here',
            "That file is included outside of http { }. Move its include inside",
        ),
        ("key values mismatch", "The key does not belong to the certificate; put the two there that do"),
        ("cannot load certificate", "That file is missing or damaged"),
    ):
        if pattern in said:
            return f"Nginx refuses its configuration.\n{said.strip()}\n{mend}."
    return f"Nginx refuses its configuration.\n{said.strip()}"


def _firewall_is_open(machine: Machine) -> bool:
    if machine.run("firewall-cmd", "--state", check=False).stdout.strip() != "running":
        return True
    return all(
        machine.says_yes("firewall-cmd", *place, f"--query-service={service}")
        for service in ("http", "https")
        for place in ((), ("--permanent",))
    )


def _open_firewall(machine: Machine) -> None:
    for service in ("http", "https"):
        machine.run("firewall-cmd", "--permanent", f"--add-service={service}")
    machine.run("firewall-cmd", "--reload")


def _answers(machine: Machine) -> bool:
    """As a visitor would: a page of the static site, the app behind it, and no other server in between."""
    try:
        found = what_is_wrong(machine)
    except OSError as error:
        raise CannotGoOn(f"Nginx does not answer on this machine: {error}") from error
    if found:
        raise CannotGoOn(found)
    return True


def what_is_wrong(machine: Machine) -> str:
    """The first thing that is not as it should be, through Nginx; empty when all is well. Raises OSError."""
    configuration = machine.configuration
    probe = machine.ask(_PROBE)
    if probe.body.split()[:1] != [configuration.install_id]:
        return (
            f"{configuration.site_url}{_PROBE} is answered by another server ({probe.status}). What else listens there?"
        )
    home = machine.ask("/")
    if home.status != 200:  # noqa: PLR2004 (HTTP)
        return f"The home page answers {home.status} instead of 200."
    for asset in sorted(set(re.findall(r'"(/assets/[^"?#]+\.(?:css|js))"', home.body))):
        if (status := machine.ask(asset).status) != 200:  # noqa: PLR2004 (HTTP)
            return f"The home page names {asset}, which answers {status}."
    healthz = machine.ask("/healthz")
    if f'"version": "{machine.version}"' not in healthz.body:
        return f"/healthz answers {healthz.status} and does not name version {machine.version}: {healthz.body[:200]}"
    for name in configuration.redirected:
        answer = machine.ask("/", host=name, https=False)
        if (answer.status, answer.location) != (301, f"{configuration.site_url}/"):
            return f"http://{name}/ answers {answer.status} {answer.location} instead of 301 {configuration.site_url}/"
    return ""


def _nothing(_: Machine) -> None:
    """What is looked at only."""


ADDRESS_STEP = Step(name="address", title="The address", is_done=_address_is_noted, apply=_note_address)
CERTIFICATE_STEP = Step(
    name="certificate", title="A certificate to begin with", is_done=_has_certificate, apply=_make_placeholder
)
FILES_STEP = Step(name="files", title="Rendered files", is_done=_files_are_fresh, apply=_write_files)
SELINUX_STEP = Step(name="selinux", title="SELinux", is_done=_selinux_is_right, apply=_make_selinux_right)
SERVICES_STEP = Step(name="services", title="The shop's services", is_done=_services_run, apply=start_services)
NGINX_STEP = Step(name="nginx", title="Nginx", is_done=_nginx_is_ours, apply=reload_nginx)
FIREWALL_STEP = Step(name="firewall", title="The firewall", is_done=_firewall_is_open, apply=_open_firewall)
ANSWERS_STEP = Step(name="answers", title="A visit from end to end", is_done=_answers, apply=_nothing)
