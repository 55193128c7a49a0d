import re

from cms.config.environment import BASE_DIR

README = (BASE_DIR / "README.md").read_text()
OF_THE_PLATFORM = {".gitignore", ".gitattributes", ".editorconfig"}


def test_the_tree_shows_every_folder_at_the_top_and_no_other(tracked):
    assert set(tree()) == {path.parts[0] for path in tracked if len(path.parts) > 1}


def test_the_tree_shows_every_package_in_cms_sitegen_and_commerce_and_no_other(tracked):
    for top in ("cms", "sitegen", "commerce"):
        real = {path.parts[1] for path in tracked if path.parts[0] == top and len(path.parts) > 2}

        assert tree()[top] == real, top


def test_every_file_at_the_top_is_named_and_no_other(tracked):
    real = {path.name for path in tracked if len(path.parts) == 1} - OF_THE_PLATFORM - {"README.md"}
    beside = re.search(r"^Beside them: (.*?)\n\n", README, re.MULTILINE | re.DOTALL).group(1)
    patterns = [re.escape(name).replace(r"\*", ".*") for name in re.findall(r"`([^`]+)`", beside)]

    assert {name for name in real if not any(re.fullmatch(pattern, name) for pattern in patterns)} == set()
    assert [pattern for pattern in patterns if not any(re.fullmatch(pattern, name) for name in real)] == []


def tree():
    """From the README: top folder → the packages named below it."""
    block = re.search(r"## What is where\n\n```\n(.*?)```", README, re.DOTALL).group(1)
    found: dict[str, set[str]] = {}
    top = ""
    for line in block.splitlines():
        if line[0] != " ":
            top = line.split("/")[0]
            found[top] = set()
        else:
            found[top] |= set(re.findall(r"(\w+)/", line))
    return found
