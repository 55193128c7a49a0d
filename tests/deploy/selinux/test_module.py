"""Compiles the module with small policies that are made up here, and looks which rules are in the result."""

import subprocess
from pathlib import Path

import pytest

MODULE = Path(__file__).parents[3] / "deploy" / "selinux" / "cataloro.cil"

BASE = """
(mls true)
(class unix_stream_socket (connectto read write))
(class file (read))
(classorder (unix_stream_socket file))
(sid kernel)
(sidorder (kernel))
(sensitivity s0)
(sensitivityorder (s0))
(category c0)
(categoryorder (c0))
(sensitivitycategory s0 (c0))
(user system_u)
(role object_r)
(role system_r)
(userrole system_u system_r)
(userlevel system_u (s0))
(userrange system_u ((s0) (s0 (c0))))
(type kernel_t)
(type httpd_t)
(roletype system_r kernel_t)
(roletype system_r httpd_t)
(sidcontext kernel (system_u system_r kernel_t ((s0) (s0))))
(allow httpd_t self (unix_stream_socket (read)))
(allow kernel_t self (file (read)))
"""


TYPES = ("unconfined_service_t", "initrc_t", "sshd_t")


def compiled(folder, *parts):
    command = ["secilc", "-o", str(folder / "policy"), "-f", str(folder / "contexts"), *map(str, parts)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def may_be_reached(folder, target, types):
    """Whether the module lets Nginx connect to `target`: then a policy that forbids it can be compiled no longer."""
    base = folder / "base.cil"
    forbidden = f"(neverallow httpd_t {target} (unix_stream_socket (connectto)))\n"
    base.write_text(BASE + "".join(f"(type {one})\n(roletype system_r {one})\n" for one in types) + forbidden)
    assert compiled(folder, base).returncode == 0
    done = compiled(folder, base, MODULE)
    assert done.returncode == 0 or "neverallow check failed" in done.stderr, done.stderr
    return done.returncode != 0


@pytest.mark.selinux
def test_nginx_may_connect_to_the_app_and_to_nothing_else(tmp_path):
    found = {target for target in TYPES if may_be_reached(tmp_path, target, types=TYPES)}

    assert found == {"unconfined_service_t", "initrc_t"}


@pytest.mark.selinux
def test_domains_that_a_policy_does_not_have_are_left_out(tmp_path):
    assert may_be_reached(tmp_path, "unconfined_service_t", types=("unconfined_service_t", "sshd_t"))
    assert may_be_reached(tmp_path, "initrc_t", types=("initrc_t",))
    assert not may_be_reached(tmp_path, "sshd_t", types=("sshd_t",))
