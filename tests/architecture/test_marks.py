"""The marks of the tests say truly what the tests need."""

import ast

from cms.config.environment import BASE_DIR

NEEDED = {"chromium": "browser", "nginx": "nginx"}


def test_a_test_that_asks_for_a_program_carries_its_mark(modules):
    unmarked = []
    for path in modules:
        if path.parts[0] == "tests" and path.name.startswith("test_"):
            source = (BASE_DIR / path).read_text()
            asked = {argument.arg for node in ast.walk(ast.parse(source)) for argument in arguments_of(node)}
            unmarked += [
                f"{path}: {mark}" for name, mark in NEEDED.items() if name in asked and f"mark.{mark}" not in source
            ]

    assert unmarked == []


def arguments_of(node):
    return node.args.args if isinstance(node, ast.FunctionDef) else []
