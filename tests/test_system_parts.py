import pytest

from tests.system_parts import ALL, Part, PartMissing
from tests.whole_suite import install_commands

PART = Part(
    title="Example", names=("an-example-server",), folders=(), apt=("example",), dnf=("example", "example-more")
)


def test_the_newest_of_several_versions_is_found(tmp_path):
    for version in ("9", "15", "16"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "an-example-server").touch()
    folders = (f"{str(tmp_path).lstrip('/')}/*/bin",)

    found = Part(title="Example", names=PART.names, folders=folders, apt=(), dnf=()).find()

    assert found == tmp_path / "16" / "bin" / "an-example-server"


def test_a_missing_part_is_refused_with_the_way_to_get_it():
    with pytest.raises(PartMissing) as missing:
        PART.path()

    assert str(missing.value) == (
        "Example is not installed (apt-get install example, or dnf install example example-more)"
    )


@pytest.mark.parametrize(("manager", "first_words"), [("apt-get", ["apt-get"]), ("dnf", ["dnf", "--assumeyes"])])
def test_the_package_manager_of_the_machine_installs_all_parts(manager, first_words, tmp_path, monkeypatch):
    (tmp_path / manager).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    commands = install_commands(list(ALL))

    packages = {package for part in ALL for package in (part.apt if manager == "apt-get" else part.dnf)}
    assert packages <= {word for command in commands for word in command}
    assert all(command[: len(first_words)] == first_words for command in commands)


def test_nothing_is_tried_on_a_machine_without_a_known_package_manager(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert install_commands(list(ALL)) == []
