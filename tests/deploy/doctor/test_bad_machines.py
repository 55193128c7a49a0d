"""Each check is shown a server with what it is there for, and must name it, with the way to mend it."""

# Long because it is one table: every check, with a server that has what it is there for.

import dataclasses
import json
from datetime import timedelta

import pytest

from deploy.asking import Answer
from deploy.doctor.checks import ALL
from deploy.doctor.examination import examine
from deploy.doctor.findings import Patient, Status
from deploy.doctor.machine import Ran, Room, Seen
from deploy.doctor.options import run
from tests.deploy.doctor.recorded import CERTIFICATE, NOW, OUR_NGINX, PEM, SHOW, TOML, Recorded

PYTHON = "/opt/cataloro/current/venv/bin/python"
AS_SHOP = f"runuser -u cataloro -- {PYTHON}"
MANAGE = f"{AS_SHOP} /opt/cataloro/current/app/manage.py"
ASK_DATABASE = f"{AS_SHOP} -c import os, psycopg"
LIVE = "/var/www/cataloro/build/live"

CHECKS = {check.id: check for check in ALL}
WARN, FAIL, UNKNOWN = Status.WARN, Status.FAIL, Status.UNKNOWN


def says(command, *ran):
    return lambda one: one.programs.__setitem__(command, Ran(*ran))


def reads(file, text):
    return lambda one: one.files.__setitem__(file, text)


def gone(file):
    return lambda one: (one.files.pop(file, None), one.places.pop(file, None))


def looks(place, **values):
    return lambda one: one.change(place, **values)


def answers(path, *answer, **more):
    return lambda one: one.answers.__setitem__(path, Answer(*answer, **more))


def unit(name, **changed):
    text = SHOW + "".join(f"{key}={value}\n" for key, value in changed.items())
    return says(f"systemctl show {name} --property=ActiveState", 0, text)


def settings(text):
    return lambda one: one.__init__(text)


