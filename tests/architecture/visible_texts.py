"""Finds texts that the admin shows and nobody can translate, in the places where they can be told by their form."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = frozenset(
    {
        *("label", "help_text", "heading", "verbose_name", "verbose_name_plural", "description", "empty_label"),
        *("menu_label", "page_title", "header_title", "detail_heading", "choose_one_text", "choose_another_text"),
        *("submit_button_label", "submit_button_active_label", "success_message", "error_message"),
        "violation_error_message",
    }
)
"""Keywords, and attributes of classes and of fields of forms, that people read."""

_MESSAGES = frozenset({"success", "error", "warning", "info"})
_READ_ATTRIBUTES = frozenset({"title", "aria-label", "alt", "placeholder"})
_WORD = re.compile(r"[A-Za-z]{2}")
_A_MODEL = re.compile(r"\w+\.\w+")  # "catalog.Listing"
_TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
_COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_IN_TAG = re.compile(r"""\b(?:heading|label|title|text|placeholder)=(?:"[^"]*"|'[^']*')""")
_IN_FILTER = re.compile(r"""\|(?:yesno|default|pluralize):(?:"[^"]*"|'[^']*')""")
_MACHINE = re.compile(r"[a-z,:_-]*")
_IN_SCRIPT = re.compile(r"""(?:textContent|innerText|title|placeholder|ariaLabel)\s*=\s*["'`]([^"'`]*)""")


def in_module(file: Path) -> Iterator[tuple[int, str]]:
    """Line and text of what a module shows untranslated."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        for shown in _shown_by(node):
            yield from _plain(shown)


def in_template(file: Path) -> Iterator[tuple[int, str]]:
    """The same of a template: its text, the attributes that are read, words in the hands of tags and filters."""
    source = _TRANSLATED.sub(_blank, _COMMENT.sub(_blank, file.read_text(encoding="utf-8")))
    for tag in _TAG.finditer(source):
        line = source.count("\n", 0, tag.start()) + 1
        for found in (*_IN_TAG.findall(tag.group()), *_IN_FILTER.findall(tag.group())):
            words = found.partition("=")[2] or found.partition(":")[2]
            if _WORD.search(words) and not _MACHINE.fullmatch(words.strip("\"'")):
                yield line, found
    reader = _Reader()
    reader.feed(_TAG.sub(_blank, source))
    yield from reader.found


def in_script(file: Path) -> Iterator[tuple[int, str]]:
    """The same of a script: what it writes into the page."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        for words in _IN_SCRIPT.findall(line):
            if _WORD.search(words):
                yield number, words


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            (self.getpos()[0], f"{name}={value}")
            for name, value in attrs
            if name in _READ_ATTRIBUTES and _WORD.search(value or "")
        ]

    def handle_data(self, data: str) -> None:
        if _WORD.search(data):
            self.found.append((self.getpos()[0], " ".join(data.split())))


def _shown_by(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call():
            yield from _shown_by_call(node)
        case ast.ClassDef():
            is_choices = any(_name(base) in {"TextChoices", "IntegerChoices"} for base in node.bases)
            for statement in node.body:
                match statement:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in NAMES:
                        yield value
                    case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name in NAMES:
                        yield value
                    case ast.Assign(value=ast.Tuple(elts=[_, second])) if is_choices:
                        yield second
        case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if name in NAMES:
            yield value


def _shown_by_call(call: ast.Call) -> Iterator[ast.AST]:
    name, of = _name(call.func), _name(getattr(call.func, "value", call))
    yield from (one.value for one in call.keywords if one.arg in NAMES)
    for one in call.keywords:
        if one.arg == "error_messages" and isinstance(one.value, ast.Dict):
            yield from one.value.values
    if of == "models" and name.endswith("Field") and call.args:
        yield call.args[0]
    if name == "ValidationError" and call.args:
        first = call.args[0]
        yield from first.values if isinstance(first, ast.Dict) else [first]
    if of == "messages" and name in _MESSAGES:
        yield from call.args[1:]
    if name == "CellRefused":
        yield from call.args
    if name == "refuse":
        yield from call.args[1:]
    if name == "register_action":
        yield from call.args[1:]


def _plain(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Constant(value=str(text)) if _WORD.search(text) and not _A_MODEL.fullmatch(text):
            yield node.lineno, text
        case ast.JoinedStr() if any(
            isinstance(one, ast.Constant) and _WORD.search(str(one.value)) for one in node.values
        ):
            yield node.lineno, ast.unparse(node)
        case ast.IfExp():
            yield from _plain(node.body)
            yield from _plain(node.orelse)
        case ast.BinOp():
            yield from _plain(node.left)


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group())
