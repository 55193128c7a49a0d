"""The form of a listing. It checks; services change. Photos are beside it, see slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from cms.contract.records import Condition
from commerce import own_goods, places
from commerce.own_goods import ListingContent
from commerce.selling.prices import price_of, price_text
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from cms.contract.money import Money
    from commerce.own_goods import OwnDraft

MAX_PIECES = 10_000


class ListingForm(forms.Form):
    """What a seller says about a good. `key` belongs to a new one, `version` and `pieces_seen` to one that is there."""

    title = forms.CharField(min_length=3, max_length=120)
    category = forms.TypedChoiceField(coerce=int)
    description = forms.CharField(max_length=8000, widget=forms.Textarea(attrs={"rows": 8}))
    condition = forms.TypedChoiceField(coerce=Condition, initial=Condition.GOOD)
    price = forms.CharField(
        max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )
    negotiable = forms.BooleanField(required=False)
    quantity = forms.IntegerField(min_value=1, max_value=MAX_PIECES, initial=1)
    postcode = forms.CharField(
        max_length=12, required=False, widget=forms.TextInput(attrs={"autocomplete": "postal-code"})
    )
    city = forms.CharField(
        max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )
    key = forms.RegexField(r"\A[0-9a-f]{16}\Z", required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    pieces_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="", use_required_attribute=False)
        for name, label in _labels().items():
            self.fields[name].label = label
        self.fields["category"].choices = _categories()  # type: ignore[attr-defined]  # A field with choices.
        self.fields["condition"].choices = _conditions()  # type: ignore[attr-defined]  # As above.
        self.fields["price"].help_text = translate("In euros, in cash. 0 is for things that you give away.")
        self.fields["postcode"].help_text = translate(
            "Where it can be picked up: one of the two is enough. Your street is never asked for."
        )
        for name in ("title", "description", "price"):
            self.fields[name].validators.append(ProhibitNullCharactersValidator())
        self.fields["postcode"].validators.append(places.postcode)
        self.fields["city"].validators.append(places.town)

    def clean_price(self) -> Money:
        """The price as money."""
        return price_of(self.cleaned_data["price"])

    def clean_negotiable(self) -> bool:
        """What is given away has no price to talk about."""
        negotiable = bool(self.cleaned_data["negotiable"])
        price = self.cleaned_data.get("price")
        if negotiable and price is not None and not price.cents:
            raise ValidationError(
                translate("What you give away has no price to talk about. Untick this, or name a price.")
            )
        return negotiable

    def clean_title(self) -> str:
        """In one line, with single spaces."""
        title = " ".join(str(self.cleaned_data["title"]).split())
        if len(title) < 3:  # noqa: PLR2004 (as the field above)
            raise ValidationError(translate("The title is too short."))
        return title

    def clean_description(self) -> str:
        """With one kind of line ends."""
        return str(self.cleaned_data["description"]).replace("\r\n", "\n")

    def content(self, photos: Sequence[tuple[str, str]]) -> ListingContent:
        """What the valid form says, together with these photos."""
        said = self.cleaned_data
        return ListingContent(
            title=said["title"],
            description=said["description"],
            price=said["price"],
            negotiable=said["negotiable"],
            condition=said["condition"],
            category_id=said["category"],
            city=said["city"],
            postcode=said["postcode"],
            photos=photos,
        )

    def refuse(self, error: ValidationError) -> None:
        """Show what a service found wrong."""
        problems = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        names = {"price_cents": "price"}
        for name, messages in problems.items():
            field = names.get(name, name)
            for message in messages:
                self.add_error(field if field in self.fields else None, str(message))


def said_by(draft: OwnDraft) -> dict[str, Any]:
    """What the form of a stored draft begins with."""
    content = draft.content
    return {
        "title": content.title,
        "description": content.description,
        "price": price_text(content.price),
        "negotiable": content.negotiable,
        "condition": content.condition.value,
        "category": content.category_id,
        "city": content.city,
        "postcode": content.postcode,
        "quantity": draft.stock,
        "pieces_seen": draft.stock,
        "version": draft.version,
    }


def _labels() -> dict[str, str]:
    return {
        "title": translate("Title"),
        "category": translate("Category"),
        "description": translate("Description"),
        "condition": translate("Condition"),
        "price": translate("Price"),
        "negotiable": translate("I may go down with the price"),
        "quantity": translate("How many"),
        "postcode": translate("Postcode"),
        "city": translate("Town"),
    }


def _conditions() -> list[tuple[str, str]]:
    return [
        (Condition.NEW.value, translate("New")),
        (Condition.LIKE_NEW.value, translate("Like new")),
        (Condition.GOOD.value, translate("Good")),
        (Condition.FAIR.value, translate("Fair")),
        (Condition.FOR_PARTS.value, translate("For parts")),
    ]


def _categories() -> list[tuple[str, Any]]:
    """A group for each category at the top: itself, then all below it with the way that leads there."""
    records = own_goods.category_records()
    names = {one.id: one.name for one in records}
    groups: dict[int, list[tuple[str, str]]] = {}
    for one in records:
        below = [names[number] for number in one.lineage[1:]]
        groups.setdefault(one.lineage[0], []).append((str(one.id), " / ".join(below) or one.name))
    return [("", translate("Choose a category")), *((names[top], options) for top, options in groups.items())]