CASES = [
    # The machine.
    (
        "os",
        WARN,
        reads("/etc/os-release", 'NAME="Fedora Linux"\nVERSION_ID=42\nID=fedora\n'),
        "Fedora Linux 42",
        "AlmaLinux",
    ),
    ("glibc", FAIL, says("getconf GNU_LIBC_VERSION", 0, "glibc 2.17\n"), "glibc 2.17", "AlmaLinux 8"),
    ("glibc", FAIL, says("uname -m", 0, "aarch64\n"), "aarch64", "x86"),
    ("disk", FAIL, lambda one: one.rooms.update({"/var/lib/cataloro": Room(10**10, 10**8)}), "0.1 GB free", "du -xh"),
    ("disk", WARN, lambda one: one.rooms.update({"/": Room(10**10, 2 * 10**9)}), "/ has 1.9 GB", "/var/backups"),
    ("disk", FAIL, lambda one: one.rooms.update({"/": Room(10**11, 10**11, 900)}), "900 more files", "du"),
    (
        "memory",
        WARN,
        reads("/proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 90000 kB\nSwapFree: 0 kB\n"),
        "87 MB",
        "swap",
    ),
    ("clock", WARN, says("timedatectl", 0, "NTPSynchronized=no\n"), "not set", "chronyd"),
    ("clock", UNKNOWN, says("timedatectl", 1, "", "Failed to connect to bus"), "Failed to connect", ""),
    (
        "python",
        FAIL,
        says(f"{PYTHON} --version", 127, "", "No such file or directory"),
        "No such file",
        "reinstall python3.12",
    ),
    ("python", FAIL, says(f"{PYTHON} --version", 0, "Python 3.6.8\n"), "3.6.8", "installer"),
    (
        "packages",
        FAIL,
        says(f"{PYTHON} -c import", 1, "", "ImportError: cannot import name 'x'"),
        "cannot import name",
        "installer",
    ),
    (
        "nginx-version",
        FAIL,
        says("nginx -v", 0, "", "nginx version: nginx/1.14.1\n"),
        "nginx/1.14.1",
        "enable nginx:1.24",
    ),
    # The settings.
    (
        "configuration",
        FAIL,
        reads("/etc/cataloro/cataloro.toml", TOML.replace("markt.test", "example.com")),
        "only an example",
        "edit",
    ),
    ("drift", FAIL, reads(OUR_NGINX, "server { listen 80; }\n"), OUR_NGINX, "cataloro.toml"),
    ("drift", FAIL, gone("/etc/systemd/system/cataloro-web.service"), "missing: /etc/systemd", "cataloro apply"),
    ("secrets", FAIL, looks("/etc/cataloro/secrets.env", mode=0o644), "0644", "chmod 640"),
    ("secrets", FAIL, reads("/etc/cataloro/secrets.env", 'SECRET_KEY="short"\n'), "5 characters", "installer"),
    ("mail", WARN, settings(TOML.partition("[mail]")[0]), "nobody gets them", "[mail]"),
    (
        "mail",
        FAIL,
        lambda one: one.addresses.pop("smtp.post.test"),
        "the DNS does not know smtp.post.test",
        "server in",
    ),
    ("mail", FAIL, lambda one: one.closed.update({("smtp.post.test", 587): "timed out"}), "timed out", "port"),
    (
        "mail",
        FAIL,
        lambda one: setattr(one, "mail_complaint", "it does not take the user and the password: 535 no"),
        "535 no",
        "[mail]",
    ),
    ("mail-sender", WARN, lambda one: one.dns.pop(("markt.test", "TXT")), "among spam", "TXT"),
    ("mail-sender", WARN, lambda one: one.dns.update({("markt.test", "TXT"): ("v=spf1",) * 2}), "2 SPF", "one"),
    ("mail-sender", UNKNOWN, lambda one: one.dns.update({("markt.test", "TXT"): None}), "could not be asked", ""),
    # The database.
    (
        "database",
        FAIL,
        says(ASK_DATABASE, 1, "", "psycopg.OperationalError: Connection refused"),
        "does not run",
        "postgresql",
    ),
    (
        "database",
        FAIL,
        says(ASK_DATABASE, 1, "", 'FATAL:  role "cataloro" does not exist'),
        "does not know the user",
        "createuser",
    ),
    (
        "database",
        FAIL,
        says(ASK_DATABASE, 1, "", 'FATAL:  database "cataloro" does not exist'),
        "no database",
        "createdb",
    ),
    (
        "database",
        FAIL,
        says(ASK_DATABASE, 1, "", "FATAL:  Peer authentication failed"),
        "user of the system",
        "pg_hba.conf",
    ),
    ("database", FAIL, says(ASK_DATABASE, 0, "100023 UTF8 9 100\n"), "PostgreSQL 10", "15 or newer"),
    ("database", FAIL, says(ASK_DATABASE, 0, "160004 SQL_ASCII 9 100\n"), "SQL_ASCII", "UTF8"),
    ("database", FAIL, says(ASK_DATABASE, 0, "160004 UTF8 99 100\n"), "99 of 100", "max_connections"),
    (
        "migrations",
        FAIL,
        says(f"{MANAGE} showmigrations", 0, "[X]  a.0001\n[ ]  orders.0009_new\n"),
        "orders.0009_new",
        "upgrade",
    ),
    # Folders and files.
    (
        "paths",
        FAIL,
        looks("/var/www/cataloro", mode=0o750),
        "/var/www/cataloro (mode 0750",
        "chmod o+x /var/www/cataloro",
    ),
    ("paths", FAIL, gone("/var/www/cataloro/build/wishes"), "wishes is not the shop's", "install -d"),
    ("log", FAIL, gone("/var/log/cataloro-nginx"), "Nginx cannot start", "installer"),
    ("log", FAIL, looks("/var/log/cataloro-nginx", group="nginx", mode=0o750), "cannot be counted", "chgrp cataloro"),
    ("build", FAIL, gone(LIVE), "nothing has been built", "publisher"),
    (
        "build",
        FAIL,
        lambda one: one.folders.update({LIVE: ("build.json", "index.html.gz")}),
        "404.html.gz, 500",
        "Build the site anew",
    ),
    (
        "assets",
        FAIL,
        gone("/var/www/cataloro/build/assets/base.1a.css"),
        "/assets/base.1a.css, which is not",
        "Build the site anew",
    ),
    ("backups", WARN, lambda one: one.folders.pop("/var/backups/cataloro"), "no backup", "cataloro backup"),
    (
        "backups",
        WARN,
        looks("/var/backups/cataloro/cataloro-1.zip", changed=NOW - timedelta(hours=60)),
        "60 hours",
        "backup",
    ),
    (
        "backups",
        WARN,
        lambda one: one.folders.__setitem__("/var/backups/cataloro", ("notes.txt", ".cataloro-2.zip.unfinished")),
        "no backup",
        "cataloro backup",
    ),
    (
        "program",
        FAIL,
        says("find /opt/cataloro", 0, "/opt/cataloro/releases/0.1.0/app/manage.py\n"),
        "/opt/cataloro/releases/0.1.0/app/manage.py may be changed by others than root",
        "chmod -R go-w /opt/cataloro",
    ),
    ("secrets", FAIL, looks("/etc/cataloro/secrets.env", group="nginx"), "root:nginx", "chmod 640"),
    ("secrets", FAIL, looks("/etc/cataloro/secrets.env", mode=0o660), "0660", "chmod 640"),
    (
        "secrets",
        FAIL,
        lambda one: one.places.__setitem__("/etc/cataloro", Seen(kind="folder", mode=0o777)),
        "others may put their own settings there",
        "chmod 750 /etc/cataloro",
    ),
    # What a visitor gets of the site.
    ("home-page", FAIL, answers("/", 403), "the home page answers 403", "namei -l"),
    ("home-page", FAIL, answers("/", 200), "empty or cut off (0 characters)", "Build the site anew"),
    ("home-page", FAIL, answers("/assets/base.1a.css", 200), "/assets/base.1a.css, which answers 200", "anew"),
    ("home-page", FAIL, answers("/photos/1/a.webp", 403), "/photos/1/a.webp, which answers 403", "may not read"),
    # SELinux.
    ("selinux", WARN, says("getenforce", 0, "Permissive\n"), "permissive", "enforcing"),
    ("selinux", UNKNOWN, says("getenforce", 127, ""), "no SELinux", ""),
    (
        "labels",
        FAIL,
        says("matchpathcon -n", 0, "system_u:object_r:var_log_t:s0\n"),
        "may not write its log",
        "cataloro apply",
    ),
    ("app-rule", FAIL, settings('proxy = "tcp"\n' + TOML), "502", "setsebool -P httpd_can_network_connect 1"),
    (
        "denials",
        FAIL,
        says(
            "ausearch",
            0,
            'type=AVC msg=audit(1): avc:  denied  { read } for  pid=9 comm="nginx" name="x" dev="vda1" ino=5 '
            "scontext=system_u:system_r:httpd_t:s0 tcontext=unconfined_u:object_r:admin_home_t:s0 tclass=file\n",
        ),
        "nginx was denied read on file admin_home_t",
        "restorecon",
    ),
    # The units.
    (
        "cut-off",
        FAIL,
        reads("/var/lib/cataloro-server/history.json", '{"before": "0.1.0", "turning_to": "0.2.0"}'),
        "the upgrade to version 0.2.0 was cut off",
        "bash cataloro-0.2.0.run upgrade",
    ),
    (
        "cut-off",
        FAIL,
        reads("/var/lib/cataloro-server/history.json", '{"turning_to": "0.1.0", "turning_from": "0.2.0"}'),
        "the way back to version 0.1.0 was cut off",
        "cataloro rollback 0.1.0",
    ),
    (
        "cut-off",
        FAIL,
        reads("/var/lib/cataloro-server/restoring.json", '{"file": "/b.zip"}'),
        "the restoration of /b.zip was cut off",
        "cataloro restore /b.zip",
    ),
    (
        "services",
        FAIL,
        unit("cataloro-web.service", ActiveState="failed", ExecMainStatus="203"),
        "label",
        "systemctl start",
    ),
    (
        "services",
        FAIL,
        unit("cataloro-tasks.service", ActiveState="activating", ExecMainStatus="226"),
        "a folder",
        "systemctl",
    ),
    ("services", FAIL, unit("cataloro-web.service", NeedDaemonReload="yes"), "newer than", "daemon-reload"),
    (
        "services",
        WARN,
        unit("cataloro-publisher.service", NRestarts="9"),
        "cataloro-publisher.service (9 times)",
        "journalctl",
    ),
    (
        "services",
        FAIL,
        unit("cataloro-certificates.service", ActiveState="failed", Result="exit-code"),
        "cataloro-certificates.service is failed (exit-code)",
        "journalctl -u cataloro-certificates.service",
    ),
    (
        "trial",
        WARN,
        gone("/var/lib/cataloro-server/trial.json"),
        "no backup has been restored",
        "cataloro backup --try",
    ),
    (
        "trial",
        WARN,
        reads(
            "/var/lib/cataloro-server/trial.json", '{"at": "2026-11-19T03:20:00+00:00", "file": "/a.zip", "rows": 9}'
        ),
        "/a.zip was restored for a trial 10 days ago, 9 rows",
        "cataloro-backup",
    ),
    ("enabled", FAIL, unit("cataloro.target", UnitFileState="disabled"), "cataloro.target", "enable --now"),
    (
        "enabled",
        FAIL,
        unit("cataloro-backup.timer", ActiveState="inactive"),
        "cataloro-backup.timer",
        "systemctl start",
    ),
    (
        "unit-words",
        WARN,
        says(
            "journalctl -b", 0, "/etc/systemd/system/cataloro-web.service:9] Unknown lvalue 'ProtectProc' in section\n"
        ),
        "ProtectProc",
        "systemd",
    ),
    ("socket", FAIL, gone("/run/wsgi-cataloro.sock"), "not there", "cataloro-web.socket"),
    ("socket", FAIL, looks("/run/wsgi-cataloro.sock", group="root"), "root:root", "cataloro-web.socket"),
    # The app.
    ("django", FAIL, says(f"{MANAGE} check", 1, "", "?: (security.W004) You have not set …"), "security.W004", "apply"),
    (
        "django",
        FAIL,
        says(f"{MANAGE} check", 1, "", "DATA_DIR='/var/lib/cataloro': the user cataloro may not write there."),
        "may not write",
        "chown -R cataloro:cataloro /var/lib/cataloro, then",
    ),
    ("app", FAIL, answers("socket /healthz", 400), "refuses the host markt.test", "restart"),
    ("app", FAIL, answers("socket /healthz", 0, error="timed out"), "timed out", "journalctl"),
    (
        "ready",
        FAIL,
        answers(
            "socket /readyz", 503, json.dumps({"checks": {"publisher": {"ok": False, "oldest_waiting_seconds": 900}}})
        ),
        "publisher: oldest_waiting_seconds 900",
        "journalctl",
    ),
    # Nginx.
    (
        "nginx-test",
        FAIL,
        says("nginx -t", 1, "", 'nginx: [emerg] unknown directive "brotli" in /etc/nginx/nginx.conf:9'),
        "brotli",
        "1.24",
    ),
    (
        "nginx-test",
        FAIL,
        says("nginx -t", 1, "", 'nginx: [emerg] cannot load certificate "/x.pem": BIO'),
        "/x.pem",
        "cataloro tls",
    ),
    (
        "nginx-test",
        FAIL,
        says(
            "nginx -t",
            1,
            "",
            '[emerg] SSL_CTX_use_PrivateKey("/x.key") failed (SSL: error:05800074::key values mismatch)',
        ),
        "the key /x.key does not belong to the certificate",
        "put the two that belong together",
    ),
    (
        "ports",
        FAIL,
        says("ss -Hltnp", 0, 'LISTEN 0 5 *:80 *:* users:(("httpd",pid=3,fd=4))\n'),
        "httpd has port 80",
        "disable --now httpd",
    ),
    ("ports", FAIL, says("ss -Hltnp", 0, ""), "nobody listens on port 80", "systemctl start nginx"),
    ("nginx-ours", FAIL, lambda one: one.nginx_reads({"/etc/nginx/nginx.conf": "http { }"}), "is not read", "include"),
    ("nginx-ours", FAIL, answers("/.well-known/cataloro-probe", 200, "f3b1c9 old"), "before the last change", "reload"),
    ("probe", FAIL, answers("stranger /", 200, "Test Page"), "foreign host is answered with 200", "default-server"),
    (
        "probe",
        FAIL,
        answers("::1 /.well-known/cataloro-probe", 404, "AlmaLinux"),
        "at ::1 somebody else",
        "default-server",
    ),
    ("through-nginx", FAIL, answers("/healthz", 502), "Nginx answers 502", "semodule"),
    ("through-nginx", FAIL, answers("/healthz", 503, "", {"Retry-After": "300"}), "maintenance", "maintenance.on"),
    # The way from outside.
    ("firewall", FAIL, says("firewall-cmd --list-services", 0, "ssh\n"), "closed: http, https", "--add-service=http"),
    ("firewall", UNKNOWN, says("firewall-cmd --state", 252, "", "not running"), "does not run", ""),
    ("dns", FAIL, lambda one: one.addresses.clear(), "no address in DNS", "markt.test. A 203.0.113.5"),
    (
        "dns",
        WARN,
        lambda one: one.addresses.update({"markt.test": ("198.51.100.9",)}),
        "leads to 198.51.100.9",
        "A 203",
    ),
    (
        "dns",
        FAIL,
        lambda one: one.addresses.update({"markt.test": ("203.0.113.5", "2001:db8::9")}),
        "2001:db8::9",
        "AAAA",
    ),
    (
        "caa",
        FAIL,
        lambda one: one.dns.update({("markt.test", "CAA"): ("issue other.test; x=1", "iodef mailto:a")}),
        "by the CAA records of markt.test other.test may issue certificates for markt.test",
        'markt.test. CAA 0 issue "letsencrypt.org"',
    ),
    (
        "caa",
        FAIL,
        lambda one: one.dns.update({("markt.test", "CAA"): (), ("test", "CAA"): ("issue ;",)}),
        "by the CAA records of test nobody may issue",
        "test. CAA 0",
    ),
    ("caa", UNKNOWN, lambda one: one.dns.update({("markt.test", "CAA"): None}), "could not be asked", ""),
    ("outside", FAIL, answers("markt.test /.well-known/cataloro-probe", 200, "parked"), "somebody else", "DNS"),
    ("outside", UNKNOWN, answers("markt.test /.well-known/cataloro-probe", 0, error="timed out"), "timed out", "phone"),
    (
        "certificate",
        WARN,
        settings('address = "203.0.113.5"\nemail = "o@markt.test"\n[tls]\nmode = "none"\n'),
        "no HTTPS",
        "certbot",
    ),
    (
        "certificate",
        FAIL,
        says("openssl x509", 0, CERTIFICATE.replace("2027", "2026")),
        "ended on 20 February 2026",
        "renew",
    ),
    (
        "certificate",
        WARN,
        says("openssl x509", 0, CERTIFICATE.replace("Feb 20 12:00:00 2027", "Dec 12 12:00:00 2026")),
        "(13 days)",
        "renew",
    ),
    (
        "certificate",
        FAIL,
        says("openssl x509", 0, CERTIFICATE.replace("DNS:markt", "DNS:other")),
        "stand for markt.test",
        "renew",
    ),
    (
        "certificate",
        WARN,
        says("openssl x509", 0, "notAfter=Feb 20 12:00:00 2036 GMT\nissuer=CN = markt.test\nsubject=CN = markt.test\n"),
        "itself",
        "renew",
    ),
    (
        "served-certificate",
        FAIL,
        says("openssl s_client", 0, "-----BEGIN CERTIFICATE-----\nOLD\n-----END CERTIFICATE-----\n"),
        "older certificate",
        "reload nginx",
    ),
    (
        "served-certificate",
        FAIL,
        says(
            "openssl s_client", 0, f"{PEM}---\nVerify return code: 21 (unable to verify the first certificate)\n---\n"
        ),
        "refuse it: unable to verify the first certificate",
        "full chain",
    ),
]


