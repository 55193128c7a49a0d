"""The way from outside: firewall, DNS, and the public address, asked as a visitor would."""

from __future__ import annotations

from deploy.configuration import TlsMode
from deploy.doctor.dns_records import issuers
from deploy.doctor.findings import Check, Finding, Patient, fail, last_lines, ok, unknown, warn

ISSUER = "letsencrypt.org"
"""The authority that certbot asks, as CAA records name it."""


def _firewall(patient: Patient) -> Finding:
    state = patient.run("firewall-cmd", "--state")
    if state.is_missing or "not running" in state.said:
        return unknown("firewalld does not run: nothing is closed here; your provider may have a firewall of its own")
    if state.code:
        return unknown(f"firewall-cmd could not be asked: {last_lines(state.said)}")
    wanted = ("http", "https") if patient.configuration.is_https else ("http",)
    open_now = patient.run("firewall-cmd", "--list-services").out.split()
    for_ever = patient.run("firewall-cmd", "--permanent", "--list-services").out.split()
    closed = [name for name in wanted if name not in open_now or name not in for_ever]
    if closed:
        opening = [("firewall-cmd", "--permanent", f"--add-service={name}") for name in closed]
        commands = [*opening, ("firewall-cmd", "--reload")]
        return fail(f"closed: {', '.join(closed)}", "; ".join(" ".join(one) for one in commands), *commands)
    return ok(f"open: {', '.join(wanted)}")


def _dns(patient: Patient) -> Finding:
    configuration = patient.configuration
    if configuration.is_ip:
        return ok("the shop is found by its IP address")
    ours = set(patient.run("hostname", "-I").out.split())
    for name in configuration.certificate_names:
        found = set(patient.machine.resolve(name))
        record = f"{name}. A {next((one for one in sorted(ours) if '.' in one), 'the IP address of this server')}"
        if not found:
            return fail(f"{name} has no address in DNS", f"at the provider of your domain add the record: {record}")
        foreign = sorted(found - ours)
        if foreign and not found & ours:
            return warn(
                f"{name} leads to {', '.join(sorted(found))}, this server has {', '.join(sorted(ours))}",
                f"if no proxy or router stands between, change the record: {record}; “outside” tells for sure",
            )
        if foreign:
            return fail(
                f"{name} leads here and to {', '.join(foreign)}",
                f"remove the {'AAAA' if ':' in foreign[0] else 'A'} record of {foreign[0]}: some visitors and the "
                "certificate's issuer go there",
            )
    return ok(f"{', '.join(configuration.certificate_names)} lead here")


def _caa(patient: Patient) -> Finding:
    """The record nearest to the name decides; where there is none up to the top, everybody may issue."""
    configuration = patient.configuration
    if configuration.tls.mode is not TlsMode.CERTBOT:
        return ok("no certificate is asked for")
    for name in configuration.certificate_names:
        labels = name.split(".")
        for number in range(len(labels)):
            above = ".".join(labels[number:])
            found = patient.machine.records(above, "CAA")
            if found is None:
                return unknown("the DNS could not be asked")
            if found:
                allowed = issuers(found)
                if allowed and ISSUER not in allowed:
                    others = ", ".join(one for one in allowed if one) or "nobody"
                    return fail(
                        f"by the CAA records of {above} {others} may issue certificates for {name}",
                        f'at the provider of your domain add the record: {above}. CAA 0 issue "{ISSUER}"',
                    )
                break
    return ok(f"{ISSUER} may issue the certificate")


def _outside(patient: Patient) -> Finding:
    configuration = patient.configuration
    answer = patient.machine.ask(
        "/.well-known/cataloro-probe",
        host=configuration.host,
        address=configuration.address,
        tls=configuration.is_https,
    )
    if not answer.status:
        return unknown(
            f"the server cannot reach its own public address ({answer.error}); that is so behind some routers",
            f"open {configuration.site_url} on a phone; if it fails, look for a firewall at your provider",
        )
    if answer.body.split()[:1] != [configuration.install_id]:
        return fail(
            f"behind {configuration.site_url} somebody else answers ({answer.status})",
            "the record in DNS leads to another server, or a proxy in between has an old address",
        )
    return ok(f"{configuration.site_url} is this shop")


CHECKS = (
    Check(
        id="firewall",
        title="Firewall",
        why="Closed ports are closed for visitors.",
        look=_firewall,
        after=("configuration",),
    ),
    Check(
        id="dns",
        title="DNS",
        why="By it visitors and the issuer of certificates find the server.",
        look=_dns,
        after=("configuration",),
    ),
    Check(
        id="caa",
        title="Who may issue certificates",
        why="An issuer that DNS does not allow gives none, and the timer fails silently.",
        look=_caa,
        after=("configuration",),
    ),
    Check(
        id="outside",
        title="Public address",
        why="It is the only proof that visitors arrive here.",
        look=_outside,
        after=("configuration", "probe", "dns", "firewall"),
    ),
)
