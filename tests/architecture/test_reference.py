"""docs/reference.md names what there is, and nothing else."""

import ast
import re

from django.core.management import get_commands, load_command_class

from cms.config.environment import BASE_DIR
from cms.contract import addresses

REFERENCE = (BASE_DIR / "docs" / "reference.md").read_text()
OURS = ("cms", "sitegen", "commerce")


def test_every_command_of_ours_is_in_the_reference_and_no_other():
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in OURS}

    assert first_column("Commands") == ours


def test_every_option_of_our_commands_is_in_the_reference():
    missing = []
    for name, app in get_commands().items():
        if str(app).split(".")[0] in OURS:
            parser = load_command_class(app, name).create_parser("manage.py", name)
            missing += [f"{name} {option}" for option in options_of(parser) if option not in row_of("Commands", name)]

    assert missing == []


def test_every_make_target_is_in_the_reference_and_no_other():
    targets = re.findall(r"^([a-z-]+):.*##", (BASE_DIR / "Makefile").read_text(), re.MULTILINE)

    assert first_column("Make") == {f"make {target}" for target in targets}


def test_every_setting_that_is_read_is_in_the_reference_and_no_other():
    source = ast.parse((BASE_DIR / "cms" / "config" / "environment.py").read_text())
    literals = {
        node.value for node in ast.walk(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    read = {literal for literal in literals if re.fullmatch(r"[A-Z]{2,}(_[A-Z]+)*", literal)}

    assert first_column("Settings") == read


def test_every_first_segment_of_an_address_is_in_the_reference_and_no_other():
    known = {*addresses.APP_PATHS, *addresses.STATIC_PATHS, *addresses.STATIC_FILES, *addresses.LANGUAGE_CODES}
    named = {address.split("/")[1] for address in all_codes("Addresses") if address.startswith("/")}

    assert named - {"", "<page path>", "sitemap-<n>.xml"} == known


def section(title):
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", REFERENCE, re.MULTILINE | re.DOTALL).group(1)


def rows(title):
    return [line for line in section(title).splitlines() if line.startswith("| `")]


def first_column(title):
    cells = (row.split("|")[1] for row in rows(title))
    return {
        code.split(" ")[0] if title == "Commands" else code for cell in cells for code in re.findall(r"`([^`]+)`", cell)
    }


def row_of(title, name):
    return next((row for row in rows(title) if re.match(rf"\| `{name}[` ]", row)), "")


def all_codes(title):
    return re.findall(r"`([^`]+)`", section(title))


def options_of(parser):
    from_django = {"--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback"}
    from_django |= {"--no-color", "--force-color", "--skip-checks"}
    usage = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", parser.format_usage()))
    return sorted(option for option in usage - from_django if not option.startswith("--no-"))
