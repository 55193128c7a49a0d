"""What may be written as a name or a text of a person, anything that can be seen; and what of a name is public."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

_DISTURBS_THE_PAGE = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Line ends of Unicode and the switches of the writing direction: a name with one turns the text after it around."""
_LINE_ENDS = frozenset("\n\r\t")


def refuse_unseen(value: str) -> None:
    """Raise ValidationError when `value` has a control character, or nothing that can be seen."""
    _refuse_controls(value, allowed=frozenset())
    if value and not any(unicodedata.category(one)[0] in "LNPS" for one in value):
        raise ValidationError(_("Write something that can be seen."), code="invisible")


def refuse_markup(value: str) -> None:
    """Raise ValidationError when `value`, a name, holds a bracket of HTML: nobody is called `<b>Ann</b>`."""
    if "<" in value or ">" in value:
        raise ValidationError(_("A name has no < and no >: leave them out."), code="markup")


def public_name(name: str, *, limit: int) -> str:
    """What others see of somebody who has chosen nothing else: `Anna Maria Maier`, `Maier, Anna` → `Anna M.`.

    Who writes one word is called by it. Never empty for a name in which something can be seen.
    """
    last, _comma, first = name.partition(",")
    words = (f"{first} {last}" if "." not in first else last).split()
    while len(words) > 2 and words[0].endswith("."):  # noqa: PLR2004 (a title before first and last name)
        del words[0]
    initial = next((one for one in unicodedata.normalize("NFC", words[-1]) if one.isalpha()), "") if words[1:] else ""
    shown = " ".join((words[0][: limit - 3], f"{initial}.")) if initial else name[:limit]
    return shown.strip() or name[:limit].strip()


def refuse_control_characters(value: str) -> None:
    """Raise ValidationError when `value`, a text of several lines, has a control character."""
    _refuse_controls(value, allowed=_LINE_ENDS)


def _refuse_controls(value: str, *, allowed: frozenset[str]) -> None:
    for place, one in enumerate(value, start=1):
        if one in allowed or (unicodedata.category(one) not in {"Cc", "Cs"} and one not in _DISTURBS_THE_PAGE):
            continue
        message = _now("Character %(place)s (U+%(one)s) is a control character, which cannot be shown: remove it.") % {
            "place": place,
            "one": f"{ord(one):04X}",
        }
        raise ValidationError(message, code="control_character")
