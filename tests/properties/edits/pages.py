"""Edits of the pages that editors write, and of what these link to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.pages.models import ContentPage, HomePage
from cms.pages.tree import ensure_home
from tests.properties.edits.bodies import any_body
from tests.properties.edits.dice import Dice, Unfit
from tests.properties.edits.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable


def _any(dice: Dice, **which: object) -> ContentPage:
    return dice.pick(list(ContentPage.objects.filter(**which).order_by("pk")))


def create(memory: Memory, dice: Dice) -> None:
    """Below the home page or another one, live or as a draft."""
    number = memory.number()
    above = [ensure_home(), *ContentPage.objects.filter(depth__lt=5).order_by("pk")]
    page = ContentPage(title=f"Page {number}", slug=f"page-{number}", body=any_body(dice), live=not dice.maybe())
    dice.pick(above).add_child(instance=page)


def rewrite(memory: Memory, dice: Dice) -> None:
    """Other blocks, published as the editor does it."""
    page = _any(dice)
    page.body = any_body(dice)
    page.save_revision(clean=False).publish()


def rewrite_home(memory: Memory, dice: Dice) -> None:
    """Other blocks on the first page."""
    home = HomePage.objects.get()
    home.body = any_body(dice)
    home.search_description = f"Welcome {memory.number()}"
    home.save()


def draft(memory: Memory, dice: Dice) -> None:
    """A change nobody sees."""
    page = _any(dice)
    page.title = f"Draft {memory.number()}"
    page.save_revision(clean=False)


def publish_draft(memory: Memory, dice: Dice) -> None:
    """The newest revision goes live."""
    page = _any(dice, latest_revision__isnull=False)
    page.get_latest_revision().publish()


def retitle(memory: Memory, dice: Dice) -> None:
    """The title stands in breadcrumbs of all pages below."""
    page = _any(dice)
    page.title = f"Title {memory.number()}"
    page.save()


def readdress(memory: Memory, dice: Dice) -> None:
    """Another slug: another address for it and all below; links by number follow."""
    page = _any(dice)
    memory.page_slugs.append((page.pk, page.slug))
    page.slug = f"other-{memory.number()}"
    page.save()


def readdress_back(memory: Memory, dice: Dice) -> None:
    """An address that was given up comes back."""
    number, slug = dice.pick(memory.page_slugs)
    page = ContentPage.objects.filter(pk=number).first()
    if page is None or page.get_siblings(inclusive=False).filter(slug=slug).exists():
        raise Unfit
    page.slug = slug
    page.save()


def move(memory: Memory, dice: Dice) -> None:
    """Elsewhere in the tree, with all below it."""
    page = _any(dice)
    above = [ensure_home(), *ContentPage.objects.not_descendant_of(page, inclusive=True).order_by("pk")]
    target = dice.pick(above)
    if target.get_children().filter(slug=page.slug).exists():
        raise Unfit
    page.move(target, pos=dice.pick(("last-child", "first-child")))


def unpublish(memory: Memory, dice: Dice) -> None:
    """Those below it stay, or go as well."""
    page = _any(dice, live=True)
    below = page.get_descendants(inclusive=True).specific() if dice.maybe() else [page]
    for one in below:
        one.unpublish()


def publish(memory: Memory, dice: Dice) -> None:
    """Back again."""
    page = _any(dice, live=False)
    page.save_revision(clean=False).publish()


def delete(memory: Memory, dice: Dice) -> None:
    """With all that is below it."""
    _any(dice).delete()


def hide(memory: Memory, dice: Dice) -> None:
    """Only who has logged in may read it: so no file of it may be there."""
    PageViewRestriction.objects.create(page=_any(dice).page_ptr, restriction_type=PageViewRestriction.LOGIN)


def show(memory: Memory, dice: Dice) -> None:
    """Everybody may read it again."""
    dice.pick(list(PageViewRestriction.objects.order_by("pk"))).delete()


def redirect(memory: Memory, dice: Dice) -> None:
    """No page shows it: the app answers."""
    Redirect.add_redirect(f"/old-{memory.number()}", redirect_to=_any(dice).page_ptr, is_permanent=True)


EDITS: tuple[Callable[[Memory, Dice], None], ...] = (
    create,
    rewrite,
    rewrite_home,
    draft,
    publish_draft,
    retitle,
    readdress,
    readdress_back,
    move,
    unpublish,
    publish,
    delete,
    hide,
    show,
    redirect,
)
