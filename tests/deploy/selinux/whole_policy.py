"""The module and the labels in the whole policy of this machine's distribution: an own command, as the policy is large.

    apt-get install setools selinux-policy-default      (AlmaLinux: dnf install setools-console selinux-policy-targeted)
    python -m pytest tests/deploy/selinux/whole_policy.py

On Debian that is Debian's own reference policy, not AlmaLinux's: it calls some types otherwise, and has no
unconfined_service_t. On an AlmaLinux the same tests ask the real one. Installing takes half a minute, the tests ten
seconds.
"""

import shutil
import subprocess
from pathlib import Path

from deploy.configuration import Paths
from tests.deploy.selinux.test_labels import labels, wanted_types, with_our_rule

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

CALLED_OTHERWISE = {
    "systemd_unit_file_t": "systemd_unit_t",
    "cert_t": "tls_privkey_t",
    "httpd_var_run_t": "httpd_runtime_t",
}


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
