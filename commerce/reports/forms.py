"""The forms of reports: for who reports, for who contradicts, for who decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commerce.catalog import general_settings, listings
from commerce.reports.models import Report
from commerce.reports.words import REASONS
from commerce.seen_text import some_lines
from commerce.theme import translate

_LISTING = re.compile(r"/listing/([0-9]{1,18})\b|^([0-9]{1,18})$", re.ASCII)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ReportForm(forms.Form):
    """What somebody has to say; guests give an address, too."""

    reason = forms.ChoiceField(widget=forms.RadioSelect)
    text = forms.CharField(max_length=Report.LENGTH, widget=forms.Textarea(attrs={"rows": 5}), validators=[some_lines])
    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    good_faith = forms.BooleanField()

    def __init__(self, *args: Any, is_guest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.choices = [(one.value, words()) for one, words in REASONS.items()]  # type: ignore[attr-defined]  # Of a ChoiceField.
        reason.label = translate("What is wrong?")
        reason.error_messages["required"] = translate("Say what is wrong.")
        self.fields["text"].label = translate("Tell us more")
        self.fields["text"].error_messages["required"] = translate("A few words help us to decide.")
        self.fields["email"].label = translate("Your e-mail address")
        if not is_guest:
            del self.fields["email"]
        self.fields["good_faith"].label = translate(
            "To the best of my knowledge, what I say here is true and complete."
        )
        self.fields["good_faith"].error_messages["required"] = translate(
            "Please confirm that you report in good faith."
        )
        if not general_settings().notice_form:
            del self.fields["good_faith"]

    def clean_text(self) -> str:
        """Raises ValidationError when there is nothing to be seen."""
        return _seen(self.cleaned_data["text"])


class WhereForm(forms.Form):
    """Which listing is meant."""

    where = forms.CharField(max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].label = translate("Address or number of the listing")
        self.fields["where"].help_text = translate("Copy the address from your browser, or the number from the page.")
        self.fields["where"].error_messages["required"] = translate("Say which listing you mean.")

    def clean_where(self) -> int:
        """The number. Raises ValidationError for what names no listing that can be seen."""
        found = _LISTING.search(self.cleaned_data["where"].strip())
        number = int(found[1] or found[2]) if found else 0
        if number not in listings([number]):
            raise ValidationError(
                translate(
                    "There is no such listing. Its address looks like {example}.", example="/listing/42-oak-table"
                )
            )
        return number


class AppealForm(forms.Form):
    """Why a decision is wrong."""

    text = forms.CharField(max_length=Report.LENGTH, widget=forms.Textarea(attrs={"rows": 5}), validators=[some_lines])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = translate("Why is the decision wrong?")
        self.fields["text"].error_messages["required"] = translate("A few words help us to decide.")

    def clean_text(self) -> str:
        """Raises ValidationError when there is nothing to be seen."""
        return _seen(self.cleaned_data["text"])


class DecisionForm(forms.ModelForm[Report]):
    """A moderator's decision."""

    outcome = forms.ChoiceField(widget=forms.RadioSelect, label=_("Decision"))
    words = forms.CharField(
        max_length=Report.LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        label=_("Statement of reasons"),
        help_text=_("The other side reads this as you write it. Say what is not right, and which rule it breaks."),
    )

    class Meta:
        model = Report
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = self._outcomes()  # type: ignore[attr-defined]  # Of a ChoiceField.

    def _outcomes(self) -> list[tuple[str, _StrPromise]]:
        decisions = Report.Decision
        outcomes: list[tuple[str, _StrPromise]] = [
            (decisions.DISMISSED.value, _("Nothing is wrong: the report is closed")),
            (decisions.WARNED.value, _("Warn the person: nothing else changes")),
        ]
        if self.instance.question_id is not None:
            outcomes.append((decisions.REMOVED.value, _("Take the question and its answer off the listing")))
        elif self.instance.listing_id is not None:
            outcomes.append((decisions.SUSPENDED.value, _("Take the listing off the shop")))
        return outcomes


class AppealDecisionForm(DecisionForm):
    """A second moderator's answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = _("The appeal is")
        self.fields["words"].label = _("Answer")
        self.fields["words"].help_text = _("The person reads this as you write it.")

    def _outcomes(self) -> list[tuple[str, _StrPromise]]:
        appeals = Report.Appeal
        return [
            (appeals.GRANTED.value, _("Granted: what was taken off comes back")),
            (appeals.REJECTED.value, _("Rejected: the decision stands")),
        ]


def _seen(text: str) -> str:
    if not any(one.isprintable() and not one.isspace() for one in text):
        raise ValidationError(translate("A few words help us to decide."))
    return text.replace("\r\n", "\n")
