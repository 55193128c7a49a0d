import os

import pytest

BY_ADDRESS = 'address = "203.0.113.5"\nemail = "owner@markt.test"\n[tls]\nmode = "none"\n'
DOMAIN = 'address = "markt.test"\nemail = "owner@markt.test"\n[tls]\nmode = "certbot"\n'


def test_the_domain_that_comes_later_switches_everything_and_the_address_before_sends_on(shop):
    shop.file("/etc/cataloro/cataloro.toml").write_text(DOMAIN)

    done = shop.cataloro("apply")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Done. The shop is open:\n  https://markt.test/" in done.stdout
    assert 'SITE_URL="https://markt.test"' in shop.file("/etc/cataloro/env").read_text()
    assert shop.file("/etc/cataloro/former-addresses").read_text() == "203.0.113.5\n"
    assert 'href="https://markt.test/"' in shop.file("/var/www/cataloro/build/live/index.html.gz").read_text()
    nginx = shop.file("/etc/nginx/conf.d/00-cataloro.conf").read_text()
    assert "server_name markt.test;" in nginx
    named = [file for file in shop.root.glob("etc/**/*") if file.is_file() and "203.0.113.5" in file.read_text()]
    assert {file.name for file in named} == {"former-addresses", "00-cataloro.conf"}
    order = [change.split()[:2] for change in shop.changes() if "publish" in change or "web.service" in change]
    assert order[-3:] == [["manage", "publish"], ["systemctl", "restart"], ["systemctl", "restart"]]
    assert (
        "systemctl start cataloro.target cataloro-backup.timer cataloro-certificates.timer cataloro-doctor.timer"
        in shop.changes()
    )
    before, changes = shop.end_state(), shop.changes()

    again = shop.cataloro("apply")

    assert "Nothing had to be done." in again.stdout
    assert (shop.end_state(), shop.changes()) == (before, changes)


def test_a_mistake_in_the_file_is_named_and_changes_nothing(shop):
    before = shop.changes()
    shop.file("/etc/cataloro/cataloro.toml").write_text(DOMAIN.replace("certbot", "none"))

    done = shop.cataloro("apply")

    assert done.returncode == 1
    assert "etc/cataloro/cataloro.toml, line 4, tls.mode: passwords would travel unprotected" in done.stderr
    assert shop.changes() == before


def test_an_edit_by_hand_stops_apply_until_it_is_said_that_it_may_go_and_then_a_copy_is_kept(shop):
    file = shop.file("/etc/nginx/conf.d/00-cataloro.conf")
    rendered = file.read_text()
    file.write_text(rendered + "# mine\n")

    refused = shop.cataloro("apply")

    assert refused.returncode == 1
    assert "Changed by hand since they were rendered: /etc/nginx/conf.d/00-cataloro.conf" in refused.stderr
    assert file.read_text() == rendered + "# mine\n"
    assert "changed by hand              /etc/nginx/conf.d/00-cataloro.conf" in shop.cataloro("status").stdout
    replaced = shop.cataloro("apply", "--replace")
    assert replaced.returncode == 0, replaced.stdout + replaced.stderr
    assert file.read_text() == rendered
    [copy] = shop.file("/var/lib/cataloro-server/replaced").glob("*/*")
    assert copy.read_text() == rendered + "# mine\n"


def test_killed_in_the_middle_of_apply_the_next_one_ends_it(shop):
    shop.file("/etc/cataloro/cataloro.toml").write_text(DOMAIN)
    interrupted = shop.cataloro("apply", STAND_IN_FAILS="restart cataloro-web.service")
    assert interrupted.returncode == 1
    assert "Stopped at “The shop's services” (services)." in interrupted.stderr
    assert "not finished                 services (failed)" in shop.cataloro("status").stdout

    done = shop.cataloro("apply")

    assert done.returncode == 0, done.stdout + done.stderr
    assert '"configuration"' in (shop.state / "healthz").read_text()
    assert "markt.test" in (shop.state / "served").read_text()


