import itertools
import shutil
import struct
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from cms.config.environment import BASE_DIR
from deploy.release.build import CannotRelease, build_release, version_of
from deploy.release.elf import asked_of_glibc, too_new_in
from deploy.release.wheels import WheelsUnfit, lock_for, locks_for, prove_wheels_load
from tests.deploy.rehearsal.release import make_repository, make_wheels

COMPILED = next(Path(sys.prefix).glob("lib/python*/site-packages/psycopg_binary/*.so"), None)


def test_the_same_commit_gives_the_same_bytes(tmp_path):
    files = []
    for name in ("one", "two"):
        folder = tmp_path / name
        wheels = make_wheels(folder / "wheels")
        repository = make_repository(folder / "repository")
        files.append(build_release(wheels=wheels, folder=folder / "dist", repository=repository))
        shutil.rmtree(repository)

    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].name == "cataloro-0.1.0.run"
    digest = Path(f"{files[0]}.sha256").read_text()
    assert (
        subprocess.run(["sha256sum", "--check"], input=digest, cwd=files[0].parent, text=True, check=False).returncode
        == 0
    )


def test_the_file_unpacks_to_what_was_committed_with_wheels_version_and_checksums(release_file, tmp_path):
    done = subprocess.run(["bash", release_file, "unpack", tmp_path], check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    release = tmp_path / "cataloro-0.1.0"
    assert {file.name for file in release.iterdir()} == {"VERSION", "COMMIT", "PLAN", "SHA256SUMS", "app", "wheels"}
    assert (release / "VERSION").read_text() == "0.1.0\n"
    assert (release / "app/manage.py").read_bytes() == (BASE_DIR / "manage.py").read_bytes()
    assert (release / "app/deploy/server/cataloro").stat().st_mode & 0o777 == 0o755
    checked = subprocess.run(["sha256sum", "--quiet", "--check", "SHA256SUMS"], cwd=release, check=False)
    assert checked.returncode == 0


def test_the_archive_tells_nothing_of_who_made_it_and_when(release_file):
    content = release_file.read_bytes()
    archive = release_file.with_name("payload.tar")
    archive.write_bytes(content[content.index(b"\nexit\n") + len(b"\nexit\n") :])

    with tarfile.open(archive) as opened:
        members = opened.getmembers()

    names = [one.name for one in members if not one.name.endswith("SHA256SUMS")]
    assert names == sorted(names)
    assert {(one.uid, one.gid, one.uname, one.gname, one.mtime) for one in members} == {(0, 0, "", "", 1767323045)}


def test_what_is_not_committed_is_not_in_it(tmp_path):
    repository = make_repository(tmp_path / "repository")
    (repository / "manage.py").write_text("changed\n")
    (repository / "new.py").write_text("new\n")

    file = build_release(wheels=make_wheels(tmp_path / "wheels"), folder=tmp_path, repository=repository)

    assert b"app/new.py" not in file.read_bytes()
    assert b"\nchanged\n" not in file.read_bytes()


def test_a_version_that_is_not_there_or_no_repository_is_told(tmp_path):
    with pytest.raises(CannotRelease, match="names no CATALORO_VERSION"):
        version_of("VERSION = 1")
    with pytest.raises(CannotRelease, match="git show"):
        build_release(wheels=make_wheels(tmp_path / "wheels"), folder=tmp_path, repository=tmp_path)


def test_the_symbols_of_a_compiled_file_are_read_as_objdump_reads_them():
    assert COMPILED is not None
    asked = asked_of_glibc(COMPILED.read_bytes())

    assert (2, 2) <= asked <= (2, 28)


def elf_that_needs(*versions):
    """The smallest ELF file with a section .gnu.version_r."""
    names = b"\0" + b"".join(version.encode() + b"\0" for version in versions)
    need = struct.pack("<HHIII", 1, len(versions), 0, 16, 0)
    place = 1
    for number, version in enumerate(versions):
        step = 16 if number + 1 < len(versions) else 0
        need += struct.pack("<IHHII", 0, 0, 0, place, step)
        place += len(version) + 1
    header = bytearray(64)
    header[:6] = b"\x7fELF\x02\x01"
    struct.pack_into("<Q", header, 0x28, 64 + len(names) + len(need))
    struct.pack_into("<HH", header, 0x3A, 64, 2)
    strings = struct.pack("<IIQQQQIIQQ", 0, 3, 0, 0, 64, len(names), 0, 0, 0, 0)
    needs = struct.pack("<IIQQQQIIQQ", 0, 0x6FFFFFFE, 0, 0, 64 + len(names), len(need), 0, 1, 0, 0)
    return bytes(header) + names + need + strings + needs


@pytest.mark.parametrize(
    ("versions", "asked"),
    [
        (("GLIBC_2.17", "GLIBC_2.28"), (2, 28)),
        (("GLIBC_2.9", "GLIBC_2.10"), (2, 10)),
        (("GLIBC_2.2.5",), (2, 2, 5)),
        (("GLIBCXX_3.4.30", "GLIBC_PRIVATE"), ()),
    ],
)
def test_the_newest_version_counts(versions, asked):
    assert asked_of_glibc(elf_that_needs(*versions)) == asked


def test_failure_1_a_wheel_that_does_not_load_on_the_server_stops_the_release_whatever_its_name_says(tmp_path):
    with zipfile.ZipFile(tmp_path / "good-1.0-cp312-cp312-manylinux_2_28_x86_64.whl", "w") as wheel:
        wheel.writestr("good.so", elf_that_needs("GLIBC_2.28"))
    prove_wheels_load(tmp_path)
    bad = tmp_path / "bad-1.0-cp312-cp312-manylinux_2_28_x86_64.whl"
    with zipfile.ZipFile(bad, "w") as wheel:
        wheel.writestr("bad.so", elf_that_needs("GLIBC_2.17", "GLIBC_2.34"))
        wheel.writestr("words.txt", "GLIBC_2.99")

    assert too_new_in(bad) == [f"{bad.name}: bad.so needs glibc 2.34; the server has 2.28."]
    with pytest.raises(WheelsUnfit, match=r"bad\.so needs glibc 2\.34"):
        build_release(wheels=tmp_path, folder=tmp_path / "dist", repository=tmp_path)
    assert not (tmp_path / "dist").exists()


def test_failure_1_a_lock_is_cut_down_for_the_python_of_the_server_not_for_the_one_that_makes_the_release():
    lock = (
        "# Made\n"
        "one==1 \\\n    --hash=sha256:a \\\n    --hash=sha256:b\n    # via two\n"
        "two==2 ; sys_platform == 'win32' \\\n    --hash=sha256:c\n"
        "three==3 ; python_full_version < '3.12' \\\n    --hash=sha256:d\n"
        "three==4 ; python_full_version >= '3.12' \\\n    --hash=sha256:e\n"
    )
    one = "one==1 \\\n    --hash=sha256:a \\\n    --hash=sha256:b\n"

    assert lock_for(lock, patch="3.11.13") == one + "three==3 \\\n    --hash=sha256:d\n"
    assert lock_for(lock, patch="3.12.0") == one + "three==4 \\\n    --hash=sha256:e\n"


def test_failure_1_wheels_are_fetched_for_the_oldest_and_for_a_new_patch_of_each_python():
    lock = (BASE_DIR / "requirements.txt").read_text()

    asked = dict(locks_for(lock, python="3.11")) | dict(locks_for(lock, python="3.12"))

    # Only what the new patch has not brought already.
    assert list(asked) == ["3.11.13", "3.11.0", "3.12.12"]
    assert [line for line in asked["3.11.0"].splitlines() if "==" in line] == ["soupsieve==2.10 \\"]
    assert "soupsieve==4.1.2" in asked["3.11.13"]


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-server.txt"])
@pytest.mark.parametrize("patch", ["3.11.0", "3.11.13", "3.12.0", "3.12.12"])
def test_failure_1_every_requirement_of_the_server_is_pinned_by_hash(lock, patch):
    lines = lock_for((BASE_DIR / lock).read_text(), patch=patch).splitlines()

    assert lines
    for before, line in itertools.pairwise(lines):
        if not line.startswith(" "):
            assert "==" in line
            assert not before.endswith("\\")
        else:
            assert line.strip().startswith("--hash=sha256:")
