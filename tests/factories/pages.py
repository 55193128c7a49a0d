"""Pages, settings and library pictures for tests: the least valid ones. A test states only what it is about."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any, TypeVar

import factory
from django.core.files.base import ContentFile
from PIL import Image

from cms.pages.models import ContentPage, HomePage, Navigation
from cms.pages.tree import ensure_home
from cms.pictures.models import Picture, ShopImage
from cms.site.models import Appearance, GeneralSettings

Row = TypeVar("Row", Appearance, GeneralSettings, Navigation)


class ContentPageFactory(factory.Factory[ContentPage]):
    """A live page directly below the home page, unless said otherwise."""

    class Meta:
        model = ContentPage

    title = factory.Sequence(lambda n: f"Page {n}")

    @classmethod
    def _create(cls, model_class: type[ContentPage], *args: Any, **fields: Any) -> ContentPage:  # noqa: ARG003 (factory_boy's signature)
        parent = fields.pop("parent", None) or ensure_home()
        page = parent.add_child(instance=ContentPage(**fields))
        return ContentPage.objects.get(pk=page.pk)


def make_page(**fields: Any) -> ContentPage:
    """A live page; takes the page's fields and `parent`."""
    page: ContentPage = ContentPageFactory.create(**fields)
    return page


def make_home(**fields: Any) -> HomePage:
    """The home page, with these fields."""
    home = ensure_home()
    for name, value in fields.items():
        setattr(home, name, value)
    home.save()
    return HomePage.objects.get(pk=home.pk)


def make_appearance(**fields: Any) -> Appearance:
    """The stored appearance, checked as the form checks it."""
    return _changed(Appearance.load(), fields)


def make_settings(**fields: Any) -> GeneralSettings:
    """The stored general settings, checked as the form checks them."""
    return _changed(GeneralSettings.load(), fields)


def make_navigation(**fields: Any) -> Navigation:
    """The stored menu and footer."""
    return _changed(Navigation.load(), fields)


def make_library_image(*, kind: str = "PNG", colour: str = "#336699", cleaned: bool = True, **fields: Any) -> ShopImage:
    """A picture of the library, 40 x 30 px; with `cleaned=False` as it is before it has been stored."""
    buffer = BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, kind)
    content = hashlib.sha256(buffer.getvalue()).hexdigest()[:32]
    picture = None
    if cleaned:
        picture, _ = Picture.objects.get_or_create(
            hash=content,
            defaults={"width": 40, "height": 30, "colour": colour, "extension": "png", "widths": [320]},
        )
    file = ContentFile(buffer.getvalue(), name=f"{colour[1:]}.{kind.lower()}")
    return ShopImage.objects.create(**{"title": "A picture", "file": file, "picture": picture, **fields})


def _changed(row: Row, fields: dict[str, Any]) -> Row:
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row
