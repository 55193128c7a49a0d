"""The module and the labels in whole policies: the one of this machine's distribution, and the lines of AlmaLinux 8's.

On Debian the first is Debian's own reference policy, not AlmaLinux's: it calls some types otherwise, and has no
unconfined_service_t. On an AlmaLinux with selinux-policy-targeted the same tests ask the real one.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.configuration import Configuration, Paths, Tls, TlsMode
from deploy.install.ground import COMMAND, folders
from deploy.rendering import render

pytestmark = pytest.mark.selinux_policy

MODULE = Path(__file__).parents[3] / "deploy" / "selinux" / "cataloro.cil"
SETTINGS = Path("/etc/selinux")
STORE = "targeted" if (SETTINGS / "targeted/contexts").exists() else "default"
CONTEXTS = SETTINGS / STORE / "contexts/files/file_contexts"
SERVICE = """
(type unconfined_service_t)
(roletype system_r unconfined_service_t)
(type another_service_t)
(roletype system_r another_service_t)
"""
"""Types that Debian's policy lacks: the one by which AlmaLinux runs the app, and one that is not our business."""

ALMALINUX_8 = """
/etc/.* etc_t
/opt/.* usr_t
/usr/.* usr_t
/var/.* var_t
/var/run/.* var_run_t
/opt/(.*/)?bin(/.*)? bin_t
/opt/(.*/)?lib(/.*)? lib_t
/usr/local/(.*/)?bin(/.*)? bin_t
/var/lib(/.*)? var_lib_t
/var/log/.* var_log_t
/var/www(/.*)? httpd_sys_content_t
/var/www(/.*)?/logs(/.*)? httpd_log_t
/var/www/[^/]*/cgi-bin(/.*)? httpd_sys_script_exec_t
/var/run/wsgi.* -s httpd_var_run_t
/etc/nginx(/.*)? httpd_config_t
/etc/systemd/system(/.*)? systemd_unit_file_t
/var/log/nginx(/.*)? httpd_log_t
/var/lib/nginx(/.*)? httpd_var_lib_t
/etc/(letsencrypt|certbot)/(live|archive)(/.*)? cert_t
"""
"""Written down after the sources of version 3.14.3 (files.fc, corecommands.fc, logging.fc, systemd.fc, miscfiles.fc and
apache.fc), which AlmaLinux 8 is made from; only what the paths below can meet. Its /run is read as /var/run."""


def configuration():
    return Configuration(
        address="markt.test", email="owner@markt.test", tls=Tls(mode=TlsMode.CERTBOT), redirect_from=("www.markt.test",)
    )


def wanted_types():
    """Path → the type that Nginx, systemd and the app need it to have."""
    paths = Paths()
    release = paths.releases / "0.1.0"
    known = {
        paths.site: "httpd_sys_content_t",
        paths.access_log.parent: "httpd_log_t",
        paths.nginx: "httpd_config_t",
        paths.units: "systemd_unit_file_t",
        paths.configuration: "etc_t",
        Path("/etc/logrotate.d"): "etc_t",
        paths.data: "var_lib_t",
        paths.logs: "var_log_t",
        paths.backups: "var_t",
    }
    created = [*folders(configuration()), *(one.target for one in render(configuration()))]
    wanted = {path: next(kind for top, kind in known.items() if path.is_relative_to(top)) for path in created}
    return {
        **wanted,
        paths.access_log: "httpd_log_t",
        paths.build / "live/index.html.gz": "httpd_sys_content_t",
        paths.build / "assets/shop.0a1b2c.css.br": "httpd_sys_content_t",
        paths.media / "photos/1.webp": "httpd_sys_content_t",
        paths.acme / ".well-known/acme-challenge/token": "httpd_sys_content_t",
        paths.maintenance_flag: "httpd_sys_content_t",
        paths.certificates / "live/markt.test/fullchain.pem": "cert_t",
        paths.certificates / "archive/markt.test/privkey1.pem": "cert_t",
        release / "venv/bin/gunicorn": "bin_t",
        release / "venv/bin/python": "bin_t",
        release / "venv/lib/python3.12/site-packages/PIL/_imaging.so": "lib_t",
        release / "certbot/bin/certbot": "bin_t",
        release / "app/manage.py": "usr_t",
        COMMAND: "bin_t",
        Path("/var/lib/nginx/lookups"): "httpd_var_lib_t",
    }


