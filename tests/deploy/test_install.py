import re

import pytest

from cms.config.environment import BASE_DIR

BY_IP = ("--address", "203.0.113.5", "--email", "owner@markt.test")
BY_DOMAIN = ("--address", "Markt.Test", "--email", "owner@markt.test", "--tls", "certbot")


def install(server, release_file, *options, **extra):
    return server.run("bash", release_file, "install", *options, **extra)


def test_one_command_puts_the_shop_on_a_bare_server_and_a_second_time_changes_nothing(server, release_file):
    done = install(server, release_file, *BY_IP)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Done. The shop is open:\n  http://203.0.113.5/" in done.stdout
    assert "http://203.0.113.5/account/password/reset/key/once" in done.stdout
    assert "Warning: it is reached by http, without encryption." in done.stdout
    before, changes = server.end_state(), server.changes()

    again = install(server, release_file)

    assert again.returncode == 0, again.stdout + again.stderr
    assert "Nothing had to be done." in again.stdout
    assert server.end_state() == before
    assert server.changes() == changes


def test_killed_after_each_change_in_turn_and_run_again_it_ends_as_an_undisturbed_one(server, release_file, installed):
    deaths = 0
    while not server.file("/opt/cataloro/releases/0.1.0/LABELLED").exists():
        done = install(server, release_file, *(BY_IP if deaths == 0 else ()), STAND_IN_DEADLY="1")
        deaths += 1
        assert done.returncode == 1
        assert "the work was ended from outside" in done.stderr, done.stdout + done.stderr
    while (code := server.install_in_a_fork(STAND_IN_DEADLY="1")) != 0:
        deaths += 1
        assert code == -9, server.file("/run/fork.log").read_text()[-2000:]

    assert deaths == len(list(server.state.glob("died-*"))) >= 25
    undisturbed, reached = installed.end_state(), server.end_state()
    assert {name: reached.get(name) for name in undisturbed} == undisturbed
    assert reached.keys() == undisturbed.keys()


def test_the_modules_of_the_distribution_are_the_ones_that_fit(installed):
    assert "stream=1.24" in installed.file("/etc/dnf/modules.d/nginx.module").read_text()
    assert "stream=16" in installed.file("/etc/dnf/modules.d/postgresql.module").read_text()
    assert {"nginx", "python3.12", "postgresql-server"} <= set((installed.state / "packages").read_text().split())


def test_the_kernel_lets_as_many_requests_wait_as_the_socket_is_to_hold_before_it_is_opened(installed):
    file = installed.file("/etc/sysctl.d/60-cataloro.conf")
    backlog = re.search(r"Backlog=(\d+)", installed.file("/etc/systemd/system/cataloro-web.socket").read_text())[1]

    assert f"net.core.somaxconn = {backlog}\n" in file.read_text()
    loaded, opened = f"sysctl --quiet --load {file}", "systemctl start cataloro-web.socket"
    assert installed.changes().index(loaded) < installed.changes().index(opened)


def test_failure_1_packages_come_from_the_file_alone_by_hash_and_as_wheels(installed):
    asked = [call for call in installed.calls() if call.startswith("pip ")]

    assert len(asked) == 2
    for call in asked:
        assert {"--no-index", "--require-hashes", "--only-binary=:all:", "--no-deps"} <= set(call.split())


def test_failure_2_no_file_of_the_server_names_an_address_of_a_developers_machine(installed):
    rendered = [*installed.file("/etc").rglob("*"), *installed.file("/var").rglob("*")]

    texts = {file: file.read_text(errors="replace") for file in rendered if file.is_file()}
    assert not [file for file, text in texts.items() if "localhost" in text or "127.0.0.1:8000" in text]


def test_failure_3_the_environment_is_productions_and_the_services_run_with_it(installed):
    environment = installed.file("/etc/cataloro/env").read_text()

    assert 'CATALORO_ENV="production"' in environment
    assert 'SITE_URL="http://203.0.113.5"' in environment
    assert "SECRET_KEY" not in environment
    fingerprint = environment.split('CATALORO_FINGERPRINT="')[1][:16]
    assert f'"configuration": "{fingerprint}"' in (installed.state / "healthz").read_text()


def test_the_secrets_are_for_root_and_the_shop_alone(installed):
    for name in ("secrets.env", "install-id", "cataloro.toml", "env"):
        assert installed.file(f"/etc/cataloro/{name}").stat().st_mode & 0o7777 == 0o640
    assert installed.file("/etc/cataloro").stat().st_mode & 0o7777 == 0o750
    assert installed.file("/var/www/cataloro/media/originals").stat().st_mode & 0o7777 == 0o700


def test_failure_7_a_broken_connection_stops_nothing_and_the_same_command_shows_how_far_it_is(server, release_file):
    connection = server.begin("bash", release_file, "install", *BY_IP)
    server.wait_for(server.file("/run/cataloro-install/pid"))
    connection.kill()
    connection.wait()

    again = install(server, release_file)

    assert again.returncode == 0, again.stdout + again.stderr
    assert "Done. The shop is open" in again.stdout
    assert server.file("/var/log/cataloro/install.log").read_text().count("== ") <= 2


