"""What the production configuration answers in a real Nginx, with the app behind it and without."""

import contextlib
import gzip
import http.client
import json
import socket
import ssl
import subprocess
import warnings

import pytest

from cms.contract.serving import IMMUTABLE, PAGE_HEADERS
from deploy.doctor.checks import ALL
from deploy.doctor.examination import examine
from deploy.doctor.findings import Patient, Status
from deploy.doctor.machine import Ran
from deploy.doctor.nginx_dump import addresses_of, all_named, directives_of, files_of
from tests.deploy.doctor.recorded import Recorded
from tests.nginx import small_shop
from tests.nginx.conftest import gunicorn
from tests.nginx.production_server import lay_out, running, trusting

pytestmark = pytest.mark.nginx

A_YEAR = "max-age=31536000"


@pytest.fixture(scope="module")
def secure(nginx, tmp_path_factory, django_db_setup):
    """By HTTPS, with the app; it had an IP address before, and has a second name."""
    folder = tmp_path_factory.mktemp("secure")
    configuration = lay_out(
        folder, tls=True, redirect_from=("www.shop.test",), former_addresses=("127.0.0.1", "old.shop.test")
    )
    paths = configuration.paths
    with (
        gunicorn(bind=f"unix:{paths.app_socket}", build=paths.build, media=paths.media, env="test"),
        running(nginx, configuration) as server,
    ):
        yield server


@pytest.fixture(scope="module")
def alone(nginx, tmp_path_factory):
    """By HTTP at an IP address, the app down."""
    with running(nginx, lay_out(tmp_path_factory.mktemp("alone"), tls=False, address="127.0.0.1")) as server:
        yield server


@contextlib.contextmanager
def maintenance(server):
    server.paths.maintenance_flag.touch()
    try:
        yield
    finally:
        server.paths.maintenance_flag.unlink()


def test_a_page_has_every_header_of_the_contract_and_nothing_of_nginx_own(secure):
    answer = secure.ask("/about", Accept_Encoding="gzip")

    assert answer.status == 200
    assert {name: answer.headers[name] for name in PAGE_HEADERS} == dict(PAGE_HEADERS)
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Strict-Transport-Security"] == A_YEAR
    assert answer.headers["Server"] == "nginx"
    assert gzip.decompress(answer.body).decode() == small_shop.PAGES["about.html"]


def test_assets_are_kept_for_ever_and_in_brotli_where_it_is_read(secure):
    packed = secure.ask("/assets/shop.0a1b2c.css", Accept_Encoding="br, gzip")
    zipped = secure.ask("/assets/shop.0a1b2c.css", Accept_Encoding="gzip")

    assert (packed.headers["Content-Encoding"], zipped.headers["Content-Encoding"]) == ("br", "gzip")
    assert packed.headers["Cache-Control"] == zipped.headers["Cache-Control"] == IMMUTABLE
    assert packed.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"


def test_the_app_answers_through_its_socket_with_one_promise_of_https(secure):
    answer = secure.ask("/healthz")

    assert (answer.status, json.loads(answer.body)["status"]) == (200, "ok")
    assert answer.headers["Strict-Transport-Security"] == A_YEAR


def test_nothing_of_a_wish_for_another_protocol_reaches_the_app(nginx, tmp_path):
    """An app server that is asked to upgrade refuses the request: “Unsupported upgrade request”."""
    heard = []
    with socket.socket(socket.AF_UNIX) as listening, running(nginx, lay_out(tmp_path, tls=False)) as server:
        listening.bind(str(server.paths.app_socket))
        listening.listen()
        listening.settimeout(60)
        connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=60)
        connection.request(
            "GET", "/cart", headers={"Host": "localhost:99", "Upgrade": "websocket", "Connection": "Upgrade"}
        )
        app, _ = listening.accept()
        with app:
            heard = app.recv(65536).decode().split("\r\n")
            app.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        assert connection.getresponse().status == 200
        connection.close()

    assert heard[:2] == ["GET /cart HTTP/1.1", "Host: localhost"]
    assert [line for line in heard if line.lower().startswith(("upgrade", "connection"))] == []