CALLED_OTHERWISE = {
    "systemd_unit_file_t": "systemd_unit_t",
    "cert_t": "tls_privkey_t",
    "httpd_var_run_t": "httpd_runtime_t",
}


def labels(contexts, paths, *, kind="file"):
    """What a policy says about paths."""
    command = ["matchpathcon", "-f", str(contexts), "-m", kind, *map(str, paths)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pairs = (line.split("\t") for line in said.splitlines())
    return {Path(path): context.strip().split(":")[2] for path, context in pairs}


def with_our_rule(folder, text):
    """Contexts in a file, and beside them what the installer adds by semanage: the folder of the log of visits."""
    contexts = folder / "file_contexts"
    contexts.write_text(text)
    rule = f"{Paths().access_log.parent}(/.*)?\tsystem_u:object_r:httpd_log_t:s0\n"
    (folder / "file_contexts.local").write_text(rule)
    return contexts


def full(lines):
    return "".join(
        " ".join([*line.split()[:-1], f"system_u:object_r:{line.split()[-1]}:s0"]) + "\n"
        for line in lines.split("\n")
        if line
    )


def test_each_path_has_the_label_that_it_needs_by_the_lines_of_almalinux(tmp_path):
    wanted = wanted_types()
    contexts = with_our_rule(tmp_path, full(ALMALINUX_8))

    assert labels(contexts, wanted) == wanted
    assert len(wanted) > 40
    socket = Path("/var/run") / Paths().app_socket.name
    assert labels(contexts, [socket], kind="sock_file") == {socket: "httpd_var_run_t"}


def test_each_path_has_the_label_that_it_needs_in_the_policy_of_this_machine(tmp_path):
    contexts = with_our_rule(tmp_path, CONTEXTS.read_text())
    for name in ("subs", "subs_dist"):
        if (beside := CONTEXTS.with_name(f"file_contexts.{name}")).exists():
            shutil.copy(beside, tmp_path)
    wanted = wanted_types()
    if STORE == "default":  # Debian's.
        wanted = {path: CALLED_OTHERWISE.get(kind, kind) for path, kind in wanted.items()}
        wanted[Paths().backups] = "backup_store_t"

    assert labels(contexts, wanted) == wanted
    socket = labels(contexts, [Paths().app_socket], kind="sock_file")
    assert set(socket.values()) == {"httpd_runtime_t" if STORE == "default" else "httpd_var_run_t"}


def test_the_module_goes_into_the_store_and_gives_the_one_rule(tmp_path):
    (tmp_path / "var/lib").mkdir(parents=True)
    shutil.copytree("/var/lib/selinux", tmp_path / "var/lib/selinux", symlinks=True)
    shutil.copytree(SETTINGS, tmp_path / "etc/selinux", symlinks=True)
    modules = [MODULE]
    if STORE == "default":
        (tmp_path / "service.cil").write_text(SERVICE)
        modules.append(tmp_path / "service.cil")

    command = ["semodule", "-p", tmp_path, "-s", STORE, "-n", *(word for one in modules for word in ("-i", one))]
    subprocess.run(command, check=True, capture_output=True)

    (after,) = (tmp_path / "etc/selinux" / STORE / "policy").iterdir()
    (before,) = (SETTINGS / STORE / "policy").iterdir()
    new = may_connect(after) - may_connect(before)
    assert new == ({"initrc_t", "unconfined_service_t"} if STORE == "default" else {"unconfined_service_t"})


def may_connect(policy):
    """The domains whose sockets Nginx may connect to."""
    command = ["sesearch", "-A", "-s", "httpd_t", "-c", "unix_stream_socket", "-p", "connectto", policy]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {line.split(":")[0].split()[-1] for line in said.splitlines() if line.startswith("allow httpd_t ")}
