"""Fields of the catalogue's forms: a picture, a place in the tree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import ModelChoiceIterator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.catalog.models import Category
from cms.pictures.errors import PictureRefused
from cms.pictures.forms import ACCEPT
from cms.pictures.intake import take_picture
from cms.pictures.models import Picture


class CategoryField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's class takes none at run time.
    """A category, chosen from the tree."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Category.objects.order_by("slug_path"), **kwargs)
        self.iterator = _TreeIterator
        self.widget.choices = self.choices

    def label_from_instance(self, obj: Any) -> str:
        """The name, further to the right the deeper it stands."""
        return str(obj.indented_name())


def in_tree_order() -> list[Category]:
    """All categories, each followed by what is below it, siblings by position."""
    below: dict[int | None, list[Category]] = defaultdict(list)
    for category in Category.objects.order_by("position", "name", "id"):
        below[category.parent_id].append(category)
    ordered: list[Category] = []
    waiting = below[None][::-1]
    while waiting:
        category = waiting.pop()
        ordered.append(category)
        waiting.extend(below[category.pk][::-1])
    return ordered


class _TreeIterator(ModelChoiceIterator):  # type: ignore[type-arg]  # As above.
    def __iter__(self) -> Any:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        allowed = set(self.queryset.values_list("pk", flat=True))
        for category in in_tree_order():
            if category.pk in allowed:
                yield self.choice(category)


@dataclass(slots=True)
class _Choice:
    """What came with a form: a new file, and the hash of the picture that was there before."""

    upload: UploadedFile[Any] | None
    kept: str


class PictureInput(forms.Widget):
    """A thumbnail of the picture that is there, and a field for another file."""

    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> _Choice:
        """The new file; once it is taken, its hash stands for it, so that nobody has to choose it twice."""
        upload = files.get(name)
        taken = getattr(upload, "taken_as", None)
        return _Choice(upload, taken or data.get(f"{name}-kept", ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form had no such field."""
        return name not in files and f"{name}-kept" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 (Django's signature)
        """The field as HTML."""
        kept = value.kept if isinstance(value, _Choice) else (value or "")
        return format_html(
            '{}<input type="hidden" name="{}-kept" value="{}" /><input type="file" name="{}" id="{}" accept="{}" />',
            _thumbnail(kept) if kept.isalnum() else "",
            name,
            kept,
            name,
            (attrs or {}).get("id", f"id_{name}"),
            ACCEPT,
        )


def _thumbnail(content_hash: str) -> SafeString:
    return format_html(
        '<img src="{}" alt="" style="display:block;max-width:160px;max-height:120px;margin-bottom:.5rem" />',
        reverse("picture_thumbnail", args=[content_hash]),
    )


class PictureField(forms.Field):
    """A stored picture, from an upload or as it was. What cannot be taken is an error in words."""

    widget = PictureInput
    default_error_messages = {"required": _("Choose a PNG or JPEG file.")}

    def clean(self, value: Any) -> Picture | None:
        """The picture. Raises ValidationError with the words of the refusal."""
        choice = value if isinstance(value, _Choice) else _Choice(None, "")
        if choice.upload is not None:
            try:
                picture = take_picture(choice.upload)
            except PictureRefused as refused:
                raise ValidationError(str(refused), code="picture_refused") from refused
            choice.upload.taken_as = picture.hash  # type: ignore[attr-defined]  # Read by the widget above.
            return picture
        kept = Picture.objects.filter(pk=choice.kept).first() if choice.kept else None
        if kept is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return kept

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another picture was sent."""
        return data.upload is not None or data.kept != (initial or "")
