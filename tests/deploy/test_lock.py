import pytest

from deploy.lock import MARK, digest_of_inputs, is_fresh


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "base.in").write_text("django\n")
    (tmp_path / "extra.in").write_text("# What checks.\n-r base.in\n-c base.txt\nruff\n")
    lock(tmp_path, "base")
    lock(tmp_path, "extra")
    return tmp_path


def lock(folder, name):
    (folder / f"{name}.txt").write_text(f"{MARK}{digest_of_inputs(name, folder=folder)}\nlocked==1\n")


def test_a_lock_is_fresh_while_its_inputs_stay(folder):
    assert is_fresh("base", folder=folder)
    assert is_fresh("extra", folder=folder)


def test_a_new_requirement_makes_its_lock_stale(folder):
    (folder / "base.in").write_text("django\nwagtail\n")

    assert not is_fresh("base", folder=folder)


def test_a_changed_file_that_an_input_names_makes_the_lock_stale(folder):
    (folder / "base.txt").write_text("edited\n")

    assert not is_fresh("extra", folder=folder)


def test_a_lock_that_was_not_made_by_make_lock_is_stale(folder):
    (folder / "base.txt").write_text("locked==1\n")

    assert not is_fresh("base", folder=folder)
