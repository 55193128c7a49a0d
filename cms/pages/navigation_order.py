"""Menu and footer put in order by numbers: works without a script, and moves links from one column to another."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.pages.block_records import items_of, link_path
from cms.pages.models import Navigation
from cms.pages.navigation import MOST_IN_COLUMN
from cms.pages.references import references_of
from cms.site import versions

if TYPE_CHECKING:
    from cms.pages.references import Stored

_LAST = 99


@dataclass(frozen=True, slots=True)
class Row:
    """A link or a column, and the fields that move it. `leads_to` is empty when it leads nowhere now."""

    label: str
    leads_to: str
    place: forms.BoundField
    remove: forms.BoundField
    column: forms.BoundField | None = None
    links: list[Row] = field(default_factory=list)


class OrderForm(forms.Form):
    """A number for each entry, the column of each link of the footer, and whether it goes."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, navigation: Navigation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._menu: Stored = navigation.menu.get_prep_value()
        self._footer: Stored = navigation.footer.get_prep_value()
        self._found = references_of([self._menu, self._footer])
        self.fields["seen"].initial = self._digest = _digest(self._menu, self._footer)
        headings = [one["value"]["heading"] for one in self._footer]
        self._columns = [(str(number), heading) for number, heading in enumerate(headings)]
        self.menu = [self._link(f"menu-{number}", number, one["value"]) for number, one in enumerate(self._menu)]
        self.footer = [self._column(number, one["value"]) for number, one in enumerate(self._footer)]

    def _row(self, name: str, number: int, label: str, leads_to: str) -> Row:
        self.fields[f"{name}-place"] = forms.IntegerField(
            label=_("Place of %(entry)s") % {"entry": label}, min_value=1, max_value=_LAST, initial=number + 1
        )
        self.fields[f"{name}-remove"] = forms.BooleanField(
            label=_("Remove %(entry)s") % {"entry": label}, required=False
        )
        return Row(label, leads_to, self[f"{name}-place"], self[f"{name}-remove"])

    def _link(self, name: str, number: int, link: dict[str, Any]) -> Row:
        return self._row(name, number, link["label"], link_path(link, self._found))

    def _column(self, number: int, column: dict[str, Any]) -> Row:
        row = self._row(f"column-{number}", number, column["heading"], "")
        for place, link in enumerate(items_of(column["links"])):
            name = f"link-{number}-{place}"
            made = self._link(name, place, link)
            self.fields[f"{name}-column"] = forms.ChoiceField(
                label=_("Column of %(entry)s") % {"entry": made.label}, choices=self._columns, initial=str(number)
            )
            row.links.append(Row(made.label, made.leads_to, made.place, made.remove, self[f"{name}-column"]))
        return row

    def clean_seen(self) -> str:
        """Refuse to move what is not there any more."""
        seen: str = self.cleaned_data["seen"]
        _check_same(seen, self._digest)
        return seen

    def check_is_of(self, navigation: Navigation) -> None:
        """Raise ValidationError when this is not what was ordered."""
        _check_same(self._digest, _digest(navigation.menu.get_prep_value(), navigation.footer.get_prep_value()))

    def clean(self) -> dict[str, Any]:
        """Refuse a column without links, and one with too many."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for column in self.footer_in_order():
                heading, count = column["value"]["heading"], len(column["value"]["links"])
                if not count:
                    words = _("The column “%(heading)s” would have no links: leave one in it, or remove the column.")
                    raise ValidationError(words % {"heading": heading})
                if count > MOST_IN_COLUMN:
                    words = _("The column “%(heading)s” would have %(count)d links; %(most)d are the most.")
                    raise ValidationError(words % {"heading": heading, "count": count, "most": MOST_IN_COLUMN})
        return cleaned

    def menu_in_order(self) -> Stored:
        """What the menu becomes."""
        return self._in_order([(f"menu-{number}", one) for number, one in enumerate(self._menu)])

    def footer_in_order(self) -> Stored:
        """What the footer becomes."""
        moved: dict[str, list[tuple[str, Any]]] = {number: [] for number, _heading in self._columns}
        for number, column in enumerate(self._footer):
            for place, link in enumerate(column["value"]["links"]):
                name = f"link-{number}-{place}"
                moved[self.cleaned_data[f"{name}-column"]].append((name, link))
        columns = []
        for number, column in enumerate(self._footer):
            links = self._in_order(moved[str(number)])
            columns.append((f"column-{number}", {**column, "value": {**column["value"], "links": links}}))
        return self._in_order(columns)

    def _in_order(self, named: list[tuple[str, Any]]) -> list[Any]:
        kept = [(name, one) for name, one in named if not self.cleaned_data[f"{name}-remove"]]
        # What has the same number keeps its order.
        return [one for _name, one in sorted(kept, key=lambda each: self.cleaned_data[f"{each[0]}-place"])]


@transaction.atomic
def put_in_order(form: OrderForm, *, by_id: int | None) -> Navigation:
    """Store the order of a valid form, and keep what was before. Raises ValidationError when it is of another menu."""
    navigation: Navigation = Navigation.objects.select_for_update().get(pk=Navigation.load().pk)
    form.check_is_of(navigation)
    navigation.menu = json.dumps(form.menu_in_order())
    navigation.footer = json.dumps(form.footer_in_order())
    with versions.kept(navigation, by_id=by_id):
        navigation.save()
    return navigation


def _check_same(seen: str, now: str) -> None:
    if seen != now:
        raise ValidationError(
            _("Somebody has changed the menu or the footer meanwhile. Below is how it is now: order it again.")
        )


def _digest(menu: Stored, footer: Stored) -> str:
    """Of what is there, without the names that blocks get anew with each look."""
    values = (
        [one["value"] for one in menu],
        [(one["value"]["heading"], items_of(one["value"]["links"])) for one in footer],
    )
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