def test_http_leads_to_https_and_other_names_to_the_one(secure):
    plain = secure.ask("/about?a=1", secure=False)
    by_address = secure.ask("/about", host="127.0.0.1", secure=False)
    former = secure.ask("/", host="old.shop.test", secure=False)
    second_name = secure.ask("/cart", host="www.shop.test", secure=True)

    found = [(one.status, one.headers["Location"]) for one in (plain, by_address, former, second_name)]
    assert found == [
        (301, "https://localhost/about?a=1"),
        (301, "https://localhost/about"),
        (301, "https://localhost/"),
        (301, "https://localhost/cart"),
    ]


def test_a_host_that_is_not_ours_gets_no_answer(secure, alone):
    for server in (secure, alone):
        for address in ("127.0.0.1", "::1"):
            with pytest.raises(http.client.RemoteDisconnected):
                server.ask("/", host="stranger.test", address=address, secure=False)


def test_a_name_that_is_not_ours_gets_no_certificate(secure):
    with (
        socket.create_connection(("127.0.0.1", secure.https_port), timeout=60) as plain,
        pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"),
    ):
        trusting().wrap_socket(plain, server_hostname="stranger.test")


@pytest.mark.parametrize(("offered", "chosen"), [(["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1")])
def test_http_2_is_spoken_with_who_can(secure, offered, chosen):
    context = trusting()
    context.set_alpn_protocols(offered)
    with (
        socket.create_connection(("127.0.0.1", secure.https_port), timeout=60) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as protected,
    ):
        assert protected.selected_alpn_protocol() == chosen
        assert protected.version() == "TLSv1.3"


def test_old_protocols_are_refused(secure):
    context = trusting()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Old it is, and that is the point.
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", secure.https_port), timeout=60) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname="localhost")


def test_ipv6_is_answered_alike(secure, alone):
    assert secure.ask("/about", address="::1").status == 200
    assert alone.ask("/about", address="::1", host="127.0.0.1").status == 200


def test_the_proof_for_the_certificate_is_served_without_tls_for_every_host(secure):
    for host in ("localhost", "www.shop.test", "not-yet.shop.test"):
        answer = secure.ask("/.well-known/acme-challenge/token", host=host, secure=False)

        assert (answer.status, answer.body) == (200, b"proof"), host


def test_the_probe_tells_which_installation_answers_with_which_settings(secure, alone):
    for server, protected in ((secure, True), (secure, False), (alone, False)):
        host = server.configuration.host
        answer = server.ask("/.well-known/cataloro-probe", host=host, secure=protected)

        assert answer.body.decode() == f"an-installation {server.configuration.fingerprint}\n"


def test_with_the_app_down_goods_stay_and_the_rest_is_the_shops_own_page(alone):
    page = alone.ask("/listing/42-oak-table", host="127.0.0.1")
    missing = alone.ask("/nowhere", host="127.0.0.1")
    cart = alone.ask("/cart", host="127.0.0.1")

    assert (page.status, page.body.decode()) == (200, small_shop.PAGES["listing/42-oak-table.html"])
    assert (missing.status, missing.body.decode()) == (404, small_shop.PAGES["404.html"])
    assert (cart.status, cart.body.decode()) == (502, small_shop.PAGES["500.html"])


def test_before_the_first_build_there_is_a_page_too(nginx, tmp_path):
    configuration = lay_out(tmp_path, tls=False)
    (configuration.paths.build / "live").unlink()
    with running(nginx, configuration) as server:
        answer = server.ask("/cart")

    assert (answer.status, answer.headers["Cache-Control"]) == (502, "no-store")
    assert b"Something went wrong on our side" in answer.body
    assert "Strict-Transport-Security" not in answer.headers


def test_maintenance_closes_the_app_and_nothing_else(secure):
    with maintenance(secure):
        cart, style = secure.ask("/cart"), secure.ask("/static/any.css")
        goods, probe = secure.ask("/about"), secure.ask("/.well-known/cataloro-probe")

    for answer in (cart, style):
        assert (answer.status, answer.headers["Retry-After"]) == (503, "300")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]
        assert b"Back in a few minutes" in answer.body
    assert (goods.status, probe.status) == (200, 200)
    assert secure.ask("/healthz").status == 200


