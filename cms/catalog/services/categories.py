"""Changes to the tree of categories. Every address below a change is renewed, every old one is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log

from cms.catalog.errors import CategoryGone, CategoryInUse, InsideItself, SlugReserved, SlugTaken, TooDeep
from cms.catalog.models import Category, CategorySlugHistory, Listing
from cms.catalog.models.category import MAX_DEPTH
from cms.contract.addresses import LIST_PAGE_SEGMENT, slug_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class _Node:
    parent_id: int | None
    slug_path: str


_Tree = dict[int, _Node]


def create_category(
    name: str, *, slug: str = "", parent_id: int | None = None, position: int | None = None
) -> Category:
    """A new category; without a slug its name makes one, without a position it comes last.

    Raises CategoryRefused.
    """
    if position is None:
        last = Category.objects.filter(parent_id=parent_id).aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
    return save_category(
        Category(name=name, slug=slug or slug_of(name, otherwise="category"), parent_id=parent_id, position=position)
    )


def rename_category(category_id: int, *, name: str, slug: str = "") -> Category:
    """Give a category another name; its address changes only when a slug is given. Raises CategoryRefused."""
    with transaction.atomic():
        lock_tree()
        category = Category.objects.get(pk=category_id)
        category.name = name
        category.slug = slug or category.slug
        return save_category(category)


@transaction.atomic
def move_category(
    category_id: int, *, parent_id: int | None, position: int | None = None, user: User | None = None
) -> Category:
    """Put a category, with all that is below it, somewhere else in the tree, and number its new siblings anew.

    `position` is its place among them, 0 for the first. Without one it keeps its place below the same parent, and comes
    last below another. Raises CategoryRefused.
    """
    lock_tree()
    category = Category.objects.select_related("parent").get(pk=category_id)
    above, siblings = category.parent, siblings_below(parent_id)
    before = None if category not in siblings else siblings.index(category)
    place = before if position is None else position
    others = [one for one in siblings if one.pk != category_id]
    place = len(others) if place is None else max(0, min(place, len(others)))
    category.parent_id = parent_id
    category = save_category(category)
    _number([*others[:place], category, *others[place:]])
    if place != before:
        change = {"from": above.name if above else "", "to": category.parent.name if category.parent else ""}
        log(category, "catalog.move", user=user, data=change | {"place": place + 1})
    return category


def siblings_below(parent_id: int | None) -> list[Category]:
    """What stands directly below a category, or at the top, in its order."""
    return list(Category.objects.filter(parent_id=parent_id))


def _number(siblings: Sequence[Category]) -> None:
    changed = [one for place, one in enumerate(siblings) if one.position != place]
    for place, one in enumerate(siblings):
        one.position = place
    Category.objects.bulk_update(changed, ["position"])


@transaction.atomic
def save_category(category: Category) -> Category:
    """Save a new or changed category, with the addresses of all that is below it. Raises CategoryRefused."""
    tree = lock_tree()
    _check(category, tree)
    before = tree.get(category.pk or 0)
    category.slug_path = _path_of(category, tree)
    category.save()
    _forget_in_history([category.slug_path])
    if before is not None and before.slug_path != category.slug_path:
        _readdress(category, before.slug_path, tree)
    return category


def check_category(category: Category) -> None:
    """Raise CategoryRefused when save_category would; saves nothing."""
    _check(category, _tree_of(Category.objects.values_list("id", "parent_id", "slug_path")))


@transaction.atomic
def delete_category(category_id: int) -> None:
    """Delete an empty category. Raises CategoryInUse."""
    category = Category.objects.select_for_update().get(pk=category_id)
    check_empty(category)
    category.delete()


def check_empty(category: Category) -> None:
    """Raise CategoryInUse when something is in the category."""
    children = category.children.count()
    listings = Listing.objects.filter(category=category).count()
    if children or listings:
        raise CategoryInUse(category.name, children=children, listings=listings)


def lock_tree() -> _Tree:
    """Hold all rows until the transaction ends: two moves at once cannot close a circle, nor wait for each other."""
    return _tree_of(Category.objects.select_for_update().order_by("id").values_list("id", "parent_id", "slug_path"))


def _tree_of(rows: object) -> _Tree:
    return {pk: _Node(parent_id, slug_path) for pk, parent_id, slug_path in rows}  # type: ignore[attr-defined]


def _check(category: Category, tree: _Tree) -> None:
    if category.slug == LIST_PAGE_SEGMENT:
        raise SlugReserved(category.slug)
    if category.parent_id is not None and category.parent_id not in tree:
        raise CategoryGone
    if category.pk in _lineage(category.parent_id, tree):
        raise InsideItself(category.name)
    if len(_lineage(category.parent_id, tree)) + _height(category, tree) > MAX_DEPTH:
        raise TooDeep(MAX_DEPTH)
    path = _path_of(category, tree)
    if any(node.slug_path == path for pk, node in tree.items() if pk != category.pk):
        raise SlugTaken(category.slug)


def _lineage(category_id: int | None, tree: _Tree) -> list[int]:
    """The ids from this category up to the root."""
    lineage: list[int] = []
    while category_id is not None:
        lineage.append(category_id)
        category_id = tree[category_id].parent_id
    return lineage


def _height(category: Category, tree: _Tree) -> int:
    """How many levels the category has, itself included."""
    node = tree.get(category.pk or 0)
    if node is None:
        return 1
    deepest = max(
        (_levels(one.slug_path) for one in tree.values() if _is_below(one.slug_path, node.slug_path)), default=0
    )
    return max(1, deepest - _levels(node.slug_path) + 1)


def _levels(slug_path: str) -> int:
    return slug_path.count("/") + 1


def _is_below(slug_path: str, above: str) -> bool:
    return slug_path.startswith(f"{above}/")


def _path_of(category: Category, tree: _Tree) -> str:
    if category.parent_id is None:
        return category.slug
    return f"{tree[category.parent_id].slug_path}/{category.slug}"


def _readdress(category: Category, old_path: str, tree: _Tree) -> None:
    """Renew the addresses below a category that has moved, and remember all old ones."""
    old_paths = {category.pk: old_path}
    old_paths |= {pk: node.slug_path for pk, node in tree.items() if _is_below(node.slug_path, old_path)}
    new_paths = {pk: category.slug_path + path[len(old_path) :] for pk, path in old_paths.items()}
    for pk, path in new_paths.items():
        Category.objects.filter(pk=pk).update(slug_path=path)
    for pk, path in old_paths.items():
        CategorySlugHistory.objects.update_or_create(slug_path=path, defaults={"category_id": pk})
    _forget_in_history(list(new_paths.values()))


def _forget_in_history(paths: list[str]) -> None:
    """An address that is in use again leads nowhere else."""
    CategorySlugHistory.objects.filter(slug_path__in=paths).delete()
