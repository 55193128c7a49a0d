"""From templates that extend and import each other to one flat list of statements: the first step of folding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2 import Environment

Callee = tuple[nodes.Macro, nodes.Template]
"""A macro and the template that it stands in."""


class Unfoldable(Exception):
    """The template does something that cannot be worked out beforehand; it is rendered as it was written."""


class Trees:
    """The templates of an environment, parsed once each. The trees are shared: nobody changes them."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._parsed: dict[str, nodes.Template] = {}
        self._callable: dict[int, dict[str, Callee]] = {}

    def tree(self, name: str) -> nodes.Template:
        """The template `name`. Raises what Jinja2 raises for one that is missing or wrong."""
        if name not in self._parsed:
            loader = self._environment.loader
            source = loader.get_source(self._environment, name)[0] if loader else ""
            self._parsed[name] = self._environment.parse(source, name, name)
        return self._parsed[name]

    def macro(self, template: str, name: str) -> Callee:
        """A macro by name. Raises Unfoldable when there is none."""
        tree = self.tree(template)
        for node in tree.body:
            if isinstance(node, nodes.Macro) and node.name == name:
                return node, tree
        raise Unfoldable

    def macros(self, tree: nodes.Template) -> dict[str, Callee]:
        """What a template can call: its own macros and the ones it imports by name."""
        found = self._callable.get(id(tree))
        if found is None:
            found = self._callable[id(tree)] = dict(self._called(tree))
        return found

    def _called(self, tree: nodes.Template) -> Iterator[tuple[str, Callee]]:
        for node in tree.body:
            if isinstance(node, nodes.Macro):
                yield node.name, (node, tree)
            elif isinstance(node, nodes.FromImport):
                for one in node.names:
                    name, alias = one if isinstance(one, tuple) else (one, one)
                    yield alias, self.macro(_text(node.template), name)

    def flat(self, name: str) -> tuple[list[nodes.Node], dict[str, Callee]]:
        """The statements of a page, the blocks put into its layout (each a Scope), and the macros they can call."""
        tree = self.tree(name)
        macros = dict(self.macros(tree))
        blocks: dict[str, nodes.Block] = {}
        own: list[nodes.Node] = []
        while tree.body and isinstance(first := _first(tree), nodes.Extends):
            own += _ahead(tree, blocks)
            tree = self.tree(_text(first.template))
            above = self.macros(tree)
            if any(macros.get(one, meant) != meant for one, meant in above.items()):
                raise Unfoldable
            macros |= above
        return [*own, *_filled(tree.body, blocks)], macros


def names_in(node: nodes.Node, context: str) -> set[str]:
    """The names that are read ("load") or set ("store") anywhere in a node."""
    found = {one.name for one in node.find_all(nodes.Name) if one.ctx == context}
    if isinstance(node, nodes.Name) and node.ctx == context:
        found.add(node.name)
    return found


def set_by(body: Sequence[nodes.Node]) -> set[str]:
    """The names that these statements set for those behind them; loops and blocks keep theirs to themselves."""
    found: set[str] = set()
    for node in body:
        if isinstance(node, nodes.Assign):
            found |= names_in(node.target, "store")
        elif isinstance(node, nodes.If):
            found |= set_by([*node.body, *node.elif_, *node.else_])
    return found


def _first(tree: nodes.Template) -> nodes.Node | None:
    """The first statement that is more than white space or a remark."""
    return next((one for one in tree.body if not isinstance(one, nodes.Output)), None)


def _ahead(tree: nodes.Template, blocks: dict[str, nodes.Block]) -> Iterator[nodes.Node]:
    """What a template that extends another does before that one; its blocks go to `blocks`, the page's own first.

    What it would put out behind its `extends` is never seen.
    """
    extended = False
    for node in tree.body:
        if isinstance(node, nodes.Extends):
            extended = True
        elif isinstance(node, nodes.Block):
            blocks.setdefault(node.name, node)
        elif isinstance(node, nodes.Assign) or (isinstance(node, nodes.Output) and not extended):
            yield node
        elif not isinstance(node, nodes.Output | nodes.Macro | nodes.FromImport):
            raise Unfoldable


def _filled(body: Sequence[nodes.Node], blocks: dict[str, nodes.Block]) -> Iterator[nodes.Node]:
    for node in body:
        if isinstance(node, nodes.Block):
            block = blocks.get(node.name, node)
            if block.required or names_in(block, "load") & {"super", "self"}:
                raise Unfoldable
            yield nodes.Scope(list(_filled(block.body, blocks)), lineno=node.lineno)
        elif isinstance(node, nodes.If):
            yield _filled_branch(node, blocks)
        elif node.find(nodes.Block):
            raise Unfoldable
        elif not isinstance(node, nodes.Macro | nodes.FromImport):
            yield node


def _filled_branch(node: nodes.If, blocks: dict[str, nodes.Block]) -> nodes.If:
    return nodes.If(
        node.test,
        list(_filled(node.body, blocks)),
        [_filled_branch(one, blocks) for one in node.elif_],
        list(_filled(node.else_, blocks)),
        lineno=node.lineno,
    )


def _text(node: nodes.Expr) -> str:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    raise Unfoldable