def test_what_is_too_large_is_told_in_words(secure):
    """The body is not sent: the length alone is refused. A workbook may be larger, so the app is asked about it."""
    refused = {}
    for path in ("/sell/new", "/admin/imports/new"):
        connection = secure.connection(host="localhost", address="127.0.0.1", secure=True)
        connection.putrequest("POST", path, skip_host=True)
        connection.putheader("Host", "localhost")
        connection.putheader("Content-Length", str(33 * 1024 * 1024))
        connection.putheader("Expect", "100-continue")
        connection.endheaders()
        connection.sock.settimeout(60)
        refused[path] = connection.sock.recv(4096)
        connection.close()

    assert refused["/sell/new"].startswith(b"HTTP/1.1 413 ")
    assert b"That is too large" in refused["/sell/new"]
    assert refused["/admin/imports/new"].startswith(b"HTTP/1.1 100 ")


def test_visits_are_logged_and_probes_are_not(alone):
    alone.ask("/about?from=test", host="127.0.0.1", Cookie="cataloro_staff=1")
    alone.ask("/.well-known/cataloro-probe", host="127.0.0.1")
    lines = [json.loads(line) for line in alone.paths.access_log.read_text().splitlines()]

    assert [line["uri"] for line in lines if "probe" in line["uri"]] == []
    assert [line["staff"] for line in lines if line["uri"] == "/about?from=test"] == [1]


def test_the_doctor_reads_what_nginx_says_about_itself(secure, nginx):
    run_dir = secure.paths.site.parent / "nginx"
    said = subprocess.run(
        [str(nginx), "-T", "-p", str(run_dir), "-c", str(run_dir / "nginx.conf")],
        capture_output=True,
        text=True,
        check=True,
    )

    directives = directives_of(said.stdout)
    servers = list(all_named(directives, "server"))
    blocks = [one for one in servers if one.block]

    assert set(files_of(said.stdout)) == {str(run_dir / "nginx.conf"), str(run_dir / "cataloro.conf")}
    assert [next(one.own("server_name")).arguments for one in blocks] == [
        ("localhost",),
        ("nobody.cataloro.invalid",),
        ("localhost",),
        ("www.shop.test", "127.0.0.1", "old.shop.test"),
        ("www.shop.test",),
    ]
    assert set(addresses_of(blocks[1]).values()) == {True}
    assert f"[::1]:{secure.https_port}" in addresses_of(blocks[0])
    text = (run_dir / "cataloro.conf").read_text().splitlines()
    for one in all_named(directives, "proxy_set_header"):
        assert text[one.line - 1].strip().startswith(f"proxy_set_header {one.arguments[0]}"), one.place


@pytest.mark.parametrize(
    ("main", "extra", "words"),
    [
        (
            "http { include conf.d/*.conf; }",
            "server { listen 1 default_server; }\nserver { listen 1 default_server; }",
            "two servers want",
        ),
        ("http { }\ninclude conf.d/*.conf;", "server { }", "“server” stands outside of http { } in "),
        ("http { include conf.d/*.conf; }", "brotli on;", "this Nginx does not know “brotli”"),
        (
            "http { include conf.d/*.conf; }",
            "server { listen 1 ssl; ssl_certificate /no; ssl_certificate_key /no; }",
            "the certificate or key /no cannot be read",
        ),
    ],
)
def test_the_doctor_understands_what_nginx_minds(nginx, tmp_path, main, extra, words):
    (tmp_path / "conf.d").mkdir()
    (tmp_path / "conf.d" / "a.conf").write_text(extra)
    (tmp_path / "nginx.conf").write_text(f"events {{ }}\npid {tmp_path}/pid;\n{main}\n")
    command = [str(nginx), "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    machine = Recorded()
    machine.programs["nginx -t"] = Ran(done.returncode, done.stdout, done.stderr)

    (result,) = examine(Patient(machine), [one for one in ALL if one.id == "nginx-test"])

    assert (done.returncode, result.finding.status) == (1, Status.FAIL)
    assert words in result.finding.found
