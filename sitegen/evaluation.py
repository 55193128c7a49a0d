"""What can be known of a template's expressions before any page is rendered."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any

from jinja2 import Undefined, nodes
from jinja2.compiler import has_safe_repr
from jinja2.runtime import markup_join

from sitegen.flattening import Unfoldable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from sitegen.flattening import Callee

_UNSTEADY = frozenset({"rich", "random"})
"""Filters whose result depends on more than what they are given."""


class Place:
    """Where statements stand: what their names mean, and which macros they can call.

    `names` gives for a name the expression to put in its stead: a variable under its new name, or a value.
    """

    __slots__ = ("depth", "macros", "names")

    def __init__(self, names: Mapping[str, nodes.Expr], macros: Mapping[str, Callee], depth: int = 0) -> None:
        self.names = names
        self.macros = macros
        self.depth = depth

    def inner(self, names: Mapping[str, nodes.Expr]) -> Place:
        """A place within this one that knows more names."""
        return Place({**self.names, **names}, self.macros, self.depth)

    def macro(self, node: nodes.Node) -> Callee | None:
        """The macro that a node calls."""
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name not in self.names:
            return self.macros.get(node.node.name)
        return None


class Evaluator:
    """Works out the expressions of one environment's templates, as far as its globals decide them.

    `pure` are the names of the global functions that always give the same for the same; among them `phrase`, which
    fills {places} in a text, and `prefix`, which puts something before its argument.
    """

    def __init__(self, environment: Environment, *, pure: frozenset[str], phrase: str, prefix: str) -> None:
        known = environment.globals
        self._evaluation = nodes.EvalContext(environment)
        self._constants = {name: value for name, value in known.items() if name in pure or not callable(value)}
        self._pure = [known[name] for name in pure if name in known]
        self._phrase = known.get(phrase)
        self._prefix = known.get(prefix)
        # A value without a literal form (a record) is compiled as the expression that it came from.
        self._origins: dict[nodes.Expr, nodes.Expr] = {}

    def value(self, node: nodes.Node, place: Place) -> nodes.Expr:
        """An expression that is not put out itself. Raises Unfoldable when it would have to call a macro."""
        if any(place.macro(one) for one in (node, *node.find_all(nodes.Call))):
            raise Unfoldable
        value: nodes.Expr = self.expression(node, place)
        return value

    def expression(self, node: Any, place: Place) -> Any:
        """A copy of an expression (or a part of one) in which everything known is a Const."""
        if isinstance(node, nodes.Name):
            return self._name(node, place)
        fields = []
        for _, value in node.iter_fields():
            if isinstance(value, list):
                fields.append([self.expression(one, place) for one in value])
            else:
                fields.append(self.expression(value, place) if isinstance(value, nodes.Node) else value)
        made = type(node)(*fields, lineno=node.lineno)
        return self._decided(made) if isinstance(made, nodes.Expr) else made

    def _name(self, node: nodes.Name, place: Place) -> nodes.Expr:
        if node.name in place.names:
            found = place.names[node.name]
            return found if node.ctx == "load" else stored(found)
        if node.ctx == "load" and node.name in self._constants:
            return self._held(self._constants[node.name], node)
        return node

    def _decided(self, node: nodes.Expr) -> nodes.Expr:
        if isinstance(node, nodes.Const):
            return node
        if isinstance(node, nodes.CondExpr) and isinstance(node.test, nodes.Const):
            return (node.expr1 if node.test.value else node.expr2) or node
        try:
            value = self._evaluated(node)
        except Exception:  # noqa: BLE001 (whatever is wrong with it, the page that shows it tells)
            return node
        return node if isinstance(value, Undefined) else self._held(value, node)

    def _evaluated(self, node: nodes.Expr) -> Any:
        if isinstance(node, nodes.Call):
            function = node.node.as_const(self._evaluation)
            if function not in self._pure or node.dyn_args or node.dyn_kwargs:
                raise nodes.Impossible
            given = [one.as_const(self._evaluation) for one in node.args]
            return function(*given, **dict(one.as_const(self._evaluation) for one in node.kwargs))
        if isinstance(node, nodes.Concat):
            return markup_join([one.as_const(self._evaluation) for one in node.nodes])
        if isinstance(node, nodes.Filter) and node.name in _UNSTEADY:
            raise nodes.Impossible
        return node.as_const(self._evaluation)

    def _held(self, value: Any, origin: nodes.Expr) -> nodes.Const:
        made = nodes.Const(value, lineno=origin.lineno)
        self._origins[made] = origin
        return made

    def restore(self, node: nodes.Node) -> None:
        """Put back what a value without a literal form came from."""
        for name, value in node.iter_fields():
            if isinstance(value, list):
                setattr(node, name, [self._original(one) for one in value])
            else:
                setattr(node, name, self._original(value))
        for child in node.iter_child_nodes():
            self.restore(child)

    def _original(self, node: Any) -> Any:
        while isinstance(node, nodes.Const) and not has_safe_repr(node.value):
            node = self._origins[node]
        return node

    def parts(self, node: nodes.Expr) -> list[nodes.Expr]:
        """A text with places to fill as its parts: only what is filled in differs from page to page."""
        if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Const) or len(node.args) != 1:
            return [node]
        function, text = node.node.value, node.args[0]
        if function == self._prefix and not node.kwargs:
            return [nodes.Const(function("")), text]
        if function != self._phrase or not isinstance(text, nodes.Const):
            return [node]
        values = {one.key: one.value for one in node.kwargs}
        parts: list[nodes.Expr] = []
        filled = []
        for literal, name, form, conversion in Formatter().parse(str(function(text.value))):
            parts.append(nodes.TemplateData(literal, lineno=node.lineno))
            if name is not None:
                filled.append(name)
                if form or conversion or name not in values:
                    return [node]
                parts.append(values[name])
        return parts if sorted(filled) == sorted(values) else [node]


def stored(name: nodes.Expr) -> nodes.Expr:
    """The same name as the target of an assignment. Raises Unfoldable for anything that is no name."""
    if not isinstance(name, nodes.Name):
        raise Unfoldable
    return nodes.Name(name.name, "store", lineno=name.lineno)
