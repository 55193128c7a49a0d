"""The pages that editors write: one home page, and content pages below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from cms.pages.blocks import PageBody
from cms.pages.editor import page_editor
from cms.pages.forms import ContentPageCopyForm, ContentPageForm, ShopPageForm
from cms.pages.navigation import Navigation
from cms.pages.places import why_not_here
from cms.site.general import LANGUAGE_NAMES, GeneralSettings
from cms.site.links import public_path
from cms.site.preview import preview_response

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

__all__ = ["ContentPage", "HomePage", "Navigation"]


class ShopPage(Page):
    """What both kinds of page share. Pages are files: Wagtail serves none, so `url` is made here.

    `further_…` is what the page says in the shop's second language; what is empty there is shown as in the first.
    """

    body = StreamField(PageBody(), blank=True, verbose_name=_("body"))
    further_title = models.CharField(_("title"), max_length=255, blank=True)
    further_body = StreamField(PageBody(), blank=True, verbose_name=_("body"))
    further_seo_title = models.CharField(
        _("title tag"), max_length=255, blank=True, help_text=_("The name of the page in search results.")
    )
    further_search_description = models.TextField(
        _("meta description"), blank=True, help_text=_("The text below the name in search results.")
    )
    sharing_image = models.ForeignKey(
        "pictures.ShopImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Messengers show it beside a link to this page."),
        verbose_name=_("sharing image"),
    )

    private_page_options: ClassVar[list[str]] = []  # A file cannot ask who reads it.
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
    further_panels: ClassVar[list[Any]] = [
        HelpPanel(_("The same page in the shop’s second language. What you leave empty is shown as in the first.")),
        FieldPanel("further_title"),
        FieldPanel("further_body"),
        MultiFieldPanel(
            [FieldPanel("further_seo_title"), FieldPanel("further_search_description")],
            heading=_("In search engines and messengers"),
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("body"),
        index.SearchField("further_title"),
        index.SearchField("further_body"),
    ]

    class Meta:
        abstract = True

    @property
    def public_path(self) -> str:
        """`/` for the home page, else `/<slug>[/<slug>…]`."""
        return public_path(self.url_path)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Site, root and path for Wagtail's own links, without a trailing slash; None outside the site."""
        sites = self._get_relevant_site_root_paths(request)
        if not sites:
            return None
        return sites[0].site_id, settings.SITE_URL.rstrip("/"), self.public_path

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One for each language of the shop, the first without a name."""
        first, *further = GeneralSettings.load().languages
        return [("", str(LANGUAGE_NAMES[first])), *((code, str(LANGUAGE_NAMES[code])) for code in further)]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as the site would show this draft."""
        return preview_response("page", self, request, language=mode_name)


class HomePagePermissions(PagePermissionTester):
    """A shop without a home page is none: it can be edited, and nothing else."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: ARG002, FBT001, FBT002  (Wagtail's signature)
        """Never."""
        return False

    def can_unpublish(self) -> bool:
        """Never."""
        return False

    def can_copy(self) -> bool:
        """Never: there is exactly one."""
        return False


class HomePage(ShopPage):
    """The shop's first page. Above its blocks stands the hero of Appearance."""

    max_count = 1
    base_form_class = ShopPageForm
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["shop_pages.ContentPage"]
    promote_panels: ClassVar[list[MultiFieldPanel]] = [
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("sharing_image")],
            heading=_("In search engines and messengers"),
        ),
    ]

    class Meta:
        verbose_name = _("home page")

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        """What `user` may do with the home page."""
        return HomePagePermissions(user, self)


class ContentPage(ShopPage):
    """A page below the home page: about, help, imprint."""

    parent_page_types: ClassVar[list[str]] = ["shop_pages.HomePage", "shop_pages.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["shop_pages.ContentPage"]
    base_form_class = ContentPageForm
    copy_form_class = ContentPageCopyForm
    promote_panels: ClassVar[list[MultiFieldPanel]] = [
        MultiFieldPanel([FieldPanel("slug")], heading=_("Address")),
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("sharing_image")],
            heading=_("In search engines and messengers"),
        ),
    ]

    class Meta:
        verbose_name = _("page")

    def levels(self) -> int:
        """How many levels of pages this one and those below it make."""
        deepest = self.get_descendants(inclusive=True).aggregate(deepest=Max("depth"))["deepest"]
        return int(deepest - self.depth + 1)

    def clean(self) -> None:
        """Refuse a slug that may not stand here, whoever saves."""
        super().clean()
        self._check_place()

    def minimal_clean(self) -> None:
        """The same for drafts."""
        super().minimal_clean()
        self._check_place()

    def can_move_to(self, parent: Page) -> bool:
        """Whether the page and all below it may stand there."""
        if why_not_here(self.slug, parent_depth=parent.depth, levels=self.levels()):
            return False
        return bool(super().can_move_to(parent))

    def move(self, target: Page, pos: str | None = None, user: AbstractBaseUser | None = None) -> None:
        """Move the page. Raises ValidationError when it may not stand there."""
        parent = target if pos and pos.endswith("-child") else target.get_parent()
        if refusal := why_not_here(self.slug, parent_depth=parent.depth, levels=self.levels()):
            raise ValidationError({"slug": refusal})
        super().move(target, pos=pos, user=user)

    def _check_place(self) -> None:
        # A page that is being written has no place yet; its form knows the parent and asks the same.
        if self.path and (refusal := why_not_here(self.slug, parent_depth=self.depth - 1)):
            raise ValidationError({"slug": refusal})


for _model in (HomePage, ContentPage):
    _model.edit_handler = page_editor(_model)
