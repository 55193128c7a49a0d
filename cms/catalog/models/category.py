"""The tree of goods. Change it through services.categories, which keeps the addresses right."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.contract.addresses import LIST_PAGE_SEGMENT

MAX_DEPTH = 4


class Category(index.Indexed, models.Model):
    """A node of the tree. `slug_path` (slugs from the root on, joined by /) follows from slug and parent."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    slug = models.SlugField(_("slug"), max_length=60)
    slug_path = models.CharField(max_length=400, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(_("position"), default=0)

    search_fields = [
        index.SearchField("name", boost=5),
        index.AutocompleteField("name"),
        index.FilterField("parent_id"),
    ]

    class Meta:
        verbose_name = _("category")
        ordering = ("position", "name", "id")
        verbose_name_plural = _("categories")
        constraints = (
            models.CheckConstraint(
                name="category_not_inside_itself",
                condition=~Q(parent=F("id")),
                violation_error_message=_("A category cannot be placed inside itself."),
            ),
            models.CheckConstraint(
                name="category_slug_not_reserved",
                condition=~Q(slug=LIST_PAGE_SEGMENT),
                violation_error_message=_("The slug “page” is reserved: the pages of a list have it."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @admin.display(description=_("Name"), ordering="name")
    def indented_name(self) -> str:
        """The name as a line of the tree, further to the right the deeper it stands."""
        return "\u2003" * (self.depth - 1) + self.name

    @property
    def depth(self) -> int:
        """1 for a category at the top."""
        return self.slug_path.count("/") + 1


class CategorySlugHistory(models.Model):
    """An address a category had; asked for, it answers 301 to the present one."""

    slug_path = models.CharField(max_length=400, unique=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="slug_history")

    def __str__(self) -> str:
        return self.slug_path
