"""The list of categories as a tree whose branches are moved: dropped with the mouse, or by buttons in each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, Column, Table
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView

from cms.catalog.admin.fields import in_tree_order
from cms.catalog.errors import CategoryRefused
from cms.catalog.models import Category
from cms.catalog.services import Step, step_category

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_REFUSED = 422


@dataclass(frozen=True, slots=True)
class _Button:
    step: Step
    icon: str
    label: str | _StrPromise
    possible: bool


_STEPS = (
    (Step.UP, "arrow-up", gettext_lazy("Move “%(name)s” up")),
    (Step.DOWN, "arrow-down", gettext_lazy("Move “%(name)s” down")),
    (Step.OUT, "arrow-left", gettext_lazy("Move “%(name)s” out of “%(above)s”")),
    (Step.IN, "arrow-right", gettext_lazy("Move “%(name)s” into “%(before)s”")),
)


class CategoryTable(Table):
    """A table whose rows can be told apart by scripts."""

    def get_row_attrs(self, instance: Any) -> dict[str, Any]:
        """With the id of the category."""
        return {**super().get_row_attrs(instance), "data-category": str(instance.pk)}


class MoveColumn(Column):
    """A handle to drag the row by, and a button for each step that leads somewhere."""

    cell_template_name = "catalog/admin/move_cell.html"

    def __init__(self, tree: list[Category]) -> None:
        super().__init__("move", label=gettext_lazy("Move"))
        self._names = {one.pk: one.name for one in tree}
        self._siblings: dict[int | None, list[int]] = {}
        for one in tree:
            self._siblings.setdefault(one.parent_id, []).append(one.pk)

    def get_value(self, instance: Any) -> list[_Button]:
        """The buttons of one row. Those that lead nowhere stay, so that the others do not change places."""
        siblings = self._siblings[instance.parent_id]
        place = siblings.index(instance.pk)
        named = {
            "name": instance.name,
            "above": self._names.get(instance.parent_id, "…"),
            "before": self._names[siblings[place - 1]] if place else "…",
        }
        possible = {Step.DOWN: place < len(siblings) - 1, Step.OUT: instance.parent_id is not None}
        return [_Button(step, icon, label % named, possible.get(step, place > 0)) for step, icon, label in _STEPS]


class CategoryIndexView(IndexView):
    """The tree, each category below its parent."""

    table_class = CategoryTable
    table_classname = "listing categories-table"

    @cached_property
    def _tree(self) -> list[Category]:
        return in_tree_order()

    @cached_property
    def may_move(self) -> bool:
        """Who may change categories moves them in the tree, not among hits of a search or in another order."""
        is_tree = not (self.is_searching or self.is_explicitly_ordered)
        return bool(is_tree and self.user_has_permission("change"))

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """With buttons to move."""
        columns: list[BaseColumn] = super().columns
        return [*columns, MoveColumn(self._tree)] if self.may_move else columns

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """In the order of the tree, unless another one was asked for."""
        if self.is_explicitly_ordered:
            ordered: QuerySet[Any] = super().order_queryset(queryset)
            return ordered
        places = [When(pk=one.pk, then=Value(place)) for place, one in enumerate(self._tree)]
        return queryset.order_by(Case(*places, default=Value(0), output_field=IntegerField()), "pk")


class _MoveForm(forms.Form):
    step = forms.ChoiceField(choices=[(one.value, one.value) for one in Step])
    other = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class CategoryMoveView(PermissionCheckedMixin, View):
    """Moves one category. A script asks with `X-Requested-With` and gets no page, or the reason why not as text."""

    permission_policy = policy_registry.get_by_type(Category)
    permission_required = "change"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move it, or say why not; then back to the tree."""
        form = _MoveForm(request.POST)
        told, moved = _("This is no move that the tree knows."), False
        if form.is_valid():
            told, moved = self._moved(pk, form.cleaned_data)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return HttpResponse(told, content_type="text/plain; charset=utf-8", status=200 if moved else _REFUSED)
        (messages.success if moved else messages.error)(request, told)
        return redirect(f"{reverse('categories:list')}#category-{pk}")

    def _moved(self, pk: int, given: dict[str, Any]) -> tuple[str, bool]:
        user: Any = self.request.user
        try:
            category = step_category(pk, Step(given["step"]), other_id=given["other"], user=user)
        except CategoryRefused as refused:
            return str(refused), False
        if category.parent is None:
            return _("“%(name)s” is now at the top, place %(place)s.") % _told(category), True
        return _("“%(name)s” is now in “%(above)s”, place %(place)s.") % _told(category), True


def _told(category: Category) -> dict[str, object]:
    return {"name": category, "above": category.parent, "place": category.position + 1}
