"""What an owner's last attempt failed on, one test each: the doctor names it, says where, and how to mend it.

What of it cannot happen here at all is shown where it is prevented: dependency pins in the release's own tests, the
headers of an upgrade in tests/nginx/test_production.py, a half-typed step in the installer's tests.
"""

import pytest

from deploy.asking import Answer
from deploy.doctor.checks import ALL
from deploy.doctor.examination import examine
from deploy.doctor.findings import Patient, Status
from deploy.doctor.machine import Ran
from deploy.environment.variables import environment_text
from tests.deploy.doctor.recorded import NGINX_CONF, OUR_NGINX, TOML, Recorded

LIVE = "/var/www/cataloro/build/live"


@pytest.fixture
def machine():
    return Recorded()


def failed(machine):
    """Id → finding of what failed. One cause is one failure."""
    return {one.check.id: one.finding for one in examine(Patient(machine), ALL) if one.finding.status is Status.FAIL}


def test_pins_that_do_not_fit_the_python(machine):
    machine.programs["/opt/cataloro/current/venv/bin/python -c import"] = Ran(
        1, "", "Traceback …\nImportError: /lib64/libc.so.6: version `GLIBC_2.34' not found\n"
    )

    found = failed(machine)

    assert set(found) == {"packages"}
    assert "GLIBC_2.34" in found["packages"].found
    assert (
        found["packages"].mend
        == "run the installer of this release again: it puts in the versions that belong together"
    )


@pytest.mark.parametrize(
    ("file", "text", "wrong"),
    [
        ("index.html.gz", '<p>\n<script src="http://localhost:8000/x.js">', "http://localhost"),
        ("sitemap.xml.gz", "<loc>http://127.0.0.1/listings</loc>", "http://127.0.0.1"),
        ("listing/1-table.html.gz", '<a href="http://markt.test/">', "http://markt.test"),
    ],
)
def test_addresses_of_a_developer_in_the_site(machine, file, text, wrong):
    machine.files[f"{LIVE}/{file}"] = text

    found = failed(machine)

    assert set(found) == {"addresses"}
    assert (
        f"{LIVE}/{file}, line {text.count(chr(10)) + 1}, leads to {wrong} instead of https://markt.test"
        == found["addresses"].found
    )
    assert "cataloro apply" in found["addresses"].mend


def test_the_address_from_before_the_domain_in_the_site(machine):
    machine.files["/etc/cataloro/former-addresses"] = "203.0.113.5\n"
    machine.files[f"{LIVE}/sitemap.xml.gz"] = "<loc>http://203.0.113.5/listings</loc>"

    assert "leads to //203.0.113.5" in failed(machine)["addresses"].found


def test_an_environment_from_before_the_change(machine):
    before = Recorded('address = "203.0.113.5"\nemail = "owner@markt.test"\n[tls]\nmode = "none"\n').configuration
    machine.files["/proc/101/environ"] = environment_text(before).replace('"', "").replace("\n", "\0")

    found = failed(machine)

    assert set(found) == {"environment"}
    assert found["environment"].found == "publisher still has the old CATALORO_FINGERPRINT, EMAIL_URL, SITE_URL"
    assert found["environment"].mend == "systemctl restart cataloro-publisher.service"
    assert "correct-horse" not in found["environment"].found


def test_two_default_servers(machine):
    machine.programs["nginx -t"] = Ran(
        1, "", "nginx: [emerg] a duplicate default server for 0.0.0.0:80 in /etc/nginx/conf.d/old.conf:3\n"
    )
    machine.programs["nginx -T"] = Ran(1, "", "as before")

    found = failed(machine)

    assert set(found) == {"nginx-test"}
    assert found["nginx-test"].found == (
        "two servers want to be the default one for 0.0.0.0:80; the second stands in /etc/nginx/conf.d/old.conf:3"
    )
    assert "take the word default_server out of /etc/nginx/conf.d/old.conf:3" in found["nginx-test"].mend


