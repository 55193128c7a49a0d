"""HTTPS: how long the certificate holds, for which names, and whether Nginx serves the one that lies there."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from deploy.certificate_names import not_covered
from deploy.configuration import TlsMode
from deploy.doctor.findings import Check, Finding, Patient, fail, last_lines, ok, unknown, warn

_END = re.compile(r"notAfter=(.+)")
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----\s.*?-----END CERTIFICATE-----", re.DOTALL)
_VERDICT = re.compile(r"Verify return code: (\d+) \((.*)\)")
_CHAIN_HAS_GAPS = {"2", "20", "21"}
"""OpenSSL's X509_V_ERR_… codes: the issuer of one of the certificates is not there."""
_FEW_DAYS, _SOME_DAYS = 7, 20


def _certificate(patient: Patient) -> Finding:
    configuration = patient.configuration
    if not configuration.is_https:
        return warn(
            "the shop has no HTTPS: passwords travel unprotected",
            'when the domain leads here: write it as address into cataloro.toml, with mode = "certbot"; cataloro apply',
        )
    file, _ = configuration.certificate_files
    renew = (
        "cataloro tls renew; journalctl -u cataloro-certificates"
        if configuration.tls.mode is TlsMode.CERTBOT
        else f"put a new certificate at {file}, then: cataloro tls reload"
    )
    said = patient.run(
        "openssl", "x509", "-in", str(file), "-noout", "-enddate", "-issuer", "-subject", "-ext", "subjectAltName"
    )
    end = _END.search(said.out)
    if said.code or not end:
        is_there = patient.machine.seen(file) is not None
        return fail(f"{file} is no certificate: {last_lines(said.said)}" if is_there else f"there is no {file}", renew)
    until = datetime.strptime(end[1].strip(), "%b %d %H:%M:%S %Y GMT").replace(tzinfo=UTC)
    days = (until - patient.machine.now()).days
    if _is_self_signed(said.out):
        return warn("it is signed by itself: browsers warn of it", renew)
    if missing := not_covered(said.out, configuration.certificate_names):
        return fail(f"it does not stand for {', '.join(missing)}", renew)
    return _age(f"it {'holds until' if days >= 0 else 'ended on'} {until:%d %B %Y} ({abs(days)} days)", days, renew)


def _age(found: str, days: int, renew: str) -> Finding:
    if days < _FEW_DAYS:
        return fail(found, renew)
    return warn(found, renew) if days < _SOME_DAYS else ok(found)


def _is_self_signed(said: str) -> bool:
    issuer, subject = re.search(r"issuer=(.*)", said), re.search(r"subject=(.*)", said)
    return bool(issuer and subject and issuer[1].strip() == subject[1].strip())


def _served(patient: Patient) -> Finding:
    configuration = patient.configuration
    if not configuration.is_https:
        return ok("there is none to serve")
    said = patient.run(
        "openssl", "s_client", "-connect", "127.0.0.1:443", "-servername", configuration.address.strip("[]")
    )
    served = _PEM.search(said.out)
    lying = _PEM.search(patient.machine.read(configuration.certificate_files[0]) or "")
    if not served or not lying:
        return unknown(f"it could not be seen: {last_lines(said.said, 1)}")
    if served[0].split() != lying[0].split():
        return fail(
            "Nginx serves an older certificate than the one that lies there",
            "systemctl reload nginx",
            ("systemctl", "reload", "nginx.service"),
        )
    verdict = _VERDICT.search(said.out)
    if verdict and verdict[1] in _CHAIN_HAS_GAPS:
        return fail(
            f"browsers and phones that do not know its issuer refuse it: {verdict[2]}",
            f"{configuration.certificate_files[0]} has to hold, behind the shop's own certificate, those of the "
            "issuers in between (its provider calls that the full chain); then: cataloro tls reload. One of your own "
            "making is known nowhere else",
        )
    return ok("Nginx serves the one that lies there")


CHECKS = (
    Check(
        id="certificate",
        title="Certificate",
        why="When it has ended, browsers let nobody in.",
        look=_certificate,
        after=("configuration",),
    ),
    Check(
        id="served-certificate",
        title="Certificate that is served",
        why="A renewed one helps only when Nginx has read it.",
        look=_served,
        after=("configuration", "nginx-test", "certificate"),
    ),
)
