"""Where in the admin a thing is edited, for those who may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from cms.contract.keys import Kind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class _Form:
    """The name of its address, what stands before the number there, and the permission it wants."""

    name: str
    permission: str
    before: tuple[str, ...] = ()


_LISTING = _Form("listings:edit", "catalog.change_listing")
_CATEGORY = _Form("categories:edit", "catalog.change_category")
_PAGE = _Form("wagtailadmin_pages:edit", "wagtailadmin.access_admin")  # The page itself looks closer.
_IMAGE = _Form("wagtailimages:edit", "wagtailadmin.access_admin")
_DOCUMENT = _Form("wagtaildocs:edit", "wagtailadmin.access_admin")
_SELLER = _Form("wagtailusers_users:inspect", "accounts.view_user")


def _setting(app: str, model: str) -> _Form:
    return _Form("wagtailsettings:edit", f"{app}.change_{model}", (app, model))


_SETTINGS = {
    "appearance": _setting("shop_site", "appearance"),
    "general": _setting("shop_site", "generalsettings"),
    "navigation": _setting("shop_pages", "navigation"),
    "texts": _Form("second_texts", "shop_site.change_generalsettings"),
}
_KINDS: dict[str, _Form] = {
    Kind.LISTING: _LISTING,
    Kind.CATEGORY: _CATEGORY,
    Kind.CATEGORY_LISTINGS: _CATEGORY,
    Kind.SELLER: _SELLER,
    Kind.SELLER_LISTINGS: _SELLER,
    Kind.PAGE: _PAGE,
    Kind.IMAGE: _IMAGE,
    Kind.DOCUMENT: _DOCUMENT,
}
_MODELS = {
    "shop_pages.homepage": _PAGE,
    "shop_pages.contentpage": _PAGE,
    "shop_pages.navigation": _SETTINGS["navigation"],
    "shop_site.appearance": _SETTINGS["appearance"],
    "shop_site.generalsettings": _SETTINGS["general"],
    "wagtailredirects.redirect": _Form("wagtailredirects:edit", "wagtailredirects.change_redirect"),
}


def of_change(user: User | AnonymousUser, kind: str, key: str) -> str:
    """Where what has changed is edited; empty for what has no form, and for those who may not."""
    if kind == Kind.SETTING:
        return _address(user, _SETTINGS.get(key), "")
    return _address(user, _KINDS.get(kind), key) if key.isdecimal() else ""


def of_model(user: User | AnonymousUser, model: str, number: int, content_path: str) -> str:
    """The same for a field of `app.model`: Wagtail's forms go to the field by themselves."""
    form = _MODELS.get(model)
    address = _address(user, form, "" if form in _SETTINGS.values() else str(number))
    return f"{address}#:w:contentpath={content_path}" if address else ""


def _address(user: User | AnonymousUser, form: _Form | None, number: str) -> str:
    if form is None or not user.has_perm(form.permission):
        return ""
    return reverse(form.name, args=[*form.before, *([number] if number else [])])