def test_a_certificate_that_cannot_be_had_stops_nothing_and_the_timer_gets_it_later(shop):
    shop.file("/etc/cataloro/cataloro.toml").write_text(DOMAIN)
    assert "the DNS does not know markt.test" in shop.cataloro("apply").stdout
    chain = shop.file("/etc/cataloro/tls/fullchain.pem")
    assert chain.read_text() == "made by a stand-in\n"

    without = shop.cataloro("tls", "renew", STAND_IN_NO_CERTIFICATE="1", STAND_IN_DNS="markt.test")

    assert without.returncode == 1
    assert "the authority cannot reach this server" in without.stdout
    with_it = shop.cataloro("tls", "renew", STAND_IN_DNS="markt.test")
    assert with_it.returncode == 0, with_it.stdout + with_it.stderr
    assert str(chain.readlink()) == "/etc/letsencrypt/live/markt.test/fullchain.pem"
    asked = [call for call in shop.calls() if call.startswith("certbot certonly")][-1]
    assert "--webroot" in asked
    assert f"--deploy-hook {shop.root}/usr/local/bin/cataloro tls reload" in asked
    assert shop.changes()[-1] == "systemctl reload nginx"
    # Back to the IP address there is nothing to renew: the timer does not wait for the next start of the server.
    timer = shop.state / "units/cataloro-certificates.timer.active"
    assert timer.exists()
    shop.file("/etc/cataloro/cataloro.toml").write_text(BY_ADDRESS)
    assert shop.cataloro("apply").returncode == 0
    assert not timer.exists()
    assert "systemctl disable --now cataloro-certificates.timer" in shop.changes()


def test_backup_and_restore_keep_shop_and_settings_together(shop):
    made = shop.cataloro("backup")

    assert made.returncode == 0, made.stdout + made.stderr
    [file] = shop.file("/var/backups/cataloro").glob("cataloro-*.zip")
    assert file.read_text() == "a backup\n"
    assert file.stat().st_mode & 0o777 == 0o600
    settings = shop.run("tar", "-tf", file.with_suffix(".settings.tar")).stdout.split()
    assert settings == ["cataloro.toml", "secrets.env", "install-id"]
    restored = shop.cataloro("restore", str(file).removeprefix(str(shop.root)))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "the whole site is built anew. What was here lies in /aside." in restored.stdout
    assert (shop.state / "restored").read_text() == "a backup\n"
    media = shop.file("/var/www/cataloro/media")
    modes = {one.name: one.stat().st_mode & 0o777 for one in media.iterdir()}
    assert modes == {"photos": 0o755, **dict.fromkeys(("originals", "original_images", "images", "documents"), 0o700)}
    assert "There is no file /none.zip" in shop.cataloro("restore", "/none.zip").stderr


def test_what_a_backup_of_another_kind_is_told_by_its_own_name_and_in_words(shop):
    shop.file("/srv").mkdir()
    shop.file("/srv/mine.zip").write_text("a backup\n")

    refused = shop.cataloro("restore", "/srv/mine.zip", STAND_IN_REFUSES="CommandError: FILE is not a whole backup.")

    assert refused.stderr == "\n/srv/mine.zip is not a whole backup.\n"
    assert not (shop.state / "restored").exists()


def test_a_file_is_beside_the_folder_that_the_command_was_typed_in(shop):
    launcher = shop.root / "opt/cataloro/current/app/deploy/server/cataloro"
    shop.file("/srv").mkdir()
    typed = ("bash", "-c", f'cd /srv && exec bash {launcher} "$@"', "cataloro")

    made = shop.run(*typed, "backup", "mine.zip")

    assert made.stdout.strip().endswith("Saved: /srv/mine.zip")
    assert shop.file("/srv/mine.zip").read_text() == "a backup\n"
    restored = shop.run(*typed, "restore", "mine.zip")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert (shop.state / "restored").read_text() == "a backup\n"


