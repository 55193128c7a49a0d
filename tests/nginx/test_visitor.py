"""Whom the limits take for one visitor, asked of the real Nginx with the rendered map."""

import http.client
import os
import re

import pytest

from deploy.nginx.render import NginxSettings, render_site
from tests.nginx.conftest import free_port, started

pytestmark = pytest.mark.nginx

AROUND_IT = """
{user}
daemon on;
error_log stderr;
pid nginx.pid;
events {{ worker_connections 64; }}
http {{
    {map}
    set_real_ip_from 127.0.0.1;
    real_ip_header X-Forwarded-For;
    access_log off;
    server {{ listen 127.0.0.1:{port}; add_header Visitor "<$cataloro_visitor>" always; return 204; }}
}}
"""


@pytest.fixture(scope="module")
def visitor(nginx, tmp_path_factory):
    """What the map makes of an address."""
    folder, port = tmp_path_factory.mktemp("visitor"), free_port()
    own = {"host": "localhost", "build_encoding": "gzip", "listen": ("80",), "upstream": "unix:/app.sock"}
    site = render_site(NginxSettings(**own, build_dir=folder, media_dir=folder, run_dir=folder))
    [found] = re.findall(r"(?s)map \$remote_addr \$cataloro_visitor \{.*?\n\}", site)
    main = folder / "nginx.conf"
    main.write_text(AROUND_IT.format(map=found, port=port, user="user root;" if os.geteuid() == 0 else ""))

    def _visitor(address):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/", headers={"X-Forwarded-For": address})
        found = connection.getresponse().headers["Visitor"].encode("latin-1")
        connection.close()
        return found

    with started(nginx, main):
        yield _visitor


def test_two_addresses_of_ipv4_are_two(visitor):
    assert visitor("192.0.2.65") == b"<\xc0\x00\x02A>"
    assert visitor("192.0.2.66") == b"<\xc0\x00\x02B>"


@pytest.mark.parametrize(
    ("network", "addresses"),
    [
        ("2001:db8:1:2:", ["2001:db8:1:2::1", "2001:DB8:1:2:a:b:c:d", "2001:db8:1:2:0:0:0:ffff"]),
        ("2001:db8:0:1:", ["2001:db8:0:1::1", "2001:db8::1:0:0:0:1", "2001:db8:0:1:9:9:9:9"]),
        ("2001:db8::", ["2001:db8::1", "2001:db8:0:0:9:9:9:9"]),
        ("2001:db8:7::", ["2001:db8:7::1", "2001:db8:7:0:0:9:9:9"]),
    ],
)
def test_all_addresses_of_one_network_of_ipv6_are_one(visitor, network, addresses):
    assert {visitor(address) for address in addresses} == {f"<{network}>".encode()}


def test_addresses_of_ipv4_in_the_form_of_ipv6_are_not_one(visitor):
    assert visitor("::ffff:192.0.2.65") != visitor("::ffff:192.0.2.66")
