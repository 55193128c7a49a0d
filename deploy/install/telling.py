"""What the owner is told at the end: where the shop is, who logs in where, and what is still missing outside."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from deploy.install.machine import Machine
from deploy.install.shop import FACTS


def last_words(machine: Machine, *, has_certificate: bool, is_new: bool) -> str:
    """The end of the work, in plain English; after an installation with the first log-in."""
    configuration = machine.configuration
    lines = [
        "",
        "Done. The shop is open:",
        f"  {configuration.site_url}/",
        f"  {configuration.site_url}/admin/",
        *(_log_in(machine) if is_new else ()),
        *_records(machine),
    ]
    if not configuration.is_https:
        lines += [
            "",
            "Warning: it is reached by http, without encryption. That is for the first days, not for real people's",
            'passwords. When DNS leads here, write the domain and mode = "certbot" into',
            f"{configuration.paths.configuration}/cataloro.toml, then type: cataloro apply",
        ]
    elif not has_certificate:
        lines += [
            "",
            "There is no certificate yet, so browsers warn. When the records above are there, type: cataloro tls",
            "(It is tried again twice a day by itself.)",
        ]
    if not configuration.mail.server:
        lines += [
            "",
            f"No mail server is set up, so nobody gets mails; they are kept in {configuration.paths.data}/mail.",
            "Write [mail] into cataloro.toml, then type: cataloro apply",
        ]
    return "\n".join([*lines, "", "How is it? cataloro status    What is wrong? cataloro doctor", ""])


def _log_in(machine: Machine) -> Iterator[str]:
    link = machine.recall(FACTS).get("admin_link")
    if link:
        yield f"Choose your password ({machine.configuration.email}), within a day and once:"
        yield f"  {link}"
        yield f"(A new link: cataloro admin {machine.configuration.email})"


def _records(machine: Machine) -> Iterator[str]:
    configuration = machine.configuration
    if configuration.is_ip:
        return
    yield ""
    yield "These records have to be in the DNS (your registrar's pages):"
    for name in configuration.certificate_names:
        for address in own_addresses(machine):
            kind = "AAAA" if ":" in address else "A"
            yield f"  {name}.  {kind}  {address}"


def own_addresses(machine: Machine) -> list[str]:
    """The public addresses of this machine; of private ones only when there are no others."""
    found = []
    for word in machine.run("hostname", "-I", check=False).stdout.split():
        try:
            address = ipaddress.ip_address(word)
        except ValueError:
            continue
        if not address.is_link_local and not address.is_loopback:
            found.append(address)
    public = [str(one) for one in found if one.is_global]
    return public or [str(one) for one in found] or ["(the address of this server)"]
