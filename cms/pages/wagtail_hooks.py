"""Where the pages plug into Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from cms.pages import redirect_form
from cms.pages.choosers import CHOOSERS
from cms.pages.models import ContentPage
from cms.pages.navigation_view import NavigationOrderView
from cms.pages.places import why_not_here

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page

    from cms.pages.choosers import ShopChooserViewSet


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_choosers() -> tuple[ShopChooserViewSet, ...]:
    """The windows in which categories, listings and sellers are chosen."""
    return CHOOSERS


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # As above.
def register_views() -> list[URLPattern]:
    """Wagtail lets in only who may enter the admin; the views look closer."""
    return [path("menu-and-footer/order/", NavigationOrderView.as_view(), name="navigation_order")]


@hooks.register("register_admin_urls", order=-1)  # type: ignore[untyped-decorator]  # As above.
def register_redirect_views() -> list[URLPattern]:
    """Before Wagtail's own at the same addresses."""
    return [
        path("redirects/add/", redirect_form.add_view()),
        path("redirects/<int:redirect_id>/", redirect_form.edit_view()),
    ]


@hooks.register("before_move_page")  # type: ignore[untyped-decorator]  # As above.
def refuse_bad_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Say why a page may not stand there; Wagtail itself would only say that it is forbidden."""
    if not isinstance(page, ContentPage):
        return None
    refusal = why_not_here(page.slug, parent_depth=destination.depth, levels=page.levels())
    if refusal is None:
        return None
    messages.error(request, _("“%(page)s” was not moved. %(refusal)s") % {"page": page, "refusal": refusal})
    return redirect("wagtailadmin_pages:move", page.pk)
