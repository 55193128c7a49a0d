"""The form of a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commerce.conversations.errors import MessageRefused
from commerce.conversations.models import Message, PublicQuestion
from commerce.photo_intake import Chosen
from commerce.seen_text import some_lines
from commerce.theme import translate


class MessageForm(forms.Form):
    """What somebody writes."""

    text = forms.CharField(max_length=Message.LENGTH, widget=forms.Textarea(attrs={"rows": 4}), validators=[some_lines])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = translate("Message")
        self.fields["text"].error_messages["required"] = translate("Write a message first.")

    def clean_text(self) -> str:
        """Raises ValidationError when there is nothing that a screen shows."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if not any(one.isprintable() and not one.isspace() for one in text):
            raise ValidationError(translate("Write a message first."))
        return text

    def taken_with(self, chosen: Chosen, act: Callable[[str], object]) -> bool:
        """The same for words that come with photos: nothing is sent while one of them was refused."""
        if not chosen.mistakes:
            return self.taken(act)
        self.full_clean()
        for words in chosen.mistakes:
            self.add_error(None, words)
        return False

    def taken(self, act: Callable[[str], object]) -> bool:
        """Whether it was sent, is in order, and `act` took the text; else the form says why not."""
        if not self.is_bound or not self.is_valid():
            return False
        try:
            act(str(self.cleaned_data["text"]))
        except MessageRefused as refused:
            self.add_error(None, refused.words)
            return False
        return True


class PublicQuestionForm(forms.Form):
    """A question and its answer as everybody reads them."""

    question = forms.CharField(
        max_length=PublicQuestion.QUESTION_LENGTH, widget=forms.Textarea(attrs={"rows": 3}), validators=[some_lines]
    )
    answer = forms.CharField(
        max_length=PublicQuestion.ANSWER_LENGTH, widget=forms.Textarea(attrs={"rows": 4}), validators=[some_lines]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].label = translate("Question")
        self.fields["answer"].label = translate("Your answer")
        for one in self.fields.values():
            one.error_messages["required"] = translate("Please fill this in.")

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be seen; with one kind of line ends."""
        values = {name: text.replace("\r\n", "\n") for name, text in (super().clean() or {}).items()}
        for name, text in values.items():
            if not any(one.isprintable() and not one.isspace() for one in text):
                self.add_error(name, translate("Write something that can be seen."))
        return values