def test_a_file_of_somebody_else_that_nginx_refuses_is_told_also_when_there_is_nothing_to_do(shop):
    before = len(shop.changes())

    refused = shop.cataloro("apply", STAND_IN_FAILS="nginx -t")

    assert refused.returncode == 1
    assert "Nginx refuses its configuration." in refused.stderr
    assert [one for one in shop.changes()[before:] if "systemctl re" in one] == []


def test_nginx_takes_a_moment_to_read_its_configuration(shop):
    shop.file("/etc/cataloro/cataloro.toml").write_text(BY_ADDRESS + "[limits]\napp_per_second = 77\n")

    done = shop.cataloro("apply", STAND_IN_SLOW_NGINX="1")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "A visit from end to end: is so" in done.stdout


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Traceback (most recent call last):\ndjango.db.utils.OperationalError: connection is bad: no socket",
            "The database does not answer: is bad: no socket\nWhat mends it: cataloro doctor --only database",
        ),
        ("CommandError: Enter a valid email address.", "Enter a valid email address."),
    ],
)
def test_what_a_command_of_the_shop_refuses_is_told_in_words(shop, said, told):
    refused = shop.cataloro("admin", "nobody", STAND_IN_REFUSES=said)

    assert (refused.returncode, refused.stderr) == (1, f"\n{told}\n")
    shop.file("/etc/cataloro/secrets.env").unlink()
    assert shop.cataloro("admin", "nobody").stderr == (
        "\n/etc/cataloro/secrets.env is not there. What mends it: cataloro doctor --only secrets\n"
    )


def test_logs_names_the_services_that_there_are(shop):
    assert shop.cataloro("logs", "web", "-n", "1").stdout == "a line of the journal\n"
    refused = shop.cataloro("logs", "nginx")
    assert (refused.returncode, refused.stderr.strip()) == (
        1,
        "There are web, publisher, tasks, visits; further words go to journalctl.",
    )


def test_once_a_week_the_nightly_backup_is_restored_beside_the_shop(shop):
    before = len(shop.changes())
    os.mkfifo(shop.file("/var/lib/cataloro/trial"))  # Who opened it would wait for ever.

    tried = shop.cataloro("backup", "--try")

    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert "Tried: all of it can be restored, 12 rows." in tried.stdout
    assert (shop.state / "restored_trial").read_text() == "a backup\n"
    assert not (shop.state / "restored").exists()  # The shop itself.
    assert not (shop.state / "trial").exists()
    assert not shop.file("/var/lib/cataloro/trial").exists()
    assert not [change for change in shop.changes()[before:] if change.startswith("systemctl")]
    assert "Tried" not in shop.cataloro("backup", shop.file("/var/backups/second.zip"), "--try").stdout


def test_status_logs_and_admin_answer_and_a_wrong_word_is_refused(shop):
    status = shop.cataloro("status").stdout
    assert "Cataloro 0.1.0  http://203.0.113.5/" in status
    assert "cataloro-web.service         active" in status
    assert "through Nginx                200" in status
    assert "a line of the journal" in shop.cataloro("logs", "web", "-n", "5").stdout
    assert shop.calls()[-1] == "journalctl -u cataloro-web.service -n 5"
    assert "/account/password/reset/key/once" in shop.cataloro("admin", "b@markt.test").stdout
    assert shop.cataloro("dance").returncode == 2
    assert "Which file? cataloro upgrade" in shop.cataloro("upgrade").stderr


def test_a_site_that_is_built_anew_has_its_publisher_back(shop):
    shop.file("/var/www/cataloro/build/live/index.html.gz").unlink()

    done = shop.cataloro("apply")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "The static site: done" in done.stdout
    assert (shop.state / "units/cataloro-publisher.service.active").exists()
