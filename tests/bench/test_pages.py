from tests.bench.pages import changed, files_of


def test_files_written_anew_made_and_removed_are_counted(tmp_path):
    for name in ("kept", "replaced", "removed"):
        (tmp_path / name).write_text("before")
    before = files_of(tmp_path)
    (tmp_path / "new").write_text("after")
    (tmp_path / "new").rename(tmp_path / "replaced")
    (tmp_path / "removed").unlink()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "made").write_text("after")

    assert changed(before, files_of(tmp_path)) == 3


def test_a_tree_left_alone_has_no_changes(tmp_path):
    (tmp_path / "kept").write_text("before")
    before = files_of(tmp_path)

    assert changed(before, files_of(tmp_path)) == 0
