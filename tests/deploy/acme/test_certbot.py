"""The real certbot, the real Nginx and a real authority: the first certificate, and the next one when it is time."""

import http.client
import re
from pathlib import Path

import pytest

from deploy.install.certificates import has_certificate
from deploy.install.engine import run_steps
from deploy.install.ground import FOLDERS_STEP, SECRETS_STEP
from deploy.install.services import ADDRESS_STEP, CERTIFICATE_STEP, FILES_STEP, NGINX_STEP
from tests.deploy.acme.authority import authority
from tests.deploy.acme.server import NAME, server, two_ports, visitors

pytestmark = [pytest.mark.nginx, pytest.mark.acme]

STEPS = (SECRETS_STEP, FOLDERS_STEP, ADDRESS_STEP, CERTIFICATE_STEP, FILES_STEP, NGINX_STEP)


@pytest.fixture
def issuing(tmp_path):
    ports = two_ports()
    with authority(tmp_path / "authority", http_port=ports[0], tls_port=ports[1]) as made:
        yield made, ports


@pytest.fixture
def open_shop(issuing, tmp_path, monkeypatch):
    """A shop with a certificate that it has signed itself, as after an installation before DNS was there."""
    made, ports = issuing
    known = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "CATALORO_REHEARSAL_PORTS": f"{ports[0]},{ports[1]}",
        "CATALORO_ACME_SERVER": made.directory,
        "REQUESTS_CA_BUNDLE": str(made.own_certificate),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with server(tmp_path / "s", **known) as shop:
        for name, value in shop.environment.items():
            monkeypatch.setenv(name, value)
        run_steps(STEPS, shop.machine, say=lambda _: None)
        yield shop


def renewal_is_due(shop) -> None:
    """As if it were three weeks later: certbot is told to renew long before the end."""
    file = shop.machine.configuration.paths.certificates / "renewal" / f"{NAME}.conf"
    file.write_text(f"renew_before_expiry = 9999 days\n{file.read_text()}")


def close_the_proof(shop) -> None:
    """Nginx looks for it in another folder."""
    file = shop.machine.place(Path("/etc/nginx/conf.d/00-cataloro.conf"))
    file.write_text(re.sub(r"root (\S+/acme);", r"root \1-elsewhere;", file.read_text()))
    shop.machine.run("systemctl", "reload", "nginx")


def test_certbot_gets_and_renews_certificates_while_every_visitor_is_served(open_shop, issuing):
    made, ports = issuing
    with visitors(open_shop) as coming:
        coming.wait_for(1)
        close_the_proof(open_shop)
        refused = open_shop.cataloro("tls")
        has_none = not has_certificate(open_shop.machine)
        run_steps(STEPS, open_shop.machine, say=lambda _: None)
        got = open_shop.cataloro("tls")
        assert got.returncode == 0, got.stdout + got.stderr
        coming.wait_for(2)
        not_due = open_shop.cataloro("tls", "renew")
        reloads = open_shop.reloads()
        renewal_is_due(open_shop)
        renewed = open_shop.cataloro("tls", "renew")
        coming.wait_for(3)

    # Without the proof there is no certificate, and the reason is told.
    assert (refused.returncode, has_none) == (1, True)
    assert "No certificate yet." in refused.stdout
    assert "Until then browsers warn of the one that is there. Try again: cataloro tls" in refused.stdout
    # Then one after the other, and nobody met a closed door.
    assert "The certificate is there." in got.stdout
    assert (not_due.returncode, renewed.returncode) == (0, 0), not_due.stderr + renewed.stderr
    assert coming.failures == []
    assert {visit.status for visit in coming.visits} == {200}
    assert len(coming.certificates()) == 3
    assert open_shop.reloads() == reloads + 1
    assert has_certificate(open_shop.machine)
    # Who knows this authority and nothing else takes the last one, for this name.
    page = open_shop.visit(trusted=made.root)
    assert (page.status, page.certificate) == (200, coming.certificates()[-1])
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    key = open_shop.machine.place(open_shop.machine.configuration.certificate_files[1])
    assert key.stat().st_mode & 0o077 == 0
    connection = http.client.HTTPConnection("127.0.0.1", ports[0], timeout=60)
    connection.request("GET", "/about?a=1", headers={"Host": NAME})
    plain = connection.getresponse()
    connection.close()
    assert (plain.status, plain.headers["Location"]) == (301, f"https://{NAME}/about?a=1")
    assert "Strict-Transport-Security" not in plain.headers
