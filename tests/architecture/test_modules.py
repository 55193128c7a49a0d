"""What holds for every module: a name that says something, a first sentence, a length that can be read."""

import ast

from cms.config.environment import BASE_DIR

NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "tools", "stuff"}
LONGEST = 300
LONGEST_OF_TESTS = 400  # One reads a test at a time.
EXCUSE = "# Long because"


def test_no_module_or_folder_has_a_name_that_says_nothing(tracked):
    vague = [str(path) for path in tracked if NAMES_THAT_SAY_NOTHING & {path.stem, *path.parts[:-1]}]

    assert vague == []


def test_a_long_module_says_at_its_top_why(modules):
    long = []
    for path in modules:
        lines = (BASE_DIR / path).read_text().splitlines()
        longest = LONGEST_OF_TESTS if path.parts[0] == "tests" else LONGEST
        if len(lines) > longest and not any(line.startswith(EXCUSE) for line in lines[:20]):
            long.append(f"{path}: {len(lines)} lines")

    assert long == []


def test_every_module_outside_the_tests_opens_with_a_sentence(modules):
    silent = []
    for path in modules:
        if path.parts[0] == "tests" and path.name.startswith("test_"):
            continue
        source = (BASE_DIR / path).read_text()
        if path.parts[0] == "tests" and not source:
            continue  # A folder of tests that is a package.
        opening = ast.get_docstring(ast.parse(source)) or ""
        if "." not in opening and not opening.endswith(("?", ":")):
            silent.append(str(path))

    assert silent == []
