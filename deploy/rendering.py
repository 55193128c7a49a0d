"""Renders the files of deploy/rendered_files.py, and tells whether those on the server are fresh, stale or edited.

The first line of each file carries the sha256 of the rest. All texts are made before the first one is written, and each
takes its place in one step: nothing is ever half there. `Change.undo` brings back what was before.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.configuration import Configuration
from deploy.placing import place_whole, user_ids
from deploy.rendered_files import FILES, After, RenderedFile

_FOLDER = Path(__file__).parent
_SAYS = "Made by cataloro from cataloro.toml: change that, then run `cataloro apply`. sha256="
_FIRST_LINE = re.compile(re.escape(_SAYS) + r"([0-9a-f]{64})")
LIST = "rendered.json"
"""Beside the configuration: which files were rendered, so that one that is no longer wanted is taken away."""


class State(StrEnum):
    """How a file on the server stands to the configuration."""

    FRESH = "fresh"
    MISSING = "missing"
    STALE = "stale"
    """As it was rendered, from an older configuration or by an older version."""
    EDITED = "edited"
    """Somebody changed it by hand; the next `apply` would lose that."""
    LEFT_OVER = "left over"
    """Rendered once, and no longer wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a file should say."""

    row: RenderedFile
    target: Path
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One file on the server."""

    target: Path
    state: State
    after: After


@dataclass(slots=True)
class Change:
    """What has been written, and what was there before (None: nothing)."""

    before: dict[Path, bytes | None] = field(default_factory=dict)
    modes: dict[Path, tuple[int, int, int]] = field(default_factory=dict)
    after: set[After] = field(default_factory=set)

    def undo(self) -> None:
        """Put everything back."""
        for target, content in self.before.items():
            if content is None:
                target.unlink(missing_ok=True)
            else:
                mode, owner, group = self.modes[target]
                place_whole(target, content, mode=mode, ids=(owner, group))


def render(configuration: Configuration, *, files: Iterable[RenderedFile] = FILES) -> list[Text]:
    """All texts. Nothing is written."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 (configuration, not HTML; every value has been checked when it was read)
    )
    made = []
    for row in files:
        if not row.when(configuration):
            continue
        if row.make is not None:
            text = row.make(configuration)
        else:
            text = environment.get_template(row.template).render(configuration.as_values())
        target = Path(row.target.format_map(_places(configuration)))
        made.append(Text(row=row, target=target, text=_signed(text, comment=row.comment)))
    return made


def standings(
    configuration: Configuration, *, root: Path = Path("/"), files: Iterable[RenderedFile] = FILES
) -> list[Standing]:
    """How each file below `root` stands to what it should be."""
    texts = render(configuration, files=files)
    found = [
        Standing(target=one.target, state=_state(under(root, one.target), one.text), after=one.row.after)
        for one in texts
    ]
    wanted = {one.target for one in texts}
    return found + [
        Standing(target=target, state=State.LEFT_OVER, after=after)
        for target, after in _listed(configuration, root).items()
        if target not in wanted and under(root, target).exists()
    ]


def write(configuration: Configuration, *, root: Path = Path("/"), files: Iterable[RenderedFile] = FILES) -> Change:
    """Write what is not fresh and remove what is left over. Edited files are overwritten: ask `standings` before."""
    texts = render(configuration, files=files)
    change = Change()
    listed = _listed(configuration, root)
    for one in texts:
        place = under(root, one.target)
        if _state(place, one.text) is not State.FRESH or not _has_mode(place, one.row.mode):
            _note(change, place)
            change.after.add(one.row.after)
    wanted = {one.target for one in texts}
    for target, after in listed.items():
        if target not in wanted and under(root, target).exists():
            _note(change, under(root, target))
            change.after.add(after)
    try:
        # First what there is, then the files: after a power cut between the two nothing is forgotten.
        _write_list(configuration, root, {**listed, **{one.target: one.row.after for one in texts}})
        for one in texts:
            place = under(root, one.target)
            if place in change.before:
                ids = user_ids(one.row.owner, one.row.group, root=root)
                place_whole(place, one.text.encode(), mode=one.row.mode, ids=ids)
        for target in listed.keys() - wanted:
            under(root, target).unlink(missing_ok=True)
        _write_list(configuration, root, {one.target: one.row.after for one in texts})
    except BaseException:
        change.undo()
        raise
    return change


def was_edited(text: str) -> bool:
    """Whether this rendered text is not as it was rendered."""
    first, _, rest = text.partition("\n")
    found = _FIRST_LINE.search(first)
    return found is None or found[1] != hashlib.sha256(rest.encode()).hexdigest()


def under(root: Path, path: Path) -> Path:
    """A path of the server below `root`, which is `/` except in rehearsals."""
    return root / path.relative_to("/")


def _places(configuration: Configuration) -> dict[str, str]:
    paths = configuration.paths
    names = (*paths.__dataclass_fields__, "releases", "current", "build", "media", "acme", "errors")
    return {name: str(getattr(paths, name)) for name in names}


def _signed(text: str, *, comment: tuple[str, str]) -> str:
    begin, end = comment
    return f"{begin}{_SAYS}{hashlib.sha256(text.encode()).hexdigest()}{end}\n{text}"


def _state(place: Path, wanted: str) -> State:
    try:
        found = place.read_bytes()
    except FileNotFoundError:
        return State.MISSING
    if found == wanted.encode():
        return State.FRESH
    return State.EDITED if was_edited(found.decode(errors="replace")) else State.STALE


def _has_mode(place: Path, mode: int) -> bool:
    return (place.stat().st_mode & 0o7777) == mode


def _note(change: Change, place: Path) -> None:
    try:
        change.before[place] = place.read_bytes()
        known = place.stat()
        change.modes[place] = (known.st_mode & 0o7777, known.st_uid, known.st_gid)
    except FileNotFoundError:
        change.before[place] = None


def _listed(configuration: Configuration, root: Path) -> dict[Path, After]:
    try:
        known = json.loads(under(root, configuration.paths.configuration / LIST).read_text())
    except (OSError, ValueError):
        return {}
    return {Path(target): After(after) for target, after in known.items()}


def _write_list(configuration: Configuration, root: Path, listed: dict[Path, After]) -> None:
    place = under(root, configuration.paths.configuration / LIST)
    content = (json.dumps({str(target): after for target, after in sorted(listed.items())}, indent=1) + "\n").encode()
    if not place.exists() or place.read_bytes() != content:
        place_whole(place, content, mode=0o644, ids=(-1, -1))
