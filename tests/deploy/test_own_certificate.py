import shutil

import pytest

from deploy.certificate_names import not_covered
from tests.deploy.rehearsal.certificate import self_signed

SAID = "X509v3 Subject Alternative Name: \n    DNS:*.town.eu, DNS:Market.eu, IP Address:2001:DB8:0:0:0:0:0:1\n"


@pytest.fixture
def certificates(shop, tmp_path):
    """The right one, and others that an owner may take for it. Each holds a certificate and its key."""
    folder = shop.file("/etc/pki")
    folder.mkdir()
    for name, domain, hours in (
        ("right", "markt.test", 24),
        ("second", "markt.test", 24),
        ("other", "other.test", 24),
        ("ended", "markt.test", -1),
    ):
        shutil.move(self_signed(domain, tmp_path, hours=hours), folder / f"{name}.pem")
    (folder / "rubbish.pem").write_text("-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n")
    return folder


def take(shop, chain, key):
    tls = f'[tls]\nmode = "files"\ncertificate = "/etc/pki/{chain}.pem"\nkey = "/etc/pki/{key}.pem"\n'
    shop.file("/etc/cataloro/cataloro.toml").write_text(f'address = "markt.test"\nemail = "owner@markt.test"\n{tls}')
    return shop.cataloro("apply")


@pytest.mark.usefixtures("certificates")
def test_a_wrong_certificate_or_key_is_told_in_words_before_anything_changes(shop):
    changes, facts = shop.changes(), shop.file("/var/lib/cataloro-server/facts.json").read_text()
    for chain, key, why in (
        ("none", "right", "there is no file /etc/pki/none.pem, which `certificate` names."),
        ("right", "none", "there is no file /etc/pki/none.pem, which `key` names."),
        ("rubbish", "right", "/etc/pki/rubbish.pem is no certificate in PEM form."),
        ("right", "rubbish", "/etc/pki/rubbish.pem is no key in PEM form"),
        ("right", "second", "the key in /etc/pki/second.pem does not belong to the certificate in /etc/pki/right.pem."),
        ("other", "other", "the certificate in /etc/pki/other.pem does not stand for markt.test: it is for another"),
        ("ended", "ended", "the certificate in /etc/pki/ended.pem has ended: "),
    ):
        refused = take(shop, chain, key)

        assert refused.returncode == 1
        assert refused.stderr.strip().startswith(f"/etc/cataloro/cataloro.toml, [tls]: {why}"), refused.stderr
        assert refused.stderr.strip().endswith("Nothing of the shop has been changed.")
    assert shop.changes() == changes
    assert shop.file("/var/lib/cataloro-server/facts.json").read_text() == facts

    taken = take(shop, "right", "right")

    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "Done. The shop is open:\n  https://markt.test/" in taken.stdout
    assert 'There is nothing to get: mode is "files" in cataloro.toml.' in shop.cataloro("tls").stdout
    assert "Nginx reads /etc/pki/right.pem anew." in shop.cataloro("tls", "reload").stdout
    shutil.copy(shop.file("/etc/pki/ended.pem"), shop.file("/etc/pki/right.pem"))
    assert "/etc/pki/right.pem has ended" in shop.cataloro("tls", "reload").stderr


def test_a_star_stands_for_one_word_and_an_address_may_be_written_in_another_way():
    names = ["shop.town.eu", "market.eu", "2001:db8::1"]

    assert not_covered(SAID, [*names, "town.eu", "a.b.town.eu", "arket.eu", "2001:db8::2"]) == [
        "town.eu",
        "a.b.town.eu",
        "arket.eu",
        "2001:db8::2",
    ]
