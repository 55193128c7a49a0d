"""Forms of the wizard: the file, what its sheets and columns are, and what is to be exported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.models import User
from cms.catalog.admin.fields import CategoryField
from cms.contract.records import ListingStatus
from cms.workbook.mapping.choices import SheetChoice
from cms.workbook.mapping.words import known_words
from cms.workbook.reading.limits import LIMITS, MIB
from cms.workbook.references import CategoryNames, number_in
from cms.workbook.runs.bundles import MOST_BYTES
from cms.workbook.sheets import registered_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

_LONGEST_DEFAULT = 200
_MAY_STAND_IN = {
    "categories": ("slug", "parent"),
    "users": ("role", "city", "status"),
    "listings": ("description", "category", "seller", "condition", "city", "postcode", "quantity", "status"),
    "pages": ("published",),
}
"""Columns for which one value may stand for all rows."""


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(label=gettext_lazy("Workbook, or zip with a workbook and photos"), allow_empty_file=True)

    def clean_file(self) -> UploadedFile[Any]:
        """Not larger than what is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        size, is_zip = file.size or 0, (file.name or "").lower().endswith(".zip")
        if not size:
            raise forms.ValidationError(_("The file is empty."))
        most = MOST_BYTES if is_zip else LIMITS.file_bytes
        if size > most:
            numbers = {"size": f"{size / MIB:.0f}", "most": most // MIB}
            raise forms.ValidationError(_("The file has %(size)s MB; at most %(most)s MB are taken.") % numbers)
        return file


class SheetForm(forms.Form):
    """What one sheet of the file is. `heads` are what its columns are called there."""

    def __init__(self, *args: Any, choice: SheetChoice, heads: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice, self.heads = choice, heads
        known = {name: one for name, one in registered_sheets().items() if one.importing}
        self.kind = self._posted_kind(known) or ("" if self.is_bound else choice.sheet)
        self.fields["sheet"] = forms.ChoiceField(
            label=_("This sheet holds"),
            required=False,
            choices=[("", _("nothing: leave it out")), *((name, name) for name in known)],
            initial=choice.sheet,
        )
        self.fields["was"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=choice.sheet)
        if not self.kind:
            return
        self.fields["has_header"] = forms.BooleanField(
            label=_("Its first row names the columns"), required=False, initial=choice.has_header
        )
        names = [(one.name, f"{one.name} *" if one.required else one.name) for one in known[self.kind].columns]
        for place, head in enumerate(heads):
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=head,
                required=False,
                choices=[("", _("leave out")), *names],
                initial=choice.columns[place] if place < len(choice.columns) else "",
            )
        for name in _MAY_STAND_IN[self.kind]:
            self.fields[f"d-{name}"] = _default_field(self.kind, name, initial=choice.defaults.get(name, ""))
        if self.kind == "listings":
            self.fields["makes_categories"] = forms.BooleanField(
                label=_("Make the categories that are named here and that the shop has not"),
                required=False,
                initial=choice.makes_categories,
            )

    def _posted_kind(self, known: dict[str, Any]) -> str:
        kind = str(self.data.get(self.add_prefix("sheet"), "")) if self.is_bound else ""
        return kind if kind in known else ""

    def has_another_kind(self) -> bool:
        """Whether the sheet was said to be another one than the columns were shown for."""
        return bool(self.data.get(self.add_prefix("was"), "") != self.kind and self.kind)

    def column_fields(self) -> list[forms.BoundField]:
        """One for each column of the file."""
        return [self[name] for name in self.fields if name.startswith("c")]

    def default_fields(self) -> list[forms.BoundField]:
        """What stands in for what is missing."""
        return [self[name] for name in self.fields if name.startswith("d-")]

    def clean(self) -> dict[str, Any]:
        """A seller there is."""
        cleaned: dict[str, Any] = super().clean() or {}
        seller = cleaned.get("d-seller", "").strip()
        if seller:
            number = number_in(seller)
            found = User.objects.filter(number=number) if number else User.objects.filter(email=seller.lower())
            if not found.exists():
                self.add_error("d-seller", _("Nobody has this number or e-mail address."))
        return cleaned

    def chosen(self) -> SheetChoice:
        """The choice, of a valid form."""
        said = self.cleaned_data
        if not self.kind:
            return SheetChoice()
        return SheetChoice(
            sheet=self.kind,
            has_header=said["has_header"],
            columns=tuple(said[f"c{place}"] for place in range(len(self.heads))),
            defaults={name: said[f"d-{name}"] for name in _MAY_STAND_IN[self.kind] if said[f"d-{name}"]},
            makes_categories=said.get("makes_categories", False),
        )


def _default_field(kind: str, name: str, *, initial: str) -> forms.Field:
    help_text = {
        "description": _("{title} stands for the title of the row."),
        "slug": _("{name} makes it of the name of the row."),
        "seller": _("A number (U-000042) or an e-mail address."),
    }.get(name, "")
    if name in {"category", "parent"}:
        names = sorted(CategoryNames().by_name)
        choices = [("", "–"), *((one, one) for one in names)]
        return forms.ChoiceField(label=name, required=False, choices=choices, initial=initial)
    if words := known_words(kind, name):
        choices = [("", "–"), *((word, word) for word in sorted(words) if word not in {"sold", "expired"})]
        return forms.ChoiceField(label=name, required=False, choices=choices, initial=initial)
    return forms.CharField(
        label=name, required=False, max_length=_LONGEST_DEFAULT, initial=initial, help_text=help_text
    )


class HowForm(forms.Form):
    """What happens to rows that cannot be taken."""

    skip_bad_rows = forms.ChoiceField(
        label=gettext_lazy("When a row cannot be taken"),
        choices=[
            ("", gettext_lazy("take nothing at all, until it is mended")),
            ("yes", gettext_lazy("leave it out and take the others")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    allow_staff = forms.BooleanField(
        label=gettext_lazy("Rows may make and change moderators, editors and admins"), required=False
    )


class ExportForm(forms.Form):
    """Which sheets, and of the listings which."""

    sheets = forms.MultipleChoiceField(label=gettext_lazy("Sheets"), widget=forms.CheckboxSelectMultiple)
    seller = forms.CharField(
        label=gettext_lazy("Only listings of this seller"),
        required=False,
        max_length=_LONGEST_DEFAULT,
        help_text=gettext_lazy("A number (U-000042) or an e-mail address."),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Only listings that are"),
        required=False,
        choices=[
            ("", gettext_lazy("in any state")),
            (ListingStatus.LIVE.value, gettext_lazy("live")),
            (ListingStatus.DRAFT.value, gettext_lazy("drafts")),
            (ListingStatus.SOLD.value, gettext_lazy("sold")),
            (ListingStatus.EXPIRED.value, gettext_lazy("expired")),
            (ListingStatus.WITHDRAWN.value, gettext_lazy("withdrawn")),
            (ListingStatus.SUSPENDED.value, gettext_lazy("suspended")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(registered_sheets())
        self.fields["sheets"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]  # It has choices.
        self.fields["sheets"].initial = names
        self.fields["category"] = CategoryField(
            label=_("Only listings in this category, and below it"),
            required=False,
            empty_label=_("All categories"),
        )

    def clean_seller(self) -> User | None:
        """The person."""
        text = self.cleaned_data["seller"].strip()
        if not text:
            return None
        number = number_in(text)
        found = User.objects.filter(number=number) if number else User.objects.filter(email=text.lower())
        if (person := found.first()) is None:
            raise forms.ValidationError(_("Nobody has this number or e-mail address."))
        return person

    def only(self) -> dict[str, int | str]:
        """What was chosen of the listings."""
        said = self.cleaned_data
        chosen = {"category": said["category"], "seller": said["seller"]}
        only: dict[str, int | str] = {name: one.pk for name, one in chosen.items() if one is not None}
        return {**only, "status": said["status"]} if said["status"] else only
