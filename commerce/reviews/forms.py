"""The forms of reviews."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from commerce.reviews.models import Review
from commerce.seen_text import some_lines
from commerce.theme import later, translate

STARS = {
    5: later("5 – all was well"),
    4: later("4 – good"),
    3: later("3 – fair"),
    2: later("2 – poor"),
    1: later("1 – bad"),
}


class ReviewForm(forms.Form):
    """How it was."""

    stars = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)
    text = forms.CharField(
        max_length=Review.LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 4}), validators=[some_lines]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stars = self.fields["stars"]
        stars.choices = [(number, words()) for number, words in STARS.items()]  # type: ignore[attr-defined]  # Of a ChoiceField.
        stars.label = translate("How was it?")
        stars.error_messages["required"] = translate("Choose from one to five.")
        self.fields["text"].label = translate("In your words")

    def clean_text(self) -> str:
        """With the line ends of this side of the wire."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class ReplyForm(forms.Form):
    """An answer to a review."""

    reply = forms.CharField(max_length=Review.LENGTH, widget=forms.Textarea(attrs={"rows": 3}), validators=[some_lines])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].label = translate("Your reply")
        self.fields["reply"].error_messages["required"] = translate("Write a reply first.")

    def clean_reply(self) -> str:
        """With the line ends of this side of the wire."""
        return str(self.cleaned_data["reply"]).replace("\r\n", "\n")


class RemovalForm(forms.ModelForm[Review]):
    """Why a review is removed."""

    reason = forms.CharField(
        max_length=Review.LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Why it is removed"),
        help_text=_("Who wrote it gets these words by mail. A review stays when it is only unfavourable."),
    )

    class Meta:
        model = Review
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
