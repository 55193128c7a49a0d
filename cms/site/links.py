"""Where an editor's link leads: what may be typed, and the path it becomes on the shop's pages."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

HOME_DEPTH = 2
"""Depth of the home page in Wagtail's tree: its invisible root has 1."""

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\<>\"]")
_LOCAL_SUFFIXES = (".local", ".localhost", ".internal", ".invalid")


def clean_address(typed: str) -> str:
    """The address as it is stored: a path of the shop (`/listings`) or `https://…` of somebody else.

    A full address of this shop becomes a path. Raises ValidationError, in words, for anything else.
    """
    address = typed.strip()
    own = settings.SITE_URL.rstrip("/")
    if address == own or address.startswith(f"{own}/"):
        address = address.removeprefix(own) or "/"
    if _FORBIDDEN.search(address):
        raise ValidationError(_("An address has no spaces, quotes or backslashes in it."), code="address")
    if address.startswith("/") and not address.startswith("//"):
        return address if address == "/" else address.rstrip("/")
    _check_foreign(address)
    return address


def public_path(url_path: str) -> str:
    """The public path of a page from Wagtail's `url_path`: `/home/about/team/` → `/about/team`."""
    return "/" + "/".join(url_path.strip("/").split("/")[1:])


def page_paths(page_ids: Iterable[int]) -> dict[int, str]:
    """The public paths of those pages that shoppers can see; the others are missing from the answer."""
    pages = Page.objects.filter(pk__in=set(page_ids), depth__gte=HOME_DEPTH).live().public()
    return {number: public_path(url_path) for number, url_path in pages.values_list("pk", "url_path")}


def _check_foreign(address: str) -> None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        parts, host = SplitResult("", "", "", "", ""), ""
    if parts.scheme != "https" or not host or parts.username is not None:
        raise ValidationError(
            _("Begin with / for a page of this shop (/listings) or with https:// for another site."), code="address"
        )
    if is_local_host(host):
        raise ValidationError(
            _("%(host)s is the reader's own computer or network: nobody else can open that address."),
            code="local",
            params={"host": host},
        )


def is_local_host(host: str) -> bool:
    """Whether a host name or address means only this machine or this network."""
    if host == "localhost" or host.endswith(_LOCAL_SUFFIXES) or ("." not in host and ":" not in host):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
