"""The admin's German: collects what is to be translated, and compiles what is.

python -m deploy.messages          put new texts into the catalogue, take out those that nobody uses, compile it
python -m deploy.messages check    exit 1 when the catalogue is not what that would give, or lacks a translation
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE_DIR = Path(__file__).resolve().parents[1]
PACKAGES = ("cms", "commerce")
LANGUAGE = "de"
PO = BASE_DIR / "cms" / "config" / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
_PLURAL = (1, 2)
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    **dict.fromkeys(("gettext_lazy", "gettext_noop", "_now", "say")),
    **dict.fromkeys(("ngettext_lazy",), _PLURAL),
    **dict.fromkeys(("pgettext_lazy",), ((1, "c"), 2)),
    # Raised in a process without Django, or in a package that knows none: translated where they are shown.
    **dict.fromkeys(("to_translate", "WorkbookRefused")),
    **dict.fromkeys(("NotMoney", "AmbiguousMoney"), (2,)),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
_HEADER = "The admin of Cataloro in German. Made by `make messages`; write the translations, nothing else."


class _Catalog(Catalog):
    """A catalogue whose head names no day, no tool and no person: the same texts give the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What programs need to know."""
        return [
            ("Language", LANGUAGE),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def collected() -> Catalog:
    """Every text of ours that is to be translated."""
    catalog = Catalog(charset="utf-8")
    for package in PACKAGES:
        for file in sorted((BASE_DIR / package).rglob("*")):
            if file.suffix in {".py", ".html"} and "migrations" not in file.parts:
                for text, context in _texts(file):
                    catalog.add(text, context=context)
    return catalog


def stored() -> Catalog:
    """The catalogue as it is, with what its translators wrote."""
    if not PO.exists():
        return _Catalog(locale=LANGUAGE)
    with PO.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def updated() -> Catalog:
    """The stored catalogue with all texts of now, and no others. What is new has no translation yet."""
    catalog, old = _Catalog(locale=LANGUAGE, header_comment=f"# {_HEADER}", fuzzy=False), stored()
    for one in collected():
        if one.id:
            before = old.get(one.id, one.context)
            catalog.add(one.id, before.string if before else one.string, context=one.context, flags=one.flags)
    return catalog


def problems() -> list[str]:
    """What is wrong with the catalogue, each in a line."""
    kept, wanted = stored(), collected()
    found = [f"not translated: {_shown(one)}" for one in wanted if one.id and not _is_translated(kept, one)]
    found += [f"nobody uses it: {_shown(one)}" for one in kept if one.id and wanted.get(one.id, one.context) is None]
    found += [f"fuzzy: {_shown(one)}" for one in kept if one.id and one.fuzzy]
    found += [f"other placeholders: {_shown(one)}" for one in kept if one.id and not _fills_in_the_same(one)]
    if not MO.exists() or MO.read_bytes() != compiled(kept):
        found.append("django.mo is older than django.po: run `make messages`")
    return found


def compiled(catalog: Catalog) -> bytes:
    """What programs read."""
    plain = _Catalog(locale=LANGUAGE, fuzzy=False)
    for one in catalog:
        if one.id and all(one.string if isinstance(one.string, tuple) else (one.string,)):
            plain.add(one.id, one.string, context=one.context)
    binary = io.BytesIO()
    write_mo(binary, plain)
    return binary.getvalue()


def write(catalog: Catalog) -> None:
    """Write both files."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, sort_output=True, omit_header=False, width=0)
    MO.write_bytes(compiled(stored()))


def _texts(file: Path) -> Iterator[tuple[Any, str | None]]:
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        # Django's own way: what stays are the calls, all else is blanked out. Its lines begin anywhere.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(file)).splitlines())
    found: Any  # Babel's types leave out what it gives for a call with one text.
    for found in extract_python(io.BytesIO(source.encode()), KEYWORDS, (), {}):
        _line, function, texts, _comments = found
        yield from _picked(KEYWORDS[function], texts if isinstance(texts, tuple) else (texts,))


def _picked(places: Any, texts: tuple[str | None, ...]) -> Iterator[tuple[Any, str | None]]:
    places = places or (1,)
    context = next((texts[place[0] - 1] for place in places if isinstance(place, tuple)), None)
    wanted = [place for place in places if not isinstance(place, tuple)]
    if max(wanted) > len(texts):
        return
    found = [texts[place - 1] for place in wanted]
    if all(found):
        yield (tuple(found) if len(found) > 1 else found[0]), context


def _is_translated(kept: Catalog, one: Any) -> bool:
    there = kept.get(one.id, one.context)
    if there is None:
        return False
    forms = there.string if isinstance(there.string, tuple) else (there.string,)
    return all(forms) and isinstance(there.id, tuple) == isinstance(one.id, tuple)


def _fills_in_the_same(one: Any) -> bool:
    texts = one.id if isinstance(one.id, tuple) else (one.id,)
    forms = one.string if isinstance(one.string, tuple) else (one.string,)
    wanted = set(_PLACEHOLDER.findall(texts[-1]))
    if not all(set(_PLACEHOLDER.findall(form)) <= wanted for form in forms):
        return False
    return set(_PLACEHOLDER.findall(forms[-1])) == wanted


def _shown(one: Any) -> str:
    return repr(one.id if one.context is None else (one.context, one.id))


def main(arguments: list[str]) -> int:
    """Write, or only look."""
    if arguments != ["check"]:
        write(updated())
    found = problems()
    print("\n".join(found) or "Every text of ours is there in German.")  # noqa: T201 (a program for people)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
