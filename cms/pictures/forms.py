"""Pictures in the forms of the admin: every upload goes through the one door, whatever the form."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.pictures.cleaning import CleanPicture, clean_picture
from cms.pictures.errors import PictureRefused
from cms.pictures.intake import read_limited, store_picture
from cms.pictures.tasks import FOR_EDITORS

ACCEPT = "image/png,image/jpeg"


class CleanedFile(SimpleUploadedFile):
    """The cleaned bytes of an upload, in the place of what was sent."""

    def __init__(self, sent_as: str, clean: CleanPicture) -> None:
        self.clean = clean
        kind = "image/png" if clean.extension == "png" else "image/jpeg"
        super().__init__(f"{PurePath(sent_as).stem or 'picture'}.{clean.extension}", clean.content, kind)


class CleanImageField(WagtailImageField):
    """Wagtail's field for an image file; its value is a CleanedFile. What cannot be cleaned is an error in words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.help_text = _("PNG or JPEG, at most 10 MB. Metadata such as the place where it was taken is removed.")

    def to_python(self, data: Any) -> CleanedFile | None:
        """The cleaned file. Raises ValidationError with the words of the refusal."""
        sent = forms.FileField.to_python(self, data)
        if sent is None:
            return None
        try:
            return CleanedFile(sent.name or "", clean_picture(read_limited(sent)))
        except PictureRefused as refused:
            raise ValidationError(str(refused), code="picture_refused") from refused

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Tell the browser which files to offer."""
        return {**super().widget_attrs(widget), "accept": ACCEPT}


class ShopImageForm(BaseImageForm):
    """The form of Wagtail's library, for one upload, for many, and in choosers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            asked = self.fields["file"]
            self.fields["file"] = CleanImageField(label=asked.label, required=asked.required, widget=asked.widget)

    def full_clean(self) -> None:
        """Validate. An upload with any wrong field is refused as a whole: otherwise Wagtail would keep it uncleaned."""
        super().full_clean()
        if self.is_bound and self.errors and "file" in self.files and "file" not in self.errors:
            told = " ".join(str(message) for messages in self.errors.values() for message in messages)
            self.add_error("file", _now("The file was not taken. %(told)s") % {"told": told})

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Save the image together with its published form."""
        file = self.cleaned_data.get("file")
        if isinstance(file, CleanedFile):
            self.instance.picture = store_picture(file.clean, priority=FOR_EDITORS)
        return super().save(commit=commit)
