from pathlib import Path

import pytest

from cms.config import settings
from cms.config.environment import read_environment
from deploy.configuration import UPLOAD_MEGABYTES, Configuration, Memory, Proxy, Tls, TlsMode
from deploy.configuration_file import ConfigurationRefused, parse_configuration, read_configuration
from deploy.environment.variables import environment_text, variables

FILE = Path("/etc/cataloro/cataloro.toml")
BY_IP = 'address = "203.0.113.5"\nemail = "owner@markt.test"\n[tls]\nmode = "none"\n'
BY_DOMAIN = 'address = "Markt.Test"\nemail = "owner@markt.test"\n[tls]\nmode = "certbot"\n'


def parse(text, **beside):
    return parse_configuration(text, file=FILE, **beside)


def complaints(text):
    with pytest.raises(ConfigurationRefused) as refused:
        parse(text)
    return [str(fault).removeprefix("/etc/cataloro/cataloro.toml, ") for fault in refused.value.faults]


def test_three_answers_are_enough():
    by_domain = parse(BY_DOMAIN)

    assert by_domain == Configuration(address="markt.test", email="owner@markt.test", tls=Tls(mode=TlsMode.CERTBOT))
    assert (by_domain.site_url, by_domain.is_https, by_domain.upstream) == (
        "https://markt.test",
        True,
        "unix:/run/wsgi-cataloro.sock",
    )
    assert parse(BY_IP).site_url == "http://203.0.113.5"


def test_every_part_can_be_set():
    configuration = parse(
        'redirect_from = ["www.markt.test"]\nproxy = "tcp"\n'
        + BY_DOMAIN
        + '[memory]\nweb = 512\n[paths]\ndata = "/srv/data"\n[mail]\nserver = "mail.markt.test"\n'
        'user = "me@markt.test"\npassword = "a:b@c"\n',
        former_addresses=("203.0.113.5", "2001:db8::5"),
    )

    assert configuration.memory == Memory(web=512)
    assert (configuration.proxy, configuration.upstream) == (Proxy.TCP, "127.0.0.1:8008")
    assert configuration.redirected == ("www.markt.test", "203.0.113.5", "[2001:db8::5]")
    assert configuration.certificate_names == ("markt.test", "www.markt.test")
    assert configuration.paths.data == Path("/srv/data")
    assert "a:b@c" not in repr(configuration)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BY_IP.replace("address", "adress"), "line 1, adress: there is no such key. At the top are: address, email"),
        (BY_IP + "[limits]\nuploads = 3\n", "line 6, limits.uploads: there is no such key. In [limits] are: app_per"),
        (BY_IP.replace("owner@markt.test", ""), "line 2, email: it is empty: write your own address"),
        (BY_IP.replace("markt.test", "example.com"), "line 2, email: “owner@example.com” is only an example"),
        (BY_IP.replace("203.0.113.5", "shop.example.org"), "line 1, address: “shop.example.org” is only an example"),
        (BY_IP.replace("203.0.113.5", "localhost"), "line 1, address: 'localhost' cannot be taken: shoppers cannot"),
        (
            BY_IP.replace("203.0.113.5", "http://markt.test"),
            "line 1, address: 'http://markt.test' cannot be taken: wri",
        ),
        (BY_IP.replace("203.0.113.5", "markt.test"), "line 4, tls.mode: passwords would travel unprotected"),
        (BY_DOMAIN.replace("Markt.Test", "203.0.113.5"), "line 4, tls.mode: certbot needs a domain"),
        (BY_DOMAIN.replace("certbot", "files"), "line 3, tls.certificate: it is missing"),
        (BY_DOMAIN + 'key = "/a.pem"\n', 'line 5, tls.key: leave it out, or write mode = "files"'),
        (BY_DOMAIN + "[memory]\nweb = 5\n", "line 6, memory.web: 5 cannot be taken: a whole number from 128"),
        (BY_DOMAIN + '[memory]\nweb = "900"\n', "line 6, memory.web: '900' cannot be taken: a whole number"),
        (BY_DOMAIN + '[mail]\npassword = "changeme"\n', "line 6, mail.password: “changeme” is only an example"),
        (BY_DOMAIN + '[paths]\nsite = "/var/w w"\n', "line 6, paths.site: '/var/w w' cannot be taken: a full path"),
        (BY_DOMAIN + '[database]\nurl = "sqlite:///x"\n', "line 6, database.url: production takes PostgreSQL only"),
        (
            BY_DOMAIN + '[mail]\nserver = "smtp.your-provider.eu"\n',
            "line 6, mail.server: “smtp.your-provider.eu” is only",
        ),
        (
            BY_DOMAIN + '[mail]\nserver = "m.markt.test"\npassword = "…"\n',
            "line 7, mail.password: “…” is only an example",
        ),
        ("address = shop\n", "line 1: that is not TOML"),
        (BY_DOMAIN + 'mode = "none"\n', "line 5: that is not TOML (Cannot overwrite a value (at line 5, column 14))."),
    ],
)
def test_a_wrong_value_is_named_by_line_and_key_and_says_what_to_write(text, expected):
    assert any(complaint.startswith(expected) for complaint in complaints(text)), complaints(text)


