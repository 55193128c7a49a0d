"""What Gixy, which knows what goes wrong in Nginx configurations, says about ours."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.configuration import Configuration, Tls, TlsMode
from deploy.nginx.production import production_settings
from deploy.nginx.render import write_configuration

GIXY = Path(sys.executable).with_name("gixy")
FIRST_DAYS = Tls(mode=TlsMode.NONE)
CONFIGURATIONS = {
    "by its IP address": Configuration(address="203.0.113.5", email="a@markt.test", tls=FIRST_DAYS),
    "by IPv6": Configuration(address="2001:db8::5", email="a@markt.test", tls=FIRST_DAYS),
    "a domain without TLS": Configuration(address="markt.test", email="a@markt.test", tls=FIRST_DAYS),
    "with TLS": Configuration(
        address="markt.test",
        email="a@markt.test",
        tls=Tls(mode=TlsMode.CERTBOT, hsts=True),
        redirect_from=("www.markt.test",),
        former_addresses=("203.0.113.5",),
    ),
}
EXCEPTED = {
    # `rewrite … last` and `… break` look for a file: nothing of it is sent, so there is no header to split. What is
    # sent on to another address is $request_uri, in which Nginx takes no line break.
    "http_splitting",
    # The certificate names no host without a server of its own here, so no browser asks for another one by its
    # connection. For who does so all the same, 444 says less than 421.
    "http2_misdirected_request",
}


def found_by_gixy(*files):
    done = subprocess.run([GIXY, "-f", "json", *files], check=False, capture_output=True, text=True)
    return {one["plugin"]: f"{one['path']}: {one['reason']} {one['config']}" for one in json.loads(done.stdout)}


def test_gixy_finds_nothing_but_what_is_explained(tmp_path):
    files = [
        write_configuration(production_settings(one, run_dir=tmp_path / str(number)), folder=tmp_path / str(number))
        for number, one in enumerate(CONFIGURATIONS.values())
    ]

    found = found_by_gixy(*files)

    assert {name: words for name, words in found.items() if name not in EXCEPTED} == {}
    assert found.keys() == EXCEPTED  # An exception that is needed no longer goes.


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("location /i { alias /srv/pictures/; }", "alias_traversal"),
        ("location /h { proxy_pass http://x; proxy_set_header Host $http_host; }", "host_spoofing"),
    ],
)
def test_gixy_would_find_it(tmp_path, line, finding):
    (tmp_path / "nginx.conf").write_text(f"http {{ server {{ listen 80; {line} }} }}\n")

    assert finding in found_by_gixy(tmp_path / "nginx.conf")
