"""Works out beforehand what the pages of one build have in common: one flat template, its constant parts as text.

A template that extends a layout and calls macros becomes a single body. Expressions over values that hold for the whole
build (`site`, `asset("base.css")`, `t("Home")`) become text, branches that they decide disappear, loops over them are
written out. What comes out renders the same bytes.
"""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.compiler import has_safe_repr
from markupsafe import escape

from sitegen.evaluation import Evaluator, Place, stored
from sitegen.flattening import Trees, Unfoldable, names_in, set_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from sitegen.flattening import Callee

_DEEPEST = 30
"""Macros within macros: more is one that calls itself."""

_LONGEST_UNROLLED = 8

_OF_MACROS = frozenset({"caller", "varargs", "kwargs"})


class Folder:
    """Folds the templates of one environment, by the globals that it has when it is asked.

    `pure`, `phrase` and `prefix` are as for Evaluator.
    """

    def __init__(self, environment: Environment, *, pure: frozenset[str], phrase: str, prefix: str) -> None:
        self._environment = environment
        self._trees = Trees(environment)
        self._numbers = count(1)
        self._new_evaluator = partial(Evaluator, environment, pure=pure, phrase=phrase, prefix=prefix)
        self._known = self._new_evaluator()

    def page(self, name: str) -> nodes.Template:
        """The whole page that a template makes. Raises Unfoldable."""
        self._known = self._new_evaluator()
        statements, macros = self._trees.flat(name)
        place = Place(self._renamed(set_by(statements)), macros)
        return self._template(self._body(statements, place))

    def macro(self, template: str, name: str) -> nodes.Macro:
        """A macro as it was written. Raises Unfoldable when there is none."""
        return self._trees.macro(template, name)[0]

    def call(self, template: str, name: str) -> nodes.Template:
        """A page that is one call of a macro, whose parameters are the page's values. Raises Unfoldable."""
        self._known = self._new_evaluator()
        macro, _ = found = self._trees.macro(template, name)
        given: list[nodes.Expr] = [nodes.Name(one.name, "load") for one in macro.args]
        call = nodes.Call(nodes.Name(name, "load"), given, [], None, None, lineno=macro.lineno)
        return self._template(self._inlined(call, found, Place({}, {})))

    def _template(self, body: list[nodes.Node]) -> nodes.Template:
        # In a scope of its own: what a template sets at its top is costly, as others could import it.
        scope = nodes.Scope(_merged(body), lineno=1)
        self._known.restore(scope)
        return nodes.Template([scope], lineno=1).set_environment(self._environment)  # type: ignore[return-value]  # it returns itself

    def _renamed(self, names: set[str]) -> dict[str, nodes.Expr]:
        """New names, so that what two pieces set does not meet when they are put side by side."""
        return {name: nodes.Name(f"{name}_{next(self._numbers)}", "load") for name in sorted(names)}

    # Statements

    def _body(self, body: Sequence[nodes.Node], place: Place) -> list[nodes.Node]:
        return [made for node in body for made in self._statement(node, place)]

    def _statement(self, node: nodes.Node, place: Place) -> list[nodes.Node]:
        if isinstance(node, nodes.Output):
            return [made for one in node.nodes for made in self._shown(one, place)]
        if isinstance(node, nodes.If):
            return self._branches(node, place)
        if isinstance(node, nodes.For):
            return self._loop(node, place)
        if isinstance(node, nodes.Assign):
            value = self._known.value(node.node, place)
            return [nodes.Assign(self._known.expression(node.target, place), value, lineno=node.lineno)]
        if isinstance(node, nodes.Scope):
            return self._body(node.body, place.inner(self._renamed(set_by(node.body))))
        raise Unfoldable

    def _branches(self, node: nodes.If, place: Place) -> list[nodes.Node]:
        undecided: list[tuple[nodes.Expr, list[nodes.Node]]] = []
        last: Sequence[nodes.Node] = node.else_
        for branch in (node, *node.elif_):
            test = self._known.value(branch.test, place)
            if not isinstance(test, nodes.Const):
                undecided.append((test, self._body(branch.body, place)))
            elif test.value:
                last = branch.body
                break
        rest = self._body(last, place)
        for test, body in reversed(undecided):
            rest = [nodes.If(test, _merged(body), [], _merged(rest), lineno=node.lineno)]
        return rest

    def _loop(self, node: nodes.For, place: Place) -> list[nodes.Node]:
        if node.recursive or node.test or node.else_:
            raise Unfoldable
        iterated = self._known.value(node.iter, place)
        items = iterated.value if isinstance(iterated, nodes.Const) else None
        counted = any("loop" in names_in(one, "load") for one in node.body)
        if isinstance(items, tuple) and len(items) <= _LONGEST_UNROLLED and has_safe_repr(items) and not counted:
            rounds = [place.inner({**_bound(node.target, one), **self._renamed(set_by(node.body))}) for one in items]
            return [made for one in rounds for made in self._body(node.body, one)]
        inner = place.inner(self._renamed(names_in(node.target, "store") | set_by(node.body)))
        target = self._known.expression(node.target, inner)
        body = _merged(self._body(node.body, inner))
        return [nodes.For(target, iterated, body, [], None, False, lineno=node.lineno)]  # noqa: FBT003 (Jinja2's field)

    def _inlined(self, call: nodes.Call, callee: Callee, place: Place) -> list[nodes.Node]:
        """The body of a macro in the stead of a call, behind the assignment of its parameters."""
        macro, home = callee
        macros = self._trees.macros(home)
        names = [one.name for one in macro.args]
        given = dict(zip(names, call.args, strict=False)) | {one.key: one.value for one in call.kwargs}
        defaults = dict(zip(names[len(names) - len(macro.defaults) :], macro.defaults, strict=True))
        is_complete = len(given) == len(call.args) + len(call.kwargs) and given.keys() | defaults.keys() == set(names)
        own = {*names, *macros, "loop", *self._environment.globals}.union(
            *(names_in(one, "store") for one in macro.body)
        )
        read = set[str]().union(*(names_in(one, "load") for one in macro.body))
        if (
            place.depth > _DEEPEST
            or call.dyn_args
            or call.dyn_kwargs
            or not is_complete
            or not read - _OF_MACROS <= own
        ):
            raise Unfoldable
        again = set_by(macro.body)
        found: list[nodes.Node] = []
        inner = Place(self._renamed(again | set(names)), macros, place.depth + 1)
        for name in names:
            value = self._known.value(given[name], place) if name in given else self._known.value(defaults[name], inner)
            if name not in again and isinstance(value, nodes.Const | nodes.Name):
                inner = inner.inner({name: value})
            else:
                found.append(nodes.Assign(stored(inner.names[name]), value, lineno=call.lineno))
        return found + self._body(macro.body, inner)

    # Output

    def _shown(self, node: nodes.Expr, place: Place) -> list[nodes.Node]:
        if callee := place.macro(node):
            return self._inlined(node, callee, place)  # type: ignore[arg-type]  # only calls have a callee
        if isinstance(node, nodes.CondExpr):
            shown = nodes.Output([node.expr1], lineno=node.lineno)
            hidden: list[nodes.Node] = [nodes.Output([node.expr2], lineno=node.lineno)] if node.expr2 else []
            return self._branches(nodes.If(node.test, [shown], [], hidden, lineno=node.lineno), place)
        if isinstance(node, nodes.Concat):
            return [made for one in node.nodes for made in self._shown(one, place)]
        if isinstance(node, nodes.TemplateData):
            return [nodes.Output([node], lineno=node.lineno)]
        parts = [_text(one) for one in self._known.parts(self._known.value(node, place))]
        return [nodes.Output(parts, lineno=node.lineno)]


