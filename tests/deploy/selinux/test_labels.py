"""The label of every path that the installer makes, by the lines of AlmaLinux 8's policy."""

import subprocess
from pathlib import Path

import pytest

from deploy.configuration import Configuration, Paths, Tls, TlsMode
from deploy.install.ground import COMMAND, folders
from deploy.rendering import render
from tests import system_parts

pytestmark = pytest.mark.selinux_labels

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
        Path("/etc/sysctl.d"): "etc_t",
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


def labels(contexts, paths, *, kind="file"):
    """What a policy says about paths."""
    command = [system_parts.MATCHPATHCON.path(), "-f", str(contexts), "-m", kind, *map(str, paths)]
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
