import re

from cms.config.environment import BASE_DIR

DECISIONS = sorted((BASE_DIR / "docs" / "decisions").glob("*.md"))


def test_they_are_numbered_without_a_gap():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


def test_each_is_titled_by_what_was_decided_and_tagged():
    odd = [
        path.name for path in DECISIONS if not re.match(rf"# {path.name[:4]} [A-Z].+\n\nTags: .+\n", path.read_text())
    ]

    assert odd == []


def test_the_name_of_the_file_is_its_title_or_how_that_begins():
    for path in DECISIONS:
        title = path.read_text().splitlines()[0].removeprefix(f"# {path.name[:4]} ")

        assert re.sub(r"[^a-z0-9]+", "-", title.lower()).startswith(path.stem[5:])
