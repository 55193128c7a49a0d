"""The form that makes a token."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from commerce.api.models import Token
from commerce.api.tokens import MOST_DAYS, SCOPES, USUAL_DAYS
from commerce.seen_text import one_line
from commerce.theme import translate


class TokenForm(forms.Form):
    """What it is called, what it may do, how long."""

    name = forms.CharField(max_length=Token.NAME_LENGTH, validators=[one_line])
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="", use_required_attribute=False)
        texts = {
            "name": (translate("Name"), translate("So that you know it again: which program, which machine.")),
            "scopes": (translate("What it may do"), ""),
            "days": (translate("For how many days"), translate("At most {count}.", count=MOST_DAYS)),
        }
        for name, (label, help_text) in texts.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
            self.fields[name].error_messages["required"] = translate("Please fill this in.")
        field = self.fields["scopes"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(name, words()) for name, words in SCOPES.items()]