@pytest.mark.parametrize(
    ("check", "status", "change", "found", "mend"), CASES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_it_is_named_with_what_mends_it(check, status, change, found, mend):
    machine = Recorded()
    change(machine)

    finding = CHECKS[check].look(Patient(machine))

    assert (finding.status, found in finding.found, mend in finding.mend) == (status, True, True), finding


def test_every_check_has_been_shown_what_it_is_there_for():
    elsewhere = {"addresses", "default-server", "environment", "labels", "upgrade-headers"}  # test_seven_failures.py

    assert {case[0] for case in CASES} | elsewhere == {check.id for check in ALL}


def test_what_fix_does_is_looked_at_again():
    machine = Recorded()
    machine.programs["semodule -l"] = Ran(0, "zabbix\n")
    real = machine.run

    def run(*command, **more):
        if command[:2] == ("semodule", "-i"):
            machine.programs["semodule -l"] = Ran(0, "cataloro\n")
            machine.commands.append(command)
            return Ran(0)
        return real(*command, **more)

    machine.run = run
    (result,) = examine(Patient(machine), [CHECKS["app-rule"]], fix=True)

    assert (result.finding.status, result.mended) == (Status.OK, True)
    assert (
        result.finding.found
        == "mended; before: the module cataloro is not loaded: Nginx may not reach the app and answers 502"
    )
    assert machine.commands.count(("semodule", "-i", "/etc/cataloro/cataloro.cil")) == 1


@pytest.mark.parametrize(
    ("ran", "words"),
    [
        (Ran(1, "", "Permission denied"), "The repair failed: chmod o+x /var/www: Permission denied"),
        (Ran(0), "did not help"),
    ],
)
def test_a_repair_that_fails_or_does_not_help_is_told(ran, words):
    machine = Recorded()
    machine.change("/var/www", mode=0o700)
    machine.programs["chmod"] = ran

    (result,) = examine(Patient(machine), [CHECKS["paths"]], fix=True)

    assert (result.finding.status, result.mended, words in result.finding.found) == (Status.FAIL, False, True)


def test_without_fix_nothing_is_mended():
    machine = Recorded()
    machine.change("/var/www", mode=0o700)

    examine(Patient(machine), [CHECKS["paths"]])

    assert [one for one in machine.commands if one[0] == "chmod"] == []


def test_a_link_on_the_way_is_no_folder_that_blocks():
    machine = Recorded()
    machine.places["/var/www"] = Seen(kind="link", mode=0o777, target="/srv/www")

    assert CHECKS["paths"].look(Patient(machine)).status is Status.OK


def test_on_the_day_of_the_installation_nobody_is_warned_of_a_night_that_is_to_come():
    machine = Recorded()
    machine.folders.pop("/var/backups/cataloro")
    machine.files.pop("/var/lib/cataloro-server/trial.json")
    found = {}
    for hours in (25, 27):
        machine.change("/etc/cataloro/install-id", changed=NOW - timedelta(hours=hours))
        found[hours] = [CHECKS[name].look(Patient(machine)).status for name in ("backups", "trial")]

    assert found == {25: [Status.OK, Status.OK], 27: [Status.WARN, Status.WARN]}


def test_a_machine_without_ipv6_is_well():
    machine = Recorded()
    machine.answers["::1 /.well-known/cataloro-probe"] = Answer(0, error="[Errno 99] Cannot assign requested address")

    assert CHECKS["probe"].look(Patient(machine)).status is Status.OK


def test_who_reaches_the_app_by_a_port_needs_the_switch_of_selinux():
    machine = Recorded('proxy = "tcp"\n' + TOML)
    machine.programs["getsebool"] = Ran(0, "httpd_can_network_connect --> on\n")
    machine.places = {name: seen for name, seen in machine.places.items() if dataclasses.astuple(seen)[0] != "socket"}

    bad = [one.check.id for one in examine(Patient(machine), ALL) if one.finding.status is not Status.OK]
    assert bad == []


def test_who_is_at_work_was_not_cut_off():
    machine = Recorded()
    machine.files["/var/lib/cataloro-server/restoring.json"] = '{"file": "/b.zip"}'
    machine.programs["flock --nonblock /run/cataloro-work.lock true"] = Ran(1)

    found = CHECKS["cut-off"].look(Patient(machine))

    assert (found.status, found.found) == (Status.OK, "a cataloro command is at work right now")
    # What looks wrong in the middle of an upgrade is not to be mended.
    machine.programs["systemctl show cataloro-publisher.service"] = Ran(0, SHOW.replace("=active", "=inactive"))
    asked = {"list": False, "fix": True, "only": ("services",), "skip": (), "bundle": None, "record": False}
    assert run({**asked, "json": False}, say=lambda _: None, machine=machine) == 1
    assert [command for command in machine.commands if command[:2] == ("systemctl", "start")] == []
