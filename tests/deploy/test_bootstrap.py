"""What a bare AlmaLinux has must do until dnf has brought Python: the release file with nothing else on PATH."""

import shutil
from pathlib import Path

from tests.deploy.rehearsal.server import programs

OF_THE_SYSTEM = (
    # bash, coreutils, util-linux, gawk, sed, grep, tar: in every installation of AlmaLinux 8.
    *("bash", "env", "basename", "cat", "chmod", "cp", "cut", "date", "df", "dirname", "head", "ln", "ls", "mkdir"),
    *("mv", "nohup", "printf", "readlink", "rm", "sha256sum", "sleep", "sort", "stat", "sync", "tail", "touch", "tr"),
    *("uname", "flock", "setsid", "kill", "awk", "sed", "grep", "tar", "gzip"),
)


def a_bare_path(folder: Path) -> Path:
    """The programs of a bare system and the stand-ins for AlmaLinux's own, but no Python."""
    folder.mkdir()
    for name in OF_THE_SYSTEM:
        (folder / name).symlink_to(Path(str(shutil.which(name))).resolve())
    (folder / "sh").symlink_to(Path(str(shutil.which("dash"))).resolve())
    for one in programs().iterdir():
        if not one.name.startswith("python"):
            target = one.readlink() if one.is_symlink() else programs() / one.name
            (folder / one.name).symlink_to(target)
    return folder


def test_until_dnf_has_installed_python_nothing_asks_for_one(server, release_file, tmp_path):
    bare = a_bare_path(tmp_path / "programs")
    surroundings = {"PATH": str(bare), "STAND_IN_FOLDER": str(bare), "STAND_IN_FAILS": "python3.12 -m venv"}
    for name in ("python", "python3", "python3.6", "python3.12", "platform-python"):
        assert shutil.which(name, path=str(bare)) is None
    command = ("--address", "203.0.113.5", "--email", "owner@markt.test")

    done = server.run(bare / "bash", release_file, "install", *command, **surroundings)

    # It comes as far as the first use of the Python that dnf has brought, which this stand-in refuses.
    assert (bare / "python3.12").is_symlink()
    [first] = [call for call in server.calls() if call.startswith("python")]
    assert first.startswith("python3.12 -m venv ")
    assert server.calls().index(first) > max(
        number for number, call in enumerate(server.calls()) if call.startswith("dnf ")
    )
    assert done.returncode == 1
    log = server.file("/var/log/cataloro/install.log").read_text()
    assert "Stopped: python3.12 could not make" in log
    assert "not found" not in log + done.stdout + done.stderr
    assert server.file("/opt/cataloro/releases/0.1.0/SHA256SUMS").exists()
