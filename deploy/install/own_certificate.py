"""Looks at the owner's certificate and key before anything is changed: with wrong ones Nginx would not start."""

from __future__ import annotations

import ssl
from pathlib import Path

from deploy.certificate_names import not_covered
from deploy.configuration import FILE, TlsMode
from deploy.install.machine import CannotGoOn, Machine


def refuse_certificate(machine: Machine) -> None:
    """Raise CannotGoOn when the files that [tls] names cannot serve the shop; nothing has been changed then."""
    configuration = machine.configuration
    if configuration.tls.mode is TlsMode.FILES and (why := why_not(machine, *configuration.certificate_files)):
        raise CannotGoOn(f"{FILE}, [tls]: {why} Nothing of the shop has been changed.")


def why_not(machine: Machine, chain: Path, key: Path) -> str:
    """What is wrong with these two, in a sentence; empty when nothing is."""
    for file, words in ((chain, "certificate"), (key, "key")):
        if not machine.place(file).is_file():
            return f"there is no file {file}, which `{words}` names."
    said = machine.run(
        *("openssl", "x509", "-in", machine.place(chain), "-noout", "-checkend", "0", "-enddate"),
        *("-ext", "subjectAltName"),
        check=False,
    )
    if "notAfter=" not in said.stdout:
        return f"{chain} is no certificate in PEM form. Are `certificate` and `key` mixed up?"
    if missing := not_covered(said.stdout, machine.configuration.certificate_names):
        return f"the certificate in {chain} does not stand for {', '.join(missing)}: it is for another name."
    if said.returncode:
        ended = said.stdout.partition("notAfter=")[2].partition("\n")[0]
        return f"the certificate in {chain} has ended: {ended}."
    return _why_not_together(machine.place(chain), machine.place(key), names=(chain, key))


def _why_not_together(chain: Path, key: Path, *, names: tuple[Path, Path]) -> str:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(chain, key, password=lambda: "")
    except (ssl.SSLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", "") or ""
        if "MISMATCH" in reason:
            return f"the key in {names[1]} does not belong to the certificate in {names[0]}."
        return f"{names[1]} is no key in PEM form that Nginx could read (one with a password cannot be used)."
    return ""