def test_what_stands_there_twice_is_told_in_words():
    assert complaints(BY_DOMAIN + 'mode = "none"\n')[0].endswith(
        "The key stands there twice: take one of the lines out."
    )
    assert complaints(BY_DOMAIN + "[tls]\n")[0].endswith("That part has begun before: write its keys there.")


def test_all_faults_are_told_at_once():
    found = complaints("color = 1\n")

    assert found[0].startswith("line 1, color: there is no such key. At the top are: address, email, redirect_from,")
    assert [one.split(": ")[1:3] for one in found[1:]] == [
        ["it is missing", "write the domain or the IP address"],
        ["it is missing", "write your own address, for certificates and alarms"],
        ["it is missing", "write where HTTPS comes from"],
    ]


def test_the_fingerprint_follows_every_value_and_the_installation():
    prints = {
        parse(BY_DOMAIN).fingerprint,
        parse(BY_DOMAIN, install_id="other").fingerprint,
        parse(BY_DOMAIN, former_addresses=("203.0.113.5",)).fingerprint,
        parse(BY_DOMAIN + "[limits]\nconnections = 41\n").fingerprint,
        parse(BY_DOMAIN + '[mail]\nserver = "m.markt.test"\npassword = "one"\n').fingerprint,
        parse(BY_DOMAIN + '[mail]\nserver = "m.markt.test"\npassword = "two"\n').fingerprint,
    }

    assert len(prints) == 6
    assert parse("# Another comment\n" + BY_DOMAIN).fingerprint in prints


def test_the_file_is_read_with_what_lies_beside_it(tmp_path):
    file = tmp_path / "cataloro.toml"
    file.write_text(BY_DOMAIN)
    (tmp_path / "install-id").write_text("abc\n")
    (tmp_path / "former-addresses").write_text("203.0.113.5\n\n")

    configuration = read_configuration(file)

    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_configuration(file) == configuration
    assert (configuration.install_id, configuration.former_addresses) == ("abc", ("203.0.113.5",))
    with pytest.raises(ConfigurationRefused, match=r"none.toml: it is not there. A copy of it is in each"):
        read_configuration(tmp_path / "none.toml")


@pytest.mark.parametrize("text", [BY_IP, BY_DOMAIN])
def test_the_app_takes_the_environment_that_is_made_of_it(text, tmp_path):
    secret = "k3y-of-the-test-" + "aB7xQ9wLpZr2" * 4
    mail = (
        '[mail]\nserver = "m.markt.test"\nuser = "me@m.test"\npassword = "p$`\\"\\\\@:/?#"\nsender = "hi@markt.test"\n'
    )
    configuration = parse(text + mail)

    environment = read_environment(variables(configuration) | {"SECRET_KEY": secret})

    assert environment.is_production
    assert environment.site_url == configuration.site_url
    assert environment.fingerprint == configuration.fingerprint
    assert (environment.database["HOST"], environment.database["NAME"]) == ("/run/postgresql", "cataloro")
    assert environment.email["EMAIL_HOST_PASSWORD"] == 'p$`"\\@:/?#'
    assert (environment.email["EMAIL_HOST"], environment.email["EMAIL_PORT"]) == ("m.markt.test", 587)
    assert (environment.email["EMAIL_USE_TLS"], environment.email["EMAIL_USE_SSL"]) == (True, False)
    assert environment.email["DEFAULT_FROM_EMAIL"] == "hi@markt.test"
    assert "localhost" not in environment_text(configuration)


def test_without_a_mail_server_mails_are_kept_in_the_data_folder():
    environment = read_environment(variables(parse(BY_IP)) | {"SECRET_KEY": "aB7xQ9wLpZr2vN5k" * 3 + "z"})

    assert environment.email["EMAIL_FILE_PATH"] == "/var/lib/cataloro/mail"


def test_nginx_takes_as_much_as_the_app():
    assert UPLOAD_MEGABYTES * 1024 * 1024 == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
