"""Templates with a fast twin: the same page folded flat and compiled to plain attribute access.

The twin is tried first. Whatever goes wrong in it, the template as it was written has the last word: it tells an error
with its own lines, and if it finds none, its page is taken and the twin put aside. So folding can make a page fast, but
never wrong.
"""

from __future__ import annotations

from functools import partial
from io import StringIO
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Literal, cast

from jinja2 import Environment, Template, TemplateError, nodes
from jinja2.compiler import CodeGenerator
from jinja2.utils import _PassArg
from markupsafe import Markup, escape

from sitegen.flattening import Unfoldable
from sitegen.folding import Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2.compiler import Frame
    from jinja2.runtime import Context

PURE = frozenset({"t", "asset", "absolute"})
"""The functions of a theme that always give the same for the same."""


def encoded(value: object) -> bytes:
    """`value` as it is put out: escaped, and in UTF-8, piece by piece: to widen and encode a whole page costs more."""
    if type(value) is str:
        text = (
            value.replace("&", "&amp;")
            .replace(">", "&gt;")
            .replace("<", "&lt;")
            .replace("'", "&#39;")
            .replace('"', "&#34;")
        )
    else:
        text = value if type(value) is Markup else escape(value)
    return text.encode("utf-8", "replace")  # Half an emoji in an editor's text must not stop everybody's pages.


class Twin:
    """A folded template, compiled. Give it the page's values and the globals in one dictionary."""

    def __init__(self, environment: ThemeEnvironment, tree: nodes.Template, name: str) -> None:
        code = StringIO()
        _Code(environment, name, name, code).visit(tree)
        namespace: dict[str, Any] = {"environment": environment}
        exec(compile(code.getvalue(), f"<folded {name}>", "exec"), namespace)  # noqa: S102 (what Jinja2 made)
        self._environment = environment
        self._name = name
        self._root: Callable[[Context], Iterator[bytes]] = namespace["root"]

    def pieces(self, values: dict[str, Any]) -> list[bytes]:
        """The page in pieces, those that the template fixes and those that differ. Raises anything."""
        return list(self._root(self._environment.context_class(self._environment, values, self._name, {})))

    def render(self, values: dict[str, Any]) -> bytes:
        """The page. Raises anything."""
        return b"".join(self.pieces(values))


class TwinTemplate(Template):
    """A template that is rendered by its twin where it has one."""

    _twin: Twin | Literal["not asked for"] | None = "not asked for"

    def render(self, *args: Any, **kwargs: Any) -> str:
        """What Jinja2's own method gives, faster."""
        return b"".join(self.pieces(dict(*args, **kwargs))).decode()

    def pieces(self, values: dict[str, Any]) -> list[bytes]:
        """The same in UTF-8 and in pieces, of which other pages have many, too."""
        if self._twin == "not asked for":
            self._twin = cast("ThemeEnvironment", self.environment).twin_of(self.name or "")
        if isinstance(self._twin, Twin):
            try:
                return self._twin.pieces({**self.globals, **values})
            except Exception:  # noqa: BLE001, S110 (told below, by the template as it was written)
                pass
        page = super().render(values)
        self._twin = None
        return [page.encode(errors="replace")]


class ThemeEnvironment(Environment):
    """An environment whose templates have twins. Its globals are complete before the first page is rendered."""

    template_class = TwinTemplate

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.encoded = encoded
        self._folder = Folder(self, pure=PURE, phrase="t", prefix="absolute")

    def twin_of(self, template: str) -> Twin | None:
        """The twin of a page's template, None if it cannot have one."""
        return self._compiled(partial(self._folder.page, template), template)

    def twinned(self, template: str) -> TwinTemplate:
        """`get_template`, with the type that it has here."""
        return cast("TwinTemplate", self.get_template(template))

    def fast_macro(self, template: str, macro: str) -> Callable[..., Markup | None]:
        """A function of the macro's parameters that gives its text, and None when anything is wrong."""
        twin = self.twin_of_call(template, macro)
        if twin is None:
            return lambda *_: None
        names = [one.name for one in self._folder.macro(template, macro).args]
        globals_ = dict(self.globals)

        def call(*values: object) -> Markup | None:
            try:
                text = twin.render({**globals_, **dict(zip(names, values, strict=True))})
            except Exception:  # noqa: BLE001 (the macro as it was written tells)
                return None
            return Markup(text.decode())  # noqa: S704 (put out by an escaping template)

        return call

    def twin_of_call(self, template: str, macro: str) -> Twin | None:
        """The twin of a macro: it renders one call, with the macro's parameters as its values."""
        return self._compiled(partial(self._folder.call, template, macro), template)

    def _compiled(self, fold: Callable[[], nodes.Template], name: str) -> Twin | None:
        try:
            return Twin(self, fold(), name)
        except (Unfoldable, TemplateError, SyntaxError, ValueError, OSError, RecursionError):
            return None  # What is wrong is told by the template as it was written.


class _Code(CodeGenerator):
    """Python that trusts its values: what fails here is rendered by the template as it was written."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja2's name)
        """An attribute, not perhaps an item."""
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802 (Jinja2's)
        """A call without a look at whether the function wants to know its context."""
        if node.dyn_args or node.dyn_kwargs or forward_caller or self._wants_context(node.node):
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _wants_context(self, function: nodes.Expr) -> bool:
        if isinstance(function, nodes.Name):
            known: Any = self.environment.globals.get(function.name)
            return _PassArg.from_obj(known) is not None
        return not isinstance(function, nodes.Getattr)

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return repr("".join(map(str, group)).encode(errors="replace"))

    def _output_child_pre(self, *_: object) -> None:
        self.write("environment.encoded(")

    def _output_child_post(self, *_: object) -> None:
        self.write(")")