def test_without_systemd_run_it_is_still_detached(server, release_file):
    done = install(server, release_file, *BY_IP, STAND_IN_NO_SYSTEMD_RUN="1")

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_dry_run_does_nothing(server, release_file):
    before = server.end_state()

    done = install(server, release_file, *BY_IP, "--dry-run")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "to do  enable the stream nginx:1.24" in done.stdout
    assert "to do  The static site" in done.stdout
    assert server.end_state() == before
    install(server, release_file, *BY_IP)
    assert "to do" not in install(server, release_file, "--dry-run").stdout


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((), "the answer to 'Domain of the shop"),
        (("--address", "https://markt.test"), "--address: write the name alone"),
        (("--address", "shop.example.com"), "--address: 'shop.example.com' is only an example"),
        (("--address", "localhost"), "--address: 'localhost' is only an example"),
        (("--address", "markt"), "--address: 'markt' is neither a domain nor an IP address"),
        (("--address", "markt.test", "--email", "me"), "--email: 'me' is no e-mail address"),
        (("--address", "markt.test", "--email", "me@m.test", "--tls", "none"), "--tls: passwords would travel"),
        (("--address", "203.0.113.5", "--email", "me@m.test", "--tls", "certbot"), "--tls: certbot needs a domain"),
        (("--address", "markt.test", "--email", "me@m.test", "--tls", "files"), "give it by --certificate."),
        (
            ("--address", "markt.test", "--email", "me@m.test", "--tls", "files", "--certificate", "/no.pem"),
            "--certificate: there is no file '/no.pem'",
        ),
        (("--colour", "red"), "There is no option --colour"),
        (("--address",), "--address needs a value"),
    ],
)
def test_a_wrong_answer_is_refused_before_anything_is_done(server, release_file, options, why):
    before = server.end_state()

    done = install(server, release_file, *options)

    assert done.returncode in (1, 2)
    assert why in done.stderr
    assert server.end_state() == before
    assert server.changes() == []


def test_another_system_or_data_of_another_postgresql_are_refused(server, release_file):
    server.file("/etc/os-release").write_text('ID="debian"\nVERSION_ID="12"\n')
    assert "this is debian 12; it has been made for AlmaLinux 8" in install(server, release_file, *BY_IP).stderr

    server.file("/etc/os-release").write_text('ID="rocky"\nVERSION_ID="8.9"\n')
    server.file("/var/lib/pgsql/data").mkdir(parents=True)
    server.file("/var/lib/pgsql/data/PG_VERSION").write_text("10\n")
    assert "there are data of PostgreSQL 10 in" in install(server, release_file, *BY_IP).stderr
    assert server.changes() == []


def test_where_no_shop_is_nothing_is_upgraded(server, release_file):
    refused = server.run("bash", release_file, "upgrade")

    assert f"no shop is installed here yet: bash {release_file.name} install" in refused.stderr
    assert (refused.returncode, server.changes()) == (1, [])


def test_a_copy_that_is_not_whole_is_refused(server, release_file, tmp_path):
    content = release_file.read_bytes()
    cut, changed = tmp_path / "cut.run", tmp_path / "changed.run"
    cut.write_bytes(content[:-100])
    changed.write_bytes(content[:-2000] + bytes([content[-2000] ^ 1]) + content[-1999:])

    assert "the copy is not whole" in install(server, cut, *BY_IP).stderr
    assert "this file is damaged" in install(server, changed, *BY_IP).stderr
    assert "Whole and unchanged" in server.run("bash", release_file, "verify").stdout
    assert server.changes() == []


def test_a_step_that_fails_says_where_why_and_how_it_goes_on(server, release_file):
    failed = install(server, release_file, *BY_IP, STAND_IN_FAILS="createdb")

    assert failed.returncode == 1
    assert "Stopped at “PostgreSQL” (database)." in failed.stdout
    assert "the stand-in fails as it was told" in failed.stdout
    assert "the same command again goes on here" in failed.stdout
    assert install(server, release_file).returncode == 0


def test_a_domain_without_dns_is_installed_all_the_same_and_says_which_records_are_missing(server, release_file):
    done = install(server, release_file, *BY_DOMAIN)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "the DNS does not know markt.test" in done.stdout
    assert "  markt.test.  A  203.0.113.5" in done.stdout
    assert "There is no certificate yet" in done.stdout


def test_a_server_without_selinux_is_left_without(server, release_file):
    assert install(server, release_file, *BY_IP, STAND_IN_SELINUX="Disabled").returncode == 0

    assert not [change for change in server.changes() if change.startswith("semodule")]


def test_no_python_of_the_server_is_used_before_it_has_been_installed(server, release_file):
    done = install(server, release_file, *BY_IP, STAND_IN_FAILS="dnf -y -q install")

    assert done.returncode == 1
    assert "dnf could not install them" in done.stdout
    assert not [call for call in server.calls() if call.startswith(("python", "pip"))]


def test_failure_2_nothing_that_visitors_get_names_a_host_of_a_developers_machine():
    named = [
        str(file.relative_to(BASE_DIR))
        for folder in ("themes", "cms", "commerce", "sitegen", "deploy/nginx/templates")
        for kind in ("html", "jinja", "js", "css", "svg", "json")
        for file in (BASE_DIR / folder).rglob(f"*.{kind}")
        if re.search(r"localhost|127\.0\.0\.1|0\.0\.0\.0|:8000\b", file.read_text(errors="replace"))
    ]

    assert named == []