def _bound(target: nodes.Node, item: Any) -> dict[str, nodes.Expr]:
    """What a loop's variables mean in one round."""
    targets = target.items if isinstance(target, nodes.Tuple) else [target]
    values = item if isinstance(target, nodes.Tuple) else (item,)
    if len(targets) != len(values) or not all(isinstance(one, nodes.Name) for one in targets):
        raise Unfoldable
    return {one.name: nodes.Const(value) for one, value in zip(targets, values, strict=True)}  # type: ignore[attr-defined]  # names


def _text(node: nodes.Expr) -> nodes.Expr:
    return nodes.TemplateData(str(escape(node.value)), lineno=node.lineno) if isinstance(node, nodes.Const) else node


def _merged(body: Sequence[nodes.Node]) -> list[nodes.Node]:
    """The same statements with as few outputs, and texts in them, as possible."""
    found: list[nodes.Node] = []
    for node in body:
        if not isinstance(node, nodes.Output):
            found.append(node)
            continue
        if not found or not isinstance(found[-1], nodes.Output):
            found.append(nodes.Output([], lineno=node.lineno))
        parts = found[-1].nodes  # type: ignore[attr-defined]  # an Output, as just made sure
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData) and parts and isinstance(parts[-1], nodes.TemplateData):
                parts[-1] = nodes.TemplateData(parts[-1].data + part.data, lineno=parts[-1].lineno)
            else:
                parts.append(part)
    return found