@pytest.mark.parametrize(
    ("listen", "words"),
    [
        ("203.0.113.5:80", "listens on 203.0.113.5:80, which comes before all others there"),
        ("80", "has the name markt.test, too"),
    ],
)
def test_another_server_that_answers_instead(machine, listen, words):
    machine.nginx_also_reads(
        "/etc/nginx/conf.d/old.conf", f"# old\nserver {{\n  listen {listen};\n  server_name markt.test;\n}}\n"
    )

    found = failed(machine)

    assert set(found) == {"default-server"}
    assert found["default-server"].found == f"/etc/nginx/conf.d/old.conf:2 {words}"
    assert "systemctl reload nginx.service" in found["default-server"].mend


def test_the_page_of_the_distribution_answers(machine):
    machine.answers["/.well-known/cataloro-probe"] = Answer(
        404, "<title>Test Page for the HTTP Server on AlmaLinux</title>"
    )

    found = failed(machine)

    assert set(found) == {"probe"}
    assert "at 127.0.0.1 somebody else answers for markt.test: status 404" in found["probe"].found


def test_an_include_outside_of_http(machine):
    machine.programs["nginx -t"] = Ran(
        1,
        "",
        f'nginx: [emerg] "map" directive is not allowed here in {OUR_NGINX}:5\nnginx: configuration file test failed\n',
    )
    machine.programs["nginx -T"] = Ran(1, "", "as before")

    found = failed(machine)

    assert set(found) == {"nginx-test"}
    assert found["nginx-test"].found == f"“map” stands outside of http {{ }} in {OUR_NGINX}:5"
    assert "move the line `include …/conf.d/*.conf;` into http { }" in found["nginx-test"].mend


def test_a_label_with_which_nginx_answers_403(machine):
    machine.programs["restorecon -Rnv"] = Ran(
        0,
        "Would relabel /var/www/cataloro/build/live/index.html.gz from unconfined_u:object_r:admin_home_t:s0 "
        "to unconfined_u:object_r:httpd_sys_content_t:s0\n",
    )

    found = failed(machine)

    assert set(found) == {"labels"}
    assert "index.html.gz: admin_home_t instead of httpd_sys_content_t; Nginx answers 403" in found["labels"].found
    assert found["labels"].commands == (
        ("restorecon", "-RF", "/var/www/cataloro", "/opt/cataloro", "/var/log/cataloro-nginx"),
    )


def test_a_missing_rule_with_which_nginx_answers_502(machine):
    machine.programs["semodule -l"] = Ran(0, "accountsd\ncatalorox\nzabbix\n")
    machine.answers["/healthz"] = Answer(502)

    found = failed(machine)

    assert set(found) == {"app-rule"}
    assert found["app-rule"].commands == (("semodule", "-i", "/etc/cataloro/cataloro.cil"),)


@pytest.mark.parametrize("line", ["proxy_set_header Upgrade $http_upgrade;", 'proxy_set_header Connection "upgrade";'])
def test_headers_of_another_protocol(machine, line):
    ours = machine.files[OUR_NGINX].replace('proxy_set_header Connection "";', line, 1)
    machine.nginx_reads({"/etc/nginx/nginx.conf": NGINX_CONF, OUR_NGINX: ours})

    found = failed(machine)

    at = ours[: ours.index(line)].count("\n") + 1
    assert set(found) == {"upgrade-headers"}
    assert found["upgrade-headers"].found.startswith(f"{OUR_NGINX}:{at} hands on ")
    assert "cataloro apply" in found["upgrade-headers"].mend


def test_a_domain_that_is_the_name_of_the_old_server_on_another_port_is_nobodys_business(machine):
    machine.nginx_also_reads(
        "/etc/nginx/conf.d/old.conf", "server { listen 8443 default_server; server_name markt.test; }"
    )

    assert failed(machine) == {}
    assert TOML.startswith("address")
